"""A table as HTML for notebooks: escaped, capped, and links only to web pages."""

from __future__ import annotations

import re
from html import escape

from kg.query.answers import XSD, Cell, Table, visible
from kg.vocabulary import TERMS, THINGS

MOST_ROWS = 50
_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}]+\Z", re.IGNORECASE)


def as_html(table: Table, most_rows: int = MOST_ROWS) -> str:
    """Return a table of at most so many rows; it says how many are not shown."""
    heads = "".join(f"<th>{escape(visible(name))}</th>" for name in table.columns)
    shown = table.rows[:most_rows]
    lines = ["<table>", f"<thead><tr>{heads}</tr></thead>", "<tbody>"]
    lines += [f"<tr>{''.join(map(_data, row))}</tr>" for row in shown]
    lines += ["</tbody>", "</table>"]
    if said := _said_of_the_rest(table, len(shown)):
        lines.append(f"<p>{said}</p>")
    return "\n".join(lines)


def _said_of_the_rest(table: Table, shown: int) -> str:
    hidden = len(table) - shown
    said = [f"{hidden} more row{'s' if hidden > 1 else ''}, not shown."] if hidden else []
    said += ["The answer was cut: there are more rows than were fetched."] if table.is_cut else []
    return " ".join(said)


def _data(cell: Cell | None) -> str:
    if cell is None:
        return "<td></td>"
    text = escape(visible(cell.shown()))
    if _is_page(cell):
        return f'<td><a href="{escape(cell.value)}" rel="noreferrer">{text}</a></td>'
    side = ' style="text-align: right"' if cell.is_number() else ""
    tag = f' lang="{escape(cell.language)}"' if cell.language else ""
    return f"<td{tag}{side}>{text}</td>"


def _is_page(cell: Cell) -> bool:
    """Say whether a term leads to a web page; our own identifiers are names, not addresses yet."""
    is_address = cell.kind == "iri" or cell.datatype == XSD + "anyURI"
    is_ours = cell.value.startswith((THINGS, TERMS))
    return is_address and not is_ours and bool(_WEB.match(cell.value))
