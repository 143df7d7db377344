"""The interactive page: the network, every record and its receipts in one file that asks nobody."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import network, paths, query
from kg.errors import DataError
from kg.vocabulary import compact

if TYPE_CHECKING:
    import networkx as nx
    from jinja2 import Environment

    from kg.load import Graph
    from kg.network import Row

QUERIES = paths.ROOT / "queries" / "network"
SCRIPTS = ("shapes.js", "layout.js", "picture.js", "panel.js", "search.js", "explorer.js")
LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
START_KIND = "program"  # the page opens on the best documented of these
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath d='M4 4l8 8M12 4l-4 4' stroke='%23009E73'/%3E%3Ccircle cx='4' cy='4' r='3' "
    "fill='%23009E73'/%3E%3Ccircle cx='12' cy='12' r='3' fill='%230072B2'/%3E%3C/svg%3E"
)


@dataclass(frozen=True)
class Look:
    """How a kind of thing looks: its name in the legend, its shape, its two colours."""

    name: str
    shape: str
    light: str
    dark: str


LOOKS = {  # colours of Okabe and Ito; no two kinds share both colour and shape
    "program": Look("Programmes", "circle", "#009E73", "#2CC79B"),
    "organization": Look("Organizations", "square", "#0072B2", "#56B4E9"),
    "group": Look("Groups of agents", "twin", "#0072B2", "#56B4E9"),
    "person": Look("People", "triangle", "#E69F00", "#E69F00"),
    "product": Look("Products", "diamond", "#D55E00", "#F0803C"),
    "event": Look("Events", "hexagon", "#CC79A7", "#E39AC3"),
    "award": Look("Awards", "star", "#C9A600", "#F0E442"),
    "place": Look("Places", "pin", "#56B4E9", "#8CCBF0"),
    "species": Look("Species", "leaf", "#009E73", "#2CC79B"),
    "activity": Look("Activities", "cross", "#E69F00", "#E69F00"),
    "framework": Look("Frameworks", "pentagon", "#5B6470", "#C3CAD4"),
    "document": Look("Documents", "page", "#5B6470", "#C3CAD4"),
    "population": Look("Populations", "ring", "#CC79A7", "#E39AC3"),
}
OTHER = Look("Other things", "ring", "#5B6470", "#C3CAD4")


def write_page(graph: Graph, target: Path) -> Path:
    """Write the page about a closed graph to one file; the same graph gives the same bytes.

    The file appears whole or not at all.

    Raises:
        DataError: the file cannot be written.
    """
    page = _page(graph)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as fault:
        message = f"{paths.shown(target)}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault
    return target


def drawn_network(graph: Graph) -> nx.MultiDiGraph[str]:
    """Return the network that the page draws, from a closed graph."""
    things = network.nodes(_rows(graph, "things"))
    return network.build(things, network.edges(_rows(graph, "links")))


def _rows(graph: Graph, name: str) -> list[dict[str, str | None]]:
    text = (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    return query.select(graph.store, text).to_dicts()


# -- Records and their receipts, as the panel shows them ---------------------------


def _names(rows: list[dict[str, str | None]]) -> dict[str, list[dict[str, str]]]:
    """Return the names of each thing, the one to show first: English, then any other."""
    names: dict[str, list[dict[str, str]]] = defaultdict(list)
    ranked = sorted(rows, key=lambda r: (r["preferred"] != "1", r["language"] != "en"))
    for row in ranked:
        name = {"text": row["name"] or "", "language": row["language"] or ""}
        if name not in names[row["thing"] or ""]:
            names[row["thing"] or ""].append(name)
    return names


def _sentences(net: nx.MultiDiGraph[str], names: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return what each record says as a sentence, where a line of the picture says it."""
    sentences: dict[str, str] = {}
    lines = sorted(net.edges(data=True), key=lambda e: (e[2]["both_ways"], e[2]["iri"]))
    for start, end, attributes in lines:
        first, last = (names[i][0]["text"] if i in names else compact(i) for i in (start, end))
        sentences.setdefault(attributes["record"], f"{first} {attributes['words']} {last}")
    return sentences


