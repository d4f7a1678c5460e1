"""The documentation pages (接口文档), from files of ours: nothing is fetched from outside."""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_STATIC: Final = Path(__file__).parent / "static"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_PAGE: Final = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} 接口文档</title>
<link rel="icon" href="data:,">
</head>
<body>
<main id="reference"></main>
<script src="docs/scalar-1.72.1.js"></script>
<script src="docs/init-{init}.js"></script>
</body>
</html>
"""

AcceptEncoding = Annotated[str, Header(alias="Accept-Encoding", include_in_schema=False)]


@cache
def _file(name: str) -> tuple[bytes, bytes]:
    """Return a file as it is and compressed; read and compressed once."""
    content = (_STATIC / name).read_bytes()
    return content, gzip.compress(content, 6, mtime=0)


def _script(name: str, accept_encoding: str) -> Response:
    plain, small = _file(name)
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in accept_encoding:
        return Response(small, headers={**headers, "Content-Encoding": "gzip"}, media_type="text/javascript")
    return Response(plain, headers=headers, media_type="text/javascript")


@cache
def _init_version() -> str:
    return hashlib.sha256(_file("init.js")[0]).hexdigest()[:12]


@router.get("/docs")
def read_docs(request: Request) -> HTMLResponse:
    """接口文档页面。"""
    page = _PAGE.format(title=request.app.title, init=_init_version())
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"})


@router.get("/docs/scalar-1.72.1.js")
def read_docs_script(accept_encoding: AcceptEncoding = "") -> Response:
    """接口文档页面的程序。"""
    return _script("scalar-1.72.1.js", accept_encoding)


@router.get("/docs/init-{version}.js")
def read_docs_setup(version: str, accept_encoding: AcceptEncoding = "") -> Response:  # noqa: ARG001  names the content
    """接口文档页面的设置。"""
    return _script("init.js", accept_encoding)


@router.get("/openapi.json")
def read_openapi(request: Request) -> Response:
    """OpenAPI 3.1 文档。"""
    document = request.app.openapi()
    # Named as the reader reaches us, so that the page may call it: its policy allows its own origin only.
    here = {**document["servers"][0], "url": str(request.base_url).rstrip("/")}
    content = orjson.dumps({**document, "servers": [here]})
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    return Response(content, headers={"ETag": tag, "Cache-Control": "no-cache"}, media_type="application/json")
