"""Is this request from our own page? Against DNS rebinding and the pages of other sites."""

from aiohttp import web
from yarl import URL

_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def is_ours(request: web.Request, *, navigated: bool = False) -> bool:
    """Whether the Host is loopback, and the Origin, where a browser sent one, is the same host.

    A foreign name that was made to point to 127.0.0.1 keeps its name in Host; a page of another
    site keeps its address in Origin. Both are refused. navigated: a person may also come by a
    link on another page, which a browser tells as another site's request.
    """
    try:
        host = URL(f"http://{request.host}")
    except ValueError:
        return False
    if host.host not in _HOSTS:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return navigated or request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    try:
        given = URL(origin)
    except ValueError:
        return False
    return (given.host, given.port) == (host.host, host.port)
