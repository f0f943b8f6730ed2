"""Which IP addresses are public, and which lead into a private network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Ranges for protocols, relays and examples that Python 3.11 does not know.

Source: the IANA special-purpose address registries.
"""


def is_public(address: str) -> bool:
    """Return whether an IP address is public; raises `ValueError` for a malformed one.

    An IPv6 address that embeds an IPv4 address (mapped, 6to4, Teredo, NAT64) is not: where it leads
    depends on the network.
    """
    ip = ip_address(address.partition("%")[0])
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if any(ip in network for network in _SPECIAL):
        return False
    return isinstance(ip, IPv4Address) or not (ip.is_site_local or _carries_another(ip))


def _carries_another(ip: IPv6Address) -> bool:
    return any(inner is not None for inner in (ip.ipv4_mapped, ip.sixtofour, ip.teredo))
