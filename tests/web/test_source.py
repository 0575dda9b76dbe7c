"""A source is asked rarely, politely and once; what it does wrong is told in its name."""

import asyncio

import pytest
from aiohttp import web

from bot.errors import (
    BadAnswer,
    ForbiddenAddress,
    NotFound,
    SourceDown,
    SourceLimited,
    SourceTimeout,
)
from bot.web.cache import Cache
from bot.web.fetcher import Fetcher, Page
from bot.web.marks import Sight
from bot.web.polling import polling
from bot.web.source import Source, Sources
from config.sources import SourceSettings
from tests.web.conftest import MovableClock, Website, hang, raw_server


@pytest.fixture
async def make(website: Website, elsewhere: Website, clock: MovableClock):
    """A source of this website; details are its settings."""
    allowed = {("127.0.0.1", one.port) for one in (website, elsewhere)}
    async with Fetcher(allowed=allowed) as fetcher:
        opened: list[Sources] = []

        def source(name: str = "YAHOO", **details) -> Source:
            settings = {"base_url": website.root, "pace": 0, "timeout": 5, **details}
            sources = Sources(fetcher, {name: SourceSettings(**settings)}, clock=clock)
            opened.append(sources)
            return sources[name]

        yield source
        for one in opened:
            await one.__aexit__(None, None, None)


def counting(website: Website, path: str, *answers: dict) -> None:
    """Each request gets the next answer, the last one from then on."""
    left = list(answers)

    async def serve(_: web.Request) -> web.StreamResponse:
        return web.Response(**(left.pop(0) if len(left) > 1 else left[0]))

    website.pages[path] = serve


async def test_an_answer_is_kept_for_its_time(website: Website, clock: MovableClock, make) -> None:
    counting(website, "/q", {"text": "one"}, {"text": "two"})
    source = make(cache=60)
    assert (await source.get("q", params={"s": "1810.HK"})).body == b"one"
    clock.move(59)
    assert (await source.get("/q", params={"s": "1810.HK"})).body == b"one"
    assert website.asked == ["/q?s=1810.HK"]
    clock.move(2)
    assert (await source.get("/q", params={"s": "1810.HK"})).body == b"two"
    assert (await source.get("/q", params={"s": "1810.HK"}, fresh=0)).body == b"two"
    assert len(website.asked) == 3


async def test_a_clock_set_back_does_not_freeze_the_cache(
    website: Website, clock: MovableClock, make
) -> None:
    counting(website, "/q", {"text": "one"}, {"text": "two"})
    source = make()
    await source.get("/q")
    clock.move(-3600)
    assert (await source.get("/q")).body == b"two"


