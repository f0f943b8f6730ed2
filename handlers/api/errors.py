"""Turn known failures into problem documents."""

from datetime import datetime, timedelta
from functools import singledispatch

from aiohttp import web

from amazon.errors import AmazonError, GrantGone
from domain.access_tokens import RETRY, TokenWithheld, Withheld
from domain.errors import AmazonSilent, KeyRefused, NotConnected, NothingThere
from views.api.problems import (
    NOT_FOUND,
    TOO_LARGE,
    UNAUTHORIZED,
    Problem,
    amazon_unavailable,
    bad_request,
    withheld_problem,
    wrong_method,
)


class ProblemRaised(Exception):
    """Carries the problem that a request is answered with."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


@singledispatch
def problem_of(_fault: Exception, _now: datetime) -> Problem | None:
    """Return the problem that describes a fault; None for an unforeseen one."""
    return None


@problem_of.register
def _(fault: ProblemRaised, _now: datetime) -> Problem | None:
    return fault.problem


@problem_of.register
def _(_fault: KeyRefused, _now: datetime) -> Problem | None:
    return UNAUTHORIZED


@problem_of.register
def _(_fault: NothingThere, _now: datetime) -> Problem | None:
    return NOT_FOUND


@problem_of.register
def _(_fault: NotConnected, _now: datetime) -> Problem | None:
    return withheld_problem(TokenWithheld(Withheld.NOT_CONNECTED))


@problem_of.register
def _(fault: TokenWithheld, _now: datetime) -> Problem | None:
    return withheld_problem(fault)


@problem_of.register
def _(_fault: GrantGone, _now: datetime) -> Problem | None:
    return withheld_problem(TokenWithheld(Withheld.DOUBTED))


@problem_of.register
def _(_fault: AmazonError, _now: datetime) -> Problem | None:
    return amazon_unavailable(_seconds(RETRY))


@problem_of.register
def _(fault: AmazonSilent, now: datetime) -> Problem | None:
    return amazon_unavailable(_seconds(RETRY if fault.until is None else fault.until - now))


@problem_of.register
def _(_fault: web.HTTPException, _now: datetime) -> Problem | None:
    return bad_request("request", "cannot be read")


@problem_of.register(web.RequestPayloadError)
@problem_of.register(ConnectionResetError)
def _(_fault: Exception, _now: datetime) -> Problem | None:
    return bad_request("body", "ended too early")


@problem_of.register
def _(_fault: web.HTTPNotFound, _now: datetime) -> Problem | None:
    return NOT_FOUND


@problem_of.register
def _(_fault: web.HTTPRequestEntityTooLarge, _now: datetime) -> Problem | None:
    return TOO_LARGE


@problem_of.register
def _(fault: web.HTTPMethodNotAllowed, _now: datetime) -> Problem | None:
    return wrong_method(fault.headers["Allow"])


def _seconds(span: timedelta) -> int:
    return max(1, round(span.total_seconds()))
