"""Serves the page's files, each with a strict policy, to this machine only.

`attach(app)` adds the page to the Discord's own server, so that page, WebSocket and pictures come
from one origin.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from aiohttp import web

from bot.playground.loopback import is_ours

FILES = Path(__file__).parent / "static"
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html",
        ".css": "text/css",
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
    }
)
# Attachments come by the address the Discord gave them, which may spell the host differently.
_PICTURES = "img-src 'self' http://127.0.0.1:* http://localhost:*"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        _PICTURES,
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        # The files are small and local; a changed one is seen at the next reload.
        "Cache-Control": "no-cache",
    }
)


def attach(app: web.Application) -> None:
    """Adds the page at `/` to an application."""
    app.router.add_get("/", _index)
    app.router.add_get(r"/{name:[a-z]+\.(?:js|css|svg)}", _file)


async def _index(request: web.Request) -> web.Response:
    return _answer(request, "index.html", navigated=True)


async def _file(request: web.Request) -> web.Response:
    return _answer(request, request.match_info["name"])


def _answer(request: web.Request, name: str, *, navigated: bool = False) -> web.Response:
    """The file, or 403 for a foreign host; only the page itself may be reached by a link."""
    if not is_ours(request, navigated=navigated):
        raise web.HTTPForbidden(text="This page is for this machine only.")
    path = FILES / name
    if not path.is_file():
        raise web.HTTPNotFound
    kind = _KINDS[path.suffix]
    return web.Response(
        body=path.read_bytes(), content_type=kind, charset="utf-8", headers=_HEADERS
    )
