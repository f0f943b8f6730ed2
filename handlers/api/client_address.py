"""Where a request comes from, also through proxies."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from aiohttp import web

Network = IPv4Network | IPv6Network
_MOST = 20
"""Addresses that are looked at; no request comes through as many proxies."""


@dataclass(frozen=True)
class ClientAddress:
    """`proxies` are believed when they say in `X-Forwarded-For` for whom they ask."""

    proxies: Sequence[Network]

    def of(self, request: web.Request) -> str:
        """Return who asks: the last that no trusted proxy is; whatever stands before, they wrote.

        Of IPv6 that is a network, for whoever has one has as many addresses as they like.
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
