"""The gate reads every file, good or bad, and says what is wrong, where, and what to do."""

from __future__ import annotations

import json
import re
import shutil
import time
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import CommandLine

from kg import paths
from kg.errors import DataError, SyntaxFault, ToolError, UsageError
from kg.validate import (
    Asked,
    Report,
    Wanted,
    as_json,
    as_sarif,
    as_text,
    catalogue,
    shapes,
    validate,
)
from kg.validate.literals import is_well_typed
from kg.validate.numbers import means, readings

pytestmark = pytest.mark.usefixtures("places_kept")

FAULTY = Path(__file__).parent / "faulty"
SOURCES = FAULTY / "sources"
VALID = (FAULTY / "valid.ttl").read_text("utf-8")
PREFIXES = VALID.partition("\n\n")[0] + "\n"
XSD = "http://www.w3.org/2001/XMLSchema#"


def judged(folder: Path, **more: object) -> Report:
    return validate(data=folder, sources=SOURCES, fast=True, **more)  # type: ignore[arg-type]


def serious(report: Report) -> list[tuple[str, str, int, int]]:
    """Return check, file name, line and column of the errors."""
    return [
        (f.check, Path(f.file).name, f.line, f.column)
        for f in report.findings
        if f.severity == "error"
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "valid.ttl").write_text(VALID, "utf-8")
    return tmp_path


# -- the real graph ----------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Report:
    return validate()


def test_the_real_graph_has_no_error(real: Report) -> None:
    assert [f for f in real.findings if f.severity == "error"] == []
    assert not real.has_errors


def test_the_run_says_what_it_really_saw(real: Report) -> None:
    assert {"Java", "owlready2 with HermiT", "shacl-rust", "pyoxigraph"} == set(real.tools)
    assert real.counts["evidence"] == sum(
        real.counts[name] for name in ("evidence re-read", "evidence not re-read")
    )


LEAST = {
    "files": 27,
    "triples": 7500,
    "axioms": 7000,
    "individuals": 850,
    "triples reasoned over": 6000,
    "shapes": 118,
    "checks": 58,
    "evidence": 240,
}


def test_the_real_data_has_a_floor_for_everything_that_is_counted(real: Report) -> None:
    floors = tomllib.loads((paths.DATA / "gate.toml").read_text("utf-8"))["least"]
    assert {name: floors.get(name, 0) for name in LEAST if floors.get(name, 0) < LEAST[name]} == {}
    assert {name: real.counts[name] for name in LEAST if real.counts[name] < LEAST[name]} == {}
    assert set(floors) <= {*real.counts, "questions"}


@pytest.mark.no_cover  # the same lines each time, on all data
@pytest.mark.parametrize(
    "name", sorted(p.name for p in paths.DATA.glob("*.ttl") if p.stem != "release")
)
def test_a_topic_that_is_emptied_fails(name: str, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(paths.DATA, copy)
    (copy / name).write_text("")
    report = validate(copy, fast=True, wanted=Wanted(only=["count-below-floor", "evidence"]))
    assert "count-below-floor" in {check for check, *_ in serious(report)}


def test_a_shape_that_is_lost_fails(tmp_path: Path) -> None:
    other = tmp_path / "ontology"
    shutil.copytree(paths.ONTOLOGY, other)
    (other / "shapes" / "events.ttl").unlink()
    report = validate(ontology=other, fast=True, wanted=Wanted(only=["shapes", "checks"]))
    assert ("count-below-floor", "gate.toml") in {found[:2] for found in serious(report)}


def test_every_finding_on_the_real_graph_has_a_place_where_it_stands(real: Report) -> None:
    for finding in real.findings:
        lines = Path(finding.file).read_text("utf-8").splitlines()
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1])


@pytest.mark.no_cover  # the lines are those of the first run, and coverage would be timed too
def test_the_same_graph_gives_the_same_bytes_in_less_than_fifteen_seconds(real: Report) -> None:
    start = time.monotonic()
    again = validate()
    assert time.monotonic() - start < 15
    assert as_json(again) == as_json(real)
    assert as_sarif(again) == as_sarif(real)


