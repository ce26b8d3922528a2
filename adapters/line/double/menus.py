"""The double's endpoints of rich menus, with LINE's limits on them and on their images."""

import uuid
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.line.double.answers import Manner, answered, body_of, refusal
from adapters.line.menu_limits import alias_breaches, image_breaches, menu_breaches
from adapters.line.message import Message


@dataclass
class Menus:
    """`kept` holds the menus by id, `images` their images, `aliases` the menu behind each alias, `default` the one all see."""

    manner: Manner
    kept: dict[str, Message] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    default: str = ""

    def routes(self) -> list[Route]:
        of = self.manner.of
        paths = [
            ("POST", "/v2/bot/richmenu", self.create),
            ("GET", "/v2/bot/richmenu/list", self.list),
            ("GET", "/v2/bot/richmenu/alias/list", self.list_aliases),
            ("POST", "/v2/bot/richmenu/alias", self.alias),
            ("POST", "/v2/bot/richmenu/alias/{name}", self.change_alias),
            ("DELETE", "/v2/bot/richmenu/alias/{name}", self.remove_alias),
            ("DELETE", "/v2/bot/richmenu/{id}", self.remove),
            ("POST", "/v2/bot/richmenu/{id}/content", self.image),
            ("GET", "/v2/bot/user/all/richmenu", self.shown),
            ("POST", "/v2/bot/user/all/richmenu/{id}", self.show),
            ("DELETE", "/v2/bot/user/all/richmenu", self.hide),
        ]
        return [Route(path, of("menu", answer), methods=[method]) for method, path, answer in paths]

    async def create(self, request: Request) -> Response:
        body = await body_of(request)
        if breaches := menu_breaches(body):
            details = [{"message": breach.rule, "property": breach.place} for breach in breaches]
            return refusal(400, "The request body is invalid", *details)
        id = f"richmenu-{uuid.uuid4().hex}"
        self.kept[id] = body
        return answered({"richMenuId": id})

    async def image(self, request: Request) -> Response:
        id, image = request.path_params["id"], await request.body()
        if id not in self.kept:
            return refusal(404, "The rich menu was not found")
        if id in self.images:
            return refusal(400, "An image has already been uploaded to the richmenu")
        if breaches := image_breaches(image, request.headers.get("content-type", ""), self.kept[id]["size"]):
            return refusal(400, "; ".join(map(str, breaches)))
        self.images[id] = image
        return answered({})

    async def list(self, request: Request) -> Response:
        return answered({"richmenus": [{"richMenuId": id, **menu} for id, menu in self.kept.items()]})

    async def remove(self, request: Request) -> Response:
        id = request.path_params["id"]
        if self.kept.pop(id, None) is None:
            return refusal(404, "The rich menu was not found")
        self.images.pop(id, None)
        self.default = "" if self.default == id else self.default
        return answered({})

    async def shown(self, request: Request) -> Response:
        return answered({"richMenuId": self.default}) if self.default else refusal(404, "no default richmenu")

    async def show(self, request: Request) -> Response:
        id = request.path_params["id"]
        if id not in self.images:
            return refusal(400, "must upload richmenu image before applying it to user")
        self.default = id
        return answered({})

    async def hide(self, request: Request) -> Response:
        self.default = ""
        return answered({})

    async def alias(self, request: Request) -> Response:
        body = await body_of(request)
        name, id = str(body.get("richMenuAliasId", "")), str(body.get("richMenuId", ""))
        if breaches := alias_breaches(name):
            return refusal(400, "; ".join(map(str, breaches)))
        if name in self.aliases:
            return refusal(400, "conflict richmenu alias id")
        if id not in self.images:
            return refusal(400, "richmenu not found")
        self.aliases[name] = id
        return answered({})

    async def change_alias(self, request: Request) -> Response:
        name, id = request.path_params["name"], str((await body_of(request)).get("richMenuId", ""))
        if name not in self.aliases:
            return refusal(404, "richmenu alias not found")
        if id not in self.images:
            return refusal(400, "richmenu not found")
        self.aliases[name] = id
        return answered({})

    async def remove_alias(self, request: Request) -> Response:
        if self.aliases.pop(request.path_params["name"], None) is None:
            return refusal(404, "richmenu alias not found")
        return answered({})

    async def list_aliases(self, request: Request) -> Response:
        found = [{"richMenuAliasId": name, "richMenuId": id} for name, id in self.aliases.items()]
        return answered({"aliases": found})
