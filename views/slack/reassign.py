"""Choose who looks after stores when somebody has left or hands theirs over."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, UserSelectElement
from slack_sdk.models.views import View

from domain.forms import Field
from domain.reassign import LookedAfter, Successors
from views import words
from views.language import Translator
from views.slack import actions as a
from views.slack.actions import COMMAND
from views.slack.block_kit import (
    Message,
    actions,
    button,
    context,
    escape,
    modal,
    person,
    plain,
    section,
)


def left(t: Translator, found: LookedAfter) -> Message:
    """Ask who takes over the stores of somebody who left; once settled, say so."""
    who = person(found.slack_user_id)
    if not found.has_left:
        text = t("{who} is back, so there is nothing to choose.", who=who)
        return Message(text, [section(f"✅ {text}")])
    if not found.total:
        text = t("{who} has left. Others look after the stores now.", who=who)
        return Message(text, [section(f"✅ {text}")])
    text = t("{who} is no longer active in this workspace.", who=who)
    blocks: list[Block] = [
        section(f"👋 {text} {_roles(t, found)}\n{_names(t, found)}"),
        section(t("Choose who looks after them now, so that reminders reach somebody.")),
        actions(button(t("Reassign"), a.REASSIGN, found.slack_user_id, style="primary")),
    ]
    return Message(text, blocks)


def reassign_modal(t: Translator, found: LookedAfter, asker: str) -> View:
    """Ask who takes over from a person; if that is not the user, suggest the user."""
    suggested = asker if asker != found.slack_user_id else None
    lead = t("All stores of {who} move at once.", who=person(found.slack_user_id))
    blocks: list[Block] = [section(f"{lead} {_roles(t, found)}\n{_names(t, found)}")]
    if found.owned:
        blocks.append(
            InputBlock(
                block_id=Field.OWNER,
                label=plain(t("New owner")),
                element=UserSelectElement(action_id=a.VALUE, initial_user=suggested),
                hint=plain(t("Is reminded of renewals, and may end connections.")),
            )
        )
    backup = InputBlock(
        block_id=Field.BACKUP,
        label=plain(t("New backup")),
        element=UserSelectElement(action_id=a.VALUE),
        optional=True,
        hint=plain(t("For those of these stores that would have none; other backups stay.")),
    )
    return modal(
        t("Reassign stores"),
        [*blocks, backup],
        submit=t("Reassign"),
        close=t("Cancel"),
        callback_id=a.REASSIGN_FORM,
        private_metadata=found.slack_user_id,
    )


def reassigned_modal(t: Translator, moved: LookedAfter, to: Successors) -> View:
    text = t.plural(
        "✅ {n} store of {who} is reassigned.",
        "✅ {n} stores of {who} are reassigned.",
        moved.total,
        who=person(moved.slack_user_id),
    )
    lines = [text]
    if moved.owned and to.owner:
        lines.append(t("New owner: {who}", who=person(to.owner)))
    if to.backup:
        lines.append(t("New backup, where there was none: {who}", who=person(to.backup)))
    blocks: list[Block] = [
        section("\n".join(lines)),
        context(t("Their cards follow in a moment; connections and reminders stay as they are.")),
    ]
    return modal(t("Reassign stores"), blocks, close=t("Done"))


def reassigned(t: Translator, facts: Mapping[str, Any]) -> Message:
    """Tell a new owner which stores they look after from now on."""
    text = t.plural(
        "{by} made you the owner of {n} Amazon store that {who} looked after.",
        "{by} made you the owner of {n} Amazon stores that {who} looked after.",
        int(facts["owned"]),
        by=person(str(facts["by"])),
        who=person(str(facts["person"])),
    )
    how = t("I remind you of their renewals. `{command} list` shows them.", command=COMMAND)
    return Message(text, [section(f"🏪 {text}"), context(how)])


def _roles(t: Translator, found: LookedAfter) -> str:
    owned = t.plural("the owner of {n} store", "the owner of {n} stores", found.owned)
    backed = t.plural("the backup of {n} store", "the backup of {n} stores", found.backed)
    roles = [owned] * bool(found.owned) + [backed] * bool(found.backed)
    return t("They are {roles}:", roles=t.list_of(roles))


def _names(t: Translator, found: LookedAfter) -> str:
    names = [f"{words.flag(s.marketplace.country)} {escape(s.name)}" for s in found.stores]
    return t.list_of(_with_more(t, names, found.total))


def _with_more(t: Translator, names: Sequence[str], total: int) -> list[str]:
    more = total - len(names)
    return [*names, t.plural("{n} more", "{n} more", more)] if more > 0 else list(names)
