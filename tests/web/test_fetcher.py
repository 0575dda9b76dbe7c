"""Whatever a server does, fetching ends in time, in little memory, with an error that says why."""

import asyncio
import gzip
import tracemalloc
import zlib

import pytest
from aiohttp import web

from bot.errors import BadAnswer, ForbiddenAddress, SourceDown, SourceTimeout, TooLarge
from bot.web.fetcher import Fetcher, Request
from bot.web.unpacking import Unpacker
from tests.web.conftest import NameServer, Website, hang, raw_server

MEBI = 1024 * 1024


@pytest.fixture
async def fetcher(website: Website):
    async with Fetcher(allowed={("127.0.0.1", website.port)}, contact="ops@example.org") as fetcher:
        yield fetcher


async def test_a_page_comes_whole(website: Website, fetcher: Fetcher) -> None:
    website.answer(
        "/a", "Grüße".encode("latin-1"), headers={"Content-Type": "text/html; charset=ISO-8859-1"}
    )
    page = await fetcher.fetch(Request(url=f"{website.root}/a?b=c"))
    assert (page.status, page.charset, page.content_type) == (200, "iso8859-1", "text/html")
    assert page.text() == "Grüße"
    assert page.url == f"{website.root}/a?b=c"
    assert website.headers[0]["user-agent"] == "Parkett/0.1 (+ops@example.org)"
    assert "cookie" not in website.headers[0]


@pytest.mark.parametrize("name", ["zlib", "base64", "no-such-charset", "rot13", ""])
async def test_an_odd_charset_is_ignored(name: str, website: Website, fetcher: Fetcher) -> None:
    website.answer("/a", "Grüße", headers={"Content-Type": f"text/html; charset={name}"})
    assert (await fetcher.fetch(Request(url=f"{website.root}/a"))).text() == "Grüße"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("gzip", lambda body: gzip.compress(body[:7]) + gzip.compress(body[7:])),
        ("identity", bytes),
    ],
)
async def test_packed_answers_are_unpacked(
    encoding: str, pack, website: Website, fetcher: Fetcher
) -> None:
    body = b"some words, " * 20_000
    website.answer("/a", pack(body), headers={"Content-Encoding": encoding})
    assert (await fetcher.fetch(Request(url=f"{website.root}/a"))).body == body


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(bytes(200 * MEBI), 9)),
        ("deflate", zlib.compress(bytes(200 * MEBI), 9)),
        ("identity", bytes(5 * MEBI)),
    ],
)
async def test_a_bomb_is_stopped_at_the_limit(
    encoding: str, body: bytes, website: Website, fetcher: Fetcher
) -> None:
    website.answer("/bomb", body, headers={"Content-Encoding": encoding})
    with pytest.raises(TooLarge) as stopped:
        await fetcher.fetch(Request(url=f"{website.root}/bomb", source="Example"))
    assert str(stopped.value) == "Example sent more than 4 MB."


def test_a_bomb_takes_no_more_memory_than_the_limit() -> None:
    bomb = gzip.compress(bytes(50 * MEBI), 9)
    tracemalloc.start()
    try:
        assert not Unpacker("gzip", MEBI, "Example").feed(bomb)
        assert tracemalloc.get_traced_memory()[1] < 4 * MEBI
    finally:
        tracemalloc.stop()


async def test_a_body_without_a_length_is_stopped_too(website: Website, fetcher: Fetcher) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(bytes(64 * 1024))

    website.pages["/endless"] = endless
    with pytest.raises(TooLarge):
        await fetcher.fetch(Request(url=f"{website.root}/endless", limit=MEBI))


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "nonsense"])
async def test_an_unknown_packing_is_said(
    encoding: str, website: Website, fetcher: Fetcher
) -> None:
    website.answer("/a", b"?", headers={"Content-Encoding": encoding})
    with pytest.raises(BadAnswer, match="unknown way"):
        await fetcher.fetch(Request(url=f"{website.root}/a"))