def _records(
    graph: Graph, names: dict[str, list[dict[str, str]]], sentences: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Return every record under its short name: what it holds, when, whom it names, receipts."""
    parts = _parts(_rows(graph, "parts"), names)
    receipts = _receipts(_rows(graph, "receipts"), names)
    return {
        compact(row["record"] or ""): _record(row, sentences, parts, receipts)
        for row in reversed(_rows(graph, "records"))
    }


def _parts(
    rows: list[dict[str, str | None]], names: dict[str, list[dict[str, str]]]
) -> dict[str, list[dict[str, str]]]:
    parts: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        thing = row["thing"] or ""
        name = names[thing][0]["text"] if thing in names else row["name"] or compact(thing)
        part = {"part": row["part"] or "", "thing": compact(thing), "name": name}
        if part not in parts[row["record"] or ""]:
            parts[row["record"] or ""].append(part)
    return parts


def _receipts(
    rows: list[dict[str, str | None]], names: dict[str, list[dict[str, str]]]
) -> dict[str, list[dict[str, str]]]:
    """Return the evidence of each record; what a piece of evidence lacks is left out."""
    receipts: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in rows:
        speaker = row["speaker"] or ""
        said_by = names[speaker][0]["text"] if speaker in names else compact(speaker)
        address = row["address"] or ""
        receipt = {
            **{k: row[k] or "" for k in ("words", "printed", "method", "stance", "reading")},
            **{k: row[k] or "" for k in ("reason", "judgedAs", "title")},
            "speaker": said_by,
            "voice": compact(row["voice"] or "").removeprefix("akg:"),
            "voiceName": row["voiceName"] or "",
            "address": address if address.startswith(("https://", "http://")) else "",
            "date": when(row["issued"], None, row["issuedGrain"] or "day").removeprefix("since "),
            "judgedOn": when(row["judgedOn"], None, "day").removeprefix("since "),
        }
        kept = {k: v for k, v in receipt.items() if v}
        receipts[row["record"] or ""].setdefault(row["evidence"] or "", kept)
    return {record: list(found.values()) for record, found in receipts.items()}


def _record(
    row: Row,
    sentences: dict[str, str],
    parts: dict[str, list[dict[str, str]]],
    receipts: dict[str, list[dict[str, str]]],
) -> dict[str, Any]:
    iri = row["record"] or ""
    mine, proof = parts.get(iri, []), receipts.get(iri, [])
    value = _value(row, proof)
    record = {
        "class": row["class"] or "",
        "title": row["gist"] or sentences.get(iri) or _title(mine, value),
        "value": value,
        "basis": row["basis"] or "",
        "when": when(row["start"], row["end"], row["grain"] or "", row["certainty"] or ""),
        "order": row["start"] or row["end"] or "",
        "due": when(row["due"], None, "day").removeprefix("since "),
        "parts": mine,
        "receipts": proof,
    }
    return {k: v for k, v in record.items() if v}


def _title(parts: list[dict[str, str]], value: str) -> str:
    """Return a line for a record that the curator gave no gist: what it measures, or names."""
    for part in parts:
        if part["part"] == "of indicator" and value:
            return part["name"]
    return ", ".join(f"{part['name']} ({part['part']})" for part in parts) or "Record"


def _value(row: Row, receipts: list[dict[str, str]]) -> str:
    """Return a number as a source prints it, or else as the record holds it."""
    printed = row["printed"] or next((r["printed"] for r in receipts if "printed" in r), "")
    if printed or not row["value"]:
        return printed
    number = f"{row['value']} to {row['upper']}" if row["upper"] else row["value"]
    bound = "" if row["bound"] in (None, "exactly", "between") else f"{row['bound']} "
    return f"{bound}{number} {row['unit'] or ''}".strip()


# -- Time in words -----------------------------------------------------------------


def when(start: str | None, end: str | None, grain: str, certainty: str = "") -> str:
    """Return a half-open period in words: "October 2025", "2024", "since 1 May 2017"."""
    first = _day(start)
    after = _day(end)
    last = after - timedelta(days=1) if after else None
    if first and last:
        one, other = _instant(first, grain), _instant(last, grain)
        words, opening = one if one == other else f"{one} – {other}", ""
    elif first:
        words, opening = _instant(first, grain), "" if certainty == "not before" else "since"
    elif last:
        words, opening = _instant(last, grain), "" if certainty == "not after" else "until"
    else:
        return ""
    return " ".join(word for word in (opening, certainty, words) if word)


def _day(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None


def _instant(day: datetime, grain: str) -> str:
    quarter = (day.month + 2) // 3
    words = {
        "year": f"{day:%Y}",
        "half year": f"{'first' if quarter < 3 else 'second'} half of {day:%Y}",
        "quarter": f"Q{quarter} {day:%Y}",
        "month": f"{day:%B %Y}",
        "fiscal year": f"{day:%B %Y}",
        "unknown grain": f"{day:%Y}",
    }
    return words.get(grain, f"{day.day} {day:%B %Y}")


# -- The page ----------------------------------------------------------------------


def _page(graph: Graph) -> str:
    """Return the page as text: pyvis carries nodes and lines, our template does the rest."""
    from pyvis.network import Network

    net = drawn_network(graph)
    names = _names(_rows(graph, "names"))
    records = _records(graph, names, _sentences(net, names))
    picture = Network(directed=True)
    spoken_of = _add_nodes(picture, net, names, records)
    _add_edges(picture, net)
    picture.templateEnv = _environment()
    picture.templateEnv.globals.update(
        records=records,
        kinds=_kinds(net),
        start=_start(spoken_of),
        name_of={node["id"]: node["label"] for node in picture.nodes},
    )
    picture.path = "explorer.html"
    return str(picture.generate_html()).rstrip() + "\n"


def _add_nodes(
    picture: Any,  # noqa: ANN401 (pyvis has no types)
    net: nx.MultiDiGraph[str],
    names: dict[str, list[dict[str, str]]],
    records: dict[str, dict[str, Any]],
) -> dict[str, tuple[str, int]]:
    """Hand every thing to pyvis; return kind and number of records of each."""
    about: dict[str, list[str]] = defaultdict(list)
    for record, content in records.items():
        for thing in sorted({part["thing"] for part in content.get("parts", [])}):
            about[thing].append(record)
    places = network.positions(net)
    for iri, attributes in net.nodes(data=True):
        short = compact(iri)
        known = names.get(iri) or [{"text": short, "language": ""}]
        x, y = places[iri]
        picture.add_node(
            short,
            label=known[0]["text"],
            names=known,
            kind=attributes["kind"],
            className=attributes["class_name"],
            iri=iri,
            records=sorted(about[short]),
            x=x,
            y=y,
        )
    return {compact(i): (a["kind"], len(about[compact(i)])) for i, a in net.nodes(data=True)}


def _add_edges(picture: Any, net: nx.MultiDiGraph[str]) -> None:  # noqa: ANN401 (see above)
    for start, end, attributes in sorted(net.edges(data=True), key=lambda e: e[2]["iri"]):
        picture.add_edge(
            compact(start),
            compact(end),
            id=compact(attributes["iri"]),
            words=attributes["words"],
            bothWays=attributes["both_ways"],
            record=compact(attributes["record"]),
            disputed=attributes["disputed"],
        )


def _kinds(net: nx.MultiDiGraph[str]) -> list[dict[str, str]]:
    """Return how each kind that occurs looks, in the order of the legend."""
    present = {attributes["kind"] for _, attributes in net.nodes(data=True)}
    order = [kind for kind in LOOKS if kind in present]
    return [
        {"id": kind, **vars(LOOKS.get(kind, OTHER))}
        for kind in [*order, *sorted(present - {*order})]
    ]


def _start(spoken_of: dict[str, tuple[str, int]]) -> str:
    """Return the programme with the most records; without any, the thing with the most."""
    ranked = sorted(spoken_of, key=lambda i: (spoken_of[i][0] != START_KIND, -spoken_of[i][1], i))
    return ranked[0] if ranked else ""


@cache
def _library() -> str:
    """Return vis-network as pyvis carries it, without the pointer to a map that is not there."""
    text = resources.files("pyvis").joinpath(LIBRARY).read_text(encoding="utf-8")
    return _one_line_end(text.split("//# sourceMappingURL=")[0])


def _one_line_end(text: str) -> str:
    """Return text as a browser reads it, for a hash is taken over that."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _file(name: str) -> str:
    return _one_line_end((paths.PAGES / name).read_text(encoding="utf-8"))


def _environment() -> Environment:
    """Return a template engine that escapes everything but our own files."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(paths.PAGES), autoescape=True, undefined=StrictUndefined
    )
    environment.policies["json.dumps_kwargs"] = {
        "sort_keys": True,
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    style = _file("explorer.css")
    scripts = [_library(), *(_file(name) for name in SCRIPTS)]
    environment.globals.update(
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        policy=_policy(scripts, style),
        icon=ICON,
    )
    return environment


def _policy(scripts: list[str], style: str) -> str:
    """Return the Content-Security-Policy: nothing may run or load but what is listed by hash."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