async def test_an_unchanged_answer_is_confirmed_not_sent_again(
    website: Website, clock: MovableClock, make
) -> None:
    async def serve(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        stamps = {"ETag": '"v1"', "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
        return web.Response(text="feed", headers=stamps)

    website.pages["/feed"] = serve
    source = make(cache=60)
    await source.get("/feed")
    for _ in range(2):
        clock.move(61)
        page = await source.get("/feed")
        assert (page.status, page.body) == (200, b"feed")
    await source.get("/feed")
    assert len(website.asked) == 3
    assert website.headers[1]["if-modified-since"] == "Mon, 02 Mar 2026 08:00:00 GMT"


async def test_one_question_is_asked_once_however_many_wait(website: Website, make) -> None:
    arrived, let_go = asyncio.Event(), asyncio.Event()

    async def serve(_: web.Request) -> web.StreamResponse:
        arrived.set()
        await let_go.wait()
        return web.Response(text="here")

    website.pages["/q"] = serve
    source = make(cache=0)
    waiting = [asyncio.create_task(source.get("/q")) for _ in range(20)]
    await arrived.wait()
    waiting[0].cancel()  # the one that began it leaves; the others still get their answer
    waiting[7].cancel()
    let_go.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert len(website.asked) == 1
    assert sum(isinstance(one, Page) for one in answers) == 18
    assert [n for n, one in enumerate(answers) if not isinstance(one, Page)] == [0, 7]


async def test_closing_tells_those_who_wait(website: Website, make) -> None:
    arrived = asyncio.Event()

    async def serve(request: web.Request) -> web.StreamResponse:
        arrived.set()
        return await hang(request)

    website.pages["/q"] = serve
    source = make()
    waiting = asyncio.create_task(source.get("/q"))
    await arrived.wait()
    await source.close()
    with pytest.raises(SourceDown, match="closing"):
        await waiting


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_stumble_is_tried_again(status: int, website: Website, make) -> None:
    counting(website, "/q", {"status": status}, {"status": status}, {"text": "here"})
    assert (await make().get("/q")).body == b"here"
    assert len(website.asked) == 3


async def test_a_source_that_stays_down_is_told_after_three_tries(website: Website, make) -> None:
    counting(website, "/q", {"status": 500})
    with pytest.raises(SourceDown, match="Yahoo cannot be reached: it answers with error 500"):
        await make().get("/q")
    assert len(website.asked) == 3


async def test_a_cut_connection_is_tried_again(clock: MovableClock) -> None:
    tries = 0

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal tries
        tries += 1
        await reader.readuntil(b"\r\n\r\n")
        if tries == 2:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhere")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = {"ECB": SourceSettings(base_url=f"http://127.0.0.1:{port}", pace=0)}
    async with (
        server,
        Fetcher(allowed={("127.0.0.1", port)}) as fetcher,
        Sources(fetcher, settings, clock=clock) as sources,
    ):
        assert (await sources["ECB"].get("/q")).body == b"here"
    assert tries == 2


async def test_a_hanging_source_is_told_in_its_time(website: Website, make) -> None:
    website.pages["/q"] = hang
    with pytest.raises(SourceTimeout, match=r"Yahoo did not answer within 0\.3 seconds"):
        await make(timeout=0.3).get("/q")


@pytest.mark.parametrize("status", [429, 503, 999])
async def test_a_source_that_says_too_many_is_left_alone(
    status: int, website: Website, clock: MovableClock, make
) -> None:
    counting(website, "/q", *[{"status": status}] * 3, {"text": "here"})
    source = make(cool_down=120, cache=0)
    for pause in (120, 240, 480):
        with pytest.raises(SourceLimited) as limited:
            await source.get("/q")
        assert limited.value.details["retry_after"] == pause
        clock.move(pause - 1)
        with pytest.raises(SourceLimited, match="asked again in 1 seconds"):
            await source.get("/other")
        clock.move(1)
    assert len(website.asked) == 3
    assert (await source.get("/q")).body == b"here"
    counting(website, "/q", {"status": status})
    with pytest.raises(SourceLimited) as limited:
        await source.get("/q")
    assert limited.value.details["retry_after"] == 120


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("600", 600),
        ("5", 120),
        ("Mon, 02 Mar 2026 09:10:00 GMT", 600),
        ("999999999999", 1800),
        ("Mon, 02 Mar 2099 09:10:00 GMT", 1800),
        ("soon", 120),
        ("-7", 120),
    ],
)
async def test_retry_after_is_obeyed_within_reason(
    header: str, seconds: float, website: Website, make
) -> None:
    website.answer("/q", status=429, headers={"Retry-After": header})
    with pytest.raises(SourceLimited) as limited:
        await make(cool_down=120).get("/q")
    assert limited.value.details["retry_after"] == seconds


async def test_what_is_not_there_is_asked_once(website: Website, make) -> None:
    source = make(cache=60)
    for _ in range(3):
        with pytest.raises(NotFound):
            await source.get("/nothing?token=secret")
    assert len(website.asked) == 1


async def test_other_statuses_are_bad_unless_accepted(website: Website, make) -> None:
    website.answer("/q", "no", status=401)
    source = make()
    with pytest.raises(BadAnswer, match="status 401"):
        await source.get("/q")
    assert (await source.get("/q", accept=(200, 401))).body == b"no"


