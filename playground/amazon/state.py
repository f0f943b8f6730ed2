"""All that the stand-in remembers: consents, codes and tokens, in memory."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from playground.amazon.marketplaces import MARKETPLACES
from playground.amazon.model import Application, Seller, User

CODE_LIFETIME = timedelta(minutes=5)
ACCESS_LIFETIME = timedelta(seconds=3600)
GRANT_LIFETIME = timedelta(days=365)
UNLISTED_LIMIT = 25
OTHERS = "A0SOMEBODY"
"""How the ids of sellers begin who are only there to hold a place."""
SELF_AUTHORIZATION_LIMIT = 10


@dataclass(eq=False)
class Grant:
    """One consent of one seller.

    `application` is as it was then: a role added later counts from the next consent. `ends_at` is
    None for a private application, whose consents are not known to end. `over` is true once Amazon
    honours no token of it any more, `disabled` once the seller has said so.
    """

    application: Application
    seller_id: str
    authorized_at: datetime
    ends_at: datetime | None
    over: bool = False
    disabled: bool = False

    def live(self, now: datetime) -> bool:
        return not (self.over or self.disabled) and not self.ended(now)

    def ended(self, now: datetime) -> bool:
        return self.ends_at is not None and now >= self.ends_at

    def standing(self, now: datetime) -> str:
        """Say in Seller Central's word how it stands."""
        if self.disabled:
            return "Disabled"
        if self.ended(now):
            return "Expired"
        return "Ended" if self.over else "Active"


@dataclass(frozen=True)
class Code:
    grant: Grant
    redirect_uri: str
    ends_at: datetime


@dataclass(frozen=True)
class AccessToken:
    """`grant` is None for a grantless token."""

    application: Application
    grant: Grant | None
    ends_at: datetime


class ConsentLimit(Exception):
    """The application may hold no further seller's grant."""


