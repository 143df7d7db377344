"""Questions and answers as bytes between the server and its workers."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

from kg.query.wire import GRAPHS, TABLES

FORMATS = ("", *TABLES, *GRAPHS)
_NUMBER = {name: number for number, name in enumerate(FORMATS)}
_QUESTION = struct.Struct("!IBB")
_ANSWER = struct.Struct("!IHB")
_PIECE = 1 << 18
_LOOKS = 100  # some 50 microseconds
ANSWER_HEAD = _ANSWER.size


def question(text: bytes, table: str, graph: str) -> bytes:
    """Return the frame of a question."""
    return _QUESTION.pack(len(text), _NUMBER[table], _NUMBER[graph]) + text


def answer(status: int, name: str, body: bytes) -> bytes:
    """Return the frame of an answer: an HTTP status, the format of the body, and the body."""
    return _ANSWER.pack(len(body), status, _NUMBER[name]) + body


def questions(channel: socket.socket) -> Iterator[tuple[str, str, str]]:
    """Yield text, format for rows and format for triples of each question until the line ends."""
    held, count = b"", 1
    while data := _received(channel, _LOOKS if count == 1 else 0):
        held += data
        at = count = 0
        while len(held) - at >= _QUESTION.size:
            length, table, graph = _QUESTION.unpack_from(held, at)
            end = at + _QUESTION.size + length
            if len(held) < end:
                break
            text, at = held[at + _QUESTION.size : end], end
            count += 1
            yield text.decode(), FORMATS[table], FORMATS[graph]
        held = held[at:]


def _received(channel: socket.socket, looks: int) -> bytes:
    """Return what has come; look a few times before sleeping, as to be woken takes longer.

    Where several questions came in one piece there is enough to do for all, and no need to look.
    """
    for _ in range(looks):
        try:
            return channel.recv(_PIECE, socket.MSG_DONTWAIT)
        except BlockingIOError:
            continue
    return channel.recv(_PIECE)


def answer_head(data: bytes, at: int = 0) -> tuple[int, int, str]:
    """Return length of the body, status and format of the answer whose frame begins there."""
    length, status, name = _ANSWER.unpack_from(data, at)
    return length, status, FORMATS[name]
