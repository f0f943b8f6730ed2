"""Amazon's own error pages, by their codes."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ErrorPage:
    """`code` is empty where Amazon's own is not known."""

    code: str
    title: str
    text: str
    status: int = 400


class Refusal(Exception):
    def __init__(self, page: ErrorPage) -> None:
        super().__init__(page.title)
        self.page = page


WRONG_ID: Final = ErrorPage(
    "MD1000",
    "The application id is not valid",
    "The address carries something else than an application id, for example the LWA client id.",
)
WRONG_VERSION: Final = ErrorPage(
    "MD1000",
    "The application cannot be authorized this way",
    "A draft is authorized with version=beta, a published application without it.",
)
NO_CONSENT: Final = ErrorPage(
    "MD1000",
    "The application cannot be authorized this way",
    "A private application has no consent page. Its company authorizes it under Develop Apps.",
)
NOT_FOUND: Final = ErrorPage(
    "MD4100", "Application not found", "There is no application of this id.", 404
)
NOT_FILLED_IN: Final = ErrorPage(
    "MD9100",
    "The application is not set up for authorization",
    "Its login URI or its redirect URI is not filled in.",
)
FRAGMENT: Final = ErrorPage(
    "MD5110", "The redirect URI is not valid", "A redirect URI must not have a “#” in it."
)
NOT_REGISTERED: Final = ErrorPage(
    "MD5101",
    "The redirect URI is not registered",
    "The address to return to is none of those that were registered for this application.",
)
NOT_PRIMARY: Final = ErrorPage(
    "SPDC8143",
    "Only the primary user can do this",
    "You are signed in as a secondary user of this account. Ask its primary user, or have them "
    "give you the permission Manage Authorized Partners.",
    403,
)
CONSENT_LIMIT: Final = ErrorPage(
    "CONSENT_LIMIT_REACHED",
    "The application has reached its limit of sellers",
    "An application that is not listed in the Appstore may be authorized by 25 sellers.",
    403,
)
SELF_AUTHORIZATION_LIMIT: Final = ErrorPage(
    "",
    "This application has its 10 authorizations",
    "A private application can be authorized for ten selling accounts.",
    403,
)
STALE_START: Final = ErrorPage(
    "",
    "This way back to Amazon is not valid any more",
    "Its amazon_state is unknown, used already, or belongs to another account. Start again from "
    "Manage Your Apps.",
)
