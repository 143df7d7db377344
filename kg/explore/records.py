"""Records and their receipts, as the panel of the page shows them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.explore.rows import Names, Row, rows
from kg.load import Graph
from kg.vocabulary import compact

Content = dict[str, Any]
Parts = dict[str, list[dict[str, str]]]

_OF_RECEIPT = ("words", "printed", "method", "stance", "reading", "reason", "judgedAs", "voiceName")
_OF_RECORD = ("class", "basis", "unit", "bound", "grain", "certainty")


def records_of(graph: Graph, names: Names) -> dict[str, Content]:
    """Return every record under its short name: what it holds, when, whom it names, receipts."""
    parts = _parts(rows(graph, "parts"), names)
    receipts = _receipts(rows(graph, "receipts"), names)
    themes = themes_of(graph)
    return {
        compact(row["record"] or ""): _record(row, parts, receipts, themes)
        for row in reversed(rows(graph, "records"))
    }


def sources_of(graph: Graph) -> dict[str, dict[str, str]]:
    """Return title, address and date of every source that a record rests on."""
    found = {}
    for row in reversed(rows(graph, "receipts")):
        if row["source"]:
            source = {
                "title": row["title"] or "",
                "address": _web(row["address"]),
                "original": _web(row["original"]),
                "issued": day(row["issued"]),
                "grain": row["issuedGrain"] or "",
            }
            found[compact(row["source"])] = {k: v for k, v in source.items() if v}
    return found


def _web(address: str | None) -> str:
    """Return an address of the web; any other kind of address is no place to send a reader."""
    return address if address and address.startswith(("https://", "http://")) else ""


def themes_of(graph: Graph) -> dict[str, list[str]]:
    """Return the subject headings under which each thing or record stands."""
    themes: dict[str, list[str]] = defaultdict(list)
    for row in rows(graph, "themes"):
        themes[compact(row["about"] or "")].append(code(row["theme"]))
    return themes


def theme_names(graph: Graph) -> dict[str, str]:
    """Return the name of every subject heading that is in use."""
    return {code(row["theme"]): row["name"] or "" for row in rows(graph, "themes")}


def code(iri: str | None) -> str:
    """Return the bare name of an entry of one of our lists."""
    return compact(iri or "").removeprefix("akg:")


def day(instant: str | None) -> str:
    """Return an instant without the midnight that most of them carry."""
    return (instant or "").removesuffix("T00:00:00Z")


def _parts(found: list[Row], names: Names) -> Parts:
    parts: Parts = defaultdict(list)
    for row in found:
        thing = row["thing"] or ""
        name = names[thing][0]["text"] if thing in names else row["name"] or compact(thing)
        part = {"part": row["part"] or "", "thing": compact(thing), "name": name}
        if part not in parts[row["record"] or ""]:
            parts[row["record"] or ""].append(part)
    return parts


def _receipts(found: list[Row], names: Names) -> dict[str, list[dict[str, str]]]:
    """Return the evidence of each record; what a piece of evidence lacks is left out."""
    receipts: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in found:
        speaker = row["speaker"] or ""
        receipt = {
            **{k: row[k] or "" for k in _OF_RECEIPT},
            "iri": compact(row["evidence"] or ""),
            "by": compact(speaker),
            "speaker": names[speaker][0]["text"] if speaker in names else compact(speaker),
            "voice": code(row["voice"]),
            "source": compact(row["source"] or ""),
            "judgedOn": day(row["judgedOn"]),
        }
        kept = {k: v for k, v in receipt.items() if v}
        receipts[row["record"] or ""].setdefault(row["evidence"] or "", kept)
    return {record: list(given.values()) for record, given in receipts.items()}


def _record(
    row: Row, parts: Parts, receipts: dict[str, list[dict[str, str]]], themes: dict[str, list[str]]
) -> Content:
    iri = row["record"] or ""
    mine, proof = parts.get(iri, []), receipts.get(iri, [])
    record = {
        **{k: row[k] or "" for k in _OF_RECORD},
        "gist": row["gist"] or "",
        "value": _value(row, proof),
        "composed": row["value"] is not None and not _printed(row, proof),
        "number": _number(row["value"]),
        "upper": _number(row["upper"]),
        "indicator": compact(row["indicator"] or ""),
        "subject": compact(row["subject"] or ""),
        "start": day(row["start"]),
        "end": day(row["end"]),
        "due": day(row["due"]),
        "themes": themes.get(compact(iri), []),
        "parts": mine,
        "receipts": proof,
    }
    return {k: v for k, v in record.items() if v not in ("", None, [], False)}


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    if abs(number) == float("inf") or number != number:
        return None
    return int(number) if number.is_integer() else number


def _printed(row: Row, receipts: list[dict[str, str]]) -> str:
    return row["printed"] or next((r["printed"] for r in receipts if "printed" in r), "")


def _value(row: Row, receipts: list[dict[str, str]]) -> str:
    """Return a number as a source prints it, or else as the record holds it."""
    printed = _printed(row, receipts)
    if printed or not row["value"]:
        return printed
    number = f"{row['value']} to {row['upper']}" if row["upper"] else row["value"]
    bound = "" if row["bound"] in (None, "exactly", "between") else f"{row['bound']} "
    return f"{bound}{number} {row['unit'] or ''}".strip()
