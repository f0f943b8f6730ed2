"""Handing all of one person's stores over, at the press of a button."""

from dataclasses import dataclass

from domain.errors import AlreadyHandled
from domain.forms import Field, FormRefused
from domain.reassign import LookedAfter, Successors
from handlers.slack.directory import Directory
from handlers.slack.form_values import fields_of
from handlers.slack.middleware import SlackRequest
from services.workspace.reassign import ReassignStores
from views.slack.reassign import reassign_modal, reassigned_modal
from views.words import problem


@dataclass(frozen=True)
class ReassignForms:
    stores: ReassignStores
    directory: Directory

    async def offer(self, asked: SlackRequest) -> None:
        """Ask who looks after a person's stores from now on; the button's value is their id."""
        await asked.ack()
        found = await self.stores.offered(asked.person, asked.action["value"])
        modal = reassign_modal(asked.say, found, asked.person.slack_user_id)
        in_modal = "view" in asked.body
        show = asked.client.views_push if in_modal else asked.client.views_open
        await show(trigger_id=asked.trigger_id, view=modal)

    async def submit(self, asked: SlackRequest) -> None:
        """Hand the stores over, or say beside each field what is wrong there."""
        filled = fields_of(asked.body["view"])
        to = Successors(filled.get(Field.OWNER) or None, filled.get(Field.BACKUP) or None)
        try:
            moved = await self._move(asked, to)
        except FormRefused as refused:
            errors = {str(f): problem(asked.say, p) for f, p in refused.problems.items()}
            await asked.ack(response_action="errors", errors=errors)
        except AlreadyHandled:
            await asked.ack(response_action="clear")
        else:
            done = reassigned_modal(asked.say, moved, to)
            await asked.ack(response_action="update", view=done.to_dict())

    async def _move(self, asked: SlackRequest, to: Successors) -> LookedAfter:
        workspace = asked.installation.workspace
        chosen = {Field.OWNER: to.owner or "", Field.BACKUP: to.backup or ""}
        problems = await self.directory.not_members(asked.client, workspace, chosen)
        if problems:
            raise FormRefused(problems)
        person = asked.body["view"]["private_metadata"]
        return await self.stores.reassign(asked.person, person, to, asked.submit_key)
