"""The command line: streams, formats, exit codes, and never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import TINY, CommandLine
from pyoxigraph import Store

from kg import ask as asking
from kg import paths
from kg.cli import COMMANDS

SLOW = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"


def on_a_terminal(*words: str, **environment: str) -> str:
    """Run a command with its streams on a terminal, and return all that it shows."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=paths.ROOT,
        env=os.environ | {"COLUMNS": "80"} | environment,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so where the other end is closed
            break
        if not part:
            break
        shown += part
    child.wait()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def asked() -> str:
    """Return the name of a question of ours that can be asked as it stands."""
    return next(q for q in asking.catalogue() if all(p.default for p in q.parameters)).name


# -- Exit codes ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        ([], 0),
        (["ask"], 0),
        (["query", "ASK { ?s ?p ?o }"], 0),
        (["query", "ASK { ?s a akg:Program , akg:Award }", "--data", str(TINY)], 1),
        (["qery"], 2),
        (["query"], 2),
        (["query", "ASK { ?s ?p ?o }", "--formt", "csv"], 2),
        (["query", "ASK { ?s ?p ?o }", "-f", "xml"], 2),
        (["query", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "-f", "csv", "--data", str(TINY)], 2),
        (["query", "SELECT ?s { ?s ?p ?o }", "-f", "nt", "--data", str(TINY)], 2),
        (["query", "-", "--data", "-"], 2),
        (["query", "SELECT ?s { ?s ?p ?o }", "--limit", "0"], 2),
        (["query", "SELECT ?s { ?s ?p", "--data", str(TINY)], 3),
        (["query", "missing.rq"], 3),
        (["query", "ASK { ?s ?p ?o }", "--data", "missing"], 3),
        (["ask", "no-such-question"], 3),
        (["show", "Nobody Has This Name"], 3),
        (["export", "-f", "docx"], 3),
        (["query", SLOW, "--timeout", "0.3", "--data", str(TINY)], 4),
    ],
)
def test_every_outcome_has_its_exit_code(kg: CommandLine, words: list[str], code: int) -> None:
    outcome = kg(*words)

    assert outcome.code == code, outcome.err
    assert "Traceback" not in outcome.err
    assert bool(outcome.err) == (code > 1)
    assert not (outcome.out and code > 1)


def test_findings_lead_to_exit_code_one(kg: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "figures.ttl").write_text(
        "<https://w3id.org/antkg/id/figure/x> a <https://w3id.org/antkg/schema#Figure> .\n"
    )

    outcome = kg("validate", "--fast", "--data", tmp_path, "-f", "json")

    assert outcome.code == 1
    assert json.loads(outcome.out)
    assert "Traceback" not in outcome.err


def test_a_syntax_fault_is_a_finding_for_the_gate_and_an_error_for_a_question(
    kg: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "a.ttl").write_text("<http://a> <http://b> .\n")

    assert kg("validate", "--fast", "--data", tmp_path).code == 1
    outcome = kg("query", "ASK { ?s ?p ?o }", "--data", tmp_path)
    assert outcome.code == 3
    assert "a.ttl:1:23: " in outcome.err


def test_a_run_that_the_gate_stops_says_so_and_builds_nothing(
    kg: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.ttl").write_text(
        "<https://w3id.org/antkg/id/figure/x> a <https://w3id.org/antkg/schema#Figure> .\n"
    )

    outcome = kg("run", "--fast", "--data", tmp_path / "data", "--build", tmp_path / "build")

    assert outcome.code == 1
    assert "nothing was built" in outcome.err
    assert not (tmp_path / "build").exists()


def test_a_run_prints_counts_page_and_an_answer(kg: CommandLine, tmp_path: Path) -> None:
    outcome = kg("run", "--fast", "--build", tmp_path)

    assert outcome.code == 0, outcome.err
    assert re.search(r"graph     \d+ things · \d+ records · \d+ evidence", outcome.out)
    assert str(tmp_path / "explorer.html") in outcome.out
    assert "?\n" in outcome.out
    assert (tmp_path / "export" / "graph.nt").is_file()


