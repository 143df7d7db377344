"""The gate reads every file, good or bad, and says what is wrong, where, and what to do."""

from __future__ import annotations

import json
import re
import shutil
import time
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg import paths
from kg.errors import ToolError
from kg.validate import Finding, Report, as_json, as_junit, as_sarif, as_text, shapes, validate
from kg.validate.literals import is_well_typed
from kg.validate.numbers import means, readings
from kg.vocabulary import THINGS

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
    floors = {
        "files": 15,
        "triples": 5_000,
        "axioms": 5_000,
        "individuals": 500,
        "triples reasoned over": 4_000,
        "shapes": 100,
        "checks": 50,
    }
    assert {name: real.counts[name] for name in floors if real.counts[name] < floors[name]} == {}
    assert real.counts["evidence re-read"] + real.counts["evidence not re-read"] > 100
    assert {"Java", "owlready2 with HermiT", "shacl-rust", "pyoxigraph"} == set(real.tools)


def test_every_finding_on_the_real_graph_has_a_place_where_it_stands(real: Report) -> None:
    for finding in real.findings:
        lines = Path(finding.file).read_text("utf-8").splitlines()
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1])


def test_the_same_graph_gives_the_same_bytes(real: Report) -> None:
    again = validate()
    assert as_json(again) == as_json(real)
    assert as_sarif(again) == as_sarif(real)


def test_the_whole_gate_takes_less_than_fifteen_seconds() -> None:
    start = time.monotonic()
    validate()
    assert time.monotonic() - start < 15


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
}


@pytest.mark.parametrize("printed", PRINTED)
def test_a_printed_number_is_read(printed: str) -> None:
    assert means(printed, Decimal(PRINTED[printed]))
    assert not means(printed, Decimal(PRINTED[printed]) + 1)


def test_words_without_a_number_mean_none() -> None:
    assert readings("someone often attends; nothing in tenure") == []


# -- formats -----------------------------------------------------------------------


@pytest.fixture
def some(folder: Path) -> Report:
    text = VALID.replace('"Leaf Town"@en', '"Leaf  Town & <b>"@en')
    (folder / "valid.ttl").write_text(text, "utf-8")
    (folder / "empty.ttl").write_text(f"{PREFIXES}place:x a akg:Place .\n")
    return judged(folder)


def test_the_text_names_check_place_thing_and_remedy(some: Report) -> None:
    text = as_text(some, colour=False)
    assert re.search(r"^error label-blanks \(1\)$", text, re.MULTILINE)
    assert re.search(r"valid\.ttl:\d+:\d+: Leaf  Town & <b> \(place:leaf-town\): The name", text)
    assert "  → Take the blank out." in text
    assert re.search(r"\d+ files, .*\d+ triples", text)
    assert text.endswith(" remarks\n")
    assert "not valid: " in text
    assert "\x1b" not in text


def test_the_text_is_coloured_where_that_is_asked_for(some: Report) -> None:
    text = as_text(some, colour=True)
    assert "\x1b[31merror\x1b[0m label-blanks" in text
    assert re.sub(r"\x1b\[\d+m", "", text) == as_text(some, colour=False)


def test_findings_of_one_check_with_different_remedies_show_each_its_own() -> None:
    def finding(remedy: str) -> Finding:
        return Finding("c", "error", "f.ttl", 1, 1, "", "", "", "", "It is odd", remedy)

    text = as_text(Report((finding("Do this."), finding("Do that."))), colour=False)
    assert "    Do this.\n" in text
    assert "    Do that.\n" in text


def test_a_report_without_findings_is_valid() -> None:
    assert as_text(Report(()), colour=True).endswith(
        "\x1b[32mvalid\x1b[0m: 0 errors, 0 warnings, 0 remarks\n"
    )
    assert json.loads(as_json(Report(())))["valid"] is True
    assert json.loads(as_sarif(Report(())))["runs"][0]["results"] == []
    assert 'tests="1"' in as_junit(Report(()))


def test_the_json_holds_every_finding_with_all_its_parts(some: Report) -> None:
    content = json.loads(as_json(some))
    assert content["valid"] is False
    assert len(content["findings"]) == len(some.findings)
    first = content["findings"][0]
    assert {"check", "severity", "file", "line", "column", "entity", "message", "remedy"} <= set(
        first
    )
    assert THINGS + "place/leaf-town" in {finding["entity"] for finding in content["findings"]}


def test_the_sarif_gives_each_result_a_rule_a_level_and_a_place(some: Report) -> None:
    content = json.loads(as_sarif(some))
    assert content["version"] == "2.1.0"
    (run,) = content["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    assert len(run["results"]) == len(some.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"].endswith((".", "?"))
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1


def test_a_finding_without_a_file_has_no_place_in_the_sarif() -> None:
    nowhere = Finding("c", "info", "", 0, 0, "", "", "", "", "It is odd", "Even it.")
    (result,) = json.loads(as_sarif(Report((nowhere,))))["runs"][0]["results"]
    assert "locations" not in result


def test_the_junit_counts_one_test_for_each_check_and_fails_those_with_errors(some: Report) -> None:
    (suite,) = ElementTree.fromstring(as_junit(some))
    failed = {case.get("name") for case in suite if case.find("failure") is not None}
    assert failed == {f.check for f in some.findings if f.severity == "error"}
    assert suite.get("failures") == str(len(failed))
    assert suite.get("tests") == str(len({f.check for f in some.findings}))


def test_the_junit_is_xml_whatever_a_label_holds() -> None:
    odd = Finding(
        "c", "error", "f.ttl", 1, 1, "", "\x00\x1b]]>", "", "\ud800&<", "odd\x0b", "Even it."
    )
    assert ElementTree.fromstring(as_junit(Report((odd,)))) is not None
