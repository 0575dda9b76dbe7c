"""What every REST request goes through: faults, who asks, limits, the handler, the recorder."""

import asyncio
import logging
import socket as sockets
import struct
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import orjson
from aiohttp import web

from bot.playground.discord import refusals
from bot.playground.discord.dressing import File
from bot.playground.discord.faults import Fault, Faults, Rule
from bot.playground.discord.limits import Limits, Verdict
from bot.playground.discord.models import Application
from bot.playground.discord.recorder import Exchange, Recorder
from bot.playground.discord.refusals import Json, Refusal
from bot.playground.discord.rest import form
from bot.playground.discord.rest.bodies import Body, read
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State

VIA = "1.1 google"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one route. `app` is who asks; routes without authorisation have none."""

    params: dict[str, str]
    query: dict[str, str]
    body: Body
    application: Application | None

    @property
    def app(self) -> Application:
        if self.application is None:
            raise refusals.unauthorized()
        return self.application

    @property
    def me(self) -> int:
        return self.app.user.id

    @property
    def json(self) -> Json:
        """The body as an object; an empty one where there is none."""
        found = self.body.json
        if not isinstance(found, dict | None):
            raise Refusal(400, 50035, "Invalid Form Body")
        return {} if found is None else cast("Json", found)

    @property
    def files(self) -> tuple[File, ...]:
        return self.body.files

    def id(self, name: str) -> int:
        """An id of the path. Raises Refusal 50035 for what is none."""
        found = parse(self.params[name])
        if found is None:
            text = f'Value "{self.params[name][:50]}" is not snowflake.'
            errors: Json = {name: {"_errors": [{"code": "NUMBER_TYPE_COERCE", "message": text}]}}
            raise Refusal(400, 50035, "Invalid Form Body", errors)
        return found

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A number of the query. Raises Refusal 50035 outside its range."""
        text = self.query.get(name, str(default))
        if not text.isdigit() or not least <= int(text) <= most:
            raise Refusal(400, 50035, "Invalid Form Body")
        return int(text)

    def flag(self, name: str) -> bool:
        return self.query.get(name, "").lower() in ("1", "true")


Answer = Json | list[Json] | tuple[int, Json] | None  # None is 204; a pair brings its status
Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """`template` as Discord's description writes it; `bucket` names its rate in `Rates`.
    `open`: no authorisation and not counted against the whole bot (interactions)."""

    method: str
    template: str
    handler: Handler
    bucket: str = "other"
    open: bool = False


