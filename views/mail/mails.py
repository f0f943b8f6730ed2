"""E-mails to a store's contact: plain wording, one button, the same as text and HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.links import OfferedLink, Renewal
from domain.names import clean
from domain.stores import Store
from views.language import Translator
from views.words import marketplace_name

_TEMPLATES = Path(__file__).parent.parent / "templates"
_MOST_STORES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The content of a mail. `button` is a text and an address; `foot` says why it was sent."""

    subject: str
    title: str
    lines: Sequence[str]
    facts: Sequence[tuple[str, str]]
    button: tuple[str, str]
    then: Sequence[str]
    foot: str


class Mails:
    """Renders mails, signed by the `application`; `support` is whom to ask."""

    def __init__(self, application: str, support: str) -> None:
        self._application, self._support = application, support
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
        )

    def text(self, t: Translator, letter: Mail) -> str:
        facts = "\n".join(f"{title}: {value}" for title, value in letter.facts)
        parts = [*letter.lines, facts, "\n".join(letter.button), *letter.then]
        parts.append(f"-- \n{self._application}\n{letter.foot}")
        if self._support:
            parts.append(f"{t('Questions? Ask:')} {self._support}")
        return "\n\n".join(parts)

    def html(self, t: Translator, letter: Mail) -> str:
        template = self._templates.get_template("mail.html")
        signed = {"application": self._application, "support": self._support}
        return template.render(t=t, letter=letter, **signed)


def link_letter(
    t: Translator,
    store: Store,
    offered: OfferedLink,
    asker: str,
    workspace: str,
    address: str,
) -> Mail:
    """Send a link to the contact, to connect a store or renew its connection."""
    who = clean(asker) or t("Your team")
    if offered.renewal is not None:
        seller = clean(offered.renewal.connection.seller)
        subject = t("Please renew the Amazon connection of {seller}", seller=seller)
        asks = t(
            "{who} asks you to renew the Amazon connection of {seller}.", who=who, seller=seller
        )
        facts, button = _renewal_facts(t, offered.renewal), t("Renew the connection")
    else:
        name = clean(store.name)
        subject = t("Please connect {store} to Amazon", store=name)
        asks = t(
            "{who} asks you to connect {store} to its Amazon seller account.", who=who, store=name
        )
        facts, button = _store_facts(t, store), t("Connect the store")
    return Mail(
        subject=subject,
        title=subject,
        lines=[asks, _what_it_takes(t)],
        facts=[*facts, (t("The link works until"), t.day(offered.link.expires_at))],
        button=(button, address),
        then=[_be_sure(t, workspace)],
        foot=t("{who} sent you this from Slack, as the contact of the store.", who=who),
    )


def reminder_letter(
    t: Translator, offered: OfferedLink, workspace: str, address: str, now: datetime
) -> Mail:
    """Remind the contact of a renewal, before the estimated end or after it."""
    renewal = offered.renewal
    if renewal is None or renewal.connection.ends_at is None:
        raise ValueError("a reminder of a connection without an end")
    seller, end = clean(renewal.connection.seller), renewal.connection.ends_at
    title = t("The Amazon connection of {seller} has to be renewed", seller=seller)
    return Mail(
        subject=_subject(t, seller, end, now),
        title=title,
        lines=[_due(t, end, now), _what_it_takes(t)],
        facts=_renewal_facts(t, renewal),
        button=(t("Renew the connection"), address),
        then=[
            t("Without it, orders, prices and stock stand still once Amazon ends the permission."),
            _be_sure(t, workspace),
        ],
        foot=t(
            "You get this as the contact of the store. Your team can switch these mails off in "
            "Slack, where it shows the store."
        ),
    )


def _subject(t: Translator, seller: str, end: datetime, now: datetime) -> str:
    if end <= now:
        return t("Please renew the Amazon connection of {seller} now", seller=seller)
    return t(
        "Please renew the Amazon connection of {seller} by {day}", seller=seller, day=t.day(end)
    )


def _due(t: Translator, end: datetime, now: datetime) -> str:
    day = t.day(end)
    if end > now:
        return t(
            "Amazon asks for a new permission every year. This one ends about {day}; that is our "
            "estimate.",
            day=day,
        )
    return t(
        "Amazon asks for a new permission every year. By our estimate this one was due on {day}, "
        "and may stop working at any time.",
        day=day,
    )


def _what_it_takes(t: Translator) -> str:
    return t(
        "You need the sign-in of the seller account's primary user. It takes about five minutes."
    )


def _be_sure(t: Translator, workspace: str) -> str:
    return t(
        "You sign in at Amazon only; we never ask for your password. If you are not sure about "
        "this mail, ask your colleagues in {workspace}.",
        workspace=clean(workspace),
    )


def _store_facts(t: Translator, store: Store) -> list[tuple[str, str]]:
    return [
        (t("Store"), clean(store.name)),
        (t("Marketplace"), marketplace_name(t, store.marketplace)),
        (t("Website"), clean(store.website.name)),
    ]


def _renewal_facts(t: Translator, renewal: Renewal) -> list[tuple[str, str]]:
    names = [clean(store.name) for store in renewal.stores[:_MOST_STORES]]
    more = len(renewal.stores) - len(names)
    if more:
        names.append(t.plural("{n} more", "{n} more", more))
    return [
        (t("Seller account"), clean(renewal.connection.seller)),
        (t("Stores"), t.list_of(names)),
    ]
