"""The way in: start a local mail server, and read what it took."""

import asyncio
import email
import email.policy
import ssl
from contextlib import suppress
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from playground.mail.faults import MailFaults
from playground.mail.session import Login, Received, Session


class LocalMail:
    """Made by `start`; `async with await LocalMail.start() as mail` stops it at the end."""

    def __init__(
        self, login: Login | None, certificate: ssl.SSLContext | None, *, is_tls: bool
    ) -> None:
        self.received: list[Received] = []
        self.faults = MailFaults()
        self._login, self._certificate, self._is_tls = login, certificate, is_tls
        self._server: asyncio.Server | None = None
        self._sessions: set[asyncio.Task[None]] = set()

    @classmethod
    async def start(
        cls,
        login: Login | None = None,
        certificate: ssl.SSLContext | None = None,
        *,
        is_tls: bool = False,
    ) -> Self:
        """Listen on 127.0.0.1, with a certificate by STARTTLS, or by TLS from the first byte."""
        mail = cls(login, certificate, is_tls=is_tls)
        first = certificate if is_tls else None
        mail._server = await asyncio.start_server(mail._talk, "127.0.0.1", 0, ssl=first)
        return mail

    @property
    def port(self) -> int:
        if self._server is None:
            raise RuntimeError("not started")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """Give the setting that leads here."""
        return f"smtp://127.0.0.1:{self.port}?from=Amazon%20Stores%20%3Cstores@nordic.example%3E"

    @property
    def messages(self) -> list[EmailMessage]:
        """Read the mails that were taken, oldest first."""
        policy = email.policy.default
        return [email.message_from_bytes(taken.data, policy=policy) for taken in self.received]

    async def stop(self) -> None:
        self.faults.stalled.set()
        if self._server is not None:
            self._server.close()
        for session in self._sessions:
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._sessions.add(task)
            task.add_done_callback(self._sessions.discard)
        certificate = None if self._is_tls else self._certificate
        session = Session(
            reader, writer, self.faults, self._login, certificate, self.received.append
        )
        with suppress(OSError, asyncio.CancelledError):
            await session.run()
        writer.close()
