"""Reassign all of one person's stores."""

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
    """Opens and submits the form that reassigns a person's stores."""

    stores: ReassignStores
    directory: Directory

    async def offer(self, request: SlackRequest) -> None:
        """Ask who takes over a person's stores; the button's value is that person's id."""
        await request.ack()
        found = await self.stores.offered(request.person, request.action["value"])
        modal = reassign_modal(request.t, found, request.person.slack_user_id)
        in_modal = "view" in request.body
        show = request.client.views_push if in_modal else request.client.views_open
        await show(trigger_id=request.trigger_id, view=modal)

    async def submit(self, request: SlackRequest) -> None:
        """Reassign the stores, or show next to each field what is wrong with it."""
        filled = fields_of(request.body["view"])
        to = Successors(filled.get(Field.OWNER) or None, filled.get(Field.BACKUP) or None)
        try:
            moved = await self._move(request, to)
        except FormRefused as refused:
            errors = {str(f): problem(request.t, p) for f, p in refused.problems.items()}
            await request.ack(response_action="errors", errors=errors)
        except AlreadyHandled:
            await request.ack(response_action="clear")
        else:
            done = reassigned_modal(request.t, moved, to)
            await request.ack(response_action="update", view=done.to_dict())

    async def _move(self, request: SlackRequest, to: Successors) -> LookedAfter:
        workspace = request.installation.workspace
        chosen = {Field.OWNER: to.owner or "", Field.BACKUP: to.backup or ""}
        problems = await self.directory.not_members(request.client, workspace, chosen)
        if problems:
            raise FormRefused(problems)
        person = request.body["view"]["private_metadata"]
        return await self.stores.reassign(request.person, request.submit_key, person, to)
