"""Ports on loopback that nobody uses yet."""

import socket

LOOPBACK = "127.0.0.1"


def free_port(preferred: int = 0) -> int:
    """Return the preferred port where it is free, else one that the system chooses."""
    for port in (preferred, 0):
        try:
            with socket.create_server((LOOPBACK, port)) as taken:
                return int(taken.getsockname()[1])
        except OSError:
            continue
    raise OSError("no port is free on loopback")