async def test_a_broken_packing_is_said(website: Website, fetcher: Fetcher) -> None:
    website.answer("/a", b"not gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(BadAnswer, match="cannot be unpacked"):
        await fetcher.fetch(Request(url=f"{website.root}/a"))


async def drip(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(2000):
        await answer.write(b".")
        await asyncio.sleep(0.03)
    return answer


@pytest.mark.parametrize("behaviour", [hang, drip])
async def test_silence_and_dripping_end_in_time(
    behaviour, website: Website, fetcher: Fetcher
) -> None:
    website.pages["/slow"] = behaviour
    with pytest.raises(SourceTimeout) as late:
        await fetcher.fetch(Request(url=f"{website.root}/slow", source="Example", seconds=0.3))
    assert str(late.value) == "Example did not answer within 0.3 seconds."


async def test_a_redirect_is_followed_and_the_last_address_told(
    website: Website, fetcher: Fetcher
) -> None:
    website.answer("/old", status=301, headers={"Location": "new?x=1#part"})
    website.answer("/new", "here")
    page = await fetcher.fetch(Request(url=f"{website.root}/old"))
    assert (page.body, page.url) == (b"here", f"{website.root}/new?x=1")


async def test_a_loop_of_redirects_ends(website: Website, fetcher: Fetcher) -> None:
    website.answer("/loop", status=302, headers={"Location": "/loop"})
    with pytest.raises(BadAnswer, match="redirects more than 5 times"):
        await fetcher.fetch(Request(url=f"{website.root}/loop"))
    assert len(website.asked) == 6


async def test_a_key_does_not_follow_to_another_host(website: Website) -> None:
    names = NameServer({"a.example.org": ["127.0.0.1"], "b.example.org": ["127.0.0.1"]})
    allowed = {("a.example.org", website.port), ("b.example.org", website.port)}
    website.answer("/a", status=307, headers={"Location": f"http://b.example.org:{website.port}/b"})
    website.answer("/b", "here")
    async with Fetcher(allowed=allowed, resolver=names) as fetcher:
        await fetcher.fetch(
            Request(
                url=f"http://a.example.org:{website.port}/a",
                headers={"X-Api-Key": "secret", "Accept-Language": "de"},
            )
        )
    assert website.headers[0]["x-api-key"] == "secret"
    assert "x-api-key" not in website.headers[1]
    assert website.headers[1]["accept-language"] == "de"


@pytest.mark.parametrize("location", ["http://", "http://[", "http://exa mple/"])
async def test_a_redirect_to_nowhere_is_refused(
    location: str, website: Website, fetcher: Fetcher
) -> None:
    website.answer("/a", status=302, headers={"Location": location})
    with pytest.raises((BadAnswer, ForbiddenAddress)):
        await fetcher.fetch(Request(url=f"{website.root}/a"))


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ((), SourceDown, "connection was cut"),
        ((b"HTTP/1.1 200 OK\r\nContent-Le",), SourceDown, "connection was cut"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",), SourceDown, "cut short"),
        (
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",),
            SourceDown,
            "cut short",
        ),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",), BadAnswer, "not valid HTTP"),
        ((b"this is no HTTP\r\n\r\n",), BadAnswer, "not valid HTTP"),
        ((b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",), BadAnswer, "not valid HTTP"),
        (
            (b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(500)) + b"\r\n",),
            BadAnswer,
            "not valid HTTP",
        ),
    ],
)
async def test_broken_http_is_an_error_that_says_so(said, error, words) -> None:
    async with raw_server(*said) as port, Fetcher(allowed={("127.0.0.1", port)}) as fetcher:
        with pytest.raises(error, match=words):
            await fetcher.fetch(Request(url=f"http://127.0.0.1:{port}/", seconds=5))


async def test_headers_without_end_are_not_waited_for() -> None:
    async with (
        raw_server(b"HTTP/1.1 200 OK\r\n", then_hang=True) as port,
        Fetcher(allowed={("127.0.0.1", port)}) as fetcher,
    ):
        with pytest.raises(SourceTimeout):
            await fetcher.fetch(Request(url=f"http://127.0.0.1:{port}/", seconds=0.3))


async def test_a_closed_port_and_an_unknown_name_are_down(website: Website) -> None:
    async with raw_server() as port:
        closed = port
    async with Fetcher(allowed={("127.0.0.1", closed)}, resolver=NameServer({})) as fetcher:
        with pytest.raises(SourceDown, match="no connection"):
            await fetcher.fetch(Request(url=f"http://127.0.0.1:{closed}/"))
        with pytest.raises(SourceDown, match="its name is not known"):
            await fetcher.fetch(Request(url="http://nowhere.example.org/"))


async def test_a_status_is_no_error_here(website: Website, fetcher: Fetcher) -> None:
    website.answer("/a", "gone", status=410)
    page = await fetcher.fetch(Request(url=f"{website.root}/a"))
    assert (page.status, page.body) == (410, b"gone")


@pytest.mark.parametrize("name", ["punycode", "idna", "undefined", "unicode_escape"])
async def test_what_only_python_calls_a_charset_is_ignored(
    name: str, website: Website, fetcher: Fetcher
) -> None:
    """Some raise whatever one asks, and punycode takes minutes for a page."""
    website.answer("/a", "Grüße", headers={"Content-Type": f"text/html; charset={name}"})
    page = await fetcher.fetch(Request(url=f"{website.root}/a"))
    assert (page.text(), page.charset) == ("Grüße", None)


def test_what_follows_a_packed_body_is_neither_kept_nor_read_for_ever() -> None:
    unpacker = Unpacker("gzip", MEBI, "Example")
    assert unpacker.feed(gzip.compress(b"hello"))
    tracemalloc.start()
    try:
        while unpacker.feed(bytes(64 * 1024)):
            assert tracemalloc.get_traced_memory()[0] < MEBI // 4
    finally:
        tracemalloc.stop()


def test_a_body_of_empty_parts_is_stopped() -> None:
    """Each costs a new unpacker, and none adds to the size."""
    unpacker = Unpacker("gzip", 64 * MEBI, "Example")
    with pytest.raises(BadAnswer, match="cannot be unpacked"):
        unpacker.feed(gzip.compress(b"") * 3_000)


@pytest.mark.parametrize("size", [1, 7, 25, 1000])
def test_parts_are_joined_wherever_the_network_cuts_them(size: int) -> None:
    packed = b"".join(gzip.compress(word) for word in (b"one ", b"two ", b"three")) + b"\0rubbish"
    unpacker = Unpacker("gzip", MEBI, "Example")
    for start in range(0, len(packed), size):
        assert unpacker.feed(packed[start : start + size])
    assert unpacker.result() == b"one two three"