# -- Streams and formats ---------------------------------------------------------


def test_a_table_is_csv_where_it_is_piped_and_a_table_on_a_terminal(kg: CommandLine) -> None:
    text = "SELECT ?p ?name { ?p a akg:Program ; skos:prefLabel ?name } ORDER BY ?name"

    piped = kg("query", text, "--data", TINY)
    shown = on_a_terminal("query", text, "--data", str(TINY))

    assert next(csv.reader(io.StringIO(piped.out))) == ["p", "name"]
    assert "https://w3id.org/antkg/id/program/tiny-forest,Tiny Forest" in piped.out
    assert re.search(r"^program:tiny-forest +小森林$", shown, re.MULTILINE)


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "md"])
def test_each_format_can_be_wished_for(kg: CommandLine, form: str) -> None:
    outcome = kg("query", "SELECT ?p { ?p a akg:Program }", "--data", TINY, "-f", form)

    assert outcome.code == 0
    assert "tiny-forest" in outcome.out
    assert outcome.err == ""


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_triples_are_written_as_turtle_or_n_triples(kg: CommandLine, form: str) -> None:
    text = "CONSTRUCT { ?p a akg:Program } { ?p a akg:Program }"

    outcome = kg("query", text, "--data", TINY, "-f", form)

    assert outcome.out.startswith("@prefix" if form == "ttl" else "<https://")


def test_a_query_comes_from_a_file_from_standard_input_or_from_the_words(
    kg: CommandLine, tmp_path: Path
) -> None:
    text = "ASK { program:tiny-forest a akg:Program }"
    (tmp_path / "mine.rq").write_text(text)
    (tmp_path / "plain").write_text(text)

    for outcome in (
        kg("query", text, "--data", TINY),
        kg("query", tmp_path / "mine.rq", "--data", TINY),
        kg("query", tmp_path / "plain", "--data", TINY),
        kg("query", "-", "--data", TINY, typed=text),
        kg("query", text, "--data", "-", typed=TINY.read_text(encoding="utf-8")),
    ):
        assert (outcome.code, outcome.out) == (0, "true\n")


def test_a_fault_in_a_file_is_shown_with_file_line_column_and_caret(
    kg: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "mine.rq").write_text("SELECT ?s {\n  ?s akg:partnerWith ?o }\n")

    outcome = kg("query", tmp_path / "mine.rq", "--data", TINY)

    assert outcome.code == 3
    assert f"{tmp_path / 'mine.rq'}:2:6: there is no term akg:partnerWith" in outcome.err
    assert "akg:partnersWith" in outcome.err
    assert outcome.err.endswith("    ?s akg:partnerWith ?o }\n       ^\n")


