"""Issue short-lived access tokens: shared by all who ask, fetched once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from amazon.addresses import AmazonAddresses
from amazon.errors import AmazonError, GrantGone
from domain.access_tokens import (
    LAST_MINUTE,
    MARGIN,
    NOBODY_TO_ASK,
    AccessToken,
    TokenWithheld,
    Want,
    Withheld,
    withheld,
)
from domain.clock import Clock
from domain.errors import AmazonSilent, KeyRefused, NothingThere
from domain.history import Actor, Event
from domain.sync_programs import ShownKey, hash_key
from services.sync_programs.token_refresh import FetchTokens
from storage.access_tokens import (
    ASKER,
    SOURCE_OF_STORE,
    SharedToken,
    SharedTokens,
    Source,
)
from storage.database.group_commit import GroupCommit
from storage.database.transactions import Database, reading
from storage.history import Subject, entry
from storage.permalinks import told_at
from storage.stores import store_named
from storage.sync_programs import as_worker

FindSource = Callable[[], Awaitable[Source]]


@dataclass(frozen=True, slots=True)
class Asker(ShownKey):
    """Who asks for which store's token; `source` is None where they may not know the store."""

    key_hash: bytes
    store_key: str
    source: Source | None


@dataclass(frozen=True)
class AccessTokens:
    """Issues sellers' access tokens to sync programs and operators. `history` records each one."""

    database: Database
    clock: Clock
    shared: SharedTokens
    fetching: FetchTokens
    history: GroupCommit
    addresses: AmazonAddresses

    async def issue(self, workspace_id: UUID, store_name: str, actor: str) -> AccessToken:
        """Issue a fresh token of a store's seller, and record that.

        Raises `StoreUnknown`, `TokenWithheld`, `AmazonSilent` or an `AmazonError`; then no token
        was issued.
        """
        store_id = await self._named(workspace_id, store_name)

        async def find() -> Source:
            return await self._of_store(workspace_id, store_id)

        source, token = await self._fresh(await find(), find, Want.ANOTHER)
        return await self._given(workspace_id, source, token, actor)

    @reading
    async def shown(self, session: AsyncSession, key: str, store_key: str) -> Asker:
        """Return who asks for the token of a store, looked up together.

        Raises `KeyRefused`.
        """
        return await self._asker(session, hash_key(key), store_key)

    async def issue_to(self, asker: Asker, want: Want = Want.LASTING) -> AccessToken:
        """Issue the token of a store's seller to a sync program.

        Raises `NothingThere` where the program may not know the store, otherwise as `issue`.
        """
        program = asker.program
        if asker.source is None:
            raise NothingThere

        async def find() -> Source:
            return await self._again(asker)

        try:
            source, token = await self._fresh(asker.source, find, want)
        except GrantGone:
            raise await self._withheld(asker.source, Withheld.DOUBTED) from None
        facts = {"worker": str(program.id), "worker_name": program.name}
        return await self._given(program.workspace_id, source, token, Actor.WORKER, **facts)

    async def _fresh(
        self, first: Source, find: FindSource, want: Want
    ) -> tuple[Source, SharedToken]:
        """Return the shared token, or fetch the next one.

        While Amazon gives none, the previous one is issued until shortly before its end, unless it
        is the one that was refused.
        """
        source, now = await self._allowed(first), self.clock()
        since = want.since(now)
        token = _usable(source, now + MARGIN, since)
        if token is not None:
            return source, token
        fault = await self._fetch(source, want)
        source = await self._allowed(await find())
        at_worst = since if fault is not None and want is Want.ANOTHER else None
        token = _usable(source, self.clock() + LAST_MINUTE, at_worst)
        if token is None:
            raise fault or AmazonSilent
        return source, token

    async def _fetch(self, source: Source, want: Want) -> Exception | None:
        """Fetch the next token; returns why Amazon gives none just now.

        Raises `GrantGone`, after which the previous one is no longer valid either.
        """
        try:
            await self.fetching.fetch(source.seller.authorization_id, want)
        except GrantGone:
            raise
        except (AmazonSilent, AmazonError) as fault:
            return fault
        return None

    async def require_seller(self, asker: Asker) -> UUID:
        """Return the id of a store whose seller Amazon can be asked about.

        Raises `NothingThere` where the program may not know the store, or `TokenWithheld`.
        """
        if asker.source is None:
            raise NothingThere
        reason = withheld(asker.source.eligibility)
        if reason in NOBODY_TO_ASK:
            raise await self._withheld(asker.source, reason)
        return asker.source.store_id

    async def _allowed(self, source: Source) -> Source:
        """Return a source whose token may be issued, or raise `TokenWithheld`."""
        reason = withheld(source.eligibility)
        if reason is not None:
            raise await self._withheld(source, reason)
        return source

    async def _given(
        self, workspace_id: UUID, source: Source, token: SharedToken, actor: str, **facts: str
    ) -> AccessToken:
        """Record that a token is issued, then return it."""
        about = Subject(workspace_id, source.store_id, source.seller.authorization_id)
        await self.history.add(entry(Event.TOKEN_ISSUED, about, actor, self.clock(), **facts))
        return AccessToken(
            access_token=token.access_token,
            expires_at=token.expires_at,
            endpoint=self.addresses.spapi(source.seller.region),
            marketplace_id=source.marketplace_id,
            seller_id=source.seller.seller_id,
        )

    @reading
    async def _named(self, session: AsyncSession, workspace_id: UUID, name: str) -> UUID:
        return (await store_named(session, workspace_id, name, self.clock())).id

    @reading
    async def _of_store(self, session: AsyncSession, workspace_id: UUID, store_id: UUID) -> Source:
        given = {"workspace_id": workspace_id, "store_id": store_id}
        return self.shared.source((await session.execute(SOURCE_OF_STORE, given)).one())

    @reading
    async def _again(self, session: AsyncSession, asker: Asker) -> Source:
        """Look up again what may have changed meanwhile, including the key."""
        now = await self._asker(session, asker.key_hash, asker.store_key)
        if now.source is None:
            raise NothingThere
        return now.source

    async def _asker(self, session: AsyncSession, key_hash: bytes, store_key: str) -> Asker:
        given = {"key_hash": key_hash, "now": self.clock(), "key": store_key}
        row = (await session.execute(ASKER, given)).first()
        if row is None:
            raise KeyRefused
        source = None if row.store_id is None else self.shared.source(row)
        return Asker(as_worker(row), row.key_id, row.last_used_at, key_hash, store_key, source)

    @reading
    async def _withheld(
        self, session: AsyncSession, source: Source, reason: Withheld
    ) -> TokenWithheld:
        return TokenWithheld(reason, await told_at(session, source.store_id, reason))


def _usable(source: Source, until: datetime, since: datetime | None) -> SharedToken | None:
    """Return the shared token if it lasts until a moment and is young enough."""
    token = source.token
    if token is None or token.expires_at <= until:
        return None
    return token if since is None or token.asked_at >= since else None
