"""Amazon's marketplaces, as the Selling Partner API names them.

Source: Amazon's documentation of marketplace ids and of Seller Central's addresses.
"""

from dataclasses import dataclass
from enum import StrEnum


class Region(StrEnum):
    """A group of marketplaces that shares one grant."""

    NA = "NA"
    EU = "EU"
    FE = "FE"


@dataclass(frozen=True, slots=True)
class Marketplace:
    """A country site; `country` is an ISO 3166 code, `seller_central` a host name."""

    id: str
    country: str
    name: str
    region: Region
    seller_central: str

    @property
    def store_name(self) -> str:
        """The default name of a store here."""
        return f"Amazon Store {_SHORT_NAMES.get(self.country, self.name)}"


_SHORT_NAMES = {"US": "USA", "GB": "UK"}

MARKETPLACES = (
    Marketplace("ATVPDKIKX0DER", "US", "United States", Region.NA, "sellercentral.amazon.com"),
    Marketplace("A2EUQ1WTGCTBG2", "CA", "Canada", Region.NA, "sellercentral.amazon.ca"),
    Marketplace("A1AM78C64UM0Y8", "MX", "Mexico", Region.NA, "sellercentral.amazon.com.mx"),
    Marketplace("A2Q3Y263D00KWC", "BR", "Brazil", Region.NA, "sellercentral.amazon.com.br"),
    Marketplace(
        "A1F83G8C2ARO7P", "GB", "United Kingdom", Region.EU, "sellercentral-europe.amazon.com"
    ),
    Marketplace("A1PA6795UKMFR9", "DE", "Germany", Region.EU, "sellercentral-europe.amazon.com"),
    Marketplace("A13V1IB3VIYZZH", "FR", "France", Region.EU, "sellercentral-europe.amazon.com"),
    Marketplace("APJ6JRA9NG5V4", "IT", "Italy", Region.EU, "sellercentral-europe.amazon.com"),
    Marketplace("A1RKKUPIHCS9HS", "ES", "Spain", Region.EU, "sellercentral-europe.amazon.com"),
    Marketplace("A28R8C7NBKEWEA", "IE", "Ireland", Region.EU, "sellercentral.amazon.ie"),
    Marketplace("A1805IZSGTT6HS", "NL", "Netherlands", Region.EU, "sellercentral.amazon.nl"),
    Marketplace("AMEN7PMS3EDWL", "BE", "Belgium", Region.EU, "sellercentral.amazon.com.be"),
    Marketplace("A2NODRKZP88ZB9", "SE", "Sweden", Region.EU, "sellercentral.amazon.se"),
    Marketplace("A1C3SOZRARQ6R3", "PL", "Poland", Region.EU, "sellercentral.amazon.pl"),
    Marketplace("A33AVAJ2PDY3EV", "TR", "Türkiye", Region.EU, "sellercentral.amazon.com.tr"),
    Marketplace(
        "A2VIGQ35RCS4UG", "AE", "United Arab Emirates", Region.EU, "sellercentral.amazon.ae"
    ),
    Marketplace("A17E79C6D8DWNP", "SA", "Saudi Arabia", Region.EU, "sellercentral.amazon.sa"),
    Marketplace("ARBP9OOSHTCHU", "EG", "Egypt", Region.EU, "sellercentral.amazon.eg"),
    Marketplace("AE08WJ6YKNBMC", "ZA", "South Africa", Region.EU, "sellercentral.amazon.co.za"),
    Marketplace("A21TJRUUN4KGV", "IN", "India", Region.EU, "sellercentral.amazon.in"),
    Marketplace("A1VC38T7YXB528", "JP", "Japan", Region.FE, "sellercentral.amazon.co.jp"),
    Marketplace("A39IBJ37TRP1C6", "AU", "Australia", Region.FE, "sellercentral.amazon.com.au"),
    Marketplace("A19VAU5U5O7RUS", "SG", "Singapore", Region.FE, "sellercentral.amazon.sg"),
)

FIRST_OFFERED = ("US", "CA", "MX", "GB")
"""The countries of Adobe's own form, which people look for first."""

_BY_ID = {marketplace.id: marketplace for marketplace in MARKETPLACES}


def marketplace(marketplace_id: str) -> Marketplace:
    """Return the marketplace of that id, or raise `KeyError`."""
    return _BY_ID[marketplace_id]


def is_marketplace(marketplace_id: str) -> bool:
    """Tell a marketplace from the "Non-Amazon" rows in Amazon's responses."""
    return marketplace_id in _BY_ID