# -- bytes and syntax --------------------------------------------------------------


BROKEN_BYTES: dict[str, tuple[bytes, str, int, int]] = {
    "truncated": (b'place:x a akg:Place ;\n    skos:prefLabel "X', "syntax", 3, 0),
    "unknown prefix": (b"place:x a nope:Place .\n", "syntax", 1, 11),
    "no UTF-8": (b'place:x a akg:Place ;\n    skos:prefLabel "\xff"@en .\n', "syntax", 2, 0),
    "bad escape": (b'place:x a akg:Place ;\n    skos:prefLabel "\\x"@en .\n', "syntax", 2, 0),
    "bad language tag": (b'place:x skos:prefLabel "x"@en_GB .\n', "syntax", 1, 0),
    "blank in an IRI": (b"<http://a/b c> a akg:Place .\n", "syntax", 1, 1),
    "relative IRI": (b"<b> a akg:Place .\n", "syntax", 1, 1),
}


@pytest.mark.parametrize("name", BROKEN_BYTES)
def test_a_broken_file_is_one_finding_with_its_place(name: str, folder: Path) -> None:
    content, check, line, column = BROKEN_BYTES[name]
    above = PREFIXES.count("\n")
    (folder / "broken.ttl").write_bytes(PREFIXES.encode() + content)
    found, *more = serious(judged(folder))
    assert found[:2] == (check, "broken.ttl")
    assert {again[:2] for again in more} <= {(check, "broken.ttl")}
    assert above < found[2] <= above + line
    assert not column or found[2:] == (above + line, column)


def test_a_broken_file_does_not_hide_the_findings_of_others(folder: Path) -> None:
    (folder / "broken.ttl").write_text(f"{PREFIXES}place:x a akg:Place\nplace:y a", "utf-8")
    (folder / "other.ttl").write_text(f"{PREFIXES}place:z a akg:Place .\n", "utf-8")
    report = judged(folder)
    assert {check for check, *_ in serious(report)} == {"syntax", "thing-label"}
    assert report.counts["files"] > 3


def test_two_faults_of_one_file_are_both_found(folder: Path) -> None:
    broken = (
        'place:x a akg:Place ; skos:prefLabel "X" "Y" .\n\nplace:y a akg:Place, , akg:Place .\n'
    )
    (folder / "broken.ttl").write_text(PREFIXES + broken, "utf-8")
    lines = {line - PREFIXES.count("\n") for check, _, line, _ in serious(judged(folder))}
    assert {1, 3} <= lines


def test_what_follows_from_a_broken_statement_is_left_out_and_counted(folder: Path) -> None:
    broken = VALID.replace('skos:prefLabel "Leaf Town"@en', 'skos:prefLabel "Leaf Town"@en "x"')
    (folder / "valid.ttl").write_text(broken, "utf-8")
    report = judged(folder)
    assert [check for check, *_ in serious(report)] == ["syntax"]


def test_a_lost_label_is_no_second_finding(folder: Path) -> None:
    broken = VALID.replace("place:leaf-town a akg:Place", "place:leaf-town a akg:Place x")
    (folder / "valid.ttl").write_text(broken, "utf-8")
    report = judged(folder)
    assert {check for check, *_ in serious(report)} == {"syntax"}
    assert any("do not parse are left out" in note for note in report.notes)


def test_a_byte_order_mark_is_one_finding_and_the_file_is_read_all_the_same(folder: Path) -> None:
    (folder / "valid.ttl").write_bytes(b"\xef\xbb\xbf" + VALID.encode())
    assert serious(judged(folder)) == [("byte-order-mark", "valid.ttl", 1, 1)]


