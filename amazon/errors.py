"""What Amazon answers instead of what was asked for.

AmazonError
├── GrantGone             this seller's token is not honoured any more
├── CodeRefused           the code of a consent expired, was used, or is mangled
├── ApplicationRefused    our application's own credentials or request are refused, for everyone
├── AccessDenied          SP-API refuses this call; alone it never means that a grant is gone
└── AmazonUnavailable     busy, down, silent, or not making sense: to be asked again later
"""


class AmazonError(Exception):
    """`code` and `details` are Amazon's own words; neither holds a token."""

    def __init__(self, code: str, details: str = "") -> None:
        super().__init__(f"{code} {details}".strip())
        self.code = code
        self.details = details


class GrantGone(AmazonError):
    """LWA: 400 `invalid_grant` on a refresh."""


class CodeRefused(AmazonError):
    """LWA: 400 `invalid_grant` on the exchange of a code."""


class ApplicationRefused(AmazonError):
    """LWA: `invalid_client`, `unauthorized_client`, or what only a fault of ours brings about.

    SP-API: 403 with "The LWA secret token you provided has expired.".
    """


class AccessDenied(AmazonError):
    """SP-API: 400, 401, 403 or 404. `details` tells apart what `code` does not."""


class AmazonUnavailable(AmazonError):
    """429, 5xx, a time-out, no connection, or an answer that cannot be read."""