async def test_requests_keep_their_distance_without_drifting(website: Website, make) -> None:
    website.answer("/q", "here")
    loop = asyncio.get_running_loop()
    source = make(pace=0.05, cache=0)
    begun = loop.time()
    arrived: list[float] = []

    async def serve(_: web.Request) -> web.StreamResponse:
        arrived.append(loop.time() - begun)
        return web.Response(text="here")

    website.pages["/q"] = serve
    await asyncio.gather(*(source.get("/q", params={"n": str(n)}) for n in range(6)))
    assert all(at >= 0.05 * n - 0.005 for n, at in enumerate(sorted(arrived)))


async def test_a_turn_that_comes_too_late_is_not_waited_for(website: Website, make) -> None:
    website.answer("/q", "here")
    source = make(pace=60, timeout=5)
    await source.get("/q")
    with pytest.raises(SourceLimited):
        await source.get("/q", params={"n": "2"})


async def test_json_is_posted_and_kept_by_what_was_asked(website: Website, make) -> None:
    async def serve(request: web.Request) -> web.StreamResponse:
        return web.json_response({"asked": await request.json()})

    website.pages["/map"] = serve
    source = make(cache=60)
    for value in ("A", "B", "A"):
        page = await source.post_json("/map", [{"id": value}])
        assert page.body.decode().count(value) == 1
    assert len(website.asked) == 2


async def test_a_source_that_is_off_or_lacks_its_key_is_not_asked(website: Website, make) -> None:
    off, keyless = make(enabled=False), make("FINNHUB")
    assert not off.enabled
    assert not keyless.enabled
    with pytest.raises(SourceDown, match="switched off"):
        await off.get("/q")
    assert website.asked == []
    assert make("FINNHUB", key="abc").enabled


def test_the_cache_stays_within_its_size(clock: MovableClock) -> None:
    cache = Cache(most=100_000)
    page = Page("http://example.org/", 200, {}, bytes(10_000))
    for n in range(50):
        cache.put(n, page, clock())
        cache.get(0)  # used again and again, so it stays
    kept = [n for n in range(50) if cache.get(n)]
    assert 0 in kept
    assert len(kept) == 8
    assert max(kept) == 49
    cache.put("huge", Page("http://example.org/", 200, {}, bytes(60_000)), clock())
    assert cache.get("huge") is None


async def test_a_server_that_is_gone_is_down(clock: MovableClock) -> None:
    async with raw_server() as port:
        pass
    settings = {"ECB": SourceSettings(base_url=f"http://127.0.0.1:{port}", pace=0)}
    async with (
        Fetcher(allowed={("127.0.0.1", port)}) as fetcher,
        Sources(fetcher, settings, clock=clock) as sources,
    ):
        with pytest.raises(SourceDown, match="ECB cannot be reached: no connection"):
            await sources["ECB"].get("/q")


