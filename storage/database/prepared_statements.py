"""Prepare statements on PostgreSQL, unless a pooler is in between.

Planning a token's look-up over six tables takes five times as long as running it.
"""

from typing import Any

USES = 5
"""How often a connection executes a statement before it prepares it."""


def prepare_where_direct(adapted: Any, record: Any) -> None:
    """Let a new connection prepare statements if it leads to its own PostgreSQL process.

    Behind a pooler that assigns processes by transaction, such as PgBouncer, the next process knows
    nothing of earlier prepared statements. A pooler reports a number of its own instead of the
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
