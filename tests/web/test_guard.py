"""Nothing private is ever fetched, however it is spelled and wherever a name leads."""

from ipaddress import ip_address
from pathlib import Path

import pytest

from bot.errors import ForbiddenAddress, SourceError
from bot.web.fetcher import Fetcher, Request
from bot.web.guard import Guard, is_public
from tests.web.conftest import NameServer, Website

LOOPBACK = [
    "http://127.0.0.1/", "http://127.0.0.1:80/", "http://127.1/", "http://127.0.1/",
    "http://0.0.0.0/", "http://0/", "http://2130706433/", "http://0x7f000001/",
    "http://0x7f.1/", "http://0177.0.0.1/", "http://017700000001/", "http://localhost/",
    "http://LOCALHOST./", "http://a.localhost/", "http://[::1]/", "http://[::]/",
    "http://[::ffff:127.0.0.1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
]  # fmt: skip
PRIVATE = [
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0",
    "127.0.0.1", "224.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16", "198.18.0.1",
    "::1", "::", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::1.1.1.1", "64:ff9b:1::1",
    "2002:a00:1::1", "2001:0:1::1", "fe80::1", "fec0::1", "fc00::1", "ff02::1", "ff0e::1",
    "2001:db8::1", "2a00:1450::5efe:10.0.0.1", "2a00:1450::200:5efe:192.168.0.1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "2a00:1450:4001:80b::200e", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_no_public_one(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("url", LOOPBACK)
async def test_every_spelling_of_loopback_is_refused(url: str) -> None:
    names = NameServer({"0x7f.1": ["127.0.0.1"], "017700000001": ["127.0.0.1"]})
    async with Fetcher(resolver=names) as fetcher:
        with pytest.raises(SourceError) as refused:
            await fetcher.fetch(Request(url=url))
    assert isinstance(refused.value, ForbiddenAddress), refused.value


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/", "does not begin with http"),
        ("file:///etc/passwd", "does not begin with http"),
        ("gopher://127.0.0.1:6379/_save", "does not begin with http"),
        ("javascript:alert(1)", "does not begin with http"),
        ("//example.org/", "does not begin with http"),
        ("example.org", "does not begin with http"),
        ("", "does not begin with http"),
        ("http://user:secret@example.org/", "user name or password"),
        ("http://example.org@10.0.0.1/", "user name or password"),
        ("http://@example.org/", "user name or password"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:6379/", "port 6379"),
        ("http://example.org:99999/", "not an address"),
        ("http://exa mple.org/", "no address has"),
        ("http://example.org\\@127.0.0.1/", "no address has"),
        ("http://example.org/\r\nHost: other", "no address has"),
        ("http://[::1", "not an address"),
        ("http://intranet/", "inside this network"),
        ("http://metadata.google.internal/", "inside this network"),
        ("http://example.org/" + "a" * 3000, "longer than"),
    ],
)
def test_a_refusal_says_why(url: str, words: str) -> None:
    with pytest.raises(ForbiddenAddress) as refused:
        Guard().judge(url)
    assert words in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://example.org:8443/a?b=c#d",
        "HTTPS://Exämple.org/ü|x",
        "http://8.8.8.8/",
    ],
)
def test_ordinary_addresses_pass(url: str) -> None:
    assert Guard().judge(url).host


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["10.0.0.1", "169.254.169.254"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"]],
)
async def test_a_name_that_leads_inside_is_refused(found: list[str]) -> None:
    async with Fetcher(resolver=NameServer({"news.example.org": found})) as fetcher:
        with pytest.raises(ForbiddenAddress, match=r"news\.example\.org may not be fetched"):
            await fetcher.fetch(Request(url="http://news.example.org/"))


async def test_what_was_allowed_by_name_is_reached_and_nothing_beside_it(website: Website) -> None:
    website.answer("/", "hello")
    names = NameServer({"quotes.example.org": ["127.0.0.1"], "other.example.org": ["127.0.0.1"]})
    async with Fetcher(allowed={("quotes.example.org", website.port)}, resolver=names) as fetcher:
        page = await fetcher.fetch(Request(url=f"http://quotes.example.org:{website.port}/"))
        assert page.body == b"hello"
        for url in (
            f"http://other.example.org:{website.port + 1}/",
            "http://quotes.example.org/",
            "http://127.0.0.1:80/",
        ):
            with pytest.raises(ForbiddenAddress):
                await fetcher.fetch(Request(url=url))


async def test_a_redirect_into_the_network_is_refused(website: Website) -> None:
    async with Fetcher(allowed={("127.0.0.1", website.port)}) as fetcher:
        for target in ("http://169.254.169.254/latest", "http://localhost/", "file:///etc/passwd",
                       "http://[::1]:22/", "//10.0.0.1/"):  # fmt: skip
            website.answer("/go", status=302, headers={"Location": target})
            with pytest.raises(ForbiddenAddress):
                await fetcher.fetch(Request(url=f"{website.root}/go"))


async def test_recorded_attacks_reach_nothing(shared_data: Path) -> None:
    """Offline: the name server knows no public host, and says loopback for those made for it."""
    urls = (shared_data / "07_hostile" / "ssrf_urls.txt").read_text("utf-8").splitlines()
    assert len(urls) > 100

    class Anything(NameServer):
        async def resolve(self, host, port=0, family=0):
            self.names = {host: ["127.0.0.1"]}
            return await super().resolve(host, port, family)

    async with Fetcher(resolver=Anything({})) as fetcher:
        for url in urls:
            if url.startswith(("http://1.1.1.1", "http://7147006462")):
                continue  # public by any reading
            with pytest.raises(ForbiddenAddress):
                await fetcher.fetch(Request(url=url, seconds=2))
