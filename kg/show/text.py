"""A card as text for a terminal, and as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import asdict

from kg.query import answers
from kg.show.model import Card, Statement
from kg.vocabulary import compact


def as_json(shown: Card) -> str:
    """Return a card as JSON."""
    return json.dumps(asdict(shown), ensure_ascii=False, indent=1) + "\n"


def as_text(shown: Card) -> str:
    """Return a card as text, one statement with its receipts after the other."""
    others = [f"{n} ({tag})" if tag else n for n, tag in shown.names if n != shown.name]
    lines = [f"{shown.name} · {', '.join(shown.kinds)}"]
    lines += [f"  {compact(shown.iri)}"]
    lines += [f"  also {' · '.join(others)}"] if others else []
    lines += [f"  {label}: {value}" for label, value in shown.properties]
    kind = ""
    for statement in shown.statements:
        if statement.kind != kind:
            kind = statement.kind
            count = sum(other.kind == kind for other in shown.statements)
            lines += ["", f"{kind} ({count})"]
        lines += _statement_lines(statement)
    return "\n".join(_visible_line(line) for line in lines) + "\n"


def _visible_line(line: str) -> str:
    """Return a line with its indent but without anything that could steer a terminal."""
    plain = line.lstrip(" ")
    return " " * (len(line) - len(plain)) + answers.visible(plain)


def _statement_lines(statement: Statement) -> list[str]:
    period = f", {statement.period}" if statement.period else ""
    lines = [f"  • {statement.words or statement.kind}{period} [{compact(statement.record)}]"]
    for receipt in statement.receipts:
        against = "disputed, " if receipt.stance == "disputes" else ""
        words = f": “{receipt.words}”" if receipt.words else ""
        voice = ", ".join(text for text in (receipt.voice, receipt.speaker) if text)
        lines.append(f"      {against}{voice}{words}")
        where = ", ".join(text for text in (receipt.title, receipt.issued) if text)
        address = f" <{receipt.address}>" if receipt.address else ""
        lines.append(f"      {where}{address}")
    return lines
