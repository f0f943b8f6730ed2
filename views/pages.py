"""The pages that people open in a browser: quick, without script, in their language."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.attempts import AttemptEnd, CallbackRefusal
from domain.connecting import AttemptResult, LinkPage
from views.language import Language, Languages
from views.outcomes import Told, end_told, refusal_told
from views.words import marketplace_name

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a result page shows; `ways` are link texts with their addresses."""

    tone: str
    title: str
    sentences: Sequence[str]
    next: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    ways: Sequence[tuple[str, str]] = ()

    @property
    def mark(self) -> str:
        return {"good": "✓", "wait": "…", "bad": "!"}[self.tone]


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages have in common. `listing_rules_url` is Commerce's page, where it is set."""

    application: str
    support: str
    is_test: bool
    listing_rules_url: str


@dataclass(frozen=True)
class Door:
    """Where a page's form goes, and the token that shows that it came from the page."""

    action: str
    form_token: str = field(repr=False)


class Pages:
    """Renders each page; `style_hash` is for the Content-Security-Policy."""

    def __init__(self, site: Site, languages: Languages) -> None:
        self._site = site
        style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
        digest = hashlib.sha256(style.encode()).digest()
        self.style_hash = f"sha256-{base64.b64encode(digest).decode()}"
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
        )
        self._templates.globals |= {
            "style": Markup(style),  # noqa: S704 - our own file
            "languages": list(languages),
            "is_test": site.is_test,
            "support": site.support,
            "application": site.application,
        }

    def about(self, say: Language) -> str:
        return self._render("about.html", say)

    def connect(self, say: Language, page: LinkPage, door: Door, seller_central: str) -> str:
        """Show what will happen at Amazon, and one button."""
        return self._render(
            "connect.html",
            say,
            page=page,
            marketplace=marketplace_name(say, page.store.marketplace),
            host=seller_central,
            manage=f"{seller_central}/apps/manage",
            action=door.action,
            form_token=door.form_token,
        )

    def private(
        self,
        say: Language,
        page: LinkPage,
        door: Door,
        seller_central: str,
        *,
        problem: str = "",
        seller_id: str = "",
    ) -> str:
        """Show how a private application is authorized, and where its token goes."""
        return self._render(
            "private.html",
            say,
            page=page,
            marketplace=marketplace_name(say, page.store.marketplace),
            host=seller_central,
            action=door.action,
            form_token=door.form_token,
            problem=problem,
            seller_id=seller_id,
        )

    def leaving(self, say: Language, consent: str, seller_central: str) -> str:
        return self._render("leaving.html", say, consent=consent, host=seller_central)

    def closed(self, say: Language, page: LinkPage | None, door: Door, *, asked: bool) -> str:
        """Say that a link works no more; one that is known can ask for a new one."""
        return self._render(
            "closed.html",
            say,
            page=page,
            asked=asked,
            action=door.action,
            form_token=door.form_token,
        )

    def result(self, say: Language, result: AttemptResult, manage: str) -> str:
        """Show how a try ended."""
        ways = [(say("Back to Slack"), result.workspace_url)]
        if result.end is None:
            outcome = self._under_way(say, ways)
        elif result.end is AttemptEnd.SUCCEEDED:
            outcome = self._connected(say, result, ways)
        else:
            country = say.country(result.store.marketplace.country)
            told = end_told(say, result.end, result.facts, country, manage)
            outcome = _not_connected(told, ways)
        return self._render("result.html", say, outcome=outcome)

    def refused(self, say: Language, refusal: CallbackRefusal) -> str:
        outcome = _not_connected(refusal_told(say, refusal), [])
        return self._render("result.html", say, outcome=outcome)

    def fault(self, say: Language, title: str, text: str) -> str:
        return self._render("fault.html", say, title=title, text=text)

    def _connected(
        self, say: Language, result: AttemptResult, ways: list[tuple[str, str]]
    ) -> Outcome:
        connection, store = result.connection, result.store
        facts = [(say("Marketplace"), marketplace_name(say, store.marketplace))]
        sentences = [say("{store} is now connected to its seller account.", store=store.name)]
        if connection is not None:
            facts.insert(0, (say("Seller"), connection.seller))
            sentences += _term_told(say, connection.ends_at)
            if connection.checked_at is None:
                sentences.append(
                    say("Amazon could not yet be asked where it sells; we will ask again.")
                )
        sentences.append(
            say(
                "This bot moves no products itself: it gives your team's programs access to the "
                "account."
            )
        )
        rules = self._site.listing_rules_url
        if rules:
            ways.append((say("Create a listing rule"), rules))
            following = say("Create a listing rule in Commerce, so that products are listed.")
        else:
            following = say(
                "Create a listing rule in Commerce: Marketing > Channels > Amazon Sales Channel > "
                "Listing Rules."
            )
        return Outcome("good", say("Connected"), sentences, [following], facts, ways)

    def _under_way(self, say: Language, ways: list[tuple[str, str]]) -> Outcome:
        sentence = say("Amazon's answer is here and safe. We are still looking at it.")
        step = say("Reload this page in a minute, or look at the store's card in Slack.")
        return Outcome("wait", say("Almost there"), [sentence], [step], (), ways)

    def _render(self, template: str, say: Language, **shown: Any) -> str:
        return self._templates.get_template(template).render(say=say, **shown)


def _term_told(say: Language, ends_at: datetime | None) -> list[str]:
    if ends_at is None:
        return [say("No end of this connection is known.")]
    return [
        say(
            "The connection lasts until about {day}. We remind your team in Slack from 30 days "
            "before.",
            day=say.day(ends_at),
        )
    ]


def _not_connected(told: Told, ways: list[tuple[str, str]]) -> Outcome:
    return Outcome("bad", told.title, [told.sentence], [told.next], (), ways)
