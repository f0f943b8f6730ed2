"""Ask Amazon who owns a new token, and where that seller sells."""

from dataclasses import dataclass

from amazon.errors import AccessDenied, AmazonError, AmazonUnavailable
from amazon.spapi import SellingPartner
from domain.authorizations import SellerProof
from domain.marketplaces import Region
from domain.oauth import SellerVerification, sells_in


@dataclass(frozen=True)
class ProveSellers:
    """Verifies sellers by network calls only, outside any transaction."""

    spapi: SellingPartner

    async def find(
        self, access_token: str, region: Region, seller_id: str, *, has_worked: bool
    ) -> SellerVerification:
        """Ask where the seller sells, then make a call bound to the seller id.

        `has_worked`: that call has been allowed to the application before. Only then does a refusal
        mean that the id is another seller's.
        """
        try:
            participations = await self.spapi.participations(access_token, region)
        except AmazonError:
            return SellerVerification(SellerProof.CLAIMED, None)
        places = sells_in(participations)
        if not places:
            return SellerVerification(SellerProof.CLAIMED, participations)
        proof = await self._prove(access_token, region, seller_id, places[0], has_worked=has_worked)
        return SellerVerification(proof, participations)

    async def _prove(
        self,
        access_token: str,
        region: Region,
        seller_id: str,
        marketplace_id: str,
        *,
        has_worked: bool,
    ) -> SellerProof | None:
        try:
            await self.spapi.lists_as(access_token, region, seller_id, marketplace_id)
        except AccessDenied:
            return None if has_worked else SellerProof.CLAIMED
        except AmazonUnavailable:
            return SellerProof.CLAIMED
        return SellerProof.PROVED
