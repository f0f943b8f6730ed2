"""Which addresses are on the open internet."""

import pytest

from domain.public_addresses import is_public

PRIVATE = (
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),  # noqa: S104 - nothing is bound
    *("240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.9"),
    *("192.0.0.8", "192.88.99.1", "3fff::1", "5f00::1"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1"),
    *("2001:db8::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::10.0.0.1"),
    *("64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2002:808:808::1", "2001:0:a00:1::1"),
)
PUBLIC = ("8.8.8.8", "172.32.0.1", "192.169.0.1", "2606:4700:4700::1111", "2001:4860:4860::8888")


@pytest.mark.parametrize("address", PRIVATE)
def test_what_leads_into_somebodys_own_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "2130706433", "127.1", "0x7f.0.0.1"])
def test_what_is_no_address_is_nothing(text: str) -> None:
    with pytest.raises(ValueError, match="address"):
        is_public(text)
