"""Where a webhook may lead, and where it may not."""

import ipaddress

import pytest

from geodata.errors import InvalidInputError
from webgis.outgoing.addresses import RefusedAddressError, check_url, resolve

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://10.0.0.7/hook",
        "https://192.168.1.1/",
        "https://172.16.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[2002:0a00:0001::1]/",
        "https://[64:ff9b::a00:1]/",
        "http://93.184.216.34/",
        "ftp://93.184.216.34/",
        "https://user:word@93.184.216.34/",
        "https:///nowhere",
        "https://93.184.216.34:99999/",
        "file:///etc/passwd",
        "https://exa mple.org/",
        "https://例子.cn/",
        "https://93.184.216.34/\r\nX: y",
        "https://93.184.216.34/" + "a" * 1000,
    ],
)
def test_a_bad_address_is_refused_when_it_is_written(url):
    with pytest.raises(InvalidInputError) as refused:
        check_url(url, ())
    assert refused.value.field == "url"


@pytest.mark.parametrize(
    "url", ["https://93.184.216.34/hook?a=1", "https://hooks.example.org:8443"]
)
def test_a_public_address_over_tls_may_be_written(url):
    check_url(url, ())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f000001", "127.1"])
def test_every_name_of_the_loopback_is_refused_when_it_is_resolved(host):
    with pytest.raises(RefusedAddressError):
        resolve(f"https://{host}/", ())


def test_a_network_that_the_operator_names_is_allowed():
    target = resolve("http://127.0.0.1:8080/hook", LOOPBACK)
    assert (target.ip, target.port, target.path) == ("127.0.0.1", 8080, "/hook")


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    # The resolver of the machine cannot be asked for such a name; it is given in its place.
    answers = [(2, 1, 6, "", (ip, 443)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(RefusedAddressError):
        resolve("https://rebinding.example.org/", ())
