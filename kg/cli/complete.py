"""What a shell completes a value of a question to: its choices, or the things of its kind."""

from __future__ import annotations

from collections.abc import Callable

import click

from kg.ask import Parameter
from kg.vocabulary import KINDS, PREFIXES

Completer = Callable[[click.Context, click.Parameter, str], list[str]]


def values_of(blank: Parameter) -> Completer:
    """Return what click asks for the values of a blank that begin as typed."""

    def complete(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
        offered = blank.shown_choices or _things(blank)
        return [value for value in offered if value.casefold().startswith(typed.casefold())]

    return complete


def _things(blank: Parameter) -> list[str]:
    """Return the last part of the IRI of each thing of a kind: no blanks, nothing to quote."""
    if blank.type != "iri" or blank.name not in KINDS:
        return []
    from kg import query
    from kg.load import kept

    namespace = PREFIXES[blank.name]
    text = f'SELECT DISTINCT ?it {{ ?it a ?type FILTER(STRSTARTS(STR(?it), "{namespace}")) }}'
    found = query.select(kept.closed().store, text).to_columns(iris="full")["it"]
    return sorted(str(iri).removeprefix(namespace) for iri in found)
