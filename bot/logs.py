"""Logs: one line for each event, with secrets masked, whoever logs them."""

import logging
import re
import sys
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_SECRETS = re.compile(
    r"(Atz[ra]\||asb_|xox[a-z]-|xapp-|amzn1\.oa2-cs\.|spapi_oauth_code=|whsec_|/connect/)[^\s\"'&<>\\]+"
)


def mask(logger: WrappedLogger, name: str, line: Any) -> str:
    """Mask what follows the known prefixes of tokens, secrets, codes and connect links."""
    del logger, name
    return _SECRETS.sub(r"\1…", str(line))


def set_up_logs(log_format: Literal["console", "json"]) -> None:
    """Send our own lines and the libraries' through the same processors, to standard error.

    Except aiohttp's about requests that it cannot parse, because they repeat the request. We log
    what fails in answering a request ourselves.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _renderer(log_format),
                mask,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("apscheduler", "slack_sdk", "httpx2", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)  # its warnings repeat whole requests


def _renderer(log_format: Literal["console", "json"]) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer()
    return _console


def _console(logger: WrappedLogger, name: str, event: EventDict) -> str:
    del logger, name
    exception = event.pop("exception", None)
    head = f"{event.pop('timestamp')} {event.pop('level'):<7} {event.pop('event')}"
    event.pop("logger", None)
    facts = " ".join(f"{key}={value}" for key, value in event.items())
    return "\n".join(part for part in (f"{head} {facts}".rstrip(), exception) if part)
