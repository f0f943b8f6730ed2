"""Amazon's addresses: the real ones, or those of a sandbox or stand-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.application import Application, ApplicationKind
from domain.marketplaces import MARKETPLACES, Marketplace, Region
from domain.oauth import Arrival

LWA_URL = "https://api.amazon.com"
_SPAPI_URLS = {
    Region.NA: "https://sellingpartnerapi-na.amazon.com",
    Region.EU: "https://sellingpartnerapi-eu.amazon.com",
    Region.FE: "https://sellingpartnerapi-fe.amazon.com",
}


@dataclass(frozen=True)
class AmazonAddresses:
    """Builds Amazon's addresses; `spapi_url` and `seller_central_url` replace every region's."""

    lwa_url: str = LWA_URL
    spapi_url: str | None = None
    seller_central_url: str | None = None

    @property
    def token_url(self) -> str:
        return f"{self.lwa_url.rstrip('/')}/auth/o2/token"

    @property
    def are_real(self) -> bool:
        """Whether none of them points to a sandbox or stand-in."""
        return self == AmazonAddresses()

    def spapi(self, region: Region) -> str:
        return (self.spapi_url or _SPAPI_URLS[region]).rstrip("/")

    def seller_central(self, marketplace: Marketplace) -> str:
        return (self.seller_central_url or f"https://{marketplace.seller_central}").rstrip("/")

    def manage_your_apps(self, marketplace: Marketplace) -> str:
        return f"{self.seller_central(marketplace)}/apps/manage"

    def consent(
        self, application: Application, marketplace: Marketplace, state: str, redirect_uri: str
    ) -> str:
        """Return the consent page's address. `version=beta` is for drafts only.

        Source: SP-API, "Website Authorization Workflow".
        """
        query = {"application_id": application.id, "state": state, "redirect_uri": redirect_uri}
        query |= _version(application)
        return f"{self.seller_central(marketplace)}/apps/authorize/consent?{urlencode(query)}"

    def confirmations(self, application: Application) -> Mapping[str, Region | None]:
        """Return the complete addresses where the Appstore workflow continues at Amazon.

        Each with the region of its Seller Central, where it belongs to one. No other address is
        followed.

        Source: SP-API, "Selling Partner Appstore Authorization Workflow".
        """
        hosts: dict[str, Region | None] = {"https://amazon.com": None}
        hosts |= {f"https://{place.seller_central}": place.region for place in MARKETPLACES}
        if self.seller_central_url:
            hosts = {self.seller_central_url.rstrip("/"): None}
        path = f"/apps/authorize/confirm/{application.id}"
        return {f"{host}{path}": region for host, region in hosts.items()}


def confirmation(application: Application, arrival: Arrival, state: str, redirect_uri: str) -> str:
    """Return the address where the Appstore workflow continues, with Amazon's state and ours."""
    query = {"redirect_uri": redirect_uri, "amazon_state": arrival.amazon_state, "state": state}
    return f"{arrival.callback_uri}?{urlencode(query | _version(application))}"


def _version(application: Application) -> dict[str, str]:
    return {"version": "beta"} if application.kind is ApplicationKind.DRAFT else {}
