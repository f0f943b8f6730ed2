"""Choices that come as people type: websites and attributes of Commerce."""

from dataclasses import dataclass

from commerce.port import Commerce
from domain.forms import Field
from handlers.slack.middleware import SlackRequest
from handlers.slack.store_form import choice_of
from views.slack.store_form import attribute_option, website_groups

MOST = 100
"""Options in one answer: Slack's limit."""


@dataclass(frozen=True)
class Options:
    commerce: Commerce

    async def __call__(self, asked: SlackRequest) -> None:
        """Offer what the field asks for; Bolt itself does not tell fields by their block."""
        offers = {Field.WEBSITE: self.websites, Field.ATTRIBUTE: self.attributes}
        await offers[Field(asked.body["block_id"])](asked)

    async def websites(self, asked: SlackRequest) -> None:
        typed = _typed(asked).casefold()
        offers = await self.commerce.websites()
        choices = [choice_of(offer) for offer in offers if typed in offer.website.name.casefold()]
        groups = website_groups(choices[:MOST])
        await asked.ack(option_groups=[group.to_dict() for group in groups])

    async def attributes(self, asked: SlackRequest) -> None:
        found = await self.commerce.attributes(_typed(asked), MOST)
        options = [attribute_option(attribute.code, attribute.label) for attribute in found]
        await asked.ack(options=[option.to_dict() for option in options])


def _typed(asked: SlackRequest) -> str:
    return str(asked.body.get("value") or "").strip()
