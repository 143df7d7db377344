"""The report in its five forms: for a reader, for machines, and as a page."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastjsonschema
import pytest
from browser import offline_chromium, visit
from conftest import CommandLine

from kg import paths
from kg.validate import (
    Accepted,
    Finding,
    Report,
    as_html,
    as_json,
    as_junit,
    as_sarif,
    as_text,
    validate,
)
from kg.vocabulary import THINGS

FAULTY = Path(__file__).parent / "faulty"
SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
VALID = (FAULTY / "valid.ttl").read_text("utf-8")
PREFIXES = VALID.partition("\n\n")[0] + "\n"


def judged(folder: Path) -> Report:
    return validate(data=folder, sources=FAULTY / "sources", fast=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "valid.ttl").write_text(VALID, "utf-8")
    return tmp_path


# -- formats -----------------------------------------------------------------------


def finding(check: str, entity: str = "", value: str = "", **more: Any) -> Finding:  # noqa: ANN401
    words = {"property": "", "message": "It is odd", "remedy": "Even it.", "label": ""} | more
    return Finding(
        check=check,
        severity=words.pop("severity", "error"),
        file="f.ttl",
        line=words.pop("line", 1),
        column=1,
        entity=entity,
        value=value,
        **words,
    )


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


def test_the_junit_fails_from_the_severity_at_which_the_command_fails() -> None:
    odd = Finding("c", "warning", "f.ttl", 1, 1, "", "", "", "", "It is odd", "Even it.")
    (suite,) = ElementTree.fromstring(as_junit(Report((odd,)), "warning"))
    (lenient,) = ElementTree.fromstring(as_junit(Report((odd,)), "error"))
    assert (suite.get("failures"), lenient.get("failures")) == ("1", "0")


def test_the_junit_lists_accepted_findings_as_skipped_with_the_reason() -> None:
    (suite,) = ElementTree.fromstring(as_junit(Report((), accepted=(ACCEPTED,))))
    skipped = suite.find("testcase/skipped")
    assert skipped is not None
    assert ACCEPTED.reason in skipped.get("message", "")
    assert (suite.get("skipped"), suite.get("failures")) == ("1", "0")


def test_the_junit_is_xml_whatever_a_label_holds() -> None:
    odd = Finding(
        "c", "error", "f.ttl", 1, 1, "", "\x00\x1b]]>", "", "\ud800&<", "odd\x0b", "Even it."
    )
    assert ElementTree.fromstring(as_junit(Report((odd,)))) is not None


@pytest.fixture(scope="module")
def is_sarif() -> Callable[[Any], Any]:
    compiled: Callable[[Any], Any] = fastjsonschema.compile(json.loads(SCHEMA.read_text("utf-8")))
    return compiled


ACCEPTED = Accepted(
    finding("same-name", THINGS + "person/ann", label="<i>Ann</i>"),
    "Two <b>Anns</b>.",
    "2027-06-30",
)


def test_the_sarif_is_valid_against_its_schema(
    some: Report, is_sarif: Callable[[Any], Any]
) -> None:
    is_sarif(json.loads(as_sarif(some)))
    is_sarif(json.loads(as_sarif(Report(()))))
    is_sarif(json.loads(as_sarif(Report((), accepted=(ACCEPTED,)))))
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        is_sarif(json.loads(as_sarif(some).replace('"startLine": ', '"startLine": -')))


def test_the_sarif_of_the_real_graph_is_valid_against_its_schema(
    kg: CommandLine, is_sarif: Callable[[Any], Any]
) -> None:
    outcome = kg("validate", "--fast", "--skip", "questions", "-f", "sarif")
    assert outcome.code == 0
    is_sarif(json.loads(outcome.out))


def test_the_junit_has_only_the_elements_and_attributes_that_test_runners_know(
    some: Report,
) -> None:
    known = {
        "testsuites": set(),
        "testsuite": {"name", "tests", "failures", "errors", "skipped"},
        "testcase": {"classname", "name"},
        "failure": {"message"},
        "system-out": set(),
    }
    for element in ElementTree.fromstring(as_junit(some)).iter():
        assert set(element.keys()) == known[element.tag]


# -- one cause, many findings ------------------------------------------------------


def test_what_follows_from_a_misspelt_class_stands_under_it(folder: Path) -> None:
    broken = VALID.replace("place:leaf-town a akg:Place", "place:leaf-town a akg:Palce")
    (folder / "valid.ttl").write_text(broken, "utf-8")
    report = judged(folder)
    assert len({f.check for f in report.findings if f.severity == "error"}) > 1
    blocks = as_text(report, colour=False).split("\n\n")
    (block,) = [block for block in blocks if block.startswith("error misspelt-term (1)")]
    assert "This may be why there are also:" in block
    assert "error value-out-of-range" in block
    assert not any(other.startswith("error value-out-of-range") for other in blocks)
    assert f"not valid: {report.count('error')} errors" in blocks[-1]


def test_a_finding_about_another_thing_stands_alone() -> None:
    root = finding("misspelt-term", THINGS + "place/x", "akg:Palce")
    other = finding("thing-label", THINGS + "place/y")
    text = as_text(Report((root, other)), colour=False)
    assert "error thing-label (1)\n" in text
    assert "This may be why" not in text


def test_what_is_missing_itself_gathers_what_names_it() -> None:
    first = finding("dangling-reference", THINGS + "record/a", "place:x")
    second = finding("value-out-of-range", THINGS + "record/b", "place:x", line=2)
    text = as_text(Report((first, second)), colour=False)
    assert "      error value-out-of-range (1): f.ttl:2:1\n" in text


def test_of_many_that_follow_the_first_places_are_shown_and_all_are_counted() -> None:
    root = finding("misspelt-term", THINGS + "place/x", "akg:Palce")
    many = [finding("value-out-of-range", "", "place:x", line=n) for n in range(2, 22)]
    text = as_text(Report((root, *many)), colour=False)
    assert "value-out-of-range (20): f.ttl:2:1, f.ttl:3:1, f.ttl:4:1" in text
    assert text.count("f.ttl:") == 6


def test_what_was_accepted_is_listed_with_its_reason_and_not_counted() -> None:
    report = Report((), accepted=(ACCEPTED,))
    text = as_text(report, colour=False)
    assert "accepted (1)\n  f.ttl:1:1: same-name: <i>Ann</i> (person:ann): It is odd" in text
    assert "    until 2027-06-30: Two <b>Anns</b>.\n" in text
    assert text.endswith("valid: 0 errors, 0 warnings, 0 remarks\n")
    assert json.loads(as_json(report))["accepted"][0]["reason"] == "Two <b>Anns</b>."
    (result,) = json.loads(as_sarif(report))["runs"][0]["results"]
    assert result["suppressions"][0]["kind"] == "external"


# -- the page ----------------------------------------------------------------------


def test_the_page_needs_nothing_and_says_everything(some: Report, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(as_html(some), "utf-8")
    with offline_chromium() as browser, visit(browser, page) as seen:
        text = seen.page.inner_text("body")
        for each in some.findings:
            assert f"{each.file}:{each.line}:{each.column}" in seen.page.content()
            assert each.message in text
            assert each.remedy in text
        assert "Leaf  Town & <b>" in seen.page.content().replace("&amp;", "&").replace(
            "&lt;", "<"
        ).replace("&gt;", ">")
        for name in some.counts:
            assert name in text
        assert len(seen.requests) == 1
        assert seen.complaints == []


def test_the_page_is_dark_where_the_reader_wants_it_dark(some: Report, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(as_html(some), "utf-8")
    grounds = set()
    with offline_chromium() as browser:
        for scheme in ("light", "dark"):
            with visit(browser, page, scheme=scheme) as seen:
                grounds.add(seen.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2


def test_no_label_can_act_in_the_page() -> None:
    evil = "<script>alert(1)</script>"
    odd = finding("c", "", f'"{evil}"', label=evil, message=evil, remedy=evil)
    page = as_html(Report((odd,), accepted=(ACCEPTED,), notes=(evil,)))
    assert "<script" not in page
    assert "<b>Anns" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src &#39;none&#39;" in page


def test_the_page_is_the_same_bytes_for_the_same_report(some: Report) -> None:
    assert as_html(some) == as_html(some)
    assert "No check found anything." in as_html(Report(()))


def test_findings_with_different_remedies_show_each_its_own_in_the_page() -> None:
    report = Report((finding("c", remedy="Do this."), finding("c", remedy="Do that.", line=2)))
    page = as_html(report)
    assert page.count("Do this.") == page.count("Do that.") == 1


def test_what_follows_is_folded_under_its_cause_in_the_page() -> None:
    root = finding("misspelt-term", THINGS + "place/x", "akg:Palce")
    page = as_html(Report((root, finding("value-out-of-range", "", "place:x", line=2))))
    assert "1 more finding may follow from this one" in page
    assert page.count("value-out-of-range") == 1


# -- the command -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", "{"),
        ("sarif", "{"),
        ("junit", "<?xml"),
        ("html", "<!doctype html>"),
        ("text", "info unused-property"),
    ],
)
def test_every_form_can_be_asked_for(form: str, start: str, kg: CommandLine) -> None:
    outcome = kg("validate", "--fast", "--only", "unused-property", "-f", form)
    assert outcome.code == 0
    assert outcome.out.startswith(start)


def test_the_command_fails_on_the_level_that_is_asked_for(kg: CommandLine) -> None:
    words = ("validate", "--fast", "--only", "unused-property")
    assert kg(*words, "--fail-on", "warning").code == 0
    assert kg(*words, "--fail-on", "info").code == 1


def test_an_unknown_group_is_wrong_usage_with_a_suggestion(kg: CommandLine) -> None:
    outcome = kg("validate", "--fast", "--only", "evidnce")
    assert outcome.code == 2
    assert "did you mean evidence" in outcome.err


def test_the_command_writes_the_manual(kg: CommandLine) -> None:
    assert kg("validate", "--manual").out.startswith("# The checks\n")


def test_the_command_asks_the_questions_of_our_own_data_only(kg: CommandLine, folder: Path) -> None:
    ours = json.loads(kg("validate", "--fast", "--only", "questions", "-f", "json").out)
    theirs = kg("validate", "--fast", "--only", "questions", "--data", folder, "-f", "json")
    assert ours["counts"]["questions"] >= 20
    assert ours["valid"] is True
    assert "questions" not in json.loads(theirs.out)["counts"]


def test_places_are_relative_to_the_folder_where_the_reader_stands(tmp_path: Path) -> None:
    shutil.copytree(paths.ONTOLOGY, tmp_path / "words")
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "one.ttl").write_text(f"{PREFIXES}place:x a akg:Place .\n")
    command = [sys.executable, "-m", "kg", "validate", "--fast", "-f", "json"]
    environment = os.environ | {"PYTHONPATH": str(paths.ROOT)}
    for given in (Path(), tmp_path):
        done = subprocess.run(
            [*command, "--data", str(given / "facts"), "--ontology", str(given / "words")],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        found = {
            finding["file"].partition("/")[0] for finding in json.loads(done.stdout)["findings"]
        }
        assert found == {"facts", "words"}


def on_a_terminal(**environment: str) -> str:
    """Return what the command writes where its output is a terminal."""
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg", "validate", "--fast", "--only", "unused-property"]
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        command, cwd=paths.ROOT, stdout=theirs, stderr=subprocess.DEVNULL, env=plain | environment
    ) as running:
        os.close(theirs)
        parts = []
        while part := _read(mine):
            parts.append(part)
        running.wait(timeout=60)
    os.close(mine)
    return b"".join(parts).decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the way in which Linux says that the other end was closed
        return b""


def test_the_text_is_coloured_on_a_terminal_unless_colour_is_unwanted(kg: CommandLine) -> None:
    assert "\x1b[36minfo\x1b[0m unused-property" in on_a_terminal()
    assert "\x1b" not in on_a_terminal(NO_COLOR="1")
    assert "\x1b" not in kg("validate", "--fast", "--only", "unused-property").out
