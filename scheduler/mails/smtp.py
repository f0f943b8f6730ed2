"""The mail server: its address, and what its responses mean."""

import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import aiosmtplib
from email_validator import EmailNotValidError, validate_email

SEND_LIMIT = 10
"""Seconds for one send; the lease is longer."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"smtp": 587, "smtps": 465}
_REASON_LENGTH = 200


class MailRefused(Exception):
    """The mail server refused a mail; `is_final`: it always will."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.reason = reason[:_REASON_LENGTH]
        self.is_final = is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """The mail server, and the sender's address.

    `smtps` is TLS from the first byte; `smtp` requires STARTTLS. Only on this machine itself
    nothing is encrypted.
    """

    host: str
    port: int
    is_tls: bool
    user: str | None
    password: str | None = field(repr=False)
    sender: Address

    @property
    def starts_tls(self) -> bool:
        return not self.is_tls and self.host not in _LOOPBACK

    @classmethod
    def parse(cls, url: str) -> Self:
        """Parse `smtp[s]://user:password@host:port?from=Name <address>`; raises `ValueError`."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path not in {"", "/"}:
            raise ValueError("must be like smtp://user:password@host:587?from=stores@company.com")
        if bool(parts.username) != bool(parts.password):
            raise ValueError("must have both user and password, or neither")
        return cls(
            host=parts.hostname,
            port=_port(parts),
            is_tls=parts.scheme == "smtps",
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            sender=_sender(parts.query),
        )


def mail_address(text: str) -> str:
    """Return an e-mail address as mail servers take it; raises `ValueError`.

    An internationalized domain becomes ASCII; the local part cannot.
    """
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("no e-mail address") from None
    return found.ascii_email or f"{found.local_part}@{found.ascii_domain}"


@dataclass(frozen=True)
class SmtpClient:
    """Submits mails. `certificates` are those that the server's is checked against."""

    server: SmtpServer
    certificates: ssl.SSLContext

    async def send(self, message: EmailMessage, recipient: str) -> None:
        """Send one mail; raises `MailRefused`. After an unclear end it may have arrived."""
        try:
            await aiosmtplib.send(
                message,
                sender=self.server.sender.addr_spec,
                recipients=[recipient],
                hostname=self.server.host,
                port=self.server.port,
                username=self.server.user,
                password=self.server.password,
                local_hostname=self.server.sender.domain,
                use_tls=self.server.is_tls,
                start_tls=self.server.starts_tls,
                tls_context=self.certificates,
                timeout=SEND_LIMIT,
            )
        except (aiosmtplib.SMTPException, OSError) as fault:
            raise _read(fault) from fault


def _read(fault: Exception) -> MailRefused:
    """Classify a failure: the mail itself was refused, or the server is unwell.

    What concerns the server's state, or us, holds back all mails alike, so they are retried.
    """
    match fault:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refused, *_]):
            return _answered(refused)
        case aiosmtplib.SMTPDataError():
            return _answered(fault)
        case aiosmtplib.SMTPNotSupported():
            return MailRefused("the mail server does not take such an address", is_final=True)
        case aiosmtplib.SMTPResponseException(code=code):
            return MailRefused(f"{code}", is_final=False)
    return MailRefused(type(fault).__name__, is_final=False)


def _answered(fault: aiosmtplib.SMTPResponseException) -> MailRefused:
    said = " ".join(f"{fault.code} {fault.message}".split())
    return MailRefused(said, is_final=fault.code >= 500)


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise ValueError("has a port that is none") from None


def _sender(query: str) -> Address:
    given = parse_qs(query).get("from", [])
    is_sound = len(given) == 1 and given[0].isprintable()
    name, address = parseaddr(given[0]) if is_sound else ("", "")
    try:
        return Address(name.strip(), addr_spec=mail_address(address))
    except ValueError:
        raise ValueError("must name the sender, as in …?from=stores@company.com") from None
