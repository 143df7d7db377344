"""What is refused before an engine sees it: shapes that overflow its stack, and ways out."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from kg import paths
from kg.errors import LimitError, SyntaxFault
from kg.query import guard

DEEP = guard.DEEPEST
WIDE = guard.WIDEST
Shape = Callable[[int], str]

# Each shape grows by one bracket a step.
NESTED: dict[str, Shape] = {
    "parentheses": lambda n: f"ASK {{ FILTER({'(' * n}1{')' * n}) }}",
    "groups": lambda n: f"ASK {'{' * n}{'}' * n}",
    "optionals": lambda n: f"ASK {{ {'OPTIONAL {' * n}{'}' * n} }}",
    "minuses": lambda n: f"ASK {{ {'MINUS {' * n}{'}' * n} }}",
    "exists": lambda n: f"ASK {{ {'FILTER EXISTS {' * n}{'}' * n} }}",
    "calls": lambda n: f"ASK {{ FILTER({'STR(' * n}1{')' * n}) }}",
    "ifs": lambda n: f"ASK {{ FILTER({'IF(1,1,' * n}1{')' * n}) }}",
    "paths": lambda n: f"ASK {{ ?s {'(' * n}<a:a>{')' * n} ?o }}",
    "inverse paths": lambda n: f"ASK {{ ?s {'^(' * n}<a:a>{')' * n} ?o }}",
    "graphs": lambda n: f"ASK {{ {'GRAPH ?g {' * n}{'}' * n} }}",
}
# Each shape grows by about so many patterns or operators a step.
WIDE_SHAPES: dict[str, tuple[int, Shape]] = {
    "union": (2, lambda n: "ASK { {}" + " UNION {}" * n + " }"),
    "optional": (2, lambda n: "ASK { " + "OPTIONAL {} " * n + "}"),
    "minus": (2, lambda n: "ASK { " + "MINUS {} " * n + "}"),
    "exists": (3, lambda n: "ASK { " + "FILTER EXISTS {} " * n + "}"),
    "filter": (1, lambda n: "ASK { " + "FILTER(1) " * n + "}"),
    "bind": (2, lambda n: "ASK { " + "".join(f"BIND(1 AS ?b{i})" for i in range(n)) + "}"),
    "or": (2, lambda n: "ASK { FILTER(1" + "||1" * n + ") }"),
    "and": (2, lambda n: "ASK { FILTER(1" + "&&1" * n + ") }"),
    "plus": (1, lambda n: "ASK { FILTER(1" + " + 1" * n + ") }"),
    "signed": (1, lambda n: "ASK { FILTER(1" + "+1" * n + ") }"),
    "times": (1, lambda n: "ASK { FILTER(1" + "*1" * n + ") }"),
    "not": (1, lambda n: "ASK { FILTER(" + "!" * n + "1) }"),
    "alternative": (1, lambda n: "ASK { ?s <a:a>" + "|<a:a>" * n + " ?o }"),
    "having": (1, lambda n: "SELECT (1 AS ?x) {} " + "".join(["HAVING(1)"] + ["(1+1)"] * n)),
    "select": (1, lambda n: "SELECT " + "".join(f"(1 AS ?b{i})" for i in range(n)) + " {}"),
    "describe": (1, lambda n: "DESCRIBE" + " <a:a>" * n),
}
# Joins and paths in sequence cost the engine's planner so much that the clock ends them first;
# they are held to the same bound, and tried with an engine at a twentieth of it.
JOINED: dict[str, tuple[int, Shape]] = {
    "groups": (1, lambda n: "ASK { " + "{} " * n + "}"),
    "triples": (1, lambda n: "ASK { " + "?s ?p ?o . " * n + "}"),
    "objects": (1, lambda n: "ASK { ?s ?p ?o" + ",?o" * n + "}"),
    "predicates": (1, lambda n: "ASK { ?s ?p ?o" + ";?p ?o" * n + "}"),
    "sequence": (1, lambda n: "ASK { ?s <a:a>" + "/<a:a>" * n + " ?o }"),
    "collection": (1, lambda n: "ASK { ?s ?p (" + "?o " * n + ") }"),
    "blank nodes": (2, lambda n: "ASK { " + "[] ?p ?o . " * n + "}"),
    "values blocks": (1, lambda n: "ASK { " + "VALUES ?x { 1 } " * n + "}"),
}
FREE: dict[str, Shape] = {
    "IN": lambda n: "ASK { ?s ?p ?o FILTER(?o IN (0" + ",1" * n + ")) }",
    "VALUES": lambda n: "ASK { VALUES ?x { " + "1 " * n + "} }",
    "rows of VALUES": lambda n: "ASK { VALUES (?x ?y) { " + "(1.5 UNDEF)" * n + "} }",
}
ENGINE = """
import sys, threading
import pyoxigraph as ox
from kg.query import guard
def go():
    for text in sys.stdin.read().split("\\0"):
        guard.refuse(text)
        try:
            found = ox.Store().query(text)
            bool(found) if text.startswith("ASK") else list(found)
        except SyntaxError as fault:
            print(fault, text[:60])
            raise
    print("answered")
