"""The pages of the static site, where it has been built: only what lies in its folder."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import quote, unquote

from kg.serve.messages import Refused, Reply, Request

METHODS = "GET, HEAD, OPTIONS"
LONGEST = 64 * 1024 * 1024
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".rq": "application/sparql-query",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
}
_HEADERS = {"Cache-Control": "no-cache", "Referrer-Policy": "same-origin"}


def served(folder: Path, request: Request) -> Reply:
    """Return the file that a request names.

    Raises:
        Refused: there is none, it lies outside, or the method is not for files.
    """
    if request.method == "OPTIONS":
        return Reply(204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD"):
        detail = f"{request.method} is not for this address; use {METHODS}"
        raise Refused(405, detail, {"Allow": METHODS})
    path = _inside(folder, request.path)
    if path.is_dir():
        if not request.path.endswith("/"):
            return Reply(308, headers={"Location": quote(path.name) + "/"} | _HEADERS)
        path = path / "index.html"
    return _file(folder, path, request)


def _inside(folder: Path, address: str) -> Path:
    """Return the path that an address means; it holds no step that could lead out."""
    try:
        steps = [step for step in unquote(address, errors="strict").split("/") if step]
    except UnicodeDecodeError:
        raise _missing() from None
    if any(step.startswith(".") or "\\" in step or "\0" in step for step in steps):
        raise _missing()
    return folder.joinpath(*steps)


def _file(folder: Path, path: Path, request: Request) -> Reply:
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()) or not real.is_file():
            raise _missing()
        known = real.stat()
        if known.st_size > LONGEST:
            raise _missing()
        tag = f'W/"{known.st_mtime_ns:x}-{known.st_size:x}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(304, headers={"ETag": tag} | _HEADERS)
        return Reply(200, _media_type(real), real.read_bytes(), {"ETag": tag} | _HEADERS)
    except (OSError, RuntimeError) as fault:
        raise _missing() from fault


def _media_type(path: Path) -> str:
    known = _TYPES.get(path.suffix.lower())
    return known or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _missing() -> Refused:
    return Refused(404, "there is nothing at this address; the SPARQL endpoint is /sparql")
