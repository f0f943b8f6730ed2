"""Connect a store with one of the team's existing sellers, without a sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from amazon.errors import AmazonError, GrantGone
from amazon.lwa import LoginWithAmazon
from amazon.spapi import SellingPartner
from domain.authorizations import Participation
from domain.clock import Clock
from domain.errors import AlreadySettled, AmazonSilent, NotConnected, Overtaken
from domain.marketplaces import Region, marketplace
from domain.oauth import sells_in
from domain.people import Person
from domain.usable_sellers import Choice
from services.connections.check_results import keep_selling
from services.oauth.apply_grant import attach_store
from storage.authorizations import RefreshTokens, check_soon, is_usable, lock_authorization
from storage.database.transactions import Database, changing
from storage.idempotency import changing_once
from storage.outbox import owe_card
from storage.stores import store_row
from storage.tables.authorizations import AuthorizationRow
from storage.tables.stores import StoreRow


@dataclass(frozen=True, slots=True)
class _Answer:
    """What Amazon said about a chosen seller, and the token version it was asked with."""

    token_version: int
    region: Region
    before: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    participations: Sequence[Participation] = ()


@dataclass(frozen=True)
class ReuseSellers:
    """Connects stores with existing sellers, for the card's buttons and the store form."""

    database: Database
    clock: Clock
    lwa: LoginWithAmazon
    spapi: SellingPartner
    tokens: RefreshTokens

    async def use(self, person: Person, request: str, choice: Choice) -> None:
        """Connect a store with a seller, once Amazon has said that the seller sells there.

        Term, token and end stay as they are. Raises `NothingThere`, `AlreadySettled` where the
        store has a seller, `Overtaken` by a renewal, `NotConnected` where the seller cannot be
        used, and `AmazonSilent`.
        """
        try:
            told = await self._ask(await self._chosen(person, choice))
            is_sold = await self._attach(person, request, choice, told)
        except GrantGone:
            await self._doubt(person, choice)
            raise NotConnected from None
        except AmazonError:
            raise AmazonSilent from None
        except (NotConnected, Overtaken):
            await self._offer_anew(person, choice)
            raise
        if not is_sold:
            raise NotConnected

    async def _ask(self, chosen: _Answer) -> _Answer:
        fresh = await self.lwa.refresh(chosen.before)
        told = await self.spapi.participations(fresh.access_token, chosen.region)
        return _Answer(
            chosen.token_version, chosen.region, chosen.before, fresh.refresh_token, told
        )

    @changing
    async def _chosen(self, session: AsyncSession, person: Person, choice: Choice) -> _Answer:
        """Return what to ask Amazon with."""
        _, row = await self._rows(session, person, choice)
        token = self.tokens.open(row)
        if token is None:
            raise NotConnected
        return _Answer(row.token_version, row.region, token)

    @changing_once
    async def _attach(
        self, session: AsyncSession, person: Person, choice: Choice, told: _Answer
    ) -> bool:
        """Save what Amazon said; if the seller sells there, connect the store."""
        now = self.clock()
        store, row = await self._rows(session, person, choice)
        if row.token_version != told.token_version:
            raise Overtaken
        self.tokens.keep_rotated(row, told.before, told.refresh_token)
        await keep_selling(session, row, told.participations, now)
        if store.marketplace_id not in sells_in(told.participations):
            await owe_card(session, store, now)
            return False
        await attach_store(session, store, row, person.slack_user_id, now)
        return True

    async def _rows(
        self, session: AsyncSession, person: Person, choice: Choice
    ) -> tuple[StoreRow, AuthorizationRow]:
        """Return the store and the seller, if the store may use it."""
        store = await store_row(session, person.workspace_id, choice.store_id)
        row = await lock_authorization(session, person.workspace_id, choice.authorization_id)
        if store.authorization_id is not None:
            raise AlreadySettled
        if row.term != choice.term:
            raise Overtaken
        place = marketplace(store.marketplace_id)
        if not await is_usable(session, person.workspace_id, place, row.id):
            raise NotConnected
        return store, row

    @changing
    async def _doubt(self, session: AsyncSession, person: Person, choice: Choice) -> None:
        """Schedule an immediate check of a seller's connection."""
        which = AuthorizationRow.id == choice.authorization_id
        await check_soon(
            session, which & (AuthorizationRow.workspace_id == person.workspace_id), self.clock()
        )

    @changing
    async def _offer_anew(self, session: AsyncSession, person: Person, choice: Choice) -> None:
        """Show the card again with the sellers that can be used now."""
        store = await store_row(session, person.workspace_id, choice.store_id)
        await owe_card(session, store, self.clock())