class AmazonState:
    """Applications by id, sellers by id, and what was granted between them."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        applications: Iterable[Application],
        sellers: Iterable[Seller],
    ) -> None:
        self.clock = clock
        self.applications = {application.id: application for application in applications}
        self.sellers = {seller.id: seller for seller in sellers}
        self.grants: list[Grant] = []
        self.codes: dict[str, Code] = {}
        self.refresh_tokens: dict[str, Grant] = {}
        self.retired_tokens: set[str] = set()
        self.access_tokens: dict[str, AccessToken] = {}
        self.expired_secrets: set[str] = set()
        self._amazon_states: dict[str, tuple[str, str]] = {}

    def seller(self, who: str) -> Seller:
        """Return the seller of this id or store name; KeyError when there is none."""
        found = [seller for seller in self.sellers.values() if who in {seller.id, seller.name}]
        if not found:
            raise KeyError(who)
        return found[0]

    def change_seller(self, who: str, **changes: object) -> None:
        seller = self.seller(who)
        self.sellers[seller.id] = replace(seller, **changes)  # type: ignore[arg-type] # dataclasses.replace checks the names, the callers the types

    def drop_marketplace(self, who: str, marketplace_id: str) -> None:
        left = tuple(m for m in self.seller(who).marketplaces if m.id != marketplace_id)
        self.change_seller(who, marketplaces=left)

    def add_marketplace(self, who: str, marketplace_id: str) -> None:
        """Register the seller there, in the order of all; once only."""
        has = {m.id for m in self.seller(who).marketplaces} | {marketplace_id}
        registered = tuple(m for m in MARKETPLACES if m.id in has)
        self.change_seller(who, marketplaces=registered)

    def account(self, email: str) -> tuple[Seller, User] | None:
        """Whose sign-in this is."""
        for seller in self.sellers.values():
            for user in seller.users:
                if user.email == email.strip().lower():
                    return seller, user
        return None

    def client(self, client_id: str) -> Application | None:
        found = (a for a in self.applications.values() if a.client_id == client_id)
        return next(found, None)

    def consents(self, seller_id: str) -> list[Grant]:
        """Return the newest consent of the seller to each application, newest first."""
        newest = {g.application.id: g for g in self.grants if g.seller_id == seller_id}
        return sorted(newest.values(), key=lambda grant: grant.authorized_at, reverse=True)

    def authorize(self, application: Application, seller_id: str) -> Grant:
        """Write a consent down; ConsentLimit when the application's places are taken."""
        now = self.clock()
        if seller_id not in (taken := self._holders(application)):
            self._need_a_place(application, len(taken))
        ends_at = None if application.state == "private" else now + GRANT_LIFETIME
        grant = Grant(application, seller_id, now, ends_at)
        self.grants.append(grant)
        return grant

    def _holders(self, application: Application) -> set[str]:
        now = self.clock()
        held = (g for g in self.grants if g.application.id == application.id and g.live(now))
        return {grant.seller_id for grant in held}

    def _need_a_place(self, application: Application, taken: int) -> None:
        private = application.state == "private"
        limit = SELF_AUTHORIZATION_LIMIT if private else UNLISTED_LIMIT
        if (private or not application.listed) and taken >= limit:
            raise ConsentLimit

    def new_code(self, grant: Grant, redirect_uri: str) -> str:
        code = secrets.token_urlsafe(15)
        self.codes[code] = Code(grant, redirect_uri, self.clock() + CODE_LIFETIME)
        return code

    def new_amazon_state(self, application_id: str, seller_id: str) -> str:
        """Make what an authorization that starts in Seller Central is known by, once."""
        value = secrets.token_urlsafe(24)
        self._amazon_states[value] = application_id, seller_id
        return value

    def take_amazon_state(self, value: str) -> tuple[str, str] | None:
        return self._amazon_states.pop(value, None)

    def new_refresh_token(self, grant: Grant) -> str:
        token = f"Atzr|{secrets.token_urlsafe(420)}"
        self.refresh_tokens[token] = grant
        return token

    def new_access_token(self, application: Application, grant: Grant | None) -> str:
        token = f"Atza|{secrets.token_urlsafe(480)}"
        ends_at = self.clock() + ACCESS_LIFETIME
        self.access_tokens[token] = AccessToken(application, grant, ends_at)
        return token

    def retire_tokens(self, grant: Grant) -> None:
        """End the refresh tokens that the seller gave to the same application before.

        Whether Amazon does so is not told plainly; the stricter reading is played here.
        """
        same = grant.application.id, grant.seller_id
        for token, earlier in self.refresh_tokens.items():
            if (earlier.application.id, earlier.seller_id) == same:
                self.retired_tokens.add(token)

    def end(self, seller_id: str, application_id: str | None = None) -> None:
        """Honour no token of the seller any more."""
        for grant in self._granted(application_id, seller_id):
            grant.over = True

    def disable(self, seller_id: str, application_id: str | None = None) -> None:
        """Do what the seller's Disable in Manage Your Apps does."""
        for grant in self._granted(application_id, seller_id):
            grant.disabled = True

    def expire(self, seller_id: str) -> None:
        """Let the seller's consents end now, as their 365th day does."""
        now = self.clock()
        for grant in self._granted(None, seller_id):
            grant.ends_at = now if grant.ends_at is None else min(grant.ends_at, now)

    def fill_places(self) -> None:
        """Let others hold all the places of the applications, which are not listed any more."""
        for application in list(self.applications.values()):
            unlisted = replace(application, listed=False)
            self.applications[application.id] = unlisted
            for number in range(UNLISTED_LIMIT - len(self._holders(unlisted))):
                self.authorize(unlisted, f"{OTHERS}{number:04}")

    def free_places(self) -> None:
        """List the applications, which then have no limit; the others take their consents back."""
        for application in list(self.applications.values()):
            self.applications[application.id] = replace(application, listed=True)
        self.grants = [g for g in self.grants if not g.seller_id.startswith(OTHERS)]

    def _granted(self, application_id: str | None, seller_id: str) -> list[Grant]:
        return [
            grant
            for grant in self.grants
            if grant.seller_id == seller_id and application_id in {None, grant.application.id}
        ]
