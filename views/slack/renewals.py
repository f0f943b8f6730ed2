"""The list of connections that can be renewed, each with its link."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from domain.authorizations import Connection
from domain.links import Renewal, RenewalPage
from views import words
from views.language import Translator
from views.slack import actions as a
from views.slack.actions import COMMAND
from views.slack.block_kit import Message, context, day, escape, link_button, section
from views.slack.paging import page_buttons
from views.slack.renewed import store_names


def renewals_message(t: Translator, found: RenewalPage, connect_urls: Sequence[str]) -> Message:
    """Render one page, soonest end first; `connect_urls` are the addresses of its links."""
    if not found.offers:
        text = t("No store is connected yet, so there is nothing to renew.")
        return Message(text, [section(text)])
    heading = t.plural("{n} connection to renew", "{n} connections to renew", found.total)
    intro = t(
        "For each the same seller account has to sign in at Amazon; one sign-in renews all its "
        "stores. What ends first is on top, and what has been renewed moves to the end."
    )
    blocks: list[Block] = [section(f"*{heading}*\n{intro}")]
    blocks += [
        _row(t, offered.renewal, url)
        for offered, url in zip(found.offers, connect_urls, strict=True)
        if offered.renewal is not None
    ]
    blocks += page_buttons(t, found, a.RENEWALS_PAGE)
    hint = t("`{command} renew NAME` shows a link to hand on to a colleague.", command=COMMAND)
    return Message(heading, [*blocks, context(hint)])


def _row(t: Translator, renewal: Renewal, connect_url: str) -> Block:
    seller = escape(renewal.connection.seller)
    status = words.status(t, renewal.stores[0].status)
    lines = [
        f"*{seller}*",
        f"{status} · {_until(t, renewal.connection)}",
        store_names(t, renewal.stores),
    ]
    return section("\n".join(lines), accessory=link_button(t("Renew"), a.RENEW, connect_url))


def _until(t: Translator, connection: Connection) -> str:
    if connection.ends_at is None:
        return t("No end is known")
    return t("until about {day}", day=day(connection.ends_at))
