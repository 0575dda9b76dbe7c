"""The controls over HTTP, for the page: `GET` and `POST /playground/world`.

POST takes `{"action": NAME, …details}` as JSON and answers with the state; 400 with
`{"message"}` where it cannot be done. Only requests to a loopback host, and none that another
site's page sends, so that no page elsewhere can reach into the demo.
"""

from typing import Any, cast

from aiohttp import web

from bot.playground.loopback import is_ours
from bot.playground.world.controls import ControlError, Controls
from bot.playground.world.sample import Handler

PATH = "/playground/world"


def control_routes(controls: Controls) -> list[web.RouteDef]:
    """The two routes; the page's own server mounts them too."""
    return [web.get(PATH, _state(controls)), web.post(PATH, _act(controls))]


def _state(controls: Controls) -> Handler:
    async def state(request: web.Request) -> web.Response:
        if not is_ours(request):
            raise web.HTTPForbidden
        return web.json_response(controls.state().document())

    return state


def _act(controls: Controls) -> Handler:
    async def act(request: web.Request) -> web.Response:
        if not is_ours(request) or request.content_type != "application/json":
            raise web.HTTPForbidden
        try:
            body: object = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.json_response({"message": "A JSON object is needed."}, status=400)
        details = {str(name): value for name, value in cast("dict[Any, Any]", body).items()}
        try:
            state = controls.do(str(details.pop("action", "")), details)
        except ControlError as error:
            return web.json_response({"message": str(error)}, status=400)
        return web.json_response(state.document())

    return act
