"""The Home tab: what this is, the stores, and how to add one."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from domain.stores import StorePage
from views.language import Translator
from views.slack import actions as a
from views.slack.actions import COMMAND
from views.slack.answers import store_row
from views.slack.block_kit import actions, button, context, header, section
from views.slack.paging import page_buttons


def home_view(t: Translator, found: StorePage) -> View:
    """Render one page of the stores; without any, how to begin."""
    add = button(t("Add a store"), a.ADD_STORE, "home", style="primary")
    blocks: list[Block] = [
        header(t("Your Amazon stores")),
        section(t("I connect your Adobe Commerce stores to Amazon and keep them connected.")),
        actions(add, button(t("Pre-setup tasks"), a.SHOW_TASKS, "home")),
    ]
    if found.stores:
        blocks.append(section(f"*{t.plural('{n} store', '{n} stores', found.total)}*"))
        blocks += [store_row(t, store) for store in found.stores]
        blocks += page_buttons(t, found, a.HOME_PAGE)
    else:
        blocks.append(section(t("There are no stores yet.")))
    blocks.append(context(t("`{command} help` lists what I can do.", command=COMMAND)))
    return View(type="home", blocks=blocks)


def closed_home(t: Translator) -> View:
    """Explain to guests and people of other organizations why they see nothing here."""
    text = t("Only members of this workspace can see its stores here.")
    return View(type="home", blocks=[section(text)])