def test_a_control_character_is_found_at_its_place(folder: Path) -> None:
    text = VALID.replace('"Leaf Town"', '"绿Leaf\x00 Town"')
    line = text[: text.index("\x00")].count("\n") + 1
    column = len(text[: text.index("\x00")].splitlines()[-1]) + 1
    (folder / "valid.ttl").write_text(text, "utf-8")
    assert ("control-character", "valid.ttl", line, column) in serious(judged(folder))


def test_a_folder_with_the_name_of_a_file_is_a_finding(folder: Path) -> None:
    (folder / "odd.ttl").mkdir()
    assert serious(judged(folder)) == [("unreadable-file", "odd.ttl", 1, 1)]


def test_a_named_file_with_another_ending_is_a_finding(folder: Path) -> None:
    (folder / "notes.txt").write_text("no Turtle")
    report = judged(folder, only_files=[folder / "notes.txt"])
    assert serious(report) == [("unreadable-file", "notes.txt", 1, 1)]
    assert ".txt" in report.findings[0].message


def test_a_link_to_nowhere_is_a_finding(folder: Path) -> None:
    (folder / "gone.ttl").symlink_to(folder / "nowhere.ttl")
    assert serious(judged(folder)) == [("unreadable-file", "gone.ttl", 1, 1)]


def test_an_empty_folder_is_a_finding(tmp_path: Path) -> None:
    (finding,) = [f for f in judged(tmp_path).findings if f.severity == "error"]
    assert finding.check == "folder"
    assert "holds no .ttl" in finding.message


def test_a_folder_that_is_a_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no Turtle")
    (finding,) = [f for f in judged(tmp_path / "notes.txt").findings if f.severity == "error"]
    assert (finding.check, finding.message) == ("folder", "this is a file, not a folder")


def test_a_folder_that_does_not_exist_is_a_finding(tmp_path: Path) -> None:
    (finding,) = [f for f in judged(tmp_path / "none").findings if f.severity == "error"]
    assert finding.check == "folder"
    assert "cannot be read" in finding.message


def test_a_single_file_can_be_the_data(folder: Path) -> None:
    assert serious(judged(folder / "valid.ttl")) == []


def test_n_triples_and_n_quads_are_data_too(folder: Path) -> None:
    store = ox.Store()
    store.load(VALID.encode(), format=ox.RdfFormat.TURTLE)
    (folder / "valid.ttl").unlink()
    store.dump(str(folder / "valid.nq"), format=ox.RdfFormat.N_QUADS)
    assert serious(judged(folder)) == []


def test_ten_thousand_nested_blank_nodes_are_findings_and_nothing_hangs(folder: Path) -> None:
    nested = "[ skos:closeMatch " * 10_000 + "place:leaf-town" + " ]" * 10_000
    (folder / "deep.ttl").write_text(f"{PREFIXES}place:leaf-town skos:closeMatch {nested} .\n")
    start = time.monotonic()
    report = judged(folder)
    assert {"blank-node-in-data"} == {check for check, *_ in serious(report)}
    assert time.monotonic() - start < 60


def test_a_literal_of_many_megabytes_is_shown_short(folder: Path) -> None:
    long = "very " * 1_000_000
    text = VALID.replace('"Leaf Town"', f'"{long}"')
    (folder / "valid.ttl").write_text(text, "utf-8")
    (finding,) = [f for f in judged(folder).findings if f.check == "label-blanks"]
    assert len(finding.value) < 200


def test_a_hostile_name_can_neither_act_on_the_terminal_nor_turn_its_text(folder: Path) -> None:
    text = VALID.replace('"Leaf Town"', r'"\u001B[31m\u202E<script>alert(1)</script>"')
    (folder / "valid.ttl").write_text(text, "utf-8")
    report = judged(folder)
    assert {"label-hidden-character", "label-markup"} <= {check for check, *_ in serious(report)}
    shown = as_text(report, colour=False)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


# -- which files are reported ------------------------------------------------------


