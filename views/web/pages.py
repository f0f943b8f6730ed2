"""The web pages: fast, without scripts, in the reader's language."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.attempts import CallbackRefusal
from domain.names import clean
from domain.oauth import AppstoreResult, Arrival, AttemptResult, LinkPage
from views.language import Translator, Translators
from views.web.api_reference import Description
from views.web.appstore_results import appstore_outcome
from views.web.results import refusal_outcome, result_outcome
from views.words import flag, store_lines

_TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share. `listing_rules_url` is Commerce's page, where it is set."""

    application: str
    support: str
    is_test: bool
    listing_rules_url: str

    @property
    def support_address(self) -> str:
        """Return the contact's link; empty where it is neither an address nor an e-mail."""
        if self.support.startswith(("https://", "http://")):
            return self.support
        is_email = "@" in self.support and not any(c.isspace() for c in self.support)
        return f"mailto:{self.support}" if is_email else ""


@dataclass(frozen=True)
class FormAction:
    """Where a page's form is sent, and the token that proves it came from the page."""

    action: str
    form_token: str = field(repr=False)


class Pages:
    """Renders each page; `style_hash` is for the Content-Security-Policy."""

    def __init__(self, site: Site, languages: Translators) -> None:
        self._site = site
        style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
        digest = hashlib.sha256(style.encode()).digest()
        self.style_hash = f"sha256-{base64.b64encode(digest).decode()}"
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        self._templates.globals |= {
            "style": Markup(style),  # noqa: S704 - our own file
            "languages": list(languages),
            "is_test": site.is_test,
            "support": site.support,
            "support_address": site.support_address,
            "application": site.application,
        }

    def about(self, t: Translator) -> str:
        return self._render("about.html", t)

    def api(self, t: Translator, document: Mapping[str, Any]) -> str:
        """Render an OpenAPI document, always in English."""
        return self._render("documents.html", t, api=Description(document))

    def connect(self, t: Translator, page: LinkPage, form: FormAction, seller_central: str) -> str:
        """Explain what happens at Amazon, with one button."""
        return self._link_page(
            "connect.html", t, page, form, seller_central, has_no_place=page.has_no_place
        )

    def private(
        self,
        t: Translator,
        page: LinkPage,
        form: FormAction,
        seller_central: str,
        *,
        problem: str = "",
        seller_id: str = "",
    ) -> str:
        """Explain how to authorize a private application, with a form for its token."""
        return self._link_page(
            "private.html", t, page, form, seller_central, problem=problem, seller_id=seller_id
        )

    def appstore_login(self, t: Translator, arrival: Arrival, form: FormAction) -> str:
        """Ask a seller whom Amazon sent whether to continue there, with one button."""
        return self._render(
            "appstore_login.html",
            t,
            arrival=arrival,
            host=urlsplit(arrival.callback_uri).netloc,
            action=form.action,
            form_token=form.form_token,
        )

    def leaving(self, t: Translator, consent: str, seller_central: str) -> str:
        host = urlsplit(seller_central).netloc
        return self._render("leaving.html", t, consent=consent, host=host)

    def closed(self, t: Translator, page: LinkPage | None, form: FormAction, *, asked: bool) -> str:
        """Explain that a link is closed; if it is a known one, offer to ask for a new one."""
        return self._render(
            "closed.html",
            t,
            title=_closed_title(t, page),
            until=_renewed_until(t, page),
            is_known=page is not None,
            is_done=page is not None and page.is_done,
            asked=asked,
            action=form.action,
            form_token=form.form_token,
        )

    def result(self, t: Translator, result: AttemptResult, manage: str) -> str:
        """Render how an attempt ended. `manage` is the address of Manage Your Apps."""
        outcome = result_outcome(t, result, manage, self._site.listing_rules_url)
        return self._render("result.html", t, outcome=outcome)

    def appstore_result(self, t: Translator, result: AppstoreResult) -> str:
        """Render how an attempt of the Appstore workflow ended."""
        return self._render("result.html", t, outcome=appstore_outcome(t, result))

    def stale_login(self, t: Translator) -> str:
        """Refuse a log-in form that did not come from our own page in this browser."""
        text = t(
            "Your browser did not send the cookie of this page. Allow cookies here, and begin "
            "again in Seller Central. Nothing was changed."
        )
        return self.fault(t, t("Please begin once more"), text)

    def busy_login(self, t: Translator) -> str:
        """Explain that this browser has too many attempts open."""
        text = t(
            "This browser has five tries open at the moment. They end by themselves within ten "
            "minutes: finish one of them, or begin again then."
        )
        return self.fault(t, t("Too many tries at once"), text)

    def closed_login(self, t: Translator, *, is_private: bool) -> str:
        """Refuse a log-in without Amazon's parameters; a private application starts elsewhere."""
        if is_private:
            text = t(
                "This application is its company's own, and is authorized in Seller Central under "
                "Apps and Services, Develop Apps. To connect a store with it, open the connect "
                "link that your team gets in Slack. Nothing was changed."
            )
            return self.fault(t, t("This application is connected in another way"), text)
        text = t(
            "What it brought along does not come from Amazon's Seller Central as it should, and "
            "we follow nothing else. Nothing was changed. Open Seller Central yourself, and begin "
            "again under Apps and Services, Manage Your Apps."
        )
        return self.fault(t, t("We cannot follow this address"), text)

    def refused(self, t: Translator, refusal: CallbackRefusal) -> str:
        return self._render("refused.html", t, outcome=refusal_outcome(t, refusal))

    def fault(self, t: Translator, title: str, text: str, again: str = "") -> str:
        """Explain what went wrong; `again` is the address to start over from, if any."""
        return self._render("fault.html", t, title=title, text=text, again=again)

    def unanswerable(self, t: Translator, status: int) -> str:
        """Explain that a request cannot be answered; `status` is the HTTP status."""
        text = t("Check the address, or go back to Slack. Nothing was changed.")
        return self.fault(t, _unanswerable_title(t, status), text)

    def failed(self, t: Translator, reference: str) -> str:
        """Report a failure of ours; `reference` finds it in the log."""
        text = t(
            "Nothing of yours was lost. Please try again; if it happens again, give whoever runs "
            "this bot the reference {reference}.",
            reference=reference,
        )
        return self.fault(t, t("Something went wrong on our side"), text)

    def _link_page(
        self,
        template: str,
        t: Translator,
        page: LinkPage,
        form: FormAction,
        seller_central: str,
        **shown: str | bool,
    ) -> str:
        """Render the page of a link: who asks for what, and where to sign in."""
        return self._render(
            template,
            t,
            workspace=clean(page.workspace),
            asker=clean(page.asker),
            store=clean(page.store.name),
            instead_of=clean(page.instead_of),
            flag=flag(page.store.marketplace.country),
            country=t.country(page.store.marketplace.country),
            website=clean(page.store.website.name),
            seller=clean(page.renewal.connection.seller) if page.renewal else "",
            stores=store_lines(page.renewal.stores) if page.renewal else "",
            until=t.day(page.expires_at),
            host=urlsplit(seller_central).netloc,
            manage=f"{seller_central}/apps/manage",
            action=form.action,
            form_token=form.form_token,
            **shown,
        )

    def _render(self, template: str, t: Translator, **shown: Any) -> str:
        return self._templates.get_template(template).render(t=t, **shown)


def _closed_title(t: Translator, page: LinkPage | None) -> str:
    if page is None:
        return t("We do not know this link")
    if not page.is_done:
        return t("This link works no more")
    if page.renewal is not None and page.renewal.is_done:
        return t("{seller} is renewed", seller=clean(page.renewal.connection.seller))
    return t("{store} is connected", store=clean(page.store.name))


def _renewed_until(t: Translator, page: LinkPage | None) -> str:
    """Return until when a renewal's link has renewed; empty for any other."""
    if page is None or page.renewal is None or not page.renewal.is_done:
        return ""
    ends_at = page.renewal.connection.ends_at
    return t("Renewed until about {day}.", day=t.day(ends_at)) if ends_at else ""


def _unanswerable_title(t: Translator, status: int) -> str:
    match status:
        case 404:
            return t("There is no such page")
        case 405:
            return t("This address cannot be used like that")
        case 413:
            return t("That was too much at once")
        case _:
            return t("This did not work")
