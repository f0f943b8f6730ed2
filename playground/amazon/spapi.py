"""The Selling Partner API: participations, a seller's listings, the catalog."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from playground.amazon.faults import Faults, Operation
from playground.amazon.marketplaces import MARKETPLACES, Marketplace, region_of
from playground.amazon.model import Application, Role, Seller
from playground.amazon.products import PRODUCTS
from playground.amazon.rate_limits import RateLimits
from playground.amazon.state import AccessToken, AmazonState

IDENTIFIERS_TYPES = frozenset({"ASIN", "EAN", "GTIN", "ISBN", "JAN", "MINSAN", "SKU", "UPC"})
SELLER_ROLE: Role = "Product Listing"

Answer = dict[str, Any]
Operate = Callable[[web.Request, Seller, Application], Answer]


class SpApiError(Exception):
    """An answer in the shape of the models' ErrorList."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = {"errors": [{"code": code, "message": message, "details": details}]}


def denied(details: str = "") -> SpApiError:
    message = "Access to requested resource is denied."
    return SpApiError(403, "Unauthorized", message, details)


def invalid(message: str) -> SpApiError:
    return SpApiError(400, "InvalidInput", message)


class SellingPartnerApi:
    def __init__(self, state: AmazonState, faults: Faults, limits: RateLimits) -> None:
        self._state = state
        self._faults = faults
        self._limits = limits

    def application(self) -> web.Application:
        app = web.Application(middlewares=[_shown])
        self._add(app, "/sellers/v1/marketplaceParticipations", "spapi.participations", _sells_in)
        self._add(app, "/listings/2021-08-01/items/{seller_id}", "spapi.listings", self._listings)
        self._add(app, "/catalog/2022-04-01/items", "spapi.catalog", _catalog)
        return app

    def _add(self, app: web.Application, path: str, operation: Operation, operate: Operate) -> None:
        handler = self._faults.guard(operation, self._checked(operation, operate))
        app.router.add_get(path, handler, allow_head=False)

    def _checked(
        self, operation: Operation, operate: Operate
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Token, user agent and rate before the operation; the rate's header on its answer."""

        async def checked(request: web.Request) -> web.StreamResponse:
            token, seller = self._caller(request)
            caller = token.application.id, seller.id
            if not self._limits.take(operation, caller):
                message = "You exceeded your quota for the requested resource."
                raise SpApiError(429, "QuotaExceeded", message)
            limit = {"x-amzn-RateLimit-Limit": self._limits.rate(operation)}
            try:
                return web.json_response(operate(request, seller, token.application), headers=limit)
            except SpApiError as refusal:
                return _error(refusal, {} if refusal.status == 403 else limit)

        return checked

    def _caller(self, request: web.Request) -> tuple[AccessToken, Seller]:
        value = request.headers.get("x-amz-access-token")
        if not value:
            raise denied("Access token is missing in the request header.")
        if not request.headers.get("user-agent"):
            raise invalid("Request is missing the required header user-agent.")
        token = self._state.access_tokens.get(value)
        if token is None:
            raise denied("The access token you provided is revoked, malformed or invalid.")
        return token, self._seller(token)

    def _seller(self, token: AccessToken) -> Seller:
        if token.ends_at <= self._state.clock():
            raise denied("The access token you provided has expired.")
        if token.application.client_id in self._state.expired_secrets:
            raise denied("The LWA secret token you provided has expired.")
        if token.grant is None:
            raise denied()
        if token.grant.over or token.grant.disabled:
            raise denied("The access token you provided is revoked, malformed or invalid.")
        return self._state.sellers[token.grant.seller_id]

    def _listings(self, request: web.Request, seller: Seller, application: Application) -> Answer:
        _need_role(application)
        if request.match_info["seller_id"] != seller.id:
            raise denied()
        marketplace_id = _marketplace_id(request, seller)
        created = self._state.clock().strftime("%Y-%m-%dT00:00:00Z")
        items = [product.listings_item(marketplace_id, created) for product in PRODUCTS]
        return {"numberOfResults": len(items), "pagination": {}, "items": items}


def _sells_in(_: web.Request, seller: Seller, __: Application) -> Answer:
    """getMarketplaceParticipations, which needs no role and takes no parameter."""
    rows = [_participation(seller, m, taking_part=True) for m in seller.marketplaces]
    rows += [_participation(seller, m, taking_part=False) for m in seller.idle]
    rows += [_participation(seller, m, taking_part=True) for m in seller.other_rows]
    return {"payload": rows}


def _participation(seller: Seller, marketplace: Marketplace, *, taking_part: bool) -> Answer:
    return {
        "marketplace": {
            "id": marketplace.id,
            "name": marketplace.name,
            "countryCode": marketplace.country,
            "defaultCurrencyCode": marketplace.currency,
            "defaultLanguageCode": marketplace.language,
            "domainName": marketplace.domain,
        },
        "storeName": seller.name if marketplace in MARKETPLACES else marketplace.name,
        "participation": {
            "isParticipating": taking_part,
            "hasSuspendedListings": seller.suspended,
        },
    }


def _catalog(request: web.Request, seller: Seller, application: Application) -> Answer:
    _need_role(application)
    marketplace_id = _marketplace_id(request, seller)
    wanted = [value for value in request.query.get("identifiers", "").split(",") if value]
    identifiers_type = request.query.get("identifiersType", "")
    if identifiers_type not in IDENTIFIERS_TYPES or not 1 <= len(wanted) <= 20:
        raise invalid("Request has missing or invalid parameters and cannot be parsed.")
    found = [p for p in PRODUCTS if p.identified_by(identifiers_type) in wanted]
    items = [product.catalog_item(marketplace_id) for product in found]
    return {"numberOfResults": len(items), "items": items}


def _marketplace_id(request: web.Request, seller: Seller) -> str:
    """Return the one marketplace asked for."""
    marketplace_ids = request.query.get("marketplaceIds", "").split(",")
    regions = {region_of(marketplace_id) for marketplace_id in marketplace_ids}
    if len(marketplace_ids) != 1 or None in regions:
        raise invalid("Invalid marketplaceIds provided.")
    if regions != {seller.region}:
        raise denied("The marketplaces you provided are not valid for region.")
    return marketplace_ids[0]


def _need_role(application: Application) -> None:
    if SELLER_ROLE not in application.roles:
        raise denied()


@web.middleware
async def _shown(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors in SP-API's shape, an unknown path among them, and a request id on every answer."""
    try:
        response = await handler(request)
    except SpApiError as refusal:
        response = _error(refusal)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        response = _error(denied())
    if not response.prepared:
        response.headers["x-amzn-RequestId"] = secrets.token_hex(16)
    return response


def _error(refusal: SpApiError, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(refusal.body, status=refusal.status, headers=headers)
