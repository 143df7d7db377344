"""An answer as a picture of characters: bars, a line of time, or links from name to name."""

from __future__ import annotations

from collections.abc import Sequence

from kg.query import Cell, Table, answers

Row = tuple[Cell | None, ...]
_SIDES = 3  # the words beside bars take at most one of so many parts of the width
_ENDS = 2
_NAMES = 3  # of an event: who, what, for whom
_INSTANT = answers.XSD + "dateTime"
_ASIDE = frozenset(("grainName", "unitName", "boundName"))  # say little without their number


def picture(table: Table, view: str, width: int = 80) -> str:
    """Draw an answer: bars of its last number column, its days in order, or its links as trees."""
    drawn = {"bar": _bars, "timeline": _timeline, "graph": _links}.get(view)
    return drawn(table, width) if drawn and table.rows else ""


def _bars(table: Table, width: int) -> str:
    numbers = [i for i in range(len(table.columns)) if any(_number(row[i]) for row in table.rows)]
    if not numbers:
        return ""
    column = numbers[-1]
    values = [_number(row[column]) for row in table.rows]
    labels = [words_of(row[:column] or row[column + 1 :]) for row in table.rows]
    ends = [answers.visible(cell.shown()) if (cell := row[column]) else "" for row in table.rows]
    side = min(max(map(answers.columns_of, labels)), 2 * width // _SIDES)
    room = max(width - side - max(map(len, ends)) - 3, 8)
    most = max(values)
    lines = [
        f"{answers.fitted(label, side)}  {_bar(value / most * room)} {end}".rstrip()
        for label, value, end in zip(labels, values, ends, strict=True)
    ]
    return f"{table.columns[column]}\n" + "\n".join(lines) + "\n"


def _number(cell: Cell | None) -> float:
    return max(float(cell.value), 0.0) if cell and cell.is_number() else 0.0


def words_of(cells: Sequence[Cell | None]) -> str:
    """Return the words of the first cells that are no IRIs, or the first IRI."""
    said = [cell for cell in cells if cell]
    words = [cell for cell in said if cell.kind != "iri"][:_ENDS] or said[:1]
    return " · ".join(answers.visible(cell.shown()) for cell in words)


def _bar(length: float) -> str:
    eighths = round(length * 8)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _timeline(table: Table, width: int) -> str:
    at = dated_column(table)
    if at is None:
        return ""
    said = [(row[at], event_of(table, row, at)) for row in table.rows]
    days = sorted({(cell.shown()[:10], words) for cell, words in said if cell})
    lines = [
        f"{day:10} ─● {answers.fitted(words, max(width - 14, 8))}".rstrip() for day, words in days
    ]
    undated = len({words for cell, words in said if not cell})
    lines += [f"{'undated':10} ─○ {undated} more"] if undated else []
    return "\n".join(lines) + "\n"


def dated_column(table: Table) -> int | None:
    """Return which column says when it was; when it was told, only where nothing else is known."""
    columns = range(len(table.columns))
    dated = [
        at for at in columns if any(c and c.datatype == _INSTANT for c in column_of(table, at))
    ]
    years = [at for at in columns if table.columns[at] == "year"]
    when = [at for at in dated if table.columns[at] != "date"] or years or dated
    return when[0] if when else None


def event_of(table: Table, row: Row, at: int) -> str:
    """Return what a row tells beside its day: names first, then a number if there is one."""
    said = [
        (name, cell)
        for place, (name, cell) in enumerate(zip(table.columns, row, strict=True))
        if cell and place != at and name not in _ASIDE and cell.datatype != _INSTANT
    ]
    texts = [(name, c) for name, c in said if c.kind != "iri" and not c.is_number()]
    names = [cell for name, cell in texts if name.endswith("Name")][:_NAMES]
    words = names if len(names) >= _ENDS else [cell for _, cell in texts][:_ENDS]
    numbers = [cell for name, cell in said if cell.is_number() and name != "year"][:1]
    shown = [*words, *numbers] or [cell for _, cell in said][:1]
    return " · ".join(answers.visible(cell.shown()) for cell in shown)


def column_of(table: Table, at: int) -> list[Cell | None]:
    """Return one column of an answer."""
    return [row[at] for row in table.rows]


def _links(table: Table, width: int) -> str:
    """Draw a tree for each name at which links begin; the words of the link stand on its branch."""
    ends = end_columns(table.columns)
    if len(ends) < _ENDS:
        return ""
    start, end = ends
    middle = table.columns.index("relationName") if "relationName" in table.columns else None
    trees: dict[str, dict[str, None]] = {}
    for row in table.rows:
        relation = f" {_text(row[middle])} →" if middle is not None else ""
        if row[start]:
            branches = trees.setdefault(_text(row[start]), {})
            branches |= {f"{relation} {_text(row[end])}": None} if row[end] else {}
    return "".join(_tree(name, list(branches), width) for name, branches in trees.items())


def end_columns(columns: Sequence[str]) -> list[int]:
    """Return which two columns name the ends of a link; fewer where it has none."""
    if "fromName" in columns and "toName" in columns:
        return [columns.index("fromName"), columns.index("toName")]
    return [at for at, column in enumerate(columns) if column.endswith("Name")][:_ENDS]


def _text(cell: Cell | None) -> str:
    return answers.visible(cell.shown()) if cell else ""


def _tree(name: str, branches: list[str], width: int) -> str:
    lines = [name, *(f"├─{branch}" for branch in branches[:-1])]
    lines += [f"└─{branch}" for branch in branches[-1:]]
    return "".join(f"{answers.fitted(line, width).rstrip()}\n" for line in lines)
