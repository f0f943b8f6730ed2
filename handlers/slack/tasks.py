"""The pre-setup tasks in Slack."""

from dataclasses import dataclass

from domain.presetup import PreSetupTask
from handlers.slack.asking import Asked
from handlers.slack.store_form import StoreForms, slack_channel_of
from services.presetup import PreSetupTasks
from views.tasks import tasks_modal


@dataclass(frozen=True)
class Tasks:
    tasks: PreSetupTasks
    forms: StoreForms

    async def add_store(self, asked: Asked) -> None:
        """Open the form, or before a workspace's first store the tasks."""
        await asked.ack()
        setup = await self.tasks.of(asked.person)
        channel = slack_channel_of(asked.body)
        if setup.has_stores:
            view = await self.forms.empty(asked, channel)
        else:
            view = tasks_modal(asked.say, setup.ticked, channel, is_first=True)
        await asked.client.views_open(trigger_id=asked.trigger_id, view=view)

    async def show(self, asked: Asked) -> None:
        await asked.ack()
        setup = await self.tasks.of(asked.person)
        channel = slack_channel_of(asked.body)
        view = tasks_modal(asked.say, setup.ticked, channel, is_first=not setup.has_stores)
        await asked.client.views_open(trigger_id=asked.trigger_id, view=view)

    async def tick(self, asked: Asked) -> None:
        """Keep a tick as soon as it is made."""
        await asked.ack()
        task = PreSetupTask(asked.action["block_id"])
        done = bool(asked.action.get("selected_options"))
        await self.tasks.tick(asked.person, task, done=done)

    async def go_on(self, asked: Asked) -> None:
        """Put the form in the tasks' place."""
        channel = asked.body["view"]["private_metadata"]
        view = await self.forms.empty(asked, channel)
        await asked.ack(response_action="update", view=view.to_dict())
