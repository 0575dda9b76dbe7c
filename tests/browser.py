"""A headless Chromium over the DevTools protocol: open a page, read it, type, click, take pictures.

async with browser() as chromium:
    async with chromium.page("http://127.0.0.1:8420/") as page:
        await page.until("document.querySelector('.composer')")
        await page.type("!news xiaomi"); await page.press("Enter")
        await page.picture(Path("card.png"))
"""

import asyncio
import base64
import itertools
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)
KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Backspace": 8}


def find() -> str | None:
    """Where Chromium is on this machine, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Page:
    """One open page. Every wait ends after `patience` seconds with an AssertionError."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, patience: float) -> None:
        self._socket = socket
        self._patience = patience
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.complaints: list[str] = []

    async def listen(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            elif told["method"] == "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["params"]["exceptionDetails"])[:2000])
            elif told["method"] == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
                self.complaints.append(json.dumps(told["params"]["entry"])[:2000])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        told = await asyncio.wait_for(answer, self._patience)
        if "error" in told:
            raise AssertionError(told["error"])
        return told["result"]

    async def run(self, script: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited."""
        told = await self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in told:
            raise AssertionError(told["exceptionDetails"])
        return told["result"].get("value")

    async def until(self, script: str) -> Any:
        """Waits until the expression is truthy; the page looks again at each of its frames."""
        waiting = (
            "new Promise((done) => { const look = () => { let found; "
            f"try {{ found = ({script}); }} catch {{ found = null; }} "
            "if (found) done(true); else setTimeout(look, 30); }; look(); })"
        )
        try:
            return await self.run(waiting)
        except TimeoutError:
            shown = await self.run("document.body.innerText.slice(-1500)")
            raise AssertionError(f"never true: {script}\n{shown}\n{self.complaints}") from None

    async def type(self, text: str) -> None:
        await self.call("Input.insertText", text=text)

    async def press(self, key: str, *, modifiers: int = 0) -> None:
        code = KEYS.get(key, 0)
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        text = {"text": "\r"} if key == "Enter" else {}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **common, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def click(self, selector: str, *, button: str = "left") -> None:
        """Scrolls the first match into view and clicks its middle."""
        await self.until(f"document.querySelector({json.dumps(selector)})")
        place = await self.run(
            f"(() => {{ const node = document.querySelector({json.dumps(selector)}); "
            "node.scrollIntoView({block: 'nearest'}); const box = node.getBoundingClientRect(); "
            "return [box.left + box.width / 2, box.top + box.height / 2]; })()"
        )
        where = {"x": place[0], "y": place[1], "button": button, "clickCount": 1}
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
        await self.call("Input.dispatchMouseEvent", type="mousePressed", **where)
        await self.call("Input.dispatchMouseEvent", type="mouseReleased", **where)

    async def picture(self, path: Path) -> None:
        told = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(told["data"]))

    async def size(
        self, width: int, height: int, *, scale: float = 1, mobile: bool = False
    ) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=mobile,
        )


class Browser:
    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    @asynccontextmanager
    async def page(
        self, url: str, *, width: int = 1440, height: int = 900, patience: float = 20.0
    ) -> AsyncIterator[Page]:
        async with self._session.put(f"{self._address}/json/new?about:blank") as answer:
            target = await answer.json(content_type=None)
        async with self._session.ws_connect(
            target["webSocketDebuggerUrl"], max_msg_size=64 << 20
        ) as socket:
            page = Page(socket, patience)
            listening = asyncio.create_task(page.listen())
            try:
                for family in ("Page", "Runtime", "Log"):
                    await page.call(f"{family}.enable")
                await page.size(width, height)
                await page.call("Page.navigate", url=url)
                yield page
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)


@asynccontextmanager
async def browser(executable: str | None = None) -> AsyncIterator[Browser]:
    """Starts Chromium with an empty profile and ends it."""
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            executable or find() or "chromium",
            *FLAGS,
            f"--user-data-dir={folder}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        drain: asyncio.Task[bytes] | None = None
        try:
            address = ""
            async with asyncio.timeout(30):
                while not address:
                    line = (await process.stderr.readline()).decode(errors="replace")
                    assert line, "Chromium ended before it was ready"
                    if "DevTools listening on ws://" in line:
                        address = "http://" + line.split("ws://")[1].split("/")[0]
            drain = asyncio.create_task(process.stderr.read())
            async with aiohttp.ClientSession() as session:
                yield Browser(session, address)
        finally:
            process.terminate()
            await process.wait()
            if drain is not None:
                await drain
