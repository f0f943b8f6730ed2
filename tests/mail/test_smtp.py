"""The mail server: its setting, the protocol, and the content of mails."""

import base64
import ipaddress
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from playground.mail import LocalMail
from scheduler.mails.smtp import MailRefused, SmtpClient, SmtpServer, mail_address
from tests.harness.clock import MovableClock

FROM = "?from=stores@nordic.example"
LOGIN = ("bot", "p:a@s/s word")
ENCODED = "bot:p%3Aa%40s%2Fs%20word"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine's own address, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "local mail")])
    now = MovableClock().now
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    private = key.private_bytes(
        form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path_factory.mktemp("tls") / "local.pem"
    file.write_bytes(signed.public_bytes(form) + private)
    return file


def program_reads(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def trusting(certificate: Path | None = None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in ({"Subject": "Hello"} | headers).items():
        message[name] = value
    message.set_content("Hello.\n.\nA line that is a dot.\n")
    return message


@pytest.fixture
async def secret(certificate: Path) -> AsyncIterator[LocalMail]:
    async with await LocalMail.start(LOGIN, program_reads(certificate), is_tls=True) as mail:
        yield mail


async def test_over_tls_the_login_is_told_and_the_mail_arrives(
    secret: LocalMail, certificate: Path
) -> None:
    server = SmtpServer.parse(f"smtps://{ENCODED}@127.0.0.1:{secret.port}/{FROM}")
    await SmtpClient(server, trusting(certificate)).send(letter(), "anna@nordic.example")

    (received,) = secret.received
    assert received.data.endswith(b"Hello.\r\n.\r\nA line that is a dot.\r\n")


async def test_a_certificate_that_is_not_trusted_gets_no_login(secret: LocalMail) -> None:
    server = SmtpServer.parse(f"smtps://{ENCODED}@127.0.0.1:{secret.port}{FROM}")
    with pytest.raises(MailRefused) as refused:
        await SmtpClient(server, trusting()).send(letter(), "anna@nordic.example")
    assert not refused.value.is_final
    assert secret.received == []


async def test_a_wrong_password_is_our_trouble_and_not_the_mails(
    secret: LocalMail, certificate: Path
) -> None:
    server = SmtpServer.parse(f"smtps://bot:canary@127.0.0.1:{secret.port}{FROM}")
    with pytest.raises(MailRefused) as refused:
        await SmtpClient(server, trusting(certificate)).send(letter(), "anna@nordic.example")
    assert (refused.value.reason, refused.value.is_final) == ("535", False)


def test_only_on_this_machine_a_mail_may_go_without_tls() -> None:
    for host, starts_tls in (("mail.nordic.example", True), ("127.0.0.1", False)):
        server = SmtpServer.parse(f"smtp://{host}{FROM}")
        assert (server.starts_tls, server.is_tls, server.port) == (starts_tls, False, 587)
    assert SmtpServer.parse(f"smtps://mail.nordic.example{FROM}").port == 465


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://mail.nordic.example" + FROM,
        "smtp://" + FROM,
        "smtp://mail.nordic.example",
        "smtp://mail.nordic.example?from=",
        "smtp://mail.nordic.example?from=nobody",
        "smtp://mail.nordic.example?from=a@b.example&from=c@d.example",
        "smtp://mail.nordic.example?from=a@b.example%0d%0aBcc:%20c@d.example",
        "smtp://mail.nordic.example?from=A%0d%0aB%20%3Ca@b.example%3E",
        "smtp://mail.nordic.example:nine" + FROM,
        "smtp://mail.nordic.example:99999" + FROM,
        "smtp://mail.nordic.example/path" + FROM,
        "smtp://user@mail.nordic.example" + FROM,
        "smtp://:canary@mail.nordic.example" + FROM,
    ],
)
def test_a_setting_that_names_no_mail_server_is_refused_without_its_value(url: str) -> None:
    with pytest.raises(ValueError, match=r"^(must|has)") as wrong:
        SmtpServer.parse(url)
    assert "canary" not in str(wrong.value)


def test_the_password_does_not_show() -> None:
    server = SmtpServer.parse(f"smtp://bot:canary@mail.nordic.example{FROM}")
    assert "canary" not in repr(server)
    assert base64.b64encode(b"canary").decode() not in repr(server)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("anna@nordic.example.com", "anna@nordic.example.com"),
        ("anna+amazon@nordic.com", "anna+amazon@nordic.com"),
        ("o'neill@nordic.com", "o'neill@nordic.com"),
        ("anna@bücher.com", "anna@xn--bcher-kva.com"),
        ("jörg@bücher.com", "jörg@xn--bcher-kva.com"),
    ],
)
def test_odd_addresses_are_taken_as_mail_servers_take_them(given: str, taken: str) -> None:
    assert mail_address(given) == taken


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@nordic.com\r\nRCPT TO:<eve@evil.com>",
        "anna@nordic.com>",
        "anna@nordic.com,eve@evil.com",
        "Anna <anna@nordic.com>",
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no e-mail address"):
        mail_address(address)


async def test_an_address_that_the_server_cannot_take_is_refused_for_good() -> None:
    async with await LocalMail.start() as mail:
        line = SmtpClient(SmtpServer.parse(mail.url), trusting())
        with pytest.raises(MailRefused) as refused:
            await line.send(letter(To="jörg@xn--bcher-kva.com"), "jörg@xn--bcher-kva.com")
        assert refused.value.is_final
        await line.send(letter(), "anna@xn--bcher-kva.com")
        assert mail.received[0].recipients == ("anna@xn--bcher-kva.com",)


async def test_where_nobody_listens_it_is_tried_again() -> None:
    async with await LocalMail.start() as mail:
        line = SmtpClient(SmtpServer.parse(mail.url), trusting())
    with pytest.raises(MailRefused) as refused:
        await line.send(letter(), "anna@nordic.com")
    assert not refused.value.is_final
