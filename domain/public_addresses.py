"""Which network addresses are everybody's, and which lead into somebody's own network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Kept for protocols, relays and examples, where Python 3.11 does not know that.

Source: the IANA special-purpose address registries.
"""


def is_public(address: str) -> bool:
    """Tell of an IP address whether it is on the open internet; raises `ValueError` for no address.

    One of IPv6 that carries one of IPv4 in it (mapped, 6to4, Teredo, NAT64) is not: what it leads
    to depends on the network that it is used in.
    """
    ip = ip_address(address.partition("%")[0])
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if any(ip in network for network in _SPECIAL):
        return False
    return isinstance(ip, IPv4Address) or not (ip.is_site_local or _carries_another(ip))


def _carries_another(ip: IPv6Address) -> bool:
    return any(inner is not None for inner in (ip.ipv4_mapped, ip.sixtofour, ip.teredo))
