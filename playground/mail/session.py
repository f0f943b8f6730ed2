"""One conversation with a client, command by command.

Source: RFC 5321, sections 3 and 4; RFC 3207 for STARTTLS, RFC 4954 for AUTH, RFC 6531 for SMTPUTF8.
"""

import asyncio
import base64
import binascii
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

from playground.mail.faults import Fate, MailFaults

_COMMAND = re.compile(r"([A-Za-z]{4,8})(?: (.*))?", re.DOTALL)
_PATH = re.compile(r"(FROM|TO):<([^<>\s]*)>((?: [A-Za-z0-9-]+(?:=\S+)?)*)", re.IGNORECASE)
_LONGEST_LINE = 1000
"""Octets, the line's end included. Source: RFC 5321, section 4.5.3.1.6."""
Login = tuple[str, str]


@dataclass(frozen=True)
class Received:
    """One mail: its envelope, and what came with DATA."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


@dataclass
class Session:
    """`login` is asked for where there is one; with a `certificate` it offers STARTTLS."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    faults: MailFaults
    login: Login | None
    certificate: ssl.SSLContext | None
    keep: Callable[[Received], None]
    is_secret: bool = False
    has_greeted: bool = False
    is_known: bool = False
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)

    async def run(self) -> None:
        await self._answer("CONNECT", "220 local.example ESMTP")
        while not self.writer.is_closing():
            line = await self._line()
            if line is None:
                return
            await self._obey(line)

    async def _obey(self, line: str) -> None:
        found = _COMMAND.fullmatch(line)
        verb = found[1].upper() if found else ""
        rest = (found[2] or "") if found else ""
        commands = {
            "EHLO": self._ehlo,
            "HELO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "QUIT": self._quit,
        }
        command = commands.get(verb)
        if command is None:
            await self._say("500 5.5.2 command not recognized")
        else:
            await command(rest)

    async def _ehlo(self, rest: str) -> None:
        if not rest.strip():
            await self._say("501 5.5.4 a name is needed")
            return
        self.has_greeted = True
        self._forget_mail()
        offers = ["local.example", "8BITMIME"]
        offers += ["STARTTLS"] if self.certificate and not self.is_secret else []
        offers += ["AUTH PLAIN"] if self.login else []
        last = len(offers) - 1
        lines = [f"250{' ' if i == last else '-'}{offer}" for i, offer in enumerate(offers)]
        await self._answer("EHLO", "\r\n".join(lines))

    async def _starttls(self, _rest: str) -> None:
        if self.certificate is None or self.is_secret:
            await self._say("502 5.5.1 not offered")
            return
        await self._say("220 go ahead")
        await self.writer.start_tls(self.certificate)
        self.is_secret, self.has_greeted = True, False

    async def _auth(self, rest: str) -> None:
        kind, _, given = rest.partition(" ")
        if kind.upper() != "PLAIN" or self.login is None or not given:
            await self._say("504 5.5.4 not offered")
            return
        try:
            _, user, password = base64.b64decode(given, validate=True).decode().split("\0")
        except (binascii.Error, ValueError):
            user = password = ""
        self.is_known = (user, password) == self.login
        await self._answer("AUTH", "235 ok" if self.is_known else "535 5.7.8 not accepted")

    async def _mail(self, rest: str) -> None:
        found = _PATH.fullmatch(rest)
        if not self.has_greeted or self.sender is not None:
            await self._say("503 5.5.1 bad sequence of commands")
        elif self.login and not self.is_known:
            await self._say("530 5.7.0 authentication required")
        elif found is None or found[1].upper() != "FROM" or not rest.isascii():
            await self._say("501 5.1.7 no such path")
        elif await self._answer("MAIL", "250 ok"):
            self.sender = found[2]

    async def _rcpt(self, rest: str) -> None:
        found = _PATH.fullmatch(rest)
        if self.sender is None:
            await self._say("503 5.5.1 bad sequence of commands")
        elif found is None or found[1].upper() != "TO" or "@" not in found[2] or not rest.isascii():
            await self._say("501 5.1.3 no such path")
        elif await self._answer("RCPT", "250 ok"):
            self.recipients.append(found[2])

    async def _data(self, _rest: str) -> None:
        if self.sender is None or not self.recipients:
            await self._say("503 5.5.1 bad sequence of commands")
            return
        await self._say("354 end with a dot")
        data = await self._text()
        if data is None:
            return
        received = Received(self.sender, tuple(self.recipients), data)
        fate = self.faults.take("DATA")
        if fate is None or fate.lost:
            self.keep(received)
        self._forget_mail()
        await self._carry_out(fate, "250 ok")

    async def _rset(self, _rest: str) -> None:
        self._forget_mail()
        await self._say("250 ok")

    async def _quit(self, _rest: str) -> None:
        await self._answer("QUIT", "221 bye")
        self.writer.close()

    def _forget_mail(self) -> None:
        self.sender, self.recipients = None, []

    async def _text(self) -> bytes | None:
        """Read what comes with DATA, up to the dot; None where the client goes away."""
        lines: list[bytes] = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line.endswith(b"\r\n") or len(line) > _LONGEST_LINE:
                self.writer.close()
                return None
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    async def _line(self) -> str | None:
        line = await self.reader.readline()
        return line.decode("utf-8", "replace").removesuffix("\r\n") if line else None

    async def _answer(self, verb: str, text: str) -> bool:
        """Answer, unless a fault says otherwise; tell whether it was the answer."""
        return await self._carry_out(self.faults.take(verb), text)

    async def _carry_out(self, fate: Fate | None, text: str) -> bool:
        if fate is None:
            await self._say(text)
            return True
        if fate.stalls:
            await self.faults.stalled.wait()
        if fate.code is None:
            self.writer.transport.abort()
        else:
            await self._say(f"{fate.code} {fate.text}")
        return False

    async def _say(self, text: str) -> None:
        self.writer.write(f"{text}\r\n".encode())
        await self.writer.drain()
