"""Databases for tests: made, brought to head, copied."""

import secrets

import psycopg
from sqlalchemy import make_url

from storage.database.engine import create_engine
from storage.database.schema import migrate


def create_database(server: str, template: str) -> str:
    """Make a database in a PostgreSQL after the `template`; returns its address."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


async def bring_to_head(url: str) -> None:
    engine = create_engine(url)
    await migrate(engine)
    await engine.dispose()
