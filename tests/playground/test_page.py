"""The page in a real browser: the unchanged bot behind it, people's own texts, and strangers."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from bot.app import run
from bot.playground.discord.dressing import File
from bot.playground.stage import Stage
from bot.playground.world.world import World
from tests.browser import Page, browser, find
from tests.loopback import pointed_at

needs_chromium = pytest.mark.skipif(find() is None, reason="no Chromium on this machine")


@asynccontextmanager
async def a_bot(stage: Stage, folder: Path) -> AsyncIterator[None]:
    """The unchanged bot, ready, meanwhile."""
    ready = asyncio.Event()
    with pointed_at(stage.discord):
        running = asyncio.create_task(
            run(stage.settings(folder), clock=stage.clock, on_ready=ready.set)
        )
        waiting = asyncio.create_task(ready.wait())
        try:
            await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            yield
        finally:
            for task in (waiting, running):
                task.cancel()
            await asyncio.gather(waiting, running, return_exceptions=True)


@asynccontextmanager
async def opened(stage: Stage, query: str = "", width: int = 1440) -> AsyncIterator[Page]:
    """The page, connected; it must not complain about anything, not even to its console."""
    async with browser() as chromium, chromium.page(stage.url + query, width=width) as page:
        await page.until("document.querySelector('.composer-text')?.placeholder")
        yield page
        assert page.complaints == []


def text_of(node: str) -> str:
    """What is read there, every blank a plain one."""
    return f"({node})?.innerText.replace(/\\s/g, ' ')"


def last(selector: str) -> str:
    """The last message of the page that has such an element."""
    having = f".filter(one => one.querySelector({json.dumps(selector)}))"
    return f"[...document.querySelectorAll('.message')]{having}.at(-1)"


@needs_chromium
@pytest.mark.browser
async def test_a_shareholder_asks_the_bot(tmp_path: Path) -> None:
    async with (
        Stage(world=World(running=False)) as stage,
        a_bot(stage, tmp_path),
        opened(stage) as page,
    ):
        await page.until("document.querySelector('.presence.on')")

        await page.type("!news xiaomi")
        await page.press("Enter")
        await page.until(f"{text_of(last('.embed'))}.includes('2,50 €')")
        await page.until(f"{text_of(last('.embed'))}.includes('Reuters')")
        card = await page.run(text_of(last(".embed")))
        assert "KYG9830T1067" in card
        assert "36 %" in card
        assert "22,60 HK$" in card
        await page.until(f"{last('.embed')}.querySelector('.embed-image img').naturalWidth > 300")

        await page.until(f"{last('.components')}.innerText.includes('gefunden')")
        await page.run(f"{last('.components')}.querySelector('.components .button').click()")
        await page.until("document.querySelector('.message.ephemeral .only-you')")
        await page.click(".message.ephemeral .only-you button")
        await page.until("!document.querySelector('.message.ephemeral')")

        await page.run("document.querySelector('.composer-text').focus()")
        await page.type("/pr")
        await page.until(
            "document.querySelector('.popup .option.at')?.innerText.includes('/price')"
        )
        await page.press("Enter")
        await page.type("xia")
        await page.until("document.querySelector('.popup')?.innerText.includes('1810.HK')")
        await page.press("Enter")
        await page.press("Enter")
        await page.until(f"{last('.above .command')}?.innerText.includes('/price')")
        await page.until(
            f"{last('.above .command')}.querySelector('.embed-image img')?.naturalWidth"
        )
        shown = f"{last('.above .command')}.querySelector('.embed-image img').src"
        before = await page.run(shown)
        await page.run(
            f"[...{last('.above .command')}.querySelectorAll('.components .button')]"
            ".find(one => /^1[MJY]$/.test(one.innerText)).click()"
        )
        await page.until(f"{shown} !== {json.dumps(before)}")

        await page.click("[data-action=price_jump]")
        await page.until("document.querySelector('.world-log').innerText.includes('+6')")
        await page.run("document.querySelector('.composer-text').focus()")
        await page.type("@Parkett price xiaomi")
        await page.press("Enter")
        await page.until(f"{text_of(last('.embed'))}.includes('2,65 €')")


TEXTS = [
    ("**b** *i* __u__ ~~s~~ `c`", "<strong>b</strong> <em>i</em> <u>u</u> <s>s</s> <code>c</code>"),
    ("***both*** snake_case_word", "<strong><em>both</em></strong> snake_case_word"),
    (r"\*not\* <b>bold</b>", "*not* &lt;b&gt;bold&lt;/b&gt;"),
    ("<img src=x onerror=hacked=1>", "&lt;img src=x onerror=hacked=1&gt;"),
    ("-# small\ntext", '<div class="subtext">small</div>text'),
    ("# Head\ntext", '<h3 class="heading-1">Head</h3>text'),
    ("a\nb", "a<br>b"),
    ("> one\n> two", "<blockquote>one<br>two</blockquote>"),
    ("- one\n- two\n  - three", "<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>"),
    ("3. c", '<ol start="3"><li>c</li></ol>'),
    ("```py\nx = 1 < 2\n```", "<pre><code>x = 1 &lt; 2</code></pre>"),
    ("@everyone", '<span class="mention">@everyone</span>'),
    ("[t](javascript:alert(1))", "[t](javascript:alert(1))"),
    ("[https://a.example](https://b.example)", None),
]


@needs_chromium
@pytest.mark.browser
async def test_markdown_is_drawn_as_discord_draws_it_and_never_as_html() -> None:
    async with Stage(world=World(running=False)) as stage, opened(stage) as page:
        for text, expected in TEXTS:
            drawn = await page.run(
                "import('/markdown.js').then(({markdown}) => { const node = "
                f"document.createElement('div'); node.append(...markdown({json.dumps(text)})); "
                "return node.innerHTML; })"
            )
            if expected is None:
                assert drawn.startswith("["), "a link whose text is another address shows both"
            else:
                assert drawn == expected, text
        link = await page.run(
            "import('/markdown.js').then(({inline}) => { const [node] = "
            "inline('[x](https://a.example/)'); return [node.href, node.rel, node.target]; })"
        )
        assert link == ["https://a.example/", "noopener noreferrer", "_blank"]
        stamp = await page.run(
            "import('/markdown.js').then(({inline}) => inline('<t:1634634000:R>')[0].innerText)"
        )
        assert stamp in {"yesterday", "1 day ago"}, "on the sample world's clock"


@needs_chromium
@pytest.mark.browser
async def test_people_talk_reply_react_and_delete() -> None:
    async with Stage(world=World(running=False)) as stage, opened(stage) as page:
        tom = next(one for one in stage.discord.state.users.values() if one.username == "tom")
        await stage.discord.say(stage.general, tom, "<script>hacked = 1</script> **Hallo**")
        await page.until("document.querySelector('.message strong')?.innerText === 'Hallo'")
        assert await page.run("typeof hacked") == "undefined"
        assert await page.run("document.querySelectorAll('.message script').length") == 0

        # By the keyboard alone: to the messages, up to the last one, to its tools.
        await page.run("document.querySelector('.scroller').focus()")
        await page.press("ArrowUp")
        await page.press("Tab")
        await page.press("Tab")
        assert await page.run("document.activeElement.ariaLabel") == "Reply"
        await page.press("Enter")
        await page.type("Servus @To")
        await page.until("document.querySelector('.popup .option')?.innerText.includes('Tom')")
        await page.press("Enter")
        await page.press("Enter")
        await page.until("document.querySelector('.message .above-name')?.innerText === '@Tom'")
        await page.until(
            "[...document.querySelectorAll('.mention')].some(m => m.innerText === '@Tom')"
        )

        await page.run("document.querySelector('.message [aria-label=\"Add reaction\"]').click()")
        await page.run("document.querySelector('.menu.quick button').click()")
        await page.until("document.querySelector('.reaction.mine')?.innerText.includes('1')")

        await page.run(
            "[...document.querySelectorAll('.message')].at(-1).dispatchEvent("
            "new MouseEvent('contextmenu', {bubbles: true, clientX: 500, clientY: 300}))"
        )
        await page.run("document.querySelector('.menu-item.danger').click()")
        await page.until("document.querySelectorAll('.message').length === 1")

        await page.press("ArrowUp")
        assert await page.run("document.querySelector('.composer-text').value") == "Servus @Tom"


@needs_chromium
@pytest.mark.browser
async def test_a_picture_that_comes_in_is_shown_whole_but_not_to_who_reads_further_up() -> None:
    drawn = io.BytesIO()
    Image.effect_noise((1200, 600), 90).save(drawn, "PNG")
    left = (
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {"
        " const {scrollHeight, scrollTop, clientHeight} = document.querySelector('.scroller');"
        " done(scrollHeight - scrollTop - clientHeight); })))"
    )
    picture = "document.querySelectorAll('.picture img')"
    async with Stage(world=World(running=False)) as stage, opened(stage) as page:
        tom = next(one for one in stage.discord.state.users.values() if one.username == "tom")

        file = File("0", "chart.png", "image/png", drawn.getvalue())
        for _ in range(3):
            await stage.discord.say(stage.general, tom, "", files=[file])
        await page.until(f"[...{picture}].filter((one) => one.naturalWidth === 1200).length === 3")
        assert await page.run(left) <= 1
        # One that has come in by the time the page hears that it has scrolled.
        await page.run("document.querySelector('.scroller').scrollTop -= 50")
        assert await page.run(left) == 50
        await page.run(
            "(() => { const one = document.querySelector('.scroller'); "
            f"one.scrollTop = one.scrollHeight; {picture}[2].style.marginBottom = '300px'; }})()"
        )
        assert await page.run(left) <= 1

        await page.run("document.querySelector('.scroller').scrollTop = 300")
        before = await page.run(left)
        await stage.discord.say(stage.general, tom, "below")
        await page.until("!document.querySelector('.jump').hidden")
        assert await page.run(left) > before
        await page.click(".jump")
        assert await page.run(left) <= 1


@needs_chromium
@pytest.mark.browser
async def test_a_narrow_window_shows_the_channel_and_nothing_runs_out_of_it() -> None:
    world = World(running=False)
    async with Stage(world=world) as stage, opened(stage, "?theme=light", width=390) as page:
        assert await page.run("document.documentElement.scrollWidth") <= 390
        assert await page.run("document.querySelector('.world').offsetWidth") == 0
        await page.click(".chat-head .tool")
        await page.until("document.querySelector('.channels').offsetWidth > 200")


async def test_the_page_is_for_this_machine_only() -> None:
    async with Stage(world=World(running=False)) as stage, aiohttp.ClientSession() as session:

        async def ask(path: str, **headers: str) -> tuple[int, str]:
            async with session.get(stage.url.rstrip("/") + path, headers=headers) as answer:
                policy = answer.headers.get("Content-Security-Policy", "")
                return answer.status, policy

        status, policy = await ask("/")
        assert status == 200
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert (await ask("/main.js"))[0] == 200
        assert (await ask("/", Host="evil.example"))[0] == 403
        assert (await ask("/main.js", Origin="http://evil.example"))[0] == 403
        assert (await ask("/playground/people", Origin="http://evil.example"))[0] == 403
        for path in ("/server.py", "/none.js", "/..%2fserver.py", "/static/main.js"):
            assert (await ask(path))[0] == 404, path
