"""The pre-setup tasks in Slack."""

from dataclasses import dataclass

from domain.pre_setup import PreSetupTask
from handlers.slack.middleware import SlackRequest
from handlers.slack.store_form import StoreForms
from services.stores.pre_setup import PreSetupTasks
from views.slack.pre_setup import tasks_modal

_CHANNEL_PREFIXES = ("C", "G")


@dataclass(frozen=True)
class PreSetup:
    """Shows the pre-setup tasks and saves their ticks; `/amazon-store add` begins here."""

    tasks: PreSetupTasks
    forms: StoreForms

    async def add_store(self, request: SlackRequest) -> None:
        """Open the form; before a workspace's first store, open the tasks."""
        await request.ack()
        setup = await self.tasks.of(request.person)
        if setup.has_stores:
            view = await self.forms.empty(request)
        else:
            view = tasks_modal(request.t, setup.ticked, _typed_in(request), is_first=True)
        await request.client.views_open(trigger_id=request.trigger_id, view=view)

    async def show(self, request: SlackRequest) -> None:
        await request.ack()
        setup = await self.tasks.of(request.person)
        is_first = not setup.has_stores
        view = tasks_modal(request.t, setup.ticked, _typed_in(request), is_first=is_first)
        await request.client.views_open(trigger_id=request.trigger_id, view=view)

    async def tick(self, request: SlackRequest) -> None:
        """Save a tick at once."""
        await request.ack()
        task = PreSetupTask(request.action["block_id"])
        done = bool(request.action.get("selected_options"))
        await self.tasks.tick(request.person, task, done=done)

    async def go_on(self, request: SlackRequest) -> None:
        """Replace the tasks with the form; Slack prefills a channel only in a newly opened view."""
        channel = request.body["view"]["private_metadata"]
        view = await self.forms.empty(request, channel or None)
        await request.ack(response_action="update", view=view.to_dict())


def _typed_in(request: SlackRequest) -> str:
    """Return the Slack channel where the command was typed; empty elsewhere."""
    channel = str(request.body.get("channel_id", ""))
    return channel if channel.startswith(_CHANNEL_PREFIXES) else ""
