"""The address of the client, also behind proxies."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from aiohttp import web

Network = IPv4Network | IPv6Network
_MOST = 20
"""The most addresses examined; no request passes through that many proxies."""


@dataclass(frozen=True)
class ClientAddress:
    """Finds the client's address. `X-Forwarded-For` is believed from `proxies` only."""

    proxies: Sequence[Network]

    def of(self, request: web.Request) -> str:
        """Return the last address that is not a trusted proxy's.

        The client could forge any before it. For IPv6 it is the network, because a client has as
        many addresses as it likes.
        """
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")[-_MOST:]
        way = [*(each.strip() for each in forwarded if each.strip()), request.remote or ""]
        for address in reversed(way):
            if not self._is_proxy(address):
                return _network(address)
        return _network(way[0])

    def _is_proxy(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.proxies)


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address
