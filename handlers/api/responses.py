"""Responses to sync programs: JSON, conditional requests and problems."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import ETag, web

from views.api.problems import Problem

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PRIVATE = {"Cache-Control": "private, no-cache"}
_NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""Source: RFC 6749, section 5.1, for every answer that holds a token."""


def given(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Answer with something that no cache may keep, such as a token."""
    return _response(status, _JSON(body), "application/json", {**_NEVER_KEPT, **(headers or {})})


def read(
    request: web.Request, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> web.Response:
    """Answer with what was asked for, or 304 where it is unchanged (RFC 9110, section 13.1.2)."""
    text = _JSON(body)
    tag = hashlib.sha256(text.encode()).hexdigest()[:32]
    known = request.if_none_match or ()
    is_known = any(each.value in {tag, "*"} for each in known)
    answer = web.Response(status=304) if is_known else _response(200, text, "application/json", {})
    answer.headers.update({**_PRIVATE, **(headers or {})})
    answer.etag = ETag(tag)
    return answer


def refused(problem: Problem, documents: str) -> web.Response:
    """Answer with a problem document (RFC 9457)."""
    headers = dict(_NEVER_KEPT)
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="amazon-store-bot"'
    if problem.status == 405:
        headers["Allow"] = str(problem.members["allow"])
    text = _JSON(problem.json(documents))
    return _response(problem.status, text, "application/problem+json", headers)


def _response(
    status: int, text: str, content_type: str, headers: Mapping[str, str]
) -> web.Response:
    return web.Response(
        status=status,
        body=text.encode(),
        headers={"Content-Type": content_type, **headers},
    )
