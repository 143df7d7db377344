"""What a connection and the endpoint hand to each other: a request, a reply, a problem."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus

PROBLEM = "application/problem+json"


@dataclass
class Request:
    """One whole request.

    Attributes:
        method: in capitals.
        path: still percent-encoded.
        query: what stands behind the question mark, still percent-encoded.
        headers: by name in lower case; the values of one name joined by commas.
        body: all of it.
        address: where it came from.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = b""
    address: str = ""


@dataclass
class Reply:
    """One whole reply."""

    status: int
    media_type: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_last: bool = False


class Refused(Exception):
    """A request that gets a problem for an answer."""

    def __init__(
        self, status: int, detail: str, headers: dict[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more

    def reply(self, is_last: bool = False) -> Reply:
        """Return the problem as RFC 9457 wants it."""
        return Reply(
            self.status,
            PROBLEM,
            problem(self.status, self.detail, **self.more),
            {"Cache-Control": "no-store"} | self.headers,
            is_last,
        )


def problem(status: int, detail: str, **more: object) -> bytes:
    """Return a problem document: title and status of HTTP, and what happened in a sentence."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return json.dumps(document, ensure_ascii=False).encode() + b"\n"
