"""Options for type-ahead selects: Commerce's websites and attributes."""

from dataclasses import dataclass

from commerce.port import Commerce
from domain.forms import Field
from handlers.slack.middleware import SlackRequest
from handlers.slack.store_form import choice_of
from views.slack.store_form import attribute_option, website_groups

MOST = 100
"""Options in one response: Slack's limit."""


@dataclass(frozen=True)
class Options:
    """Answers Slack's requests for a select's options, where there is a Commerce catalog."""

    commerce: Commerce

    async def __call__(self, request: SlackRequest) -> None:
        """Answer by field: Bolt does not tell fields apart by their block."""
        offers = {Field.WEBSITE: self.websites, Field.ATTRIBUTE: self.attributes}
        await offers[Field(request.body["block_id"])](request)

    async def websites(self, request: SlackRequest) -> None:
        typed = _typed(request).casefold()
        offers = await self.commerce.websites()
        choices = [choice_of(offer) for offer in offers if typed in offer.website.name.casefold()]
        groups = website_groups(choices[:MOST])
        await request.ack(option_groups=[group.to_dict() for group in groups])

    async def attributes(self, request: SlackRequest) -> None:
        found = await self.commerce.attributes(_typed(request), MOST)
        options = [attribute_option(attribute.code, attribute.label) for attribute in found]
        await request.ack(options=[option.to_dict() for option in options])


def _typed(request: SlackRequest) -> str:
    return str(request.body.get("value") or "").strip()