def changing(website: Website, path: str, **answer) -> dict:
    """Serves the text with its validator, and 304 to who knows it; the answer may be changed."""

    async def serve(request: web.Request) -> web.StreamResponse:
        etag = answer.get("etag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(text=answer["text"], headers={"ETag": etag} if etag else {})

    website.pages[path] = serve
    return answer


async def test_a_look_at_what_has_not_changed_brings_nothing(
    website: Website, clock: MovableClock, make
) -> None:
    answer = changing(website, "/feed", text="one", etag='"1"')
    source = make(cache=60)
    address = source.address("/feed")
    first = await source.look(address, None)
    assert first.page is not None
    clock.move(61)
    assert await source.look(address, first.mark) == Sight(first.mark, None)
    answer |= {"text": "two", "etag": '"2"'}
    clock.move(61)
    second = await source.look(address, first.mark)
    assert second.page is not None
    assert second.page.body == b"two"
    # A mark from before the last look is not confirmed by it.
    assert (await source.look(address, first.mark)).page is not None


async def test_a_look_comes_no_more_often_than_the_cache_time_allows(
    website: Website, clock: MovableClock, make
) -> None:
    changing(website, "/feed", text="one")
    source = make(cache=600)
    address = source.address("/feed")
    mark = (await source.look(address, None)).mark
    clock.move(599)
    assert (await source.look(address, mark)).page is None
    assert len(website.asked) == 1
    clock.move(2)
    assert (await source.look(address, mark)).page is None
    assert len(website.asked) == 2


async def test_a_feed_that_only_stamps_its_time_has_not_changed(
    website: Website, clock: MovableClock, make
) -> None:
    feed = "<rss><channel><lastBuildDate>{}</lastBuildDate><item><pubDate>{}</pubDate></item>"
    answer = changing(website, "/feed", text=feed.format("Mon", "Mon"))
    source = make(cache=0)
    address = source.address("/feed")
    mark = (await source.look(address, None)).mark
    answer["text"] = feed.format("Tue", "Mon")
    assert (await source.look(address, mark)).page is None
    answer["text"] = feed.format("Tue", "Tue")
    assert (await source.look(address, mark)).page is not None


async def test_looks_do_not_drive_out_what_people_asked_for(
    website: Website, clock: MovableClock, make
) -> None:
    answer = changing(website, "/feed", text="one")
    changing(website, "/other", text="other")
    source = make(cache=60)
    address = source.address("/feed")
    await source.get("/feed")
    clock.move(61)
    answer["text"] = "two"
    await source.look(address, None)
    await source.look(source.address("/other"), None)
    assert (await source.get("/feed")).body == b"two"
    assert len(website.asked) == 3
    await source.get("/other")
    assert len(website.asked) == 4


async def test_a_look_lets_people_go_first(website: Website, clock: MovableClock, make) -> None:
    for path in ("/1", "/2", "/3", "/asked"):
        changing(website, path, text="feed")
    source = make(pace=0.05)
    looks = [asyncio.create_task(source.look(source.address(f"/{n}"), None)) for n in (1, 2, 3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await source.get("/asked")
    await asyncio.gather(*looks)
    assert website.asked.index("/asked") <= 1
    assert sorted(website.asked) == ["/1", "/2", "/3", "/asked"]


async def test_looks_that_our_own_pace_holds_up_do_not_blame_the_source(
    website: Website, make
) -> None:
    changing(website, "/1", text="feed")
    source = make(pace=30, timeout=0.3)
    await source.look(source.address("/1"), None)
    with pytest.raises(SourceLimited) as told:
        await source.look(source.address("/1"), None)
    assert told.value.details["queued"]


async def test_what_is_asked_aside_is_not_kept(website: Website, make) -> None:
    counting(website, "/q", {"text": "one"}, {"text": "two"})
    source = make(cache=60)
    assert (await source.get("/q", aside=True)).body == b"one"
    assert (await source.get("/q")).body == b"two"
    assert (await source.get("/q", aside=True)).body == b"two"  # kept by somebody else
    assert len(website.asked) == 2


def test_the_cache_counts_headers_and_addresses_too(clock: MovableClock) -> None:
    cache = Cache(most=100_000)
    for n in range(50):
        headers = {f"x-{number}": "y" * 1_000 for number in range(10)}
        cache.put(n, Page("http://example.org/", 200, headers, b""), clock())
    assert len([n for n in range(50) if cache.get(n)]) <= 8


async def test_an_older_answer_does_not_end_a_pause(
    website: Website, clock: MovableClock, make
) -> None:
    arrived, let_go = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.StreamResponse:
        arrived.set()
        await let_go.wait()
        return web.Response(text="here")

    website.pages["/slow"] = slow
    website.answer("/q", status=429)
    source = make(cool_down=120)
    before = asyncio.create_task(source.get("/slow"))
    await arrived.wait()
    with pytest.raises(SourceLimited):
        await source.get("/q")
    let_go.set()
    assert (await before).body == b"here"
    with pytest.raises(SourceLimited, match="asked again in 120 seconds"):
        await source.get("/other")
    assert website.asked == ["/slow", "/q"]


async def test_refusals_of_the_same_moment_are_one_pause(
    website: Website, clock: MovableClock, make
) -> None:
    everybody = asyncio.Barrier(3)

    async def refuse(_: web.Request) -> web.StreamResponse:
        await everybody.wait()
        return web.Response(status=429)

    for path in ("/1", "/2", "/3"):
        website.pages[path] = refuse
    source = make(cool_down=120)
    told = await asyncio.gather(
        *(source.get(path) for path in ("/1", "/2", "/3")), return_exceptions=True
    )
    assert all(isinstance(one, SourceLimited) for one in told)
    assert [one.details["retry_after"] for one in told] == [120, 120, 120]


async def test_who_waits_for_a_turn_obeys_a_pause_that_begins_meanwhile(
    website: Website, clock: MovableClock, make
) -> None:
    website.answer("/1", status=429)
    website.answer("/2", "here")
    source = make(cool_down=120, pace=0.1)
    told = await asyncio.gather(source.get("/1"), source.get("/2"), return_exceptions=True)
    assert all(isinstance(one, SourceLimited) for one in told)
    assert website.asked == ["/1"]


async def test_whatever_is_asked_while_polling_lets_people_go_first(
    website: Website, clock: MovableClock, make
) -> None:
    paths = ("/1", "/2", "/3", "/asked")
    for path in paths:
        changing(website, path, text="feed")
    source = make(pace=0.05)
    with polling():
        polls = [asyncio.create_task(source.get(path)) for path in paths]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await source.get("/asked")  # does not wait for the same question of somebody who has time
    assert website.asked.index("/asked") <= 1
    await asyncio.gather(*polls)


def leading(website: Website, path: str, target: str) -> None:
    website.answer(path, status=302, headers={"Location": target})


async def test_a_redirect_takes_its_turn_at_the_host_it_leads_to(
    website: Website, elsewhere: Website, make
) -> None:
    for path in ("/1", "/2"):
        leading(website, path, f"{elsewhere.root}{path}")
        elsewhere.answer(path, path)
    leading(website, "/here", "/there")
    website.answer("/there", "same host")
    source = make(pace=30)
    assert (await source.get(f"{elsewhere.root}/1")).body == b"/1"
    with pytest.raises(SourceLimited) as told:
        await source.get("/2")
    assert told.value.details["queued"]
    assert elsewhere.asked == ["/1"]
    fresh = make(pace=30)
    assert (await fresh.get("/here")).body == b"same host"


async def test_a_host_that_a_redirect_led_to_is_the_one_that_is_left_alone(
    website: Website, elsewhere: Website, make
) -> None:
    leading(website, "/1", f"{elsewhere.root}/1")
    elsewhere.answer("/1", status=429)
    elsewhere.answer("/2", "here")
    website.answer("/2", "here")
    source = make(cool_down=120)
    with pytest.raises(SourceLimited):
        await source.get("/1")
    assert (await source.get("/2")).body == b"here"
    with pytest.raises(SourceLimited, match="asked again in 120 seconds"):
        await source.get(f"{elsewhere.root}/2")
    assert elsewhere.asked == ["/1"]


async def test_a_redirect_that_may_not_be_followed_takes_no_turn(
    website: Website, elsewhere: Website, make
) -> None:
    leading(website, "/1", f"{elsewhere.root}/1")
    elsewhere.answer("/2", "here")
    source = make(pace=30)

    async def nowhere(_: str) -> bool:
        return False

    with pytest.raises(ForbiddenAddress):
        await source.get("/1", follow=nowhere)
    assert (await source.get(f"{elsewhere.root}/2")).body == b"here"
