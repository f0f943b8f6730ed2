"""The doctor's checks of others: Commerce, Slack, Login with Amazon."""

import yaml
from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from amazon.errors import AmazonUnavailable, ApplicationRefused, GrantGone
from bot.cli.doctor.findings import Finding
from bot.cli.manifest import filled_manifest
from bot.settings import Settings
from bot.wiring.services import build_commerce, open_amazon
from commerce.file import CommerceFileFault
from domain.clock import Clock
from slack_api.client import CALL_LIMIT, SlackClients
from slack_api.errors import read_refusal

_NOBODYS_TOKEN = "Atzr|amazon-store-bot-doctor"  # noqa: S105 - a token that nobody has


def of_commerce(settings: Settings) -> Finding:
    try:
        commerce = build_commerce(settings)
    except CommerceFileFault as fault:
        return Finding("Commerce", str(fault), is_well=False)
    return Finding("Commerce", "by the file" if commerce else "none: websites are typed by hand")


async def of_slack(settings: Settings) -> Finding:
    """Ask Slack about the token, and compare its scopes with the manifest's."""
    async with ClientSession(timeout=ClientTimeout(total=CALL_LIMIT)) as session:
        clients = SlackClients(session, settings.slack_api_url)
        token = settings.slack_bot_token.get_secret_value()
        try:
            answer = await clients.with_token(token).auth_test()
        except SlackApiError as refusal:
            told = f"refuses the token or is unwell ({read_refusal(refusal).reason})"
            return Finding("Slack", told, is_well=False)
        except (ClientError, OSError, TimeoutError) as fault:
            told = f"cannot be reached at {settings.slack_api_url} ({type(fault).__name__})"
            return Finding("Slack", told, is_well=False)
    return _granted(answer, settings.public_url)


async def of_amazon(settings: Settings, clock: Clock) -> Finding:
    """Try to refresh with a token that nobody has.

    Amazon checks the application first, so `invalid_grant` means that it knows ours. Source: RFC
    6749, 5.2; observed at Login with Amazon.
    """
    async with open_amazon(settings, clock) as amazon:
        try:
            await amazon.lwa.refresh(_NOBODYS_TOKEN)
        except GrantGone:
            pass
        except AmazonUnavailable as fault:
            told = f"Login with Amazon cannot be reached or is unwell ({fault.code})"
            return Finding("Amazon", told, is_well=False)
        except ApplicationRefused as fault:
            told = f"refuses AMAZON_CLIENT_ID or AMAZON_CLIENT_SECRET ({fault.code})"
            return Finding("Amazon", told, is_well=False)
    return Finding("Amazon", f"knows {settings.amazon_application_name}")


def _granted(answer: AsyncSlackResponse, public_url: str) -> Finding:
    granted = set(answer.headers.get("x-oauth-scopes", "").split(","))
    missing = sorted(_asked(public_url) - granted)
    if missing:
        told = f"{answer['team']} has not granted {', '.join(missing)}: install the app again"
        return Finding("Slack", told, is_well=False)
    history = sorted(scope for scope in granted if scope.endswith(":history"))
    looked_up = f"looked up by {', '.join(history)}" if history else "sent again"
    return Finding("Slack", f"{answer['team']}; messages that Slack may have got are {looked_up}")


def _asked(public_url: str) -> set[str]:
    manifest = yaml.safe_load(filled_manifest(public_url))
    return set(manifest["oauth_config"]["scopes"]["bot"])
