"""A finding that may stay is accepted in the data's gate.toml, with a reason and until a day."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.validate import Report, Wanted, validate
from kg.validate.agreed import release_date

FAULTY = Path(__file__).parent / "faulty"
VALID = (FAULTY / "valid.ttl").read_text("utf-8")
BLANK = VALID.replace('"Leaf Town"@en', '"Leaf  Town"@en')
TOWN = "https://w3id.org/antkg/id/place/leaf-town"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "valid.ttl").write_text(BLANK, "utf-8")
    return tmp_path


def entry(about: str = TOWN, until: str = "2027-06-30", check: str = "label-blanks") -> str:
    return (
        f'[[accepted]]\ncheck = "{check}"\nabout = "{about}"\n'
        f'reason = "It is printed so."\nuntil = {until}\n'
    )


def judged(folder: Path, text: str, only: tuple[str, ...] = ("labels", "checks")) -> Report:
    (folder / "gate.toml").write_text(text, "utf-8")
    wanted = Wanted(only)
    return validate(folder, sources=FAULTY / "sources", fast=True, wanted=wanted)


def found(report: Report) -> list[tuple[str, int]]:
    return [(f.check, f.line) for f in report.findings if f.severity == "error"]


@pytest.mark.parametrize("about", [TOWN, "place:leaf-town", "valid.ttl"])
def test_an_accepted_finding_is_not_counted_but_said(folder: Path, about: str) -> None:
    report = judged(folder, entry(about))
    assert found(report) == []
    assert not report.has_errors
    (accepted,) = report.accepted
    assert accepted.finding.check == "label-blanks"
    assert accepted.finding.entity == TOWN
    assert (accepted.reason, accepted.until) == ("It is printed so.", "2027-06-30")


def test_only_the_check_that_is_named_is_excused(folder: Path) -> None:
    report = judged(folder, entry(check="label-markup"))
    assert {check for check, _ in found(report)} == {"label-blanks", "exception-unused"}


def test_an_exception_holds_on_its_last_day_and_not_after(folder: Path) -> None:
    assert found(judged(folder, entry(until="2026-11-22"))) == []
    expired = judged(folder, entry(until="2026-11-21"))
    assert ("exception-expired", 1) in found(expired)
    assert "label-blanks" in {check for check, _ in found(expired)}
    assert expired.accepted == ()


def test_the_second_of_two_exceptions_is_found_at_its_own_line(folder: Path) -> None:
    report = judged(folder, entry() + "\n" + entry("person:ann-smith"))
    assert found(report) == [("exception-unused", 7)]


def test_an_exception_is_not_called_unused_where_its_check_was_not_made(folder: Path) -> None:
    (folder / "valid.ttl").write_text(VALID, "utf-8")
    assert found(judged(folder, entry())) == [("exception-unused", 1)]
    assert found(judged(folder, entry(), only=("time", "checks"))) == []
    assert found(judged(folder, entry(check="inconsistent"), only=("logic", "checks"))) == []
    one = [folder / "valid.ttl"]
    report = validate(folder, sources=FAULTY / "sources", fast=True, only_files=one)
    assert found(report) == []


def test_an_exception_of_evidence_is_not_called_unused_without_the_texts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.paths.sources_folder", lambda: None)
    (folder / "valid.ttl").write_text(VALID, "utf-8")
    (folder / "gate.toml").write_text(entry("evidence:people-joined", check="fragment-not-found"))
    assert found(validate(folder, fast=True)) == []


UNCLEAR = {
    "not TOML": ('[[accepted]]\ncheck = "x\n', 2, "this is not TOML"),
    "ends too soon": ("[[accepted]]\ncheck =", 2, "this is not TOML"),
    "no reason": ('\n[[accepted]]\ncheck = "syntax"\n', 2, "an entry has check, about, reason"),
    "no entry": ("accepted = [1]\n", 1, "an entry has"),
    "no list": ("accepted = 1\n", 1, "an entry has"),
    "unknown check": (entry(check="label-blonks"), 1, "no check named 'label-blonks'"),
    "check of checks": (entry(check="exception-unused"), 1, "whose findings can be accepted"),
    "empty about": (entry(about=" "), 1, "about names an IRI or a file"),
    "day in quotes": (entry(until='"2027-06-30"'), 1, "until is a day without quotes"),
    "no day": (entry(until="true"), 1, "until is a day without quotes"),
    "unknown part": ("\n[most]\nfiles = 3\n", 2, "but no 'most'"),
    "floor in words": ('[least]\nfiles = "many"\n', 2, "the least of 'files' is no whole number"),
    "floors as a number": ("least = 3\n", 1, "the least of 'least' is no whole number"),
}


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_cannot_be_understood_is_a_finding_with_its_line(name: str, folder: Path) -> None:
    text, line, words = UNCLEAR[name]
    report = judged(folder, text)
    (finding,) = [f for f in report.findings if f.check == "exception-unclear"]
    assert finding.line == line
    assert words in finding.message
    assert "label-blanks" in {check for check, _ in found(report)}


def test_a_file_that_cannot_be_read_is_a_finding(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "gate.toml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (finding,) = [f for f in judged(folder, "").findings if f.check == "exception-unclear"]
    assert finding.message == "it cannot be read: Permission denied"


def test_a_count_below_its_floor_is_an_error_and_what_was_not_counted_is_not_judged(
    folder: Path,
) -> None:
    report = judged(folder, "[least]\nfiles = 3\ntriples = 1000000\naxioms = 1000000\n")
    (finding,) = [f for f in report.findings if f.check == "count-below-floor"]
    assert finding.line == 3
    assert "triples, and there must be 1000000 at least" in finding.message


HEADER = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<a:header> a <http://www.w3.org/2002/07/owl#Ontology> ; %s ."""


def released(words: str) -> datetime.date | None:
    store = ox.Store()
    store.load((HEADER % words).encode(), format=ox.RdfFormat.TURTLE)
    return release_date(store)


def test_the_release_date_is_the_last_one_of_a_header() -> None:
    first, last = '"2026-01-02"^^xsd:date', '"2026-03-04T00:00:00Z"^^xsd:dateTime'
    assert released(f"dcterms:issued {first} ; dcterms:modified {last}") == datetime.date(
        2026, 3, 4
    )
    assert released(f"dcterms:issued {first} ; dcterms:modified <a:b>") == datetime.date(2026, 1, 2)
    assert released('dcterms:issued "soon"') is None
    assert released('dcterms:title "x"') is None


def test_without_a_release_date_no_exception_holds(folder: Path, tmp_path: Path) -> None:
    words = tmp_path / "ontology"
    words.mkdir()
    (words / "empty.ttl").write_text("<a:b> a <a:c> .\n")
    (folder / "gate.toml").write_text(entry(), "utf-8")
    report = validate(folder, words, fast=True, wanted=Wanted(("labels", "checks")))
    (finding,) = [f for f in report.findings if f.check == "exception-expired"]
    assert "the data has no release date" in finding.message
    assert "dcterms:issued" in finding.remedy
