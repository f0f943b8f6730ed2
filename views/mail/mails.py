"""E-mails to a store's contact: plain words, one button, the same as text and as HTML."""

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
    """`button` is its text and where it leads; `foot` says why this mail came."""

    subject: str
    title: str
    lines: Sequence[str]
    facts: Sequence[tuple[str, str]]
    button: tuple[str, str]
    then: Sequence[str]
    foot: str


class Mails:
    """Renders letters; `application` is the name that signs them, `support` whom to ask."""

    def __init__(self, application: str, support: str) -> None:
        self._application, self._support = application, support
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
        )

    def text(self, say: Translator, letter: Mail) -> str:
        facts = "\n".join(f"{title}: {value}" for title, value in letter.facts)
        parts = [*letter.lines, facts, "\n".join(letter.button), *letter.then]
        parts.append(f"-- \n{self._application}\n{letter.foot}")
        if self._support:
            parts.append(f"{say('Questions? Ask:')} {self._support}")
        return "\n\n".join(parts)

    def html(self, say: Translator, letter: Mail) -> str:
        template = self._templates.get_template("mail.html")
        signed = {"application": self._application, "support": self._support}
        return template.render(say=say, letter=letter, **signed)


def link_letter(
    say: Translator,
    store: Store,
    offered: OfferedLink,
    asker: str,
    workspace: str,
    address: str,
) -> Mail:
    """Hand a link on: to connect a store, or to renew its connection."""
    who = clean(asker) or say("Your team")
    if offered.renewal is not None:
        seller = clean(offered.renewal.connection.seller)
        subject = say("Please renew the Amazon connection of {seller}", seller=seller)
        asks = say(
            "{who} asks you to renew the Amazon connection of {seller}.", who=who, seller=seller
        )
        facts, button = _renewal_facts(say, offered.renewal), say("Renew the connection")
    else:
        name = clean(store.name)
        subject = say("Please connect {store} to Amazon", store=name)
        asks = say(
            "{who} asks you to connect {store} to its Amazon seller account.", who=who, store=name
        )
        facts, button = _store_facts(say, store), say("Connect the store")
    return Mail(
        subject=subject,
        title=subject,
        lines=[asks, _what_it_takes(say)],
        facts=[*facts, (say("The link works until"), say.day(offered.link.expires_at))],
        button=(button, address),
        then=[_be_sure(say, workspace)],
        foot=say("{who} sent you this from Slack, as the contact of the store.", who=who),
    )


def reminder_letter(
    say: Translator, offered: OfferedLink, workspace: str, address: str, now: datetime
) -> Mail:
    """Remind of a renewal, before the estimated end of a connection or after it."""
    renewal = offered.renewal
    if renewal is None or renewal.connection.ends_at is None:
        raise ValueError("a reminder of a connection without an end")
    seller, end = clean(renewal.connection.seller), renewal.connection.ends_at
    title = say("The Amazon connection of {seller} has to be renewed", seller=seller)
    return Mail(
        subject=_subject(say, seller, end, now),
        title=title,
        lines=[_due(say, end, now), _what_it_takes(say)],
        facts=_renewal_facts(say, renewal),
        button=(say("Renew the connection"), address),
        then=[
            say(
                "Without it, orders, prices and stock stand still once Amazon ends the permission."
            ),
            _be_sure(say, workspace),
        ],
        foot=say(
            "You get this as the contact of the store. Your team can switch these mails off in "
            "Slack, where it shows the store."
        ),
    )


def _subject(say: Translator, seller: str, end: datetime, now: datetime) -> str:
    if end <= now:
        return say("Please renew the Amazon connection of {seller} now", seller=seller)
    return say(
        "Please renew the Amazon connection of {seller} by {day}", seller=seller, day=say.day(end)
    )


def _due(say: Translator, end: datetime, now: datetime) -> str:
    day = say.day(end)
    if end > now:
        return say(
            "Amazon asks for a new permission every year. This one ends about {day}; that is our "
            "estimate.",
            day=day,
        )
    return say(
        "Amazon asks for a new permission every year. By our estimate this one was due on {day}, "
        "and may stop working at any time.",
        day=day,
    )


def _what_it_takes(say: Translator) -> str:
    return say(
        "You need the sign-in of the seller account's primary user. It takes about five minutes."
    )


def _be_sure(say: Translator, workspace: str) -> str:
    return say(
        "You sign in at Amazon only; we never ask for your password. If you are not sure about "
        "this mail, ask your colleagues in {workspace}.",
        workspace=clean(workspace),
    )


def _store_facts(say: Translator, store: Store) -> list[tuple[str, str]]:
    return [
        (say("Store"), clean(store.name)),
        (say("Marketplace"), marketplace_name(say, store.marketplace)),
        (say("Website"), clean(store.website.name)),
    ]


def _renewal_facts(say: Translator, renewal: Renewal) -> list[tuple[str, str]]:
    names = [clean(store.name) for store in renewal.stores[:_MOST_STORES]]
    more = len(renewal.stores) - len(names)
    if more:
        names.append(say.many("{n} more", "{n} more", more))
    return [
        (say("Seller account"), clean(renewal.connection.seller)),
        (say("Stores"), say.list_of(names)),
    ]