def test_only_the_files_that_are_named_are_reported_but_all_are_read(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.ttl").write_text(
            f"{PREFIXES}place:{name} a akg:Place ;\n    skos:closeMatch place:leaf-town .\n"
        )
    report = judged(folder, only_files=[folder / "two.ttl"])
    assert {Path(finding.file).name for finding in report.findings} == {"two.ttl"}
    assert [check for check, *_ in serious(report)] == ["thing-label"]


def test_a_named_file_outside_the_folder_is_read_as_data(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "more"
    elsewhere.mkdir()
    (elsewhere / "new.ttl").write_text(f"{PREFIXES}place:new a akg:Place .\n")
    report = judged(folder, only_files=[elsewhere / "new.ttl"])
    assert [check for check, *_ in serious(report)] == ["thing-label"]


# -- another's ontology ------------------------------------------------------------


def test_an_ontology_without_shapes_is_judged_by_ours(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "ontology"
    shutil.copytree(paths.ONTOLOGY, other, ignore=shutil.ignore_patterns("shapes"))
    assert judged(folder / "valid.ttl", ontology=other).counts["shapes"] > 100


# -- tools that cannot run ---------------------------------------------------------


def test_a_missing_java_is_an_error_and_never_silence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_JAVA", str(folder))
    report = validate(data=folder, sources=SOURCES)
    names = {check for check, *_ in serious(report)}
    assert {"reasoner-not-run", "axioms-not-run"} <= names
    assert any("there is no Java here" in finding.message for finding in report.findings)


def with_own_shapes(folder: Path, text: str) -> Path:
    """Return a copy of the ontology whose shapes are replaced by one file."""
    other = folder / "ontology"
    shutil.copytree(paths.ONTOLOGY, other, ignore=shutil.ignore_patterns("shapes"))
    (other / "shapes").mkdir()
    (other / "shapes" / "own.ttl").write_text(
        "@prefix akg: <https://w3id.org/antkg/schema#> .\n"
        "@prefix shape: <https://example.org/shape#> .\n"
        f"@prefix sh: <http://www.w3.org/ns/shacl#> .\n{text}\n"
    )
    return other


def test_another_ontology_brings_its_own_shapes(folder: Path, tmp_path: Path) -> None:
    text = (
        "shape:no-place a sh:NodeShape ; sh:targetClass akg:Place ;\n"
        '    sh:severity sh:Info ; sh:nodeKind sh:Literal ; sh:message "No place" .'
    )
    report = judged(folder / "valid.ttl", ontology=with_own_shapes(tmp_path, text))
    found = [f for f in report.findings if f.check == "no-place"]
    assert [(f.severity, f.message, f.label) for f in found] == [("info", "No place", "Leaf Town")]
    assert found[0].remedy.startswith("See the shape")


def test_a_shapes_file_that_does_not_parse_is_an_error_with_its_place(
    folder: Path, tmp_path: Path
) -> None:
    other = with_own_shapes(tmp_path, "shape:x a nope:Shape .")
    report = judged(folder / "valid.ttl", ontology=other)
    assert serious(report) == [("syntax", "own.ttl", 4, 11)]
    assert report.counts["checks"] > 50


def test_a_shape_that_the_engine_does_not_understand_is_an_error_and_never_silence(
    folder: Path, tmp_path: Path
) -> None:
    text = "shape:odd sh:path akg:title ;\n    sh:pattern '(' .\nshape:x a sh:NodeShape ;\n"
    other = with_own_shapes(
        tmp_path, f"{text}    sh:targetClass akg:Place ; sh:property shape:odd ."
    )
    report = judged(folder / "valid.ttl", ontology=other)
    assert serious(report) == [("broken-shape", "own.ttl", 4, 19)]
    (finding,) = [f for f in report.findings if f.check == "broken-shape"]
    assert "invalid sh:pattern regex" in finding.message


def test_an_engine_that_stops_is_a_tool_error() -> None:
    broken = ox.Store()
    broken.add(
        ox.Quad(
            ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")).subject,
            ox.NamedNode("a:a"),
            ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")),
        )
    )
    with pytest.raises(ToolError, match="the SHACL engine shacl-rust did not run"):
        list(shapes.faults(broken, broken))


def test_no_checks_at_all_are_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = folder / "empty"
    empty.mkdir()
    monkeypatch.setattr("kg.validate.checks.read.__defaults__", (empty,))
    assert ("checks-not-run", "", 0, 0) in serious(judged(folder))


# -- the reasoner ------------------------------------------------------------------


def test_what_cannot_hold_together_is_explained_with_its_place(folder: Path) -> None:
    text = VALID.replace(
        "organization:root-trust a akg:NonProfit",
        "organization:root-trust a akg:NonProfit , akg:Place",
    )
    (folder / "valid.ttl").write_text(text, "utf-8")
    report = validate(data=folder, sources=SOURCES)
    (finding,) = [f for f in report.findings if f.check == "inconsistent"]
    assert finding.line == text[: text.index("akg:NonProfit , akg:Place")].count("\n") + 1
    assert finding.label == "Root Trust"
    assert "organization:root-trust is a akg:Place" in finding.message


def test_an_ill_typed_literal_stops_neither_the_reasoner_nor_the_profile(folder: Path) -> None:
    text = VALID.replace("2024-06-01", "2024-13-01").replace(
        '"Leaf Town"@en .', '"Leaf Town"@en ;\n    skos:notation "2024"^^xsd:gYear .'
    )
    (folder / "valid.ttl").write_text(text, "utf-8")
    found = {check for check, *_ in serious(validate(data=folder, sources=SOURCES))}
    assert found == {"ill-typed-literal", "foreign-datatype"}


def test_nothing_is_fetched_where_something_is_imported(folder: Path) -> None:
    (folder / "import.ttl").write_text(
        "<https://w3id.org/antkg/schema> <http://www.w3.org/2002/07/owl#imports>"
        " <http://127.0.0.1:9/no> .\n"
    )
    found = {check for check, *_ in serious(validate(data=folder, sources=SOURCES))}
    assert found == {"outside-import"}


# -- evidence ----------------------------------------------------------------------


def test_without_the_texts_it_is_said_how_many_passages_were_not_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.paths.sources_folder", lambda: None)
    report = validate(data=folder, fast=True)
    assert report.counts["evidence re-read"] == 0
    assert report.counts["evidence not re-read"] > 5
    assert any("were not re-read" in note for note in report.notes)
    assert not report.has_errors


def test_wrong_offsets_are_found_with_the_right_ones_as_the_remedy(folder: Path) -> None:
    text = re.sub(
        r"startOffset 0 ;\n    akg:endOffset \d+", "startOffset 1 ;\n    akg:endOffset 38", VALID
    )
    (folder / "valid.ttl").write_text(text, "utf-8")
    found = [f for f in judged(folder).findings if f.check == "fragment-not-found"]
    assert found
    assert re.search(r"stand at 0 to \d+: correct the offsets", found[0].remedy)


def test_offsets_and_values_that_are_no_numbers_are_one_finding_each(folder: Path) -> None:
    text = re.sub(r"startOffset \d+ ;", 'startOffset "x"^^xsd:nonNegativeInteger ;', VALID)
    text = text.replace("akg:value 750000000.0", 'akg:value "many"^^xsd:decimal')
    (folder / "valid.ttl").write_text(text, "utf-8")
    assert {check for check, *_ in serious(judged(folder))} == {"ill-typed-literal"}


# -- literals and numbers ----------------------------------------------------------

LITERALS = {
    "dateTime": (
        [
            "2024-02-29T00:00:00Z",
            "2024-01-01T24:00:00",
            "-0044-03-15T12:00:00+01:00",
            "12024-01-01T00:00:00.5Z",
        ],
        [
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-01-01",
            "2024-01-01T25:00:00Z",
            "2024-04-31T00:00:00Z",
            "٢٠٢٤-01-01T00:00:00Z",
        ],
    ),
    "dateTimeStamp": (["2024-01-01T00:00:00Z"], ["2024-01-01T00:00:00"]),
    "date": (["2024-01-01", "2024-01-01Z"], ["2024-1-1"]),
    "decimal": (["1", "-1.5", "+.5", "1."], ["1e3", "", "1,5", "."]),
    "double": (["1e3", "INF", "-INF", "NaN", "1.5E-3"], ["1e", "inf"]),
    "boolean": (["true", "0"], ["True", ""]),
    "integer": (["-5", "+5", "007"], ["5.0", "", "9" * 2000]),
    "nonNegativeInteger": (["0", "7"], ["-1"]),
    "positiveInteger": (["1"], ["0"]),
    "byte": (["-128", "127"], ["128"]),
    "unsignedByte": (["255"], ["256", "-1"]),
    "anyURI": (["https://example.org/a?b#c", ""], ["https://example.org/a b", "<x>"]),
    "language": (["en", "zh-Hans-CN"], ["english-", "e_n"]),
    "hexBinary": (["0aFF"], ["0a1", "xx"]),
    "string": (["anything"], []),
}


@pytest.mark.parametrize("datatype", LITERALS)
def test_a_text_is_of_its_datatype_or_not(datatype: str) -> None:
    good, bad = LITERALS[datatype]
    assert [text for text in good if not is_well_typed(text, XSD + datatype)] == []
    assert [text for text in bad if is_well_typed(text, XSD + datatype)] == []


def test_a_datatype_of_someone_else_takes_any_text() -> None:
    assert is_well_typed("x", "https://example.org/datatype")


PRINTED = {
    "23.45 billion yuan": "23450000000",
    "more than 750 million": "750000000",
    "420,000": "420000",
    "97%": "97",
    "#6": "6",
    "1,000": "1000",
    "1.5 million": "1500000",
    "6.5亿": "650000000",
    "3万": "30000",
    "约2.3万亿元": "2300000000000",
    "five": "5",
    "seventh": "7",
    "两": "2",
    "No. 1 of 500": "1",
    "between 20 and 30": "30",
    "USD 3bn": "3000000000",
    "RMB12.3bn": "12300000000",
    "100-million": "100000000",
    "3595億3,000万": "359530000000",
    "超2.7亿": "270000000",
    "3 dozen": "36",
    "five million": "5000000",
    "fivefold": "5",
    "420多万人次": "4200000",
    "9成以上": "90",
    "100MM": "100000000",
    "136 314 ha": "136314",
    "1. 22億棵": "122000000",
}


@pytest.mark.parametrize("printed", PRINTED)
def test_a_printed_number_is_read(printed: str) -> None:
    assert means(printed, Decimal(PRINTED[printed]))
    assert not means(printed, Decimal(PRINTED[printed]) + 1)


@pytest.mark.parametrize(
    ("printed", "language", "value"),
    [
        ("1.459 kilometer", "id", "1459"),
        ("1.459 kilometres", "en", "1.459"),
        ("23.159,54 Tonnen", "de", "23159.54"),
        ("10 juta", "id", "10000000"),
        ("2,5 miliardi", "it", "2500000000"),
        ("23 159,54", "fr", "23159.54"),
    ],
)
def test_a_printed_number_is_read_as_its_language_writes_it(
    printed: str, language: str, value: str
) -> None:
    assert means(printed, Decimal(value), language)
    assert not means(printed, Decimal(value) * 1000, language)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("over a third", "33.3"),
        ("two thirds", "66.67"),
        ("three quarters", "75"),
        ("half", "50"),
        ("一半", "50"),
        ("mehr als die Hälfte", "50"),
    ],
)
def test_a_fraction_in_words_is_read_as_a_percentage(printed: str, value: str) -> None:
    assert means(printed, Decimal(value))
    assert not means(printed, Decimal(value) + 1)


