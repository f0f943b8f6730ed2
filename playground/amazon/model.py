"""Who there is at the stand-in: applications, sellers, and the people who sign in for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from playground.amazon.marketplaces import NON_AMAZON_US, Marketplace, Region, countries

Role = Literal["Product Listing", "Inventory and Order Tracking", "Pricing"]


@dataclass(frozen=True, kw_only=True)
class Application:
    """An SP-API application as it is registered at Amazon.

    A `private` one is a draft for good and has no OAuth consent; `listed` tells of the Appstore.
    """

    id: str
    client_id: str
    client_secret: str
    name: str
    redirect_uris: Sequence[str]
    login_uri: str
    state: Literal["public", "draft", "private"] = "public"
    listed: bool = True
    roles: frozenset[Role] = frozenset({"Product Listing"})


@dataclass(frozen=True, kw_only=True)
class User:
    """One sign-in.

    `may_authorize` is true of the primary user, and of a secondary user who was given Manage
    Authorized Partners.
    """

    email: str
    title: str
    may_authorize: bool
    password: str = "sell-locally"


@dataclass(frozen=True, kw_only=True)
class Seller:
    """A selling account in one region.

    `idle` are marketplaces it is registered in without taking part, `other_rows` those rows of
    its participations that are no marketplaces of Amazon's. The first of `users` is the primary.
    """

    id: str
    name: str
    region: Region
    marketplaces: tuple[Marketplace, ...]
    users: tuple[User, ...]
    idle: tuple[Marketplace, ...] = ()
    other_rows: tuple[Marketplace, ...] = ()
    suspended: bool = False
    plan: Literal["Professional", "Individual"] = "Professional"


def _primary(domain: str) -> User:
    return User(email=f"owner@{domain}.example", title="Primary user", may_authorize=True)


def _secondary(domain: str) -> User:
    return User(email=f"assistant@{domain}.example", title="Secondary user", may_authorize=False)


def default_sellers() -> list[Seller]:
    """Six accounts, each there for a reason that its marketplaces or users tell."""
    return [
        Seller(
            id="A2NORDICOUT01",
            name="Nordic Outdoor",
            region="NA",
            marketplaces=countries("US", "CA", "MX"),
            users=(_primary("nordic-outdoor"), _secondary("nordic-outdoor")),
        ),
        Seller(
            id="A3FJORDLIV02",
            name="Fjord Living",
            region="EU",
            marketplaces=countries("GB", "DE", "FR", "IT", "ES", "NL", "SE", "PL"),
            users=(_primary("fjord-living"),),
        ),
        Seller(
            id="A1MAPLEGOODS3",
            name="Maple Goods",
            region="NA",
            marketplaces=countries("CA"),
            users=(_primary("maple-goods"),),
        ),
        Seller(
            id="A9SAKURATOOL4",
            name="Sakura Tools",
            region="FE",
            marketplaces=countries("JP"),
            users=(_primary("sakura-tools"),),
        ),
        Seller(
            id="A4HARBOURBK05",
            name="Harbour Books",
            region="EU",
            marketplaces=countries("GB", "IE"),
            users=(_primary("harbour-books"),),
            suspended=True,
            plan="Individual",
        ),
        Seller(
            id="A5PRAIRIECR06",
            name="Prairie Crafts",
            region="NA",
            marketplaces=countries("US"),
            users=(_primary("prairie-crafts"),),
            idle=countries("CA"),
            other_rows=(NON_AMAZON_US,),
        ),
    ]
