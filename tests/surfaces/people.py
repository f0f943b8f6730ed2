"""Messages about people's stores, and about mails to a contact."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.views import View

from domain.reassign import LookedAfter, Successors
from tests.surfaces.data import MAILED, MANAGE, NASTY, NASTY_STORE, STORE, URL, longest
from views.slack.answers import store_modal
from views.slack.block_kit import Message
from views.slack.contact_mails import link_mailed, mail_refused
from views.slack.reassign import left, reassign_modal, reassigned, reassigned_modal

LEAVER = LookedAfter(slack_user_id="U0DANA0001", has_left=True, owned=2, backed=1, stores=[STORE])
NASTY_LEAVER = replace(LEAVER, slack_user_id="U" * 32, owned=10**6, stores=[NASTY_STORE] * 5)
SUCCESSORS = Successors("U0BEN00001", "U0SVEN0001")
RELIEVED = {"person": "U0DANA0001", "by": "U0ANNA0001", "owned": 3}
REFUSED_MAIL = {"email": NASTY_STORE.email, "reason": longest(NASTY, 200)}
SHOWN: Sequence[tuple[str, Callable[..., Message | View], tuple[Any, ...], dict[str, Any]]] = [
    ("mails on", store_modal, (MAILED, URL, MANAGE), {"can_mail": True}),
    ("nasty", link_mailed, (NASTY_STORE.email,), {}),
    ("nasty", mail_refused, (NASTY_STORE, REFUSED_MAIL), {}),
    ("plain", left, (LEAVER,), {}),
    ("nasty", left, (NASTY_LEAVER,), {}),
    ("back again", left, (replace(LEAVER, has_left=False),), {}),
    ("settled", left, (replace(LEAVER, owned=0, backed=0, stores=[]),), {}),
    ("plain", reassign_modal, (LEAVER, "U0ANNA0001"), {}),
    ("nasty", reassign_modal, (NASTY_LEAVER, "U" * 32), {}),
    ("backup only", reassign_modal, (replace(LEAVER, owned=0), "U0ANNA0001"), {}),
    ("plain", reassigned_modal, (LEAVER, SUCCESSORS), {}),
    ("nasty", reassigned_modal, (NASTY_LEAVER, Successors("U" * 32, None)), {}),
    ("plain", reassigned, (RELIEVED,), {}),
]
