"""/widget/v1/: the script that cities put into their pages, and the modules that it brings. Public files, made at start."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

router = APIRouter(prefix="/widget/v1", include_in_schema=False)
STATIC = Path(__file__).parent / "static"
LOADER = "madoguchi.js"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
FRESH = "public, max-age=300"  # seconds until a page asks again for the one script whose address stays the same
FOREVER = "public, max-age=31536000, immutable"  # for what stands under the name of its build


@dataclass(frozen=True)
class File:
    """One file as served: as it is, and compressed."""

    type: str
    plain: bytes
    gzipped: bytes

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.plain).hexdigest()[:16]}"'


@dataclass(frozen=True)
class Widget:
    """The files by name. `build` names this state of them: a page never mixes two."""

    build: str
    files: dict[str, File]


@lru_cache(maxsize=1)
def widget() -> Widget:
    """The widget as this program ships it: tokens and style put together, and the build's name put into the loader."""
    folder = STATIC / "widget" / "v1"
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.suffix in TYPES}
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8").replace(":root", ".root")
    texts["style.css"] = without_comments(tokens + texts["style.css"])
    texts["style.js"] = texts["style.js"].replace('"{{style}}"', json.dumps(texts["style.css"], ensure_ascii=False))
    build = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:12]
    modules = " ".join(name for name in texts if name.endswith(".js") and name != LOADER)
    texts[LOADER] = texts[LOADER].replace("{{build}}", build).replace("{{modules}}", modules)
    return Widget(build, {name: _file(name, text) for name, text in texts.items()})


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/\s*", "", css, flags=re.DOTALL)


def _file(name: str, text: str) -> File:
    return File(TYPES[Path(name).suffix], text.encode(), gzip.compress(text.encode(), 9, mtime=0))


@router.get("/madoguchi.js")
def loader(request: Request) -> Response:
    """The script of the line that a city puts into its pages."""
    return _served(request, widget().files[LOADER], FRESH)


@router.get("/{build}/{name}")
def module(request: Request, build: str, name: str) -> Response:
    """What the loader brings. A page that still has an older loader gets today's modules, and keeps them no longer than it."""
    file = widget().files.get(name)
    if file is None:
        raise HTTPException(404)
    return _served(request, file, FOREVER if build == widget().build else FRESH)


def _served(request: Request, file: File, cache: str) -> Response:
    """`file` for pages of any origin (modules are always fetched by the rules of CORS); it holds no secret, and no cookie counts."""
    headers = {
        "Cache-Control": cache,
        "ETag": file.etag,
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.gzipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=file.type)
    return Response(file.plain, headers=headers, media_type=file.type)
