"""What the demo's bot is told, and the Amazon application that it runs with."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playground.amazon import Application, LocalAmazon
from playground.slack import LocalSlack
from playground.slack.nordic_shop import ADMINS

COMMERCE_FILE = Path(__file__).parent.parent / "docs" / "examples" / "commerce.yml"
APPLICATION_ID = "amzn1.sp.solution.demo"
CLIENT_ID = "amzn1.application-oa2-client.demo"
APPLICATION_NAME = "Nordic Shop Connector"


def _new_key() -> str:
    return f"demo:{base64.b64encode(secrets.token_bytes(32)).decode()}"


@dataclass(frozen=True)
class Secrets:
    """What the bot and the stand-ins agree on, made anew for each demo."""

    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}")
    client_secret: str = field(default_factory=lambda: secrets.token_hex(20))
    encryption_key: str = field(default_factory=_new_key)


def application(bot_url: str, agreed: Secrets) -> Application:
    """Return the SP-API application that the demo's bot runs with."""
    return Application(
        id=APPLICATION_ID,
        client_id=CLIENT_ID,
        client_secret=agreed.client_secret,
        name=APPLICATION_NAME,
        redirect_uris=[f"{bot_url}/amazon/callback"],
        login_uri=f"{bot_url}/amazon/login",
    )


def bot_settings(
    bot_url: str, folder: Path, slack: LocalSlack, amazon: LocalAmazon, agreed: Secrets
) -> Mapping[str, str]:
    """Return the environment of a bot that talks to the stand-ins."""
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        "PUBLIC_URL": bot_url,
        "PORT": str(urlsplit(bot_url).port),
        "SLACK_SIGNING_SECRET": agreed.signing_secret,
        "SLACK_BOT_TOKEN": agreed.bot_token,
        "SLACK_API_URL": slack.api_url,
        "ADMIN_CHANNEL": ADMINS,
        "AMAZON_APPLICATION_ID": APPLICATION_ID,
        "AMAZON_APPLICATION_NAME": APPLICATION_NAME,
        "AMAZON_CLIENT_ID": CLIENT_ID,
        "AMAZON_CLIENT_SECRET": agreed.client_secret,
        "AMAZON_LWA_URL": amazon.lwa_url,
        "AMAZON_SPAPI_URL": amazon.spapi_url,
        "AMAZON_SELLER_CENTRAL_URL": amazon.seller_central_url,
        "COMMERCE_FILE": str(COMMERCE_FILE),
        "ENCRYPTION_KEYS": agreed.encryption_key,
    }