if sys.argv[1] == "thread":
    thread = threading.Thread(target=go)
    thread.start()
    thread.join()
else:
    go()
"""


def below(step: int, shape: Shape, bound: int) -> str:
    """Return the largest text of a shape that the guard lets through, near to its bound."""
    count = bound // step
    while count > bound // step - 8:
        try:
            guard.refuse(shape(count))
        except LimitError:
            count -= 1
        else:
            return shape(count)
    raise AssertionError(shape(3))


@pytest.mark.parametrize("where", ["thread", "main"])
def test_the_engine_survives_every_shape_just_below_its_bound(where: str) -> None:
    texts = [below(1, shape, DEEP) for shape in NESTED.values()]
    texts += [below(step, shape, WIDE) for step, shape in WIDE_SHAPES.values()]
    texts += [shape(WIDE // 20) for _, shape in JOINED.values()]
    texts += [shape(4000) for shape in FREE.values()]
    # The deepest and the widest in one, and twice as much as the bound on length alone allows.
    texts.append("ASK { " + "OPTIONAL {" * 90 + "FILTER(1" + "||1" * 350 + ")" + "}" * 90 + " }")

    done = subprocess.run(
        [sys.executable, "-c", ENGINE, where],
        input="\0".join(texts),
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
        timeout=120,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "answered\n"), done.stdout + done.stderr[-500:]


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_above_the_bound_is_refused(name: str) -> None:
    with pytest.raises(LimitError, match=f"nested more than {DEEP}"):
        guard.refuse(NESTED[name](DEEP + 1))


@pytest.mark.parametrize("name", [*WIDE_SHAPES, *JOINED])
def test_what_is_wide_above_the_bound_is_refused(name: str) -> None:
    step, shape = (WIDE_SHAPES | JOINED)[name]

    with pytest.raises(LimitError, match=rf"query:1:\d+: more than {WIDE} patterns"):
        guard.refuse(shape(WIDE // step + 2))
    below(step, shape, WIDE)


@pytest.mark.parametrize("name", FREE)
def test_long_lists_of_values_are_let_through(name: str) -> None:
    guard.refuse(FREE[name](4000))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://x> {} }",
        "ASK { FILTER EXISTS { service silent ?x {} } }",
        "ASK { SERVICE#\n<http://x>#\n{} }",
        "ASK { ?s ?p true.SERVICE<http://x>{} }",
        "SELECT(?a<1AS?x)((3>2)AS?y)FROM<http://x>{}",
        "ASK { SERVICE <http://x/\\u0061> {} }",
        "ASK { SERVICE ex:\U0001f600 {} }",
        "ASK { SERVICE ?\U0001f600 {} }",
        "ASK { SERVICE SILENT ex:a\\'b {} }",
        "ASK { FILTER(true)SERVICEex:a\\'{} }",
        "ASK { SERVICESILENT<http://x>{} }",
        "SELECT * FROM <http://x> {}",
        "SELECT * FROM NAMED <http://x> {}",
        "SELECT * from#\nnamed#\nex:a {}",
        "ASK FROM :a {}",
    ],
)
def test_every_way_out_is_refused(text: str) -> None:
    with pytest.raises(SyntaxFault, match=r"(SERVICE|FROM) is refused"):
        guard.refuse(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE <http://x> {}' }",
        "ASK { ?s ?p '''FROM <http://x> ' LOAD''' }",
        "ASK { ?s ?p ?o } # FROM <http://x>",
        "ASK { ?FROM ?SERVICE ?LOAD }",
        "ASK { ?s akg:FROM akg:service } # INSERT",
        "ASK { ?s ?p 'INSERT DATA { }' , \"DELETE\"@en }",
        "PREFIX service: <http://x> PREFIX from: <http://y> ASK { ?s service:a from:b }",
        "PREFIX fromage: <http://x> ASK { ?s fromage:a fromage:b . { } }",
        "PREFIX load: <http://x> ASK { ?s load:add load:drop }",
    ],
)
def test_words_in_texts_names_and_comments_raise_no_alarm(text: str) -> None:
    guard.refuse(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "<a",
        "'''",
        '"',
        "\\",
        "a:",
        "SERVICE#",
        "SERVICE ",
        "FROM#",
        "@a-",
        "?",
        "'a\\q",
        "_a.-:",
    ],
)
def test_the_scan_is_linear_whatever_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        text = "SERVICE" + piece * (count // len(piece))
        began = time.process_time()
        with suppress(LimitError, SyntaxFault):
            guard.refuse(text)
        return time.process_time() - began

    seconds(1000)
    short = min(seconds(10_000) for _ in range(3))
    long = min(seconds(40_000) for _ in range(2))

    assert long < 12 * short + 0.02, (short, long)
    assert long < 1