class Table:
    """Finds the route of a path. Templates with fewer placeholders go first."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
        for route in sorted(routes, key=lambda each: each.template.count("{")):
            parts = route.template.strip("/").split("/")
            self._routes.setdefault((route.method, len(parts)), []).append((parts, route))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        given = path.strip("/").split("/")
        for parts, route in self._routes.get((method, len(given)), ()):
            params: dict[str, str] = {}
            for part, value in zip(parts, given, strict=True):
                if part.startswith("{"):
                    params[part[1:-1]] = value
                elif part != value:
                    break
            else:
                return route, params
        return None


class Frame:
    """The handler of everything below the API's root. `latency`: seconds before each answer."""

    def __init__(
        self,
        state: State,
        table: Table,
        *,
        limits: Limits,
        faults: Faults,
        recorder: Recorder,
        now: Callable[[], float],
    ) -> None:
        self.latency = 0.0
        self._state = state
        self._table = table
        self._limits = limits
        self._faults = faults
        self._recorder = recorder
        self._now = now

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method, path = request.method, "/" + request.match_info["path"]
        found = self._table.find(method, path)
        route, params = found or (None, {})
        noted = Exchange(
            number=self._recorder.total + 1,
            at=self._now(),
            method=method,
            path=path,
            template=route.template if route else "",
            query=dict(request.query),
            application_id=None,
            body=None,
            files=(),
            multipart=False,
            status=0,
            answer=None,
            headers={},
        )
        delay = self.latency + self._faults.delay(method, path)
        if delay:
            await asyncio.sleep(delay)
        rule = self._faults.strike(method, path)
        if self._limits.banned:
            rule = Rule(Fault.BLOCKED)
        if rule is not None and not rule.fault.is_after:
            await request.read()
            return self._break(request, rule, noted)
        status, answer, headers, noted = await self._answer(request, route, params, noted)
        if rule is not None:
            return self._break(request, rule, replace(noted, answer=answer))
        self._recorder.add(replace(noted, status=status, answer=answer, headers=headers))
        return _respond(status, answer, headers)

    async def _answer(
        self,
        request: web.Request,
        route: Route | None,
        params: dict[str, str],
        noted: Exchange,
    ) -> tuple[int, Any, dict[str, str], Exchange]:
        """Status, JSON and headers; every Refusal has become one."""
        headers: dict[str, str] = {}
        try:
            body = await read(request)
            names = tuple(each.filename for each in body.files)
            noted = replace(noted, body=body.json, files=names, multipart=body.multipart)
            application = self._who(request)
            if application is not None:
                noted = replace(noted, application_id=application.id)
            if route is None:
                raise refusals.not_found()
            if application is None and not route.open:
                raise refusals.unauthorized()
            verdict = self._limits.take(
                0 if application is None else application.id,
                route.bucket,
                _major(params),
                counted=not route.open,
            )
            headers = verdict.headers
            if verdict.retry_after is not None:
                status, answer, headers = _limited(verdict)
            else:
                form.check(body.json)
                made = await route.handler(Call(params, dict(request.query), body, application))
                status, answer = _status(made)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body()
        except Exception:
            _log.exception("The playground failed at %s %s", noted.method, noted.template)
            status, answer = 500, {"message": "500: Internal Server Error", "code": 0}
        self._limits.count_invalid(status)
        return status, answer, headers, noted

    def _who(self, request: web.Request) -> Application | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        return self._state.application_by_token(token) if kind == "Bot" else None

    def _break(self, request: web.Request, rule: Rule, noted: Exchange) -> web.StreamResponse:
        """Answers as the fault says; the recorder notes what was lost."""
        fault = rule.fault
        if fault in (Fault.STATUS, Fault.STORED_STATUS):
            answer: Any = {"message": f"{rule.status}: the playground was told to", "code": 0}
            self._limits.count_invalid(rule.status)
            status, headers = rule.status, {}
        elif fault is Fault.LIMITED:
            verdict = Verdict({}, retry_after=rule.seconds, scope=rule.scope)
            self._limits.count_invalid(429, rule.scope)
            status, answer, headers = _limited(verdict)
        elif fault in (Fault.BLOCKED, Fault.GARBAGE):
            status = 429 if fault is Fault.BLOCKED else 200
            self._limits.count_invalid(status)
            self._recorder.add(replace(noted, status=status))
            page = "<!DOCTYPE html><title>Access denied | discord.com</title>error code: 1015"
            return web.Response(status=status, text=page, content_type="text/html")
        else:
            self._recorder.add(replace(noted, lost=True))
            _cut(request, reset=fault in (Fault.RESET, Fault.STORED_RESET))
            return web.Response()
        lost = fault is Fault.STORED_STATUS
        self._recorder.add(replace(noted, status=status, headers=headers, lost=lost))
        return _respond(status, answer, headers)


def _status(made: Answer) -> tuple[int, Any]:
    if made is None:
        return 204, None
    if isinstance(made, tuple):
        return made
    return 200, made


def _limited(verdict: Verdict) -> tuple[int, Json, dict[str, str]]:
    left = round(verdict.retry_after or 0.0, 3)
    everywhere = verdict.scope == "global"
    headers = verdict.headers | {"Retry-After": str(int(left) + 1)}
    headers["X-RateLimit-Scope"] = verdict.scope
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    text = "You are being rate limited."
    return 429, {"message": text, "retry_after": left, "global": everywhere}, headers


def _respond(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    """discord.py reads JSON only where the Content-Type is exactly `application/json`."""
    sent = {"Via": VIA, **headers}
    if answer is None:
        return web.Response(status=status, headers=sent)
    sent["Content-Type"] = "application/json"
    return web.Response(status=status, body=orjson.dumps(answer), headers=sent)


def _major(params: dict[str, str]) -> str:
    return params.get("channel_id") or params.get("guild_id") or params.get("webhook_token") or ""


def _cut(request: web.Request, *, reset: bool) -> None:
    """Ends the connection under the request, with a FIN or with a RST."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if reset and raw is not None:
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
