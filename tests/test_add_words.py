"""What a curator may say to `kg add`, and what is refused; on a terminal it asks."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import CommandLine
from test_add import EVIDENCE, TREES, data, is_canonical, pairs, planned, state

from kg import add, paths, positions
from kg.add import landing
from kg.errors import AntkgError, DataError, UsageError
from kg.validate import validate
from kg.validate.numbers import readings

__all__ = ["data"]  # the fixture


def turtle_of(data: Path, *words: str, texts: Path | None = None) -> str:
    return planned(data, "figure", *TREES, *words, *EVIDENCE, texts=texts).turtle


# -- Periods ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "start", "end", "grain"),
    [
        ("2025-08", "2025-08-01", "2025-09-01", "Month"),
        ("2017..2020", "2017-01-01", "2021-01-01", "Year"),
        ("..2025-08", "", "2025-09-01", "Month"),
        ("2017..", "2017-01-01", "", "Year"),
        ("2024-Q4", "2024-10-01", "2025-01-01", "Quarter"),
        ("2024H1", "2024-01-01", "2024-07-01", "HalfYear"),
        ("2024-02-28", "2024-02-28", "2024-02-29", "Day"),
        ("2024-02-28 .. 2024-03", "2024-02-28", "2024-04-01", "Day"),
        ("2024-12", "2024-12-01", "2025-01-01", "Month"),
    ],
)
def test_a_period_is_half_open_and_says_how_finely_it_is_known(
    data: Path, words: str, start: str, end: str, grain: str
) -> None:
    turtle = turtle_of(data, "--period", words)

    for name, day in (("periodStart", start), ("periodEnd", end)):
        said = f'akg:{name} "{day}T00:00:00Z"^^xsd:dateTime ;'
        assert (said in turtle) if day else (f"akg:{name}" not in turtle)
    assert f"akg:grain akg:{grain} ;" in turtle


def test_a_period_with_one_vague_end_has_an_unknown_grain(data: Path) -> None:
    turtle = turtle_of(data, "--period", "..2024-10-19", "--certainty", "not-after")

    assert '"2024-10-20T00:00:00Z"' in turtle
    assert "akg:periodCertainty akg:NotAfter" in turtle
    assert "akg:grain akg:Unknown" in turtle


@pytest.mark.parametrize(
    "words", ["..", "2025-13", "2025-02-30", "soon", "2025..2020", "9999-12-31", "2025-8-1-1"]
)
def test_what_is_no_period_is_refused(data: Path, words: str) -> None:
    with pytest.raises(UsageError, match=r"--period: "):
        turtle_of(data, "--period", words)


# -- Numbers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number", "bound", "unit"),
    [
        ("1.68 million", "1680000.0", "Exactly", "unit:NUM"),
        ("more than 25 mu", "25.0", "MoreThan", "akg:Mu"),
        ("nearly 75 hectares", "75.0", "Nearly", "unit:HA"),
        ("1,000", "1000.0", "Exactly", "unit:NUM"),
        ("0.50", "0.5", "Exactly", "unit:NUM"),
        ("-3", "-3.0", "Exactly", "unit:NUM"),
        ("6.5亿", "650000000.0", "Exactly", "unit:NUM"),
        ("1亿2000万", "120000000.0", "Exactly", "unit:NUM"),
        ("at least 97%", "97.0", "AtLeast", "unit:PERCENT"),
    ],
)
def test_a_number_is_read_with_its_hedge_its_scale_and_its_unit(
    data: Path, value: str, number: str, bound: str, unit: str
) -> None:
    words = ("--subject", "Tiny Forest", "--indicator", "trees", "--basis", "flow")
    hedge = () if value[0].isalpha() else ("--bound", "exactly", "--unit", "number")

    turtle = planned(
        data, "figure", *words, "--value", value, *hedge, "--period", "2024", *EVIDENCE
    ).turtle

    assert turtle.count(f"akg:value {number}") == 2  # the record's, and the evidence's own
    assert turtle.count(f'akg:asPrinted "{value}"') == 2
    assert turtle.count(f"akg:bound akg:{bound}") == turtle.count(f"akg:unit {unit}") == 2


@pytest.mark.parametrize(
    "value", ["many", "2 of 3 million", "1e400", "9" * 60, "23 159,54", "1,5 million", "12,34"]
)
def test_what_is_no_single_number_is_refused(data: Path, value: str) -> None:
    words = ("--subject", "Tiny Forest", "--indicator", "trees", "--value", value)

    with pytest.raises(AntkgError, match="--value: "):
        planned(data, "figure", *words)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("3 milion", "'milion' in '3 milion' is neither"),
        ("5 kilotonnes", "'kilotonnes' in '5 kilotonnes' is neither"),
        ("exactly 20 percnt", "'percnt' in"),
        ("over 25 mu", "'over' in 'over 25 mu' is neither"),
        ("minus 5", "'minus' in"),
        ("exactly -5", "a sign or a point that would be lost"),
        ("exactly 1.2.3", "a sign or a point that would be lost"),
    ],
)
def test_nothing_beside_a_number_is_passed_over(data: Path, value: str, told: str) -> None:
    words = ("--subject", "Tiny Forest", "--indicator", "trees", "--basis", "flow")
    rest = ("--bound", "exactly", "--unit", "number", "--period", "2024", *EVIDENCE)

    with pytest.raises(AntkgError, match=told):
        planned(data, "figure", *words, "--value", value, *rest)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_number_and_an_option_that_disagree_are_told_apart(data: Path, is_first: bool) -> None:
    value, unit = ("--value", "exactly 25 mu"), ("--unit", "number")
    words = ("--subject", "Tiny Forest", "--indicator", "trees", "--basis", "flow")
    said = (*unit, *value) if is_first else (*value, *unit)

    with pytest.raises(AntkgError, match="the value says mu, and --unit says number; say one"):
        planned(data, "figure", *words, *said, "--period", "2024", *EVIDENCE)


def test_what_does_not_fit_together_is_told_as_that(data: Path) -> None:
    promise = ("--committed-by", "Tiny Trust", "--gist", "plant", "--stated-on", "2024-01-01")
    dues = ("--due-by", "2030-01-01", "--no-due-date-given", "yes")

    with pytest.raises(AntkgError, match="what is said does not fit together") as caught:
        planned(data, "commitment", *promise, *dues, *EVIDENCE)

    assert "for example" not in str(caught.value)
    assert "commitment has too much" in str(caught.value)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_grain_that_is_said_is_not_read_off_the_day(data: Path, is_first: bool) -> None:
    day, grain = ("--issued-on", "2024-05-01"), ("--issued-grain", "month")
    told = ("--title", "Our month", "--read-on", "2025-01-01", "--in-language", "en")
    of = ("--version-of", "report of Tiny Trust", "--published-by", "Tiny Trust")
    kind = ("--source-kind", "company report", "--reliability-note", "its own word")
    place = ("--address", "https://example.org/month")
    words = (*told, *of, *kind, *place, *(grain + day if is_first else day + grain))

    turtle = planned(data, "source", *words).turtle

    assert "akg:issuedGrain akg:Month" in turtle
    assert "akg:issuedGrain akg:Day" not in turtle


@pytest.mark.parametrize("is_first", [True, False])
def test_a_printed_form_that_is_said_stands_alone(data: Path, is_first: bool) -> None:
    value = ("--value", "1.68 million", "--bound", "exactly", "--unit", "number")
    printed = ("--as-printed", "1,68 Millionen")
    words = ("--subject", "Tiny Forest", "--indicator", "trees", "--basis", "flow")
    said = (*printed, *value) if is_first else (*value, *printed)

    turtle = planned(data, "figure", *words, *said, "--period", "2024", *EVIDENCE).turtle

    assert 'akg:asPrinted "1,68 Millionen"' in turtle
    assert '"1.68 million"' not in turtle


def test_evidence_may_read_a_number_otherwise_than_its_record(data: Path) -> None:
    words = ("--evidence-value", "nearly 1.7 million", "--evidence-unit", "number")

    turtle = turtle_of(data, "--period", "2024", *words)

    assert "akg:value 1680000.0" in turtle
    assert "akg:value 1700000.0" in turtle
    assert 'akg:asPrinted "nearly 1.7 million"' in turtle


# -- Names ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Tiny Forest", "小小森林", "program:tiny-forest", "tiny forest"])
def test_a_thing_goes_by_any_of_its_names(data: Path, name: str) -> None:
    words = [*TREES]
    words[1] = name

    turtle = planned(data, "figure", *words, "--period", "2024", *EVIDENCE).turtle

    assert "akg:subject program:tiny-forest" in turtle


def test_all_that_cannot_be_read_is_told_at_once_with_a_remedy(data: Path) -> None:
    words = ("--subject", "Tiny Forrest", "--indicator", "shrubs", "--bound", "mor than")
    source = ("--source", "https://example.org/other", "--said-by", "Tiny Forest")

    with pytest.raises(UsageError) as caught:
        planned(data, "figure", *words, *source, "--of", "x")

    told = str(caught.value)
    assert "did you mean Tiny Forest" in told
    assert "add it with: kg add indicator --name shrubs" in told
    assert "did you mean more than" in told
    assert "add it with: kg add source --address https://example.org/other" in told
    assert "program:tiny-forest, of the class program; needed is: agent" in told
    assert "no option --of" in told


def test_what_is_missing_is_told_in_one_error_with_an_example(kg: CommandLine, data: Path) -> None:
    outcome = kg("add", "figure", "--subject", "Tiny Forest", "--data", data)

    assert outcome.code == 2
    for option in (
        *("--of-indicator", "--value", "--unit", "--bound", "--basis", "--period"),
        *("--source", "--words", "--said-by", "--method"),
    ):
        assert f"  {option} (" in outcome.err
    assert "more than" in outcome.err  # a choice
    assert "for example: kg add figure … --of-indicator" in outcome.err
    assert "--subject" not in outcome.err


def test_a_source_needs_an_author_or_publisher_a_day_and_an_address_or_reasons(data: Path) -> None:
    with pytest.raises(add.Missing) as caught:
        planned(data, "source", "--title", "T", "--issued-on", "2025-02-03")

    options = {lack.options for lack in caught.value.lacks}
    assert ("published-by", "written-by") in options or ("written-by", "published-by") in options
    assert ("address", "address-unknown-because") in options
    assert not any("issued" in name for names in options for name in names)


def test_a_judgement_needs_its_reason_and_no_passage(data: Path) -> None:
    words = (*TREES, "--period", "2024", "--method", "curator")

    with pytest.raises(add.Missing) as caught:
        planned(data, "figure", *words)

    assert {n for lack in caught.value.lacks for n in lack.options} == {
        *("reason", "judged-as", "judged-on"),
    }
    judged = ("--reason", "two add up", "--judged-as", "curator", "--judged-on", "today")
    assert "akg:foundIn" not in planned(data, "figure", *words, *judged).turtle


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        ("tree", (), "there is no kind 'tree'"),
        ("companny", ("--name", "X"), "did you mean company"),
        ("company", ("--nam", "X"), "did you mean --name"),
        ("company", ("--name", "X", "--name", " \t"), ""),
        ("company", ("--name", "示例"), "--iri organization:"),
        ("company", ("--name", "Tiny Trust"), "organization:tiny-trust is there already"),
        ("company", ("--name", "X", "--iri", "person:x"), "cannot be the IRI"),
        ("company", ("--name", "X", "--iri", "Not A Slug"), "cannot be the IRI"),
        ("company", ("--name", "X", "--iri", "x> <http://evil.example"), "cannot be the IRI"),
        ("company", ("--name", "X\x1b[31m"), "hidden character U+001B"),
        ("company", ("--name", "long " * 900), "longer than"),
        ("company", ("--name-english-of-old", "X"), "no option"),
        ("company", ("--name", "X", "--exact-match", "no address"), "no address"),
        ("evidence", ("--record", "figure:none", *EVIDENCE), "there is no record"),
        ("evidence", ("--record", "program:tiny-forest", *EVIDENCE), "needed is: record"),
        ("ownership", ("--is-parent", "perhaps"), "neither yes nor no"),
        ("collaboration", ("--participant", "Tiny Trust"), "PARTICIPANT as IN ROLE"),
        ("evidence", ("--start-offset", "-1"), "no whole number"),
        ("figure", ("--subject-zh", "Tiny Forest"), "has no option --subject-zh"),
        ("figure", ("--basis", "flow", "--basis", "stock"), "given more than once"),
        ("company", ("--name-zhongwenming", "X"), "no option"),
        ("evidence", ("--record", "figure:tiny-forest-trees-2022"), "did you mean figure:tiny"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence(
    data: Path, kind: str, words: tuple[str, ...], told: str
) -> None:
    before = state(data)

    if told:
        with pytest.raises(AntkgError, match=re.escape(told)):
            planned(data, kind, *words)
    else:
        planned(data, kind, *words)

    assert state(data) == before


def test_hostile_words_stay_words(kg: CommandLine, data: Path) -> None:
    name = 'Evil" . akg:x a akg:Y . #\\\\ <script>'
    plan = planned(data, "company", "--name", name, "--iri", "evil")

    (subject,) = {s.subject for s in positions.statements(plan.turtle)}
    assert subject == "https://w3id.org/antkg/id/organization/evil"
    assert (name, positions.RDF + "langString", "en") in [
        s.object for s in positions.statements(plan.turtle)
    ]
    before = state(data)
    outcome = kg("add", "company", "--name", name, "--iri", "evil", "--data", data)
    assert outcome.code == 1
    assert "label-markup" in outcome.err
    assert state(data) == before


# -- Texts of sources -------------------------------------------------------------


@pytest.fixture
def texts(data: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "report.txt").write_text("We planted 1.68 million trees. Trees.\n", encoding="utf-8")
    path = data / "sources.ttl"
    text = path.read_text(encoding="utf-8")
    more = f' ;\n    akg:textFile "report.txt" ;\n    akg:sha256 "{"0" * 64}" .\n'
    path.write_text(text.removesuffix(" .\n") + more, encoding="utf-8")
    return folder


def test_words_are_found_in_the_text_of_their_source(data: Path, texts: Path) -> None:
    turtle = turtle_of(data, "--period", "2024", texts=texts)

    assert "akg:readingLevel akg:Full" in turtle
    assert "akg:startOffset 11 ;" in turtle
    assert "akg:endOffset 29 ;" in turtle


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--words", "two trees"), "does not stand in the text"),
        (("--words", "rees"), "stands 2 times .* one of: 25, 32"),
        (("--words", "rees", "--start-offset", "26"), "does not stand .* at 26"),
    ],
)
def test_words_that_do_not_stand_there_once_are_refused(
    data: Path, texts: Path, words: tuple[str, ...], told: str
) -> None:
    others = ("--source", "Our year", "--said-by", "Tiny Trust", "--method", "relay")

    with pytest.raises(UsageError, match=told):
        planned(
            data,
            "evidence",
            "--record",
            "figure:tiny-forest-trees-2021",
            *others,
            *words,
            texts=texts,
        )


# -- Rows -------------------------------------------------------------------------

ROWS = (
    "subject,of-indicator,value,unit,bound,basis,period,source,words,said-by,method,locator\n"
    + "".join(
        f"Tiny Forest,trees,{n},number,exactly,flow,{2010 + n},Our year,{n} trees,"
        "Tiny Trust,statement,trees\n"
        for n in range(1, 4)
    )
)


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "-"])
def test_a_table_adds_a_record_for_each_row(
    kg: CommandLine, data: Path, tmp_path: Path, form: str
) -> None:
    table = tmp_path / f"rows.{form}"
    lines = [line.split(",") for line in ROWS.splitlines()]
    texts = {
        "csv": "\ufeff" + ROWS,
        "tsv": ROWS.replace(",", "\t"),
        "json": json.dumps([dict(zip(lines[0], line, strict=True)) for line in lines[1:]]),
        "-": ROWS,
    }
    table.write_text(texts[form], encoding="utf-8")
    before = state(data)

    outcome = kg(
        *("add", "figure", "--from", table if form != "-" else "-", "--data", data, "--dry-run"),
        typed=texts["-"] if form == "-" else "",
    )

    assert outcome.code == 0, outcome.err
    assert outcome.out.count(" a akg:Figure ") == 3
    assert state(data) == before


def test_rows_land_all_or_not_at_all(kg: CommandLine, data: Path, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text(
        ROWS.replace("Tiny Forest,trees,2,", "Tiny Forest,shrubs,2,"), encoding="utf-8"
    )
    before = state(data)

    outcome = kg("add", "figure", "--from", table, "--data", data)

    assert outcome.code == 2
    assert "row 2: --of-indicator: there is no indicator named 'shrubs'" in outcome.err
    assert "row 1:" not in outcome.err
    assert state(data) == before

    table.write_text(ROWS, encoding="utf-8")
    outcome = kg("add", "figure", "--from", table, "--data", data)

    assert outcome.code == 0, outcome.err
    assert is_canonical(data)
    text = (data / "figures.ttl").read_text(encoding="utf-8")
    years = [text.index(f"figure:tiny-forest-trees-{y} a") for y in (2011, 2012, 2013, 2021, 2023)]
    assert years == sorted(years)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("rows.xlsx", "", "unknown ending"),
        ("rows.csv", "", "no row"),
        ("rows.csv", 'name\n"open', "line"),
        ("rows.csv", "name\na,b\n", "more cells"),
        ("rows.json", "{", "no JSON"),
        ("rows.json", "7", "list of objects"),
        ("rows.json", "[7]", "row 1 is no object"),
        ("rows.json", '[{"name": {}}]', "a text, a number"),
        ("rows.json", '[{"name": null}, {"kind": "x"}]', "row 2: there is no kind"),
        ("none.csv", None, "cannot be read"),
        ("rows.csv", "name\nx\udcff\n", "not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(
    data: Path, tmp_path: Path, name: str, text: str | None, told: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(AntkgError, match=told):
        rows = add.read(path, "company" if "null" not in (text or "") else "place")
        add.Workspace(data, readings).plan([r for r in rows if r.words or r.kind == "x"])


# -- The terminal -----------------------------------------------------------------


def test_on_a_terminal_it_asks_for_what_is_missing(data: Path) -> None:
    ours, theirs = pty.openpty()
    words = ["add", "figure", *TREES, *EVIDENCE[:4], "--data", str(data), "--dry-run"]
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *words],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=paths.ROOT,
        text=True,
    )
    os.close(theirs)
    answers = {
        "--period (": ["sometime", "2024"],
        "--method (": ["hearsay", "relay"],
        "--said-by (": ["Tiny Trust"],
        "--locator (": ["", "trees"],
    }
    shown = ""
    while child.poll() is None and any(answers.values()):
        if select.select([ours], [], [], 60)[0]:
            shown += os.read(ours, 4096).decode()
            asked = shown.rpartition("\n")[2]
            for option, texts in answers.items():
                if option in asked and asked.rstrip().endswith(":") and texts:
                    os.write(ours, f"{texts.pop(0)}\n".encode())
                    shown += "\n"
    out, _ = child.communicate(timeout=60)
    os.close(ours)

    assert child.returncode == 0, shown
    assert "audit, curator judgement" in shown  # the choices
    assert "'sometime' is no time" in shown
    assert "did you mean" in shown or "no method named 'hearsay'" in shown
    assert "figure:tiny-forest-trees-2024 a akg:Figure" in out
    assert "akg:method akg:Relay" in out


# -- Landing ----------------------------------------------------------------------


def plan_of_two_files(data: Path) -> add.Plan:
    rows = [
        add.Row("company", pairs("--name", "Other")),
        add.Row("document", pairs("--name", "Paper", "--published-by", "Other")),
    ]
    return add.Workspace(data, readings).plan(rows)


def test_an_interrupted_run_leaves_every_file_as_it_was(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, before = plan_of_two_files(data), state(data)
    assert len(plan.changes) == 2
    replace = Path.replace
    calls: list[Path] = []

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add.land(plan)

    assert state(data) == before


def test_a_file_that_somebody_changed_meanwhile_is_left_alone(data: Path) -> None:
    plan = plan_of_two_files(data)
    path = data / "sources.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = state(data)

    with pytest.raises(DataError, match="changed meanwhile"):
        add.land(plan)

    assert state(data) == before


def test_a_folder_that_cannot_be_written_is_an_error_with_its_name(data: Path) -> None:
    plan = plan_of_two_files(data)
    for path in data.iterdir():
        path.unlink()
    data.rmdir()

    with pytest.raises(DataError):
        add.land(plan)


def test_who_comes_second_waits(data: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with landing.alone(data):
            order.append("second")

    with landing.alone(data):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        order.append("first")
    other.join(10)

    assert order == ["first", "second"]


def test_a_missing_folder_is_named(kg: CommandLine, tmp_path: Path) -> None:
    outcome = kg("add", "company", "--name", "X", "--data", tmp_path / "none")

    assert outcome.code == 3
    assert "none" in outcome.err
    assert "Traceback" not in outcome.err


JUDGED = (
    *("--committed-by", "Tiny Trust", "--gist", "plant", "--method", "curator judgement"),
    *("--reason", "it says so", "--judged-as", "curator", "--judged-on", "2025-03-02"),
)


def test_faults_that_stood_there_before_do_not_bar_the_way(kg: CommandLine, data: Path) -> None:
    path = data / "agents.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"小小信托"@zh', '"no Han"@zh'), encoding="utf-8")

    outcome = kg("add", "place", "--name", "Here", "--data", data)

    assert outcome.code == 0, outcome.err
    assert "label-script" not in outcome.err


def test_an_address_of_two_sources_is_not_guessed(data: Path) -> None:
    path = data / "sources.ttl"
    text = path.read_text(encoding="utf-8")
    twice = text[text.index("source:tiny-report a") :].replace("tiny-report a", "tiny-copy a")
    path.write_text(f"{text}\n{twice}", encoding="utf-8")

    with pytest.raises(UsageError, match="several sources have this address: source:tiny-copy"):
        planned(data, "figure", *TREES, *EVIDENCE)
    with pytest.raises(AntkgError, match="no single thing named"):
        planned(data, "evidence", "--source", "Our year")


# -- Files ------------------------------------------------------------------------


def test_the_first_of_a_kind_gets_a_section_in_the_file_of_its_topic(data: Path) -> None:
    rows = [
        add.Row("species", pairs("--name", "red panda")),
        add.Row("species", pairs("--name", "ant")),
        add.Row("place", pairs("--name", "Here")),
    ]

    (change,) = add.Workspace(data, readings).plan(rows).changes

    assert change.path == data / "core.ttl"
    text = change.after.decode()
    assert text.startswith("@prefix akg:")
    assert text.index("# -- Places") < text.index("place:here a")
    assert text.index("species:ant a") < text.index("species:red-panda a")
    change.path.write_bytes(change.after)
    assert is_canonical(data)


def test_a_missing_prefix_is_declared_in_its_order(data: Path) -> None:
    plan = planned(data, "figure", *TREES, "--period", "2024", "--gist", "in 小小森林", *EVIDENCE)
    words = ("--also", "Little", "--exact-match", "https://example.org/tiny", "--name", "Thing")
    more = planned(data, "company", *words)

    assert b"@prefix xsd:" in plan.changes[0].after
    assert b"skos:exactMatch <https://example.org/tiny>" in more.changes[0].after
    promise = add.Workspace(data, readings).plan(
        [add.Row("commitment", pairs(*JUDGED, "--stated-on", "2024", "--no-due-date-given", "yes"))]
    )
    assert promise.turtle.startswith("@prefix akg:")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("-1 .", "-1\n    .", "kg format"),
        (
            "https://w3id.org/antkg/id/evidence/",
            "https://example.org/e/",
            "the prefix evidence: is",
        ),
        ("a akg:Figure ;", "a akg:Figure", "figures.ttl:"),
    ],
)
def test_a_file_that_is_not_in_the_form_of_the_house_is_left_alone(
    data: Path, old: str, new: str, told: str
) -> None:
    path = data / "figures.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(DataError, match=told):
        planned(data, "evidence", "--record", "figure:tiny-forest-trees-2021", *EVIDENCE)


def test_a_comment_stays_with_what_it_stands_above(data: Path) -> None:
    path = data / "figures.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("figure:tiny-forest-trees-2023 a", "# Why.\nfigure:tiny-forest-trees-2023 a"),
        encoding="utf-8",
    )

    (change,) = planned(data, "figure", *TREES, "--period", "2022", *EVIDENCE).changes

    assert b"\n\n# Why.\nfigure:tiny-forest-trees-2023 a" in change.after
    assert change.after.count(b"\n\n\n") == 0


def test_a_record_of_the_same_rows_gets_evidence_and_parts(data: Path) -> None:
    judged = JUDGED[4:]
    rows = [
        add.Row("evidence", pairs("--record", "collaboration:two", *EVIDENCE)),
        add.Row(
            "participation",
            pairs(
                "--collaboration",
                "collaboration:two",
                "--participant",
                "Tiny Trust",
                "--role",
                "host",
            ),
        ),
        add.Row("company", pairs("--name", "Other Firm")),
        add.Row(
            "collaboration",
            pairs(
                "--iri",
                "two",
                "--program",
                "Tiny Forest",
                "--period",
                "2024",
                "--participant",
                "Tiny Trust as funder",
                "--participant",
                "Other Firm as host",
                *judged,
            ),
        ),
    ]

    plan = add.Workspace(data, readings).plan(rows)

    names = [iri.rpartition("/id/")[2] for iri in plan.entities]
    assert sorted(names) == [
        "collaboration/two",
        "evidence/collaboration-two-1",
        "evidence/collaboration-two-2",
        "organization/other-firm",
        "participation/two-other-firm",
        "participation/two-tiny-trust",
        "participation/two-tiny-trust-host",
    ]
    assert plan.turtle.count("akg:hasParticipation participation:two-") == 3


def test_a_record_without_a_form_in_the_data_is_named_after_what_it_names(data: Path) -> None:
    words = ("--program", "Tiny Forest", "--period", "2024", *JUDGED[4:])
    both = ("--participant", "Tiny Trust as funder", "--participant", "program:tiny-forest as host")

    with pytest.raises(AntkgError, match="needed is: agent"):
        planned(data, "collaboration", *words, *both)
    rows = [
        add.Row("person", pairs("--name", "Ann Example")),
        add.Row("collaboration", pairs(*words, *both[:2], "--participant", "Ann Example as host")),
    ]
    plan = add.Workspace(data, readings).plan(rows)

    assert "collaboration:tiny-forest-tiny-trust-ann-example-2024 a" in plan.turtle


# -- The manual -------------------------------------------------------------------


def test_the_commands_of_the_page_on_curating_do_what_it_says(
    kg: CommandLine, tmp_path: Path
) -> None:
    page = (paths.ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    folder = tmp_path / "data"
    shutil.copytree(paths.DATA, folder)
    (table,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    (tmp_path / "rows.csv").write_text(table, encoding="utf-8")
    blocks = "".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    commands = [shlex.split(line) for line in blocks.replace("\\\n", " ").splitlines()]
    rows = []
    assert commands[-1] == ["kg", "format"]  # tried in tests/test_format.py
    for command in commands[:-1]:
        assert command[:2] == ["kg", "add"]
        if command[2] != "--from":
            rows.append(add.Row(command[2], pairs(*command[3:])))

    rows += add.read(tmp_path / "rows.csv", "")
    plan = add.Workspace(folder, readings).plan(rows)

    assert "https://w3id.org/antkg/id/source/" in " ".join(plan.entities)
    with add.copy(folder, plan) as copied:
        found = validate(copied, fast=True, only_files=[copied / c.path.name for c in plan.changes])
    assert [f for f in found.findings if f.severity == "error" and f.entity in plan.entities] == []


def test_help_lists_the_kinds_and_what_one_takes(kg: CommandLine) -> None:
    listed, of_figure = kg("add"), kg("add", "figure", "-h")

    assert listed.code == of_figure.code == 0
    assert "Examples:" in listed.out
    assert "  role-tenure " in listed.out
    assert "* --subject" in of_figure.out
    assert "  --evidence-value" in of_figure.out


def test_help_marks_what_is_needed_as_one_of_several(kg: CommandLine) -> None:
    of_evidence, of_figure = kg("add", "evidence", "-h").out, kg("add", "figure", "-h").out

    assert "+ --record" in of_evidence
    assert "+ --participation" in of_evidence
    assert "of those with + one" not in of_figure


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("company", "Example"), "'Example' stands alone"),
        (("company", "--name"), "--name has no value"),
        (("--name", "X"), "name the kind first"),
        (("company", "--name", "X", "--from", "rows.csv"), "rows.csv"),
    ],
)
def test_words_that_are_off_are_wrong_usage(
    kg: CommandLine, data: Path, words: tuple[str, ...], told: str
) -> None:
    outcome = kg("add", *words, "--data", data)

    assert outcome.code in (2, 3)
    assert told in outcome.err
