"""Buttons for the previous and next page."""

from typing import Protocol

from slack_sdk.models.blocks import Block

from views.language import Translator
from views.slack.block_kit import actions, button, context


class Paged(Protocol):
    """One page of a list, counted from 0; `words` are the search terms."""

    @property
    def page(self) -> int: ...

    @property
    def pages(self) -> int: ...

    @property
    def words(self) -> str: ...


def page_buttons(t: Translator, found: Paged, action_id: str) -> list[Block]:
    """Offer the previous and next page, where there are any."""
    if found.pages == 1:
        return []
    place = t("Page {page} of {pages}", page=found.page + 1, pages=found.pages)
    buttons = []
    if found.page > 0:
        previous = f"{action_id}:previous"
        buttons.append(button(t("Previous"), previous, _page_value(found, found.page - 1)))
    if found.page + 1 < found.pages:
        following = f"{action_id}:next"
        buttons.append(button(t("Next"), following, _page_value(found, found.page + 1)))
    return [context(place), actions(*buttons)]


def _page_value(found: Paged, page: int) -> str:
    return f"{page}:{found.words}"[:2000]
