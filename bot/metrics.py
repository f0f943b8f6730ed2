"""Metrics for Prometheus: counts and sums without names, on a listener of their own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from amazon.application_health import ApplicationHealth
from domain.clock import Clock
from scheduler.messages.delivery import Delivery
from scheduler.sweep_times import SweepTimes
from scheduler.webhooks.delivery import WebhookDelivery
from services.operations.status import ReadStatus
from slack_api.client import SlackAnswers

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_PREFIX = "amazon_store_bot_"
_WORD = re.compile(r"[A-Za-z0-9_]{0,40}", re.ASCII)
"""The form of a reason that may be a label; all others are one."""


@dataclass(frozen=True, eq=False)
class Tallies(Collector):
    """Counts of this process since its start."""

    delivery: Delivery
    slack: SlackAnswers
    amazon: ApplicationHealth
    sweeps: SweepTimes
    webhook_delivery: WebhookDelivery

    def collect(self) -> Iterator[Metric]:
        outcomes = ((*pair, count) for pair, count in self.delivery.outcomes.items())
        yield _counter("messages", "Messages to Slack", ("outcome", "reason"), outcomes)
        webhooks = ((*pair, count) for pair, count in self.webhook_delivery.outcomes.items())
        yield _counter("webhooks", "Events sent to receivers", ("outcome", "reason"), webhooks)
        slack = self.slack.answers.items()
        yield _counter("slack_answers", "Answers of Slack's", ("kind",), slack)
        amazon = ((*pair, count) for pair, count in self.amazon.answers.items())
        yield _counter("amazon_answers", "Answers of Amazon's", ("api", "kind"), amazon)
        failures = self.sweeps.failures.items()
        yield _counter("sweep_failures", "Sweeps that failed", ("sweep",), failures)
        yield self._sweeps()

    def _sweeps(self) -> Metric:
        told = "Seconds that sweeps took"
        family = SummaryMetricFamily(f"{_PREFIX}sweep_seconds", told, labels=("sweep",))
        for name, runs in self.sweeps.runs.items():
            family.add_metric([name], runs, self.sweeps.seconds[name])
        return family


@dataclass(frozen=True, eq=False)
class State(Collector):
    """What the database says at the moment of a scrape."""

    gauges: Mapping[str, tuple[str, float]]

    def collect(self) -> Iterator[Metric]:
        for name, (told, value) in self.gauges.items():
            yield GaugeMetricFamily(f"{_PREFIX}{name}", told, value)


@dataclass(frozen=True)
class Metrics:
    """Serves `/metrics`: the counts of this process and the state of the database."""

    tallies: Tallies
    examine: ReadStatus
    clock: Clock

    async def page(self, _request: web.Request) -> web.Response:
        registry = CollectorRegistry()
        registry.register(self.tallies)
        registry.register(State(await self._gauges()))
        ProcessCollector(registry=registry)
        headers = {"Content-Type": CONTENT_TYPE_LATEST}
        return web.Response(body=generate_latest(registry), headers=headers)

    async def _gauges(self) -> Mapping[str, tuple[str, float]]:
        try:
            return {**await self._read(), "database_up": ("Whether the database answers", 1)}
        except (SQLAlchemyError, OSError) as fault:
            log.warning("the database cannot be asked for metrics", reason=type(fault).__name__)
            return {"database_up": ("Whether the database answers", 0)}

    async def _read(self) -> dict[str, tuple[str, float]]:
        owed, late = await self.examine.owed(), await self.examine.late()
        age = (self.clock() - owed.oldest).total_seconds() if owed.oldest else 0
        suspended = len(await self.examine.suspended())
        disabled = len(await self.examine.disabled_endpoints())
        undelivered = await self.examine.undelivered()
        return {
            "owed_messages": ("Messages owed to Slack", owed.messages),
            "oldest_owed_seconds": ("Age of the oldest message owed", age),
            "undelivered_messages": ("Told to nobody in the last 30 days", undelivered),
            "suspended_workspaces": ("Workspaces whose token Slack refuses", suspended),
            "late_checks": ("Checks more than an hour late", late.checks),
            "late_reminders": ("Reminders more than an hour late", late.reminders),
            "late_lanes": ("Slack channels more than an hour late", late.lanes),
            "late_webhooks": ("Webhooks more than an hour late", late.webhooks),
            "disabled_endpoints": ("Receivers of webhooks that are disabled", disabled),
        }


def build_metrics(metrics: Metrics) -> web.Application:
    app = web.Application()
    app.router.add_get("/metrics", metrics.page, allow_head=False)
    return app


def _counter(
    name: str, told: str, labels: tuple[str, ...], counted: Iterable[tuple[*tuple[str, ...], int]]
) -> Metric:
    family = CounterMetricFamily(f"{_PREFIX}{name}", told, labels=labels)
    for *words, count in counted:
        family.add_metric([_label(word) for word in words], count)
    return family


def _label(word: object) -> str:
    return str(word) if _WORD.fullmatch(str(word)) else "other"
