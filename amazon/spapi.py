"""The Selling Partner API: where a seller sells, and whether a seller id matches a token."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from amazon.addresses import AmazonAddresses
from amazon.application_health import Api, ApplicationHealth
from amazon.errors import AccessDenied, AmazonUnavailable, ApplicationRefused
from amazon.lwa import CALL_LIMIT
from domain.authorizations import Participation
from domain.clock import Clock
from domain.marketplaces import Region, is_marketplace

USER_AGENT = "amazon-store-bot/0.1 (Language=Python)"
ANSWER_LIMIT = 1024 * 1024
_SECRET_EXPIRED = "The LWA secret token you provided has expired"  # noqa: S105 - Amazon's words


@dataclass(frozen=True)
class SellingPartner:
    """Calls with a seller's access token.

    Each raises `AccessDenied`, `AmazonUnavailable` or `ApplicationRefused`.
    """

    client: httpx2.AsyncClient
    addresses: AmazonAddresses
    clock: Clock
    health: ApplicationHealth
    call_limit: float = CALL_LIMIT

    async def participations(self, access_token: str, region: Region) -> Sequence[Participation]:
        """Return where the seller is registered, one row for each marketplace.

        Amazon also gives rows that are no marketplace, and may give one twice.
        """
        path = "/sellers/v1/marketplaceParticipations"
        body = await self._get(access_token, region, path, {})
        rows = body.get("payload")
        if not isinstance(rows, list):
            raise AmazonUnavailable("an answer that cannot be read", "no payload")
        found = [_participation(row) for row in rows if isinstance(row, dict)]
        return _one_each([row for row in found if is_marketplace(row.marketplace_id)])

    async def lists_as(
        self, access_token: str, region: Region, seller_id: str, marketplace_id: str
    ) -> None:
        """Make a call bound to a seller id; its success proves the id."""
        path = f"/listings/2021-08-01/items/{seller_id}"
        await self._get(
            access_token, region, path, {"marketplaceIds": marketplace_id, "pageSize": "1"}
        )

    async def _get(
        self, access_token: str, region: Region, path: str, query: Mapping[str, str]
    ) -> dict[str, Any]:
        headers = {
            "x-amz-access-token": access_token,
            "x-amz-date": self.clock().strftime("%Y%m%dT%H%M%SZ"),
            "user-agent": USER_AGENT,
        }
        url = f"{self.addresses.spapi(region)}{path}"
        with self.health.counting(Api.SPAPI):
            try:
                async with asyncio.timeout(self.call_limit):
                    answer = await self.client.get(url, params=dict(query), headers=headers)
            except (httpx2.HTTPError, TimeoutError) as fault:
                raise AmazonUnavailable(type(fault).__name__) from None
            return self._heard(answer)

    def _heard(self, answer: httpx2.Response) -> dict[str, Any]:
        """Read a response, and note whether an error concerns our application."""
        try:
            body = _read(answer)
        except AccessDenied as refusal:
            if _SECRET_EXPIRED not in refusal.details:
                raise
            self.health.refused(Api.SPAPI, refusal.code, refusal.details)
            raise ApplicationRefused(refusal.code, refusal.details) from None
        self.health.honoured(Api.SPAPI)
        return body


def _read(answer: httpx2.Response) -> dict[str, Any]:
    try:
        body = answer.json() if len(answer.content) <= ANSWER_LIMIT else None
    except ValueError:
        body = None
    if answer.status_code in {400, 401, 403, 404}:
        raise AccessDenied(f"HTTP {answer.status_code}", _details(body))
    if answer.status_code != 200 or not isinstance(body, dict):
        raise AmazonUnavailable(f"HTTP {answer.status_code}")
    return body


def _details(body: object) -> str:
    """Return the first error's message and details, which tell one 403 from another."""
    if not isinstance(body, dict) or not isinstance(body.get("errors"), list):
        return ""
    first = next((error for error in body["errors"] if isinstance(error, dict)), {})
    return f"{first.get('message', '')} {first.get('details') or ''}".strip()


def _one_each(found: Sequence[Participation]) -> Sequence[Participation]:
    """Keep one row for each marketplace, preferring one in which the seller participates."""
    taking_part_last = sorted(found, key=lambda row: row.is_participating)
    return list({row.marketplace_id: row for row in taking_part_last}.values())


def _participation(row: Mapping[str, Any]) -> Participation:
    """Read one row leniently: missing values are empty."""
    marketplace, taking_part = _object(row, "marketplace"), _object(row, "participation")
    return Participation(
        marketplace_id=str(marketplace.get("id", "")),
        store_name=str(row.get("storeName") or ""),
        is_participating=bool(taking_part.get("isParticipating")),
        has_suspended_listings=bool(taking_part.get("hasSuspendedListings")),
    )


def _object(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = row.get(name)
    return found if isinstance(found, dict) else {}