def test_a_query_that_is_no_text_is_an_error(kg: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_bytes(b"ASK { ?s ?p '\xff' }")

    assert "not UTF-8 at byte 13" in kg("query", tmp_path / "mine.rq").err


def test_a_cut_answer_says_so_on_the_other_stream(kg: CommandLine) -> None:
    outcome = kg("query", "SELECT ?s { ?s ?p ?o }", "--limit", "3", "--data", TINY)

    assert len(outcome.out.splitlines()) == 4
    assert outcome.err == "kg: cut at 3 rows\n"


@pytest.mark.parametrize(
    "words",
    [["query", "SELECT ?s ?p ?o { ?s ?p ?o }", "--data", str(TINY)], ["show", "Ant Group"]],
)
def test_a_closed_pipe_ends_quietly(words: list[str]) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=paths.ROOT,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()

    assert child.stderr.read() == b""
    assert child.wait() == 0
    child.stderr.close()


def test_no_colour_reaches_a_pipe_or_a_terminal_that_does_not_want_it(
    kg: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "a.ttl").write_text("<http://a> <http://b> .\n")
    words = ("validate", "--fast", "--data", str(tmp_path))

    assert "\x1b[" not in kg(*words).out
    assert "\x1b[" not in on_a_terminal(*words, NO_COLOR="1")
    assert "\x1b[" in on_a_terminal(*words, NO_COLOR="")


def test_progress_is_told_on_a_terminal_only(kg: CommandLine, tmp_path: Path) -> None:
    words = ("export", "-f", "csv", "-o", str(tmp_path), "--data", str(TINY))

    assert kg(*words).err == ""
    assert "exporting …" in on_a_terminal(*words)


def test_results_are_utf_8_whatever_the_machine_speaks(kg: CommandLine) -> None:
    outcome = kg("show", "小森林", "--data", TINY, LC_ALL="C", PYTHONUTF8="0", LANG="C")

    assert outcome.code == 0
    assert "小森林" in outcome.out


# -- ask -------------------------------------------------------------------------


def test_ask_lists_every_question(kg: CommandLine) -> None:
    listed = json.loads(kg("ask", "-f", "json").out)

    assert listed
    assert [entry["name"] for entry in listed] == [q.name for q in asking.catalogue()]
    assert all({"name", "question", "parameters"} <= set(entry) for entry in listed)
    assert kg("ask", "-f", "table").out.startswith("name ")


def test_ask_answers_a_question_in_json_of_sparql(kg: CommandLine) -> None:
    answered = json.loads(kg("ask", asked(), "-f", "json").out)

    assert answered["head"]["vars"]
    assert answered["results"]["bindings"]


def test_the_format_may_stand_in_front_of_the_question(kg: CommandLine) -> None:
    assert kg("ask", "-f", "json", asked()).out == kg("ask", asked(), "-f", "json").out


def test_underscores_in_the_name_of_a_question_are_taken_too(kg: CommandLine) -> None:
    assert kg("ask", asked().replace("-", "_")).code == 0


def test_a_misspelt_question_and_option_come_with_what_may_be_meant(kg: CommandLine) -> None:
    question = next(q for q in asking.catalogue() if q.parameters)
    name = question.parameters[0].name.replace("_", "-")

    assert f"did you mean {question.name}" in kg("ask", question.name + "x").err
    outcome = kg("ask", question.name, f"--{name}x", "1")
    assert outcome.code == 2
    assert f"--{name}" in outcome.err


def test_the_help_of_a_question_holds_its_words_and_an_example(kg: CommandLine) -> None:
    question = asking.catalogue()[0]
    shown = kg("ask", question.name, "--help").out

    assert question.question_zh in shown
    assert f"kg ask {question.name}" in shown


def test_a_picture_stands_under_a_table_on_a_terminal_only(kg: CommandLine) -> None:
    drawn = next(
        q
        for q in asking.catalogue()
        if q.view in ("bar", "timeline") and all(p.default for p in q.parameters)
    )

    assert re.search("█|─●", on_a_terminal("ask", drawn.name))
    assert not re.search("█|─●", kg("ask", drawn.name).out)


# A process each: here some, in tests/test_ask.py the words of every command without a process.
@pytest.mark.parametrize("question", asking.catalogue()[::10], ids=lambda question: question.name)
def test_the_command_that_the_help_of_a_question_shows_works(
    kg: CommandLine, question: asking.Question
) -> None:
    outcome = kg(*shlex.split(question.command)[1:])

    assert outcome.code == 0, outcome.err


def test_ask_shows_a_closed_list_and_refuses_what_is_not_on_it(kg: CommandLine) -> None:
    shown = " ".join(kg("ask", "said-in-voice", "--help").out.split())
    refused = kg("ask", "said-in-voice", "--voice", "Independant")

    assert "One of Curated, Independent, Official" in shown
    assert (refused.code, refused.out) == (2, "")
    assert "--voice: there is no 'Independant'; did you mean Independent?" in refused.err


def test_ask_writes_the_page_and_the_shacl_examples_of_all_questions(kg: CommandLine) -> None:
    count = len(asking.catalogue())

    assert kg("ask", "--manual").out.count("\n### ") == count
    assert kg("ask", "-f", "ttl").out.count("sh:SPARQLSelectExecutable") == count
    assert kg("ask", "-f", "ttl", asked()).code == 2


# -- show, explore, export -------------------------------------------------------


def test_show_takes_a_name_of_several_words_with_or_without_quotes(kg: CommandLine) -> None:
    quoted = kg("show", "Tiny Forest", "--data", TINY)

    assert quoted.out.startswith("Tiny Forest · program\n")
    assert kg("show", "tiny", "forest", "--data", TINY).out == quoted.out
    assert json.loads(kg("show", "Tiny Forest", "--data", TINY, "-f", "json").out)["kinds"]


def test_explore_writes_the_page_and_says_where(kg: CommandLine, tmp_path: Path) -> None:
    outcome = kg("explore", "--data", TINY, "--output", tmp_path / "page.html")

    assert outcome.out == f"{tmp_path / 'page.html'}\n"
    assert (tmp_path / "page.html").stat().st_size > 10_000


def test_export_names_each_file_that_it_writes(kg: CommandLine, tmp_path: Path) -> None:
    outcome = kg("export", "-f", "csv", "-f", "nt", "-o", tmp_path, "--data", TINY)

    written = outcome.out.splitlines()
    assert [Path(line).name for line in written] == [
        "graph.nt",
        "things.csv",
        "edges.csv",
        "figures.csv",
    ]
    assert all(Path(line).is_file() for line in written)


# -- Help and names --------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(kg: CommandLine, command: str) -> None:
    outcome = kg(command, "-h")

    assert outcome.code == 0
    assert "Examples:" in outcome.out
    assert re.search(rf"^ +kg {command}", outcome.out, re.MULTILINE)


def test_the_version_is_that_of_program_and_data(kg: CommandLine) -> None:
    assert re.fullmatch(r"kg \d+\.\d+\.\d+, data \d{4}-\d\d-\d\d\n", kg("--version").out)


def test_one_word_names_target_command_and_module(kg: CommandLine) -> None:
    makefile = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = dict(
        re.findall(r"^([a-z]+):.*\n\t@\$\(BIN\)/kg (\w+)(?: --.*)?$", makefile, re.MULTILINE)
    )
    listed = re.findall(r"^  ([a-z]+) ", kg("--help").out.partition("Commands:")[2], re.MULTILINE)

    assert sorted(targets) == sorted({*COMMANDS} - {"query", "show", "add", "diff"})
    assert all(target == command for target, command in targets.items())
    assert sorted(listed) == sorted(COMMANDS)
    for name in COMMANDS:
        home = paths.ROOT / "kg"
        assert (home / f"{name}.py").is_file() or (home / name / "__init__.py").is_file(), name
        assert list((paths.ROOT / "tests").glob(f"test_{name}*.py")), name


def test_debug_shows_the_traceback_and_without_it_there_is_none(kg: CommandLine) -> None:
    words = ("query", "ASK { ?s ?p ?o }", "--data", "missing")

    assert "Traceback" in kg("--debug", *words).err
    assert "Traceback" not in kg(*words).err


def test_the_keyboard_stops_a_long_query_without_a_traceback() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", "query", SLOW],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=paths.ROOT,
        # A shell makes what runs in its background deaf to the keyboard; a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(2)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=20)

    assert child.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


def test_a_fault_of_ours_is_one_sentence(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom kg import cli\n"
        "def broken(*_, **__):\n    raise ZeroDivisionError('oops')\n"
        "from kg.cli import show\nshow.asked = broken\n"
        "sys.argv = ['kg', 'show', 'x']\ncli.main()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=paths.ROOT, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("kg: ZeroDivisionError: oops; this is a fault of kg")
    assert "Traceback" not in done.stderr


# -- From Python -----------------------------------------------------------------


def test_open_graph_asks_queries_and_shows() -> None:
    import kg

    opened = kg.open_graph(TINY)

    assert opened.query("ASK { program:tiny-forest a akg:Program }") is True
    assert opened.show("小森林").name == "Tiny Forest"
    assert isinstance(opened.closed.store, Store)
    assert len(opened.graph) == len(opened.closed.store)
    assert opened.graph is opened.graph
    assert kg.open_graph().ask(asked()).rows


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, kg; print(sorted(m for m in sys.modules if m in ('pyoxigraph', 'rdflib')))"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=paths.ROOT, check=True
    )

    assert done.stdout == "[]\n"
