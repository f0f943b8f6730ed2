"""`python -m bench.usual_way [FEW MANY]`: what the sweeps of `bench.sweeps` stand beside.

The usual way to do something once for each store is a job of its own in a scheduler: here
APScheduler with its SQLAlchemy job store, both as they come. The jobs do nothing.
"""

import logging
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import insert, text

from bench.databases import open_databases
from bench.figures import Figure, show
from bot.clock import system_clock

FEW, MANY = 10_000, 100_000
ADDED = 2_000
"""Jobs that are added one by one; the others are put in at once, for that would take minutes."""
DUE = 1_000
TICKS = 100
_LATER = timedelta(days=30)
_A_STOP = timedelta(minutes=1)
"""How long nothing ran when the jobs came due."""
_USUAL_GRACE = 1
"""Seconds; APScheduler's default `misfire_grace_time`."""


class Jobs(BaseScheduler):  # type: ignore[misc]  # APScheduler tells no types
    """APScheduler's scheduler, which looks for due jobs only when it is told to."""

    def __init__(self, url: str) -> None:
        super().__init__(timezone=UTC)
        self.table = SQLAlchemyJobStore(url=url.replace("+aiosqlite", ""))
        self.ended: Counter[int] = Counter()
        self.add_jobstore(self.table)
        self.add_listener(self._note, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)

    def wakeup(self) -> None:
        """Do nothing: others would look for due jobs after each that is added."""

    def shutdown(self) -> None:
        """Let the jobs that run end."""
        super().shutdown(wait=True)

    def tick(self) -> None:
        """Start the jobs that are due, and look when the next will be."""
        self._process_jobs()

    def put_in(self, numbers: range, at: datetime, grace: int | None) -> None:
        """Put in one job a store, all at once; one later than `grace` seconds is missed."""
        rows = [self._row(number, at, grace) for number in numbers]
        with self.table.engine.begin() as connection:
            connection.execute(insert(self.table.jobs_t), rows)
            connection.execute(text("ANALYZE"))

    def _row(self, number: int, at: datetime, grace: int | None) -> Mapping[str, object]:
        job = Job(
            self,
            id=_name(number),
            name="remind",
            func=remind,
            args=(number,),
            kwargs={},
            trigger=DateTrigger(at),
            executor="default",
            misfire_grace_time=grace,
            coalesce=True,
            max_instances=1,
            next_run_time=at,
        )
        state = pickle.dumps(job.__getstate__())
        return {"id": job.id, "next_run_time": at.timestamp(), "job_state": state}

    def _note(self, event: JobExecutionEvent) -> None:
        self.ended[event.code] += 1


def remind(_store: int) -> None:
    """Do nothing for a store."""


def of_database(database: str, new: Callable[[], str], few: int, many: int) -> Sequence[Figure]:
    """Measure few and many jobs in a database of their own each."""
    small, large = _measured(new(), few), _measured(new(), many)
    figures = []
    for what, took in large.items():
        figures += [
            Figure(f"{what}, {many:,} jobs", database, took, "ms"),
            Figure(f"… of that with {few:,}", database, took / small[what]),
        ]
    return [*figures, _missed(database, new())]


def _measured(url: str, stores: int) -> Mapping[str, float]:
    """Return milliseconds by what took them."""
    jobs = _begun(url)
    at = system_clock() + _LATER
    jobs.put_in(range(ADDED, stores), at, None)
    added = _took(lambda: _add(jobs, range(ADDED), at)) / ADDED
    jobs.shutdown()
    restarted = _took(lambda: _begun(url).shutdown())
    jobs = _begun(url)
    idle = median([_took(jobs.tick) for _ in range(TICKS)])
    jobs.put_in(range(stores, stores + DUE), system_clock() - _A_STOP, None)
    fired = _took(lambda: _fire(jobs))
    assert jobs.ended == {EVENT_JOB_EXECUTED: DUE}
    return {
        "Adding one": added,
        "Restarting": restarted,
        "An idle tick": idle,
        f"Firing {DUE:,}": fired,
    }


def _missed(database: str, url: str) -> Figure:
    """Count what is never done when jobs come due while nothing runs, by the defaults."""
    jobs = _begun(url)
    jobs.put_in(range(DUE), system_clock() - _A_STOP, _USUAL_GRACE)
    _fire(jobs)
    what = f"Of {DUE:,} that came due in a stop of a minute, missed by default"
    return Figure(what, database, jobs.ended[EVENT_JOB_MISSED])


def _begun(url: str) -> Jobs:
    """Start a scheduler, as a process does; it has looked once when it is returned."""
    jobs = Jobs(url)
    jobs.start()
    jobs.tick()
    return jobs


def _add(jobs: Jobs, numbers: range, at: datetime) -> None:
    for number in numbers:
        jobs.add_job(remind, DateTrigger(at), (number,), id=_name(number))


def _fire(jobs: Jobs) -> None:
    """Start what is due, and wait until all of it has ended."""
    jobs.tick()
    jobs.shutdown()


def _name(number: int) -> str:
    return f"store-{number}"


def _took(run: Callable[[], None]) -> float:
    started = perf_counter()
    run()
    return (perf_counter() - started) * 1000


def measure(few: int, many: int) -> Sequence[Figure]:
    with open_databases() as databases:
        return [
            *of_database("SQLite", databases.sqlite, few, many),
            *of_database("PostgreSQL", databases.postgresql, few, many),
        ]


if __name__ == "__main__":
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    sizes = [int(size) for size in sys.argv[1:]] or [FEW, MANY]
    show(measure(*sizes))