def test_words_without_a_number_mean_none() -> None:
    assert readings("someone often attends; nothing in tenure") == []


@pytest.mark.parametrize("printed", ["-5", "−5 percent", "fell by minus 5", "a change of -5"])
def test_a_number_below_zero_is_read_with_its_sign_only(printed: str) -> None:
    assert means(printed, Decimal(-5))
    assert not means("5", Decimal(-5))
    assert not means("2-5", Decimal(-5))


# -- which checks are made ---------------------------------------------------------


@pytest.fixture
def faulty(folder: Path) -> Path:
    """Return a folder with an error of the labels, one of the shapes, and a warning."""
    text = VALID.replace('"Leaf Town"@en', '"Leaf  Town"@en')
    (folder / "valid.ttl").write_text(text, "utf-8")
    (folder / "more.ttl").write_text(
        f'{PREFIXES}place:x a akg:Place .\nperson:a-smith skos:altLabel "A. Smith"@en .\n'
    )
    return folder


def made(folder: Path, only: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> set[str]:
    return {f.check for f in judged(folder, wanted=Wanted(only, skip)).findings}


def test_all_checks_are_made_where_none_is_named(faulty: Path) -> None:
    assert {"label-blanks", "thing-label", "unspoken-thing"} <= made(faulty)


def test_only_the_checks_of_a_group_are_made(faulty: Path) -> None:
    groups = {entry.name: entry.group for entry in catalogue()}
    found = made(faulty, only=("labels",))
    assert {"label-blanks", "thing-label"} <= found
    assert {groups[check] for check in found} == {"labels"}


def test_only_one_check_is_made_where_its_id_is_given(faulty: Path) -> None:
    assert made(faulty, only=("label-blanks",)) == {"label-blanks"}
    assert made(faulty, only=("thing-label", "unspoken-thing")) == {"thing-label", "unspoken-thing"}


def test_what_is_skipped_by_group_or_id_is_not_made(faulty: Path) -> None:
    everything = made(faulty)
    assert made(faulty, skip=("label-blanks",)) == everything - {"label-blanks"}
    assert made(faulty, ("labels",), ("label-blanks",)) == made(faulty, ("labels",)) - {
        "label-blanks"
    }
    assert not {"label-blanks", "thing-label"} & made(faulty, skip=("labels",))


def test_it_is_said_that_not_every_check_was_made(faulty: Path) -> None:
    report = judged(faulty, wanted=Wanted(only=("labels",), skip=("label-twice",)))
    assert "Not every check was made: only labels, without label-twice." in report.notes
    assert "checks" not in report.counts


def test_an_unknown_group_or_check_is_wrong_usage_with_a_suggestion(folder: Path) -> None:
    with pytest.raises(UsageError, match="named 'evidnce'; did you mean evidence"):
        made(folder, only=("evidnce",))
    with pytest.raises(UsageError, match="did you mean label-blanks"):
        made(folder, skip=("label-blank",))
    with pytest.raises(UsageError, match="named 'qqq'; the groups are syntax, profile, logic"):
        made(folder, only=("qqq",))


def test_a_file_that_does_not_parse_is_said_whatever_checks_are_wanted(folder: Path) -> None:
    (folder / "broken.ttl").write_text("place:x a")
    assert made(folder, only=("labels",)) == {"syntax"}
    assert made(folder, only=("labels",), skip=("syntax",)) == set()


def test_java_is_not_started_where_no_check_needs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_JAVA", str(folder))
    report = validate(folder, sources=SOURCES, wanted=Wanted(skip=("profile", "logic")))
    assert serious(report) == []


def test_a_profile_that_is_not_checked_is_an_error_also_where_nothing_else_is_wanted(
    folder: Path, kg: CommandLine
) -> None:
    words = ("--data", folder, "--only", "profile", "-f", "json")
    outcome = kg("validate", *words, KG_JAVA=str(folder))
    found = {finding["check"] for finding in json.loads(outcome.out)["findings"]}
    assert {"profile-not-run", "axioms-not-run"} == found
    assert outcome.code == 1


def test_a_check_that_does_not_parse_is_an_error_and_the_others_are_made(
    faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = faulty / "checks"
    own.mkdir()
    shutil.copy(paths.CHECKS / "label-blanks.rq", own)
    head = (paths.CHECKS / "label-blanks.rq").read_text("utf-8").partition("PREFIX")[0]
    (own / "broken.rq").write_text(head + "SELECT ?entity WHERE {")
    monkeypatch.setattr("kg.validate.checks.read.__defaults__", (own,))
    assert {"check-not-run", "label-blanks"} <= made(faulty)


def test_an_engine_that_does_not_run_is_an_error_and_never_silence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        message = "out of order"
        raise ValueError(message)

    monkeypatch.setattr("shacl_rust.validate", stop)
    assert "shapes-not-run" in made(folder)


# -- the questions -----------------------------------------------------------------


def asking(answer: Callable[[], str], name: str = "who_runs_what") -> Wanted:
    path = paths.QUESTIONS / f"{name}.rq"
    return Wanted(questions=lambda: [Asked(name, path, answer)])


def first_recorded() -> tuple[str, str]:
    path = sorted((paths.ROOT / "tests" / "expected").glob("*.tsv"))[0]
    return path.stem, path.read_text("utf-8")


def test_a_question_with_the_answer_on_record_is_no_finding(folder: Path) -> None:
    name, text = first_recorded()
    report = judged(folder, wanted=asking(lambda: text, name))
    assert serious(report) == []
    assert report.counts["questions"] == 1


def test_an_answer_that_changed_is_an_error_that_shows_the_rows(folder: Path) -> None:
    name, text = first_recorded()
    lines = text.splitlines()
    changed = "\n".join([*lines[:-1], "a new row"]) + "\n"
    report = judged(folder, wanted=asking(lambda: changed, name))
    assert [found[:2] for found in serious(report)] == [("question-answer-changed", f"{name}.rq")]
    (finding,) = [f for f in report.findings if f.group == "questions"]
    assert "rows that are gone: 1, the first is" in finding.message
    assert "rows that are new: 1, the first is 'a new row'" in finding.message


def test_an_answer_in_another_order_is_an_error(folder: Path) -> None:
    name, text = first_recorded()
    turned = "\n".join(reversed(text.splitlines()))
    (finding,) = judged(folder, wanted=asking(lambda: turned, name)).findings[:1]
    assert finding.message == "the rows stand in another order"


def test_a_question_without_an_answer_on_record_is_an_error(folder: Path) -> None:
    report = judged(folder, wanted=asking(lambda: "x", "nobody_asked"))
    assert serious(report) == [("question-unrecorded", "nobody_asked.rq", 1, 1)]


def test_a_question_that_cannot_be_asked_is_an_error_with_its_place(folder: Path) -> None:
    def broken() -> str:
        raise SyntaxFault(name, 7, 3, "expected }")

    def failing() -> str:
        message = "there is no such program"
        raise DataError(message)

    name, _ = first_recorded()
    assert serious(judged(folder, wanted=asking(broken, name))) == [
        ("question-broken", f"{name}.rq", 7, 3)
    ]
    assert serious(judged(folder, wanted=asking(failing, name))) == [
        ("question-broken", f"{name}.rq", 1, 1)
    ]


def test_questions_are_not_asked_of_a_graph_that_does_not_load(folder: Path) -> None:
    def none() -> list[Asked]:
        message = "broken.ttl:1:1: expected ."
        raise DataError(message)

    report = judged(folder, wanted=Wanted(questions=none))
    assert any("No question was asked: broken.ttl:1:1" in note for note in report.notes)
    assert serious(judged(folder, wanted=Wanted(skip=("questions",), questions=none))) == []
