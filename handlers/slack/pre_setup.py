"""The pre-setup tasks in Slack."""

from dataclasses import dataclass

from domain.presetup import PreSetupTask
from handlers.slack.middleware import SlackRequest
from handlers.slack.store_form import StoreForms
from services.stores.pre_setup import PreSetupTasks
from views.slack.pre_setup import tasks_modal

_CHANNEL_PREFIXES = ("C", "G")


@dataclass(frozen=True)
class PreSetup:
    tasks: PreSetupTasks
    forms: StoreForms

    async def add_store(self, asked: SlackRequest) -> None:
        """Open the form, or before a workspace's first store the tasks."""
        await asked.ack()
        setup = await self.tasks.of(asked.person)
        if setup.has_stores:
            view = await self.forms.empty(asked)
        else:
            view = tasks_modal(asked.say, setup.ticked, _typed_in(asked), is_first=True)
        await asked.client.views_open(trigger_id=asked.trigger_id, view=view)

    async def show(self, asked: SlackRequest) -> None:
        await asked.ack()
        setup = await self.tasks.of(asked.person)
        is_first = not setup.has_stores
        view = tasks_modal(asked.say, setup.ticked, _typed_in(asked), is_first=is_first)
        await asked.client.views_open(trigger_id=asked.trigger_id, view=view)

    async def tick(self, asked: SlackRequest) -> None:
        """Keep a tick as soon as it is made."""
        await asked.ack()
        task = PreSetupTask(asked.action["block_id"])
        done = bool(asked.action.get("selected_options"))
        await self.tasks.tick(asked.person, task, done=done)

    async def go_on(self, asked: SlackRequest) -> None:
        """Put the form in the tasks' place; Slack fills in a channel by itself only at opening."""
        channel = asked.body["view"]["private_metadata"]
        view = await self.forms.empty(asked, channel or None)
        await asked.ack(response_action="update", view=view.to_dict())


def _typed_in(asked: SlackRequest) -> str:
    """Return the Slack channel where the command was typed; empty elsewhere."""
    channel = str(asked.body.get("channel_id", ""))
    return channel if channel.startswith(_CHANNEL_PREFIXES) else ""
