"""Amazon's addresses, for each marketplace and kind of application."""

import pytest
from yarl import URL

from amazon.addresses import AmazonAddresses
from domain.application import Application, ApplicationKind
from domain.marketplaces import MARKETPLACES, Marketplace, Region

REDIRECT_URI = "https://bot.example/amazon/callback"


def application(kind: ApplicationKind) -> Application:
    return Application(id="amzn1.sp.a b&c", kind=kind, name="N", client_id="c", client_secret="s")


@pytest.mark.parametrize("place", MARKETPLACES, ids=lambda place: place.country)
def test_each_marketplace_has_its_seller_central(place: Marketplace) -> None:
    consent = URL(
        AmazonAddresses().consent(
            application(ApplicationKind.PUBLIC), place, "a-state", REDIRECT_URI
        )
    )

    assert consent.scheme == "https"
    assert consent.host == place.seller_central
    assert consent.path == "/apps/authorize/consent"
    assert dict(consent.query) == {
        "application_id": "amzn1.sp.a b&c",
        "state": "a-state",
        "redirect_uri": REDIRECT_URI,
    }
    assert (
        AmazonAddresses().manage_your_apps(place) == f"https://{place.seller_central}/apps/manage"
    )


def test_only_a_draft_is_asked_for_as_beta() -> None:
    there = MARKETPLACES[0]
    asked = {
        kind: URL(AmazonAddresses().consent(application(kind), there, "s", REDIRECT_URI)).query
        for kind in ApplicationKind
    }

    assert [kind for kind, query in asked.items() if "version" in query] == [ApplicationKind.DRAFT]
    assert asked[ApplicationKind.DRAFT]["version"] == "beta"


def test_each_region_has_its_endpoint_until_one_replaces_them_all() -> None:
    assert len({AmazonAddresses().spapi(region) for region in Region}) == len(Region)
    replaced = AmazonAddresses(spapi_url="http://127.0.0.1:9/")
    assert {replaced.spapi(region) for region in Region} == {"http://127.0.0.1:9"}


def test_addresses_are_real_only_while_none_is_replaced() -> None:
    assert AmazonAddresses().are_real
    for replaced in (
        AmazonAddresses(lwa_url="https://lwa.example"),
        AmazonAddresses(spapi_url="https://sandbox.sellingpartnerapi-na.amazon.com"),
        AmazonAddresses(seller_central_url="https://central.example"),
    ):
        assert not replaced.are_real
    assert AmazonAddresses("https://lwa.example/").token_url == "https://lwa.example/auth/o2/token"
