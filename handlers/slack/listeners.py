"""Register each handler with Bolt: everything the manifest promises, and nothing else."""

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from domain.access_tokens import APP_UNINSTALLED, TOKEN_REVOKED
from domain.forms import Field
from handlers.slack.commands import Commands
from handlers.slack.contact_mails import MailButtons
from handlers.slack.directory import Directory
from handlers.slack.home import Home
from handlers.slack.menus import Menu
from handlers.slack.middleware import RequestGuard, SlackRequest
from handlers.slack.options import Options
from handlers.slack.payloads import event_time
from handlers.slack.pre_setup import PreSetup
from handlers.slack.reassign import ReassignForms
from handlers.slack.reminders import ReminderButtons
from handlers.slack.reuse_seller import SellerChoices
from handlers.slack.revoke import EndingButtons
from handlers.slack.sellers import SellerButtons
from handlers.slack.store_form import StoreForms
from handlers.slack.stores import StoreButtons
from services.workspace.workspaces import Workspaces
from views.slack import actions as a

_LINKS = (a.CONNECT_STORE, a.RENEW, a.OPEN_CARD, a.OPEN_SELLER_CENTRAL, a.OPEN_MANAGE_APPS)


@dataclass(frozen=True)
class SlackHandlers:
    """Holds the handlers and registers them with Bolt; the wiring calls `listen` once."""

    request_guard: RequestGuard
    commands: Commands
    tasks: PreSetup
    forms: StoreForms
    stores: StoreButtons
    sellers: SellerButtons
    choices: SellerChoices
    endings: EndingButtons
    reminders: ReminderButtons
    reassign_stores: ReassignForms
    mails: MailButtons
    home: Home
    options: Options | None
    directory: Directory
    workspaces: Workspaces

    def listen(self, app: AsyncApp) -> None:
        """Register every handler with Bolt."""
        guard = self.request_guard.guard
        app.command(a.COMMAND)(guard(self.commands))
        for action_id, press in self._presses.items():
            app.action(action_id)(guard(press))
        for callback_id, submit in self._submits.items():
            app.view(callback_id)(guard(submit))
        for field in (Field.WEBSITE, Field.MARKETPLACE):
            app.action(_input(field))(guard(self.forms.redraw))
        if self.options is not None:
            app.options(a.VALUE)(guard(self.options))
        app.event("user_change")(self._user_changed)
        app.event("app_home_opened")(self.home.opened)
        app.event("app_uninstalled")(self._uninstalled)
        app.event("tokens_revoked")(self._tokens_revoked)

    @property
    def _presses(self) -> dict[Any, Any]:
        return {
            a.ADD_STORE: self.tasks.add_store,
            a.SHOW_TASKS: self.tasks.show,
            a.TICK_TASK: self.tasks.tick,
            re.compile(f"^{a.HOME_PAGE}:"): self.home.turn_page,
            a.VIEW_STORE: self.stores.view,
            a.SEND_LINK: self.stores.offer_link,
            a.TRY_CARD_AGAIN: self.stores.try_card_again,
            a.MAIL_CONTACT: self.mails.switch,
            a.MAIL_LINK: self.mails.mail_link,
            a.REASSIGN: self.reassign_stores.offer,
            a.CHOOSE_CHANNEL: self.stores.choose_channel,
            re.compile(f"^{a.LIST_PAGE}:"): self.stores.turn_page,
            re.compile(f"^{a.RENEWALS_PAGE}:"): self.commands.renewals.turn_page,
            re.compile(f"^{a.ADD_MARKETPLACE}:"): self.sellers.add_marketplace,
            re.compile(f"^{a.USE_SELLER}:"): self.choices.use,
            a.CHECK_STORE: self.sellers.check_store,
            a.SNOOZE: self.reminders.snooze,
            a.WAKE_REMINDER: self.reminders.wake,
            a.REMINDER_MENU: self._reminder_menu.choose,
            a.OURS: self.sellers.confirm_ownership,
            a.NOT_OURS: self.sellers.deny_ownership,
            a.ACCEPT_GRANT: self.sellers.accept,
            a.REFUSE_GRANT: self.sellers.refuse,
            a.REVOKE: self.endings.revoke,
            a.CHECK_ENDING: self.endings.check,
            a.ERASE_NOW: self.endings.erase_now,
            a.KEEP_CONNECTION: self.endings.keep,
            a.SWITCH_SELLER: self.endings.switch,
            re.compile("^(" + "|".join(_LINKS) + ")$"): _just_opened,
        }

    @property
    def _reminder_menu(self) -> Menu:
        return Menu(
            {
                a.SEND_LINK: self.stores.offer_link,
                a.REVOKE: self.endings.revoke,
                a.SNOOZE: self.reminders.snooze,
            }
        )

    @property
    def _submits(self) -> dict[str, Any]:
        return {
            a.PRE_SETUP_FORM: self.tasks.go_on,
            a.STORE_FORM: self.forms.submit,
            a.REASSIGN_FORM: self.reassign_stores.submit,
            a.SEND_LINK_FORM: self.stores.send_link,
            a.CHOOSE_CHANNEL_FORM: self.stores.place_card,
            a.REVOKE_FORM: self.endings.submit,
        }

    async def _user_changed(
        self, event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        workspace = context["authorize_result"]["installation"].workspace
        await self.directory.hear(client, workspace, event["user"])

    async def _uninstalled(self, body: dict[str, Any]) -> None:
        """Suspend a workspace by the event's team id: Bolt authorizes no uninstall events."""
        await self.workspaces.refused(body["team_id"], APP_UNINSTALLED, event_time(body))

    async def _tokens_revoked(self, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Suspend a workspace whose bot token was revoked; users' tokens are none of ours."""
        tokens = event.get("tokens")
        if isinstance(tokens, dict) and tokens.get("bot"):
            await self.workspaces.refused(body["team_id"], TOKEN_REVOKED, event_time(body))


def _input(field: Field) -> dict[str, str | re.Pattern[str]]:
    return {"action_id": a.VALUE, "block_id": field}


async def _just_opened(request: SlackRequest) -> None:
    """Acknowledge a press of a link button; the browser does the rest."""
    await request.ack()
