"""Amazon's marketplaces as participations name them.

Ids, countries, regions and currencies are those of Amazon's public documentation; names,
languages and domains are written as getMarketplaceParticipations writes them.
"""

from dataclasses import dataclass
from typing import Final, Literal

Region = Literal["NA", "EU", "FE"]


@dataclass(frozen=True)
class Marketplace:
    """One row's `marketplace` in an answer of getMarketplaceParticipations."""

    country: str
    id: str
    region: Region
    name: str
    currency: str
    language: str
    domain: str


def _amazon(
    country: str, marketplace_id: str, region: Region, top: str, currency: str, language: str
) -> Marketplace:
    names = f"Amazon.{top}", f"www.amazon.{top}"
    return Marketplace(country, marketplace_id, region, names[0], currency, language, names[1])


MARKETPLACES: Final = (
    _amazon("US", "ATVPDKIKX0DER", "NA", "com", "USD", "en_US"),
    _amazon("CA", "A2EUQ1WTGCTBG2", "NA", "ca", "CAD", "en_CA"),
    _amazon("MX", "A1AM78C64UM0Y8", "NA", "com.mx", "MXN", "es_MX"),
    _amazon("BR", "A2Q3Y263D00KWC", "NA", "com.br", "BRL", "pt_BR"),
    _amazon("GB", "A1F83G8C2ARO7P", "EU", "co.uk", "GBP", "en_GB"),
    _amazon("DE", "A1PA6795UKMFR9", "EU", "de", "EUR", "de_DE"),
    _amazon("FR", "A13V1IB3VIYZZH", "EU", "fr", "EUR", "fr_FR"),
    _amazon("IT", "APJ6JRA9NG5V4", "EU", "it", "EUR", "it_IT"),
    _amazon("ES", "A1RKKUPIHCS9HS", "EU", "es", "EUR", "es_ES"),
    _amazon("IE", "A28R8C7NBKEWEA", "EU", "ie", "EUR", "en_IE"),
    _amazon("NL", "A1805IZSGTT6HS", "EU", "nl", "EUR", "nl_NL"),
    _amazon("BE", "AMEN7PMS3EDWL", "EU", "com.be", "EUR", "fr_BE"),
    _amazon("SE", "A2NODRKZP88ZB9", "EU", "se", "SEK", "sv_SE"),
    _amazon("PL", "A1C3SOZRARQ6R3", "EU", "pl", "PLN", "pl_PL"),
    _amazon("TR", "A33AVAJ2PDY3EV", "EU", "com.tr", "TRY", "tr_TR"),
    _amazon("AE", "A2VIGQ35RCS4UG", "EU", "ae", "AED", "ar_AE"),
    _amazon("SA", "A17E79C6D8DWNP", "EU", "sa", "SAR", "ar_AE"),
    _amazon("EG", "ARBP9OOSHTCHU", "EU", "eg", "EGP", "ar_EG"),
    _amazon("ZA", "AE08WJ6YKNBMC", "EU", "co.za", "ZAR", "en_ZA"),
    _amazon("IN", "A21TJRUUN4KGV", "EU", "in", "INR", "en_IN"),
    _amazon("JP", "A1VC38T7YXB528", "FE", "co.jp", "JPY", "ja_JP"),
    _amazon("AU", "A39IBJ37TRP1C6", "FE", "com.au", "AUD", "en_AU"),
    _amazon("SG", "A19VAU5U5O7RUS", "FE", "sg", "SGD", "en_SG"),
)

NON_AMAZON_US: Final = Marketplace(
    "US", "A2ZV50J4W1RKNI", "NA", "Non-Amazon US", "USD", "en_US", "sim1.stores.amazon.com"
)


def countries(*codes: str) -> tuple[Marketplace, ...]:
    """Return the marketplaces of these countries, in the order asked for."""
    by_country = {marketplace.country: marketplace for marketplace in MARKETPLACES}
    return tuple(by_country[code] for code in codes)


def region_of(marketplace_id: str) -> Region | None:
    return next((m.region for m in MARKETPLACES if m.id == marketplace_id), None)
