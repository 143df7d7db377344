"""The words of a curator in, terms of the graph out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from kg.add.moments import instant
from kg.add.quantities import ReadNumber, decimal
from kg.add.schema import EVIDENCE, RECORD, RESOURCE, SOURCE, THING, XSD, Property, Schema, dashed
from kg.errors import AntkgError, UnknownName, UsageError
from kg.query import Cell, Store, select
from kg.query.answers import as_term, quoted
from kg.query.names import find
from kg.query.near import close_to
from kg.vocabulary import KINDS, PREFIXES, TERMS, compact, expand

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_TEXTS = ("", XSD + "string", PREFIXES["rdf"] + "langString")
_INTEGERS = (XSD + "nonNegativeInteger", XSD + "integer")
_MOST_CHOICES = 30
_MOST_KINDS = 3
_LONGEST_WORDS = 2000


@dataclass(frozen=True)
class Words:
    """Reads values: needs the schema, the graph with its names, and a reader of printed numbers."""

    schema: Schema
    store: Store
    read_number: ReadNumber

    def value(self, of: Property, text: str, language: str = "") -> Cell:
        """Return the term that a text means as value of a property.

        Raises:
            UnknownName: nothing, or several things, have this name.
            UsageError: the text is no such value.
        """
        checked = plain(text)
        if language and of.range not in ("", PREFIXES["rdf"] + "langString"):
            message = f"--{dashed(of.name)} takes no language"
            raise UsageError(message)
        if of.range in _TEXTS:
            return self._text(of, checked, language)
        if of.range.startswith(XSD):
            return self._literal(of, checked)
        if of.range == RESOURCE:
            return Cell(_address(expand(checked)), "iri")
        if self.schema.is_listed(of.range):
            return self._listed(of, checked)
        return self._entity(of, checked)

    def _text(self, of: Property, text: str, language: str) -> Cell:
        if of.range == XSD + "string":
            return Cell(text, "literal")
        if language and not _TAG.fullmatch(language):
            message = f"'{language}' is no language tag; write one such as en or zh"
            raise UsageError(message)
        is_chinese = _HAN.search(text) and not _LATIN.search(text)
        return Cell(text, "literal", None, language or ("zh" if is_chinese else "en"))

    def _literal(self, of: Property, text: str) -> Cell:
        if of.range == XSD + "dateTime":
            return Cell(instant(text)[0], "literal", of.range)
        if of.range == XSD + "decimal":
            return Cell(decimal(text, self.read_number, self._beside_numbers), "literal", of.range)
        if of.range == XSD + "boolean":
            if text.lower() not in _TRUE + _FALSE:
                message = f"'{text}' is neither yes nor no"
                raise UsageError(message)
            return Cell("true" if text.lower() in _TRUE else "false", "literal", of.range)
        if of.range in _INTEGERS:
            if not re.fullmatch("[0-9]{1,18}", text):
                message = f"'{text}' is no whole number"
                raise UsageError(message)
            return Cell(str(int(text)), "literal", XSD + "integer")
        return Cell(_address(text), "literal", of.range)

    # -- Codes and units ---------------------------------------------------------------

    @cached_property
    def _beside_numbers(self) -> list[str]:
        """The names of hedges and units, which may stand beside a number."""
        evidence = self.schema.kind(EVIDENCE).by_iri
        lists = [evidence[TERMS + name].range for name in ("bound", "unit")]
        return [name for each in lists for name in self.codes(each)]

    def codes(self, range_: str) -> dict[str, str]:
        """Return the codes of a list by each of their names, in small letters."""
        found: dict[str, str] = {}
        for iri in self.schema.members(range_):
            local = re.split("[#/]", iri)[-1]
            for name in (
                self.schema.label(iri),
                *self._labels(iri),
                local,
                dashed(local),
                compact(iri),
            ):
                found.setdefault(name.casefold(), iri)
        return found

    def _labels(self, iri: str) -> list[str]:
        names = (PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label")
        return [cell.value for name in names for cell in self.schema.ontology.objects(iri, name)]

    def choices(self, range_: str) -> list[str]:
        """Return the names of the codes of a list, in order."""
        return sorted(self.schema.label(iri) for iri in self.schema.members(range_))

    def _listed(self, of: Property, text: str) -> Cell:
        names = self.codes(of.range)
        folded = text.casefold()
        started = {iri for name, iri in names.items() if name.startswith(folded + " ")}
        iri = names.get(folded) or names.get(compact(expand(text)).casefold())
        if iri is None and len(started) == 1:
            (iri,) = started
        if iri is None:
            near = [self.schema.label(names[name]) for name in close_to(folded, names)]
            near = list(dict.fromkeys(near))
            raise _Unknown(of.label, text, near, f"one of: {', '.join(self.choices(of.range))}")
        return Cell(iri, "iri")

    # -- Things, records, sources ------------------------------------------------------

    def _entity(self, of: Property, text: str) -> Cell:
        if of.range == SOURCE and _ADDRESS.fullmatch(text):
            return self._source_at(of, text)
        iri = self._found(of, text)
        classes = self.classes(iri)
        if not any(self.schema.within(class_, of.range) for class_ in classes):
            is_now = " and ".join(self.schema.label(class_) for class_ in classes) or "no entity"
            wanted = self.schema.label(of.range)
            message = f"'{text}' is {compact(iri)}, of the class {is_now}; needed is: {wanted}"
            raise UsageError(message)
        return Cell(iri, "iri")

    def _found(self, of: Property, text: str) -> str:
        kinds = self.segments(of.range)
        try:
            return find(self.store, text, kinds[0] if len(kinds) == 1 else "")
        except UnknownName as fault:
            meant = [expand(name) for name in fault.suggestions]
            fitting = [iri for iri in meant if "://" in iri and self._fits(iri, of.range)]
            if fault.kind == "single thing":
                if len(fitting) == 1:
                    return fitting[0]
                raise
            near = fault.suggestions or self._near(of, text)
            raise _Unknown(self.schema.label(of.range), text, near, self.hint(of, text)) from fault

    def _fits(self, iri: str, range_: str) -> bool:
        return any(self.schema.within(class_, range_) for class_ in self.classes(iri))

    def _near(self, of: Property, text: str) -> list[str]:
        wanted = " ".join(f"<{class_}>" for class_ in self.schema.ontology.below(of.range))
        found = select(self.store, f"SELECT ?it {{ VALUES ?class {{ {wanted} }} ?it a ?class }}")
        return close_to(
            compact(expand(text)), {compact(row[0].value) for row in found.rows if row[0]}
        )

    def segments(self, range_: str) -> list[str]:
        """Return the words that IRIs of members of a class carry."""
        below = self.schema.ontology.below(range_)
        return sorted({s for class_ in below if (s := self.schema.segment(class_)) in KINDS})

    def hint(self, of: Property, text: str) -> str:
        """Return how to add what is missing."""
        if of.range == SOURCE:
            said = "--address" if _ADDRESS.fullmatch(text) else "--title"
            return f"add it with: kg add source {said} {_shell(text)} …"
        if not self.schema.within(of.range, THING):
            return "name it by its IRI, such as figure:…"
        kinds = self.segments(of.range)
        word = "|".join(kinds) if len(kinds) <= _MOST_KINDS else "KIND"
        return f"add it with: kg add {word} --name {_shell(text)}"

    def _source_at(self, of: Property, address: str) -> Cell:
        spelled = {address, address.rstrip("/"), address.rstrip("/") + "/"}
        datatype = XSD + "anyURI"
        values = " ".join(f"{quoted(each)}^^<{datatype}>" for each in sorted(spelled))
        found = select(
            self.store, f"SELECT ?it {{ VALUES ?at {{ {values} }} ?it <{TERMS}address> ?at }}"
        )
        iris = sorted({row[0].value for row in found.rows if row[0]})
        if not iris:
            raise _Unknown(self.schema.label(of.range), address, [], self.hint(of, address))
        if len(iris) > 1:
            message = (
                f"several sources have this address: {', '.join(map(compact, iris))}; name one"
            )
            raise UsageError(message)
        return Cell(iris[0], "iri")

    def classes(self, iri: str) -> list[str]:
        """Return the classes of something in the graph."""
        term = as_term(Cell(iri, "iri"))
        rows = select(self.store, f"SELECT ?class {{ {term} a ?class }} ORDER BY ?class").rows
        return [row[0].value for row in rows if row[0]]

    def shape_of(self, of: Property) -> str:
        """Return in words what a value of a property looks like."""
        if of.range.startswith(XSD) or of.range in _TEXTS:
            return _EXAMPLES.get(of.range, "words")
        if self.schema.is_listed(of.range):
            names = self.choices(of.range)
            return ", ".join(names[:_MOST_CHOICES]) + (" …" if len(names) > _MOST_CHOICES else "")
        if of.range == RESOURCE:
            return "an IRI of another house, https://…"
        kind = "record" if self.schema.within(of.range, RECORD) else ""
        return f"IRI of a {kind}" if kind else f"name of: {self.schema.label(of.range)}"


_EXAMPLES = {
    XSD + "dateTime": "a day, such as 2025-08-14 or today",
    XSD + "decimal": "a number, such as 1.68 million",
    XSD + "boolean": "yes or no",
    XSD + "anyURI": "an address, https://…",
    XSD + "nonNegativeInteger": "a whole number",
}


class _Unknown(UnknownName):
    """An unknown name, with what to do about it."""

    def __init__(self, kind: str, name: str, suggestions: list[str], remedy: str) -> None:
        super().__init__(kind, name, suggestions)
        AntkgError.__init__(self, f"{self.args[0]}; {remedy}")


def plain(text: str) -> str:
    """Return a text without blanks around it.

    Raises:
        UsageError: nothing is left, or it holds what no text of a curator holds.
    """
    stripped = text.strip()
    if not stripped:
        message = "a value is empty"
        raise UsageError(message)
    hidden = [c for c in stripped if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    if hidden:
        message = f"a value holds the hidden character U+{ord(hidden[0]):04X}; take it out"
        raise UsageError(message)
    if len(stripped) > _LONGEST_WORDS:
        message = (
            f"a value is longer than {_LONGEST_WORDS} characters; no sentence of a source is kept"
        )
        raise UsageError(message)
    return stripped


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        message = f"'{text}' is no address; write one that begins with https://"
        raise UsageError(message)
    return text


def _shell(text: str) -> str:
    import shlex

    return shlex.quote(text)
