"""The curated graph grown in its own shape: the same files, holding everything several times.

A copy has fresh IRIs and names of its own, and is otherwise what a curator wrote, line for line.
In one of four participations of a copy the agent stays the original one, never in two in a row (the
records would say the same), so that agents with many partners have more of them as the graph grows.
The same seed gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

from kg.vocabulary import KINDS, PREFIXES, TERMS

_TOKEN = re.compile(
    rf"""(?P<skip>\#[^\n]*|<[^<>\s]*>)
    |(?P<text>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|"(?:[^"\\\n]|\\.)*")
    |(?P<name>\b(?:{"|".join(KINDS)}):[A-Za-z0-9_-]+)
    |(?P<label>skos:(?:pref|alt)Label)
    |(?P<shared>akg:participant(?=\s))""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_PREFIX_LINE = re.compile(r"@prefix [^\n]*\n")
_STAYS = 0.25
_LONGEST_NAME = 80
_DIGEST = 8


def grow(source: Path, target: Path, times: int, seed: int = 0) -> None:
    """Write the Turtle files of a folder to another one, each holding its facts several times.

    Args:
        source: a folder of Turtle that names its things by the prefixes of the project.
        target: the folder to write to; it is made where it is missing.
        times: how often everything stands in the grown files; once is the original.
        seed: chooses the participations of copies whose agent stays the original one.
    """
    random = Random(seed)
    texts = {path.name: path.read_text("utf-8") for path in sorted(source.glob("*.ttl"))}
    target.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        body = _PREFIX_LINE.sub("", text)
        with (target / name).open("w", encoding="utf-8") as file:
            file.write(text)
            for number in range(2, times + 1):
                file.write("".join(_copy(body, number, random)))


def _short(name: str) -> str:
    """Return a name to which a number can be added within the length that an IRI may have."""
    if len(name) <= _LONGEST_NAME:
        return name
    digest = sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{name[: _LONGEST_NAME - _DIGEST - 1].rstrip('-')}-{digest}"


def _copy(text: str, number: int, random: Random) -> Iterator[str]:
    end, before, is_kept = 0, "", False
    for match in _TOKEN.finditer(text):
        yield text[end : match.start()]
        end = match.end()
        if match["name"]:
            if before == "shared":
                is_kept = not is_kept and random.random() < _STAYS
            stays = before == "shared" and is_kept
            yield match[0] if stays else f"{_short(match[0])}-{number}"
        elif match["text"] and before == "label":
            yield f'{match[0][:-1]} (copy {number})"'
        else:
            yield match[0]
        before = match.lastgroup or ""
    yield text[end:]


_HOLE = "\x00"
_OURS = re.compile(rf"(<{re.escape(PREFIXES['program'].removesuffix('program/'))}[^>]*)>")
_LABEL = re.compile(rf'(<{re.escape(PREFIXES["skos"])}(?:pref|alt)Label> "(?:[^"\\]|\\.)*)"')
_PARTICIPANT = f" <{TERMS}participant> "


def grow_lines(fixed: str, data: str, target: Path, times: int, seed: int = 0) -> None:
    """Write one N-Triples file: what stays as it is once, and the data several times.

    It grows as Turtle does, but a copy is made in milliseconds, for millions of triples.

    Args:
        fixed: N-Triples of the ontology.
        data: N-Triples of the data, without nameless nodes.
        target: the file to write.
        times: how often the data stand in it; once is the original.
        seed: chooses the participations of copies whose agent stays the original one.
    """
    random = Random(seed)
    kept = [line for line in data.splitlines(keepends=True) if _PARTICIPANT not in line]
    agents = [line.partition(_PARTICIPANT) for line in data.splitlines() if _PARTICIPANT in line]
    template = _holes("".join(sorted(kept)))
    shares = [(_holes(one + middle), _holes(other), other) for one, middle, other in sorted(agents)]
    with target.open("w", encoding="utf-8") as file:
        file.write(fixed)
        file.write(data)
        for number in range(2, times + 1):
            file.write(template.replace(_HOLE, str(number)))
            is_kept = False
            for start, copied, original in shares:
                is_kept = not is_kept and random.random() < _STAYS
                line = start + (original if is_kept else copied)
                file.write(line.replace(_HOLE, str(number)) + "\n")


def _holes(text: str) -> str:
    """Put a hole for the number of the copy behind each of our names and into each label."""
    return _LABEL.sub(rf'\1 (copy {_HOLE})"', _OURS.sub(rf"\1-{_HOLE}>", text))
