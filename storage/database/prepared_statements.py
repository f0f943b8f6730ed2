"""Statements that PostgreSQL keeps prepared, where no pooler stands between.

To plan a hand-out's look-up over six tables takes five times as long as to carry it out.
"""

from typing import Any

USES = 5
"""How often a connection executes a statement before it has it prepared."""


def prepare_where_direct(adapted: Any, record: Any) -> None:
    """Let a new connection prepare statements if it leads to its own process of PostgreSQL's.

    Behind a pooler that lends processes out by transaction, as PgBouncer can, the next one knows
    nothing of what the last one prepared. A pooler tells a number of its own instead of the
    process's. Source: PostgreSQL's protocol, "BackendKeyData"; PgBouncer, `src/proto.c`.
    """
    del record
    connection = adapted.driver_connection
    cursor = adapted.cursor()
    cursor.execute("SELECT pg_backend_pid()")
    process = cursor.fetchone()[0]
    cursor.close()
    is_direct = process == connection.info.backend_pid
    connection.prepare_threshold = USES if is_direct else None
