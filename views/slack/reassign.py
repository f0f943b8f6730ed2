"""Choosing who looks after stores, when somebody has left or hands theirs over."""

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


def left(say: Translator, found: LookedAfter) -> Message:
    """Ask who looks after the stores of somebody who left; once that is settled, tell so."""
    who = person(found.slack_user_id)
    if not found.has_left:
        text = say("{who} is back, so there is nothing to choose.", who=who)
        return Message(text, [section(f"✅ {text}")])
    if not found.total:
        text = say("{who} has left. Others look after the stores now.", who=who)
        return Message(text, [section(f"✅ {text}")])
    text = say("{who} is no longer active in this workspace.", who=who)
    blocks: list[Block] = [
        section(f"👋 {text} {_roles(say, found)}\n{_names(say, found)}"),
        section(say("Choose who looks after them now, so that reminders reach somebody.")),
        actions(button(say("Reassign"), a.REASSIGN, found.slack_user_id, style="primary")),
    ]
    return Message(text, blocks)


def reassign_modal(say: Translator, found: LookedAfter, asker: str) -> View:
    """Ask who takes a person's place; where that is somebody else, the asker is suggested."""
    suggested = asker if asker != found.slack_user_id else None
    lead = say("All stores of {who} move at once.", who=person(found.slack_user_id))
    blocks: list[Block] = [section(f"{lead} {_roles(say, found)}\n{_names(say, found)}")]
    if found.owned:
        blocks.append(
            InputBlock(
                block_id=Field.OWNER,
                label=plain(say("New owner")),
                element=UserSelectElement(action_id=a.VALUE, initial_user=suggested),
                hint=plain(say("Is reminded of renewals, and may end connections.")),
            )
        )
    backup = InputBlock(
        block_id=Field.BACKUP,
        label=plain(say("New backup")),
        element=UserSelectElement(action_id=a.VALUE),
        optional=True,
        hint=plain(say("For those of these stores that would have none; other backups stay.")),
    )
    return modal(
        say("Reassign stores"),
        [*blocks, backup],
        submit=say("Reassign"),
        close=say("Cancel"),
        callback_id=a.REASSIGN_FORM,
        private_metadata=found.slack_user_id,
    )


def reassigned_modal(say: Translator, moved: LookedAfter, to: Successors) -> View:
    text = say.many(
        "✅ {n} store of {who} is reassigned.",
        "✅ {n} stores of {who} are reassigned.",
        moved.total,
        who=person(moved.slack_user_id),
    )
    lines = [text]
    if moved.owned and to.owner:
        lines.append(say("New owner: {who}", who=person(to.owner)))
    if to.backup:
        lines.append(say("New backup, where there was none: {who}", who=person(to.backup)))
    blocks: list[Block] = [
        section("\n".join(lines)),
        context(say("Their cards follow in a moment; connections and reminders stay as they are.")),
    ]
    return modal(say("Reassign stores"), blocks, close=say("Done"))


def reassigned(say: Translator, facts: Mapping[str, Any]) -> Message:
    """Tell a new owner what they look after from now on."""
    text = say.many(
        "{by} made you the owner of {n} Amazon store that {who} looked after.",
        "{by} made you the owner of {n} Amazon stores that {who} looked after.",
        int(facts["owned"]),
        by=person(str(facts["by"])),
        who=person(str(facts["person"])),
    )
    how = say("I remind you of their renewals. `{command} list` shows them.", command=COMMAND)
    return Message(text, [section(f"🏪 {text}"), context(how)])


def _roles(say: Translator, found: LookedAfter) -> str:
    owned = say.many("the owner of {n} store", "the owner of {n} stores", found.owned)
    backed = say.many("the backup of {n} store", "the backup of {n} stores", found.backed)
    roles = [owned] * bool(found.owned) + [backed] * bool(found.backed)
    return say("They are {roles}:", roles=say.list_of(roles))


def _names(say: Translator, found: LookedAfter) -> str:
    names = [f"{words.flag(s.marketplace.country)} {escape(s.name)}" for s in found.stores]
    return say.list_of(_with_more(say, names, found.total))


def _with_more(say: Translator, names: Sequence[str], total: int) -> list[str]:
    more = total - len(names)
    return [*names, say.many("{n} more", "{n} more", more)] if more > 0 else list(names)
