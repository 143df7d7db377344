"""Two versions of the data, and what changed between them in words."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from conftest import TINY, CommandLine

from kg import diff, paths
from kg.errors import DataError

FIGURE = """
figure:tiny-trees-2025 a akg:Figure ;
    akg:ofIndicator indicator:trees ;
    akg:subject program:tiny-forest ;
    akg:value 20.0 ;
    akg:bound akg:MoreThan ;
    akg:periodStart "2025-01-01T00:00:00Z"^^xsd:dateTime ;
    akg:periodEnd "2026-01-01T00:00:00Z"^^xsd:dateTime ;
    akg:grain akg:Year ;
    akg:hasEvidence evidence:tiny-trees-2025-1 .

evidence:tiny-trees-2025-1 a akg:Evidence ;
    akg:foundIn source:tiny-report ;
    akg:fragment "more than twenty trees" ;
    akg:method akg:Relay ;
    akg:stance akg:Supports .
"""


def changed(folder: Path, old: str = "", new: str = "", more: str = "") -> Path:
    text = TINY.read_text(encoding="utf-8")
    assert old in text
    path = folder / "later.ttl"
    path.write_text(text.replace(old, new) + more, encoding="utf-8")
    return path


def test_the_same_data_in_another_order_and_layout_has_not_changed(tmp_path: Path) -> None:
    blocks = TINY.read_text(encoding="utf-8").split("\n\n")
    path = tmp_path / "later.ttl"
    path.write_text("\n\n".join([blocks[0], *reversed(blocks[1:])]), encoding="utf-8")

    assert diff.compare(TINY, path).is_empty
    assert diff.as_text(diff.compare(TINY, path)) == "nothing changed\n"


def test_a_new_record_is_one_addition_with_its_passage_in_it(tmp_path: Path) -> None:
    (change,) = diff.compare(TINY, changed(tmp_path, more=FIGURE)).changes

    assert (change.sort, change.kind, change.words) == (
        "added",
        "figure",
        "more than 20; of indicator trees planted; subject Tiny Forest, 2025",
    )
    assert change.details == ()


def test_a_record_that_is_gone_is_told_in_the_words_of_the_old_version(tmp_path: Path) -> None:
    (change,) = diff.compare(changed(tmp_path, more=FIGURE), TINY).changes

    assert (change.sort, change.words.split(";")[0]) == ("withdrawn", "more than 20")


def test_a_corrected_number_is_told_with_what_it_was(tmp_path: Path) -> None:
    (change,) = diff.compare(TINY, changed(tmp_path, "akg:value 12.0", "akg:value 13.0")).changes

    assert change.sort == "corrected"
    assert change.details == (diff.Detail("value", ("12",), ("13",)),)


def test_a_corrected_passage_belongs_to_its_record(tmp_path: Path) -> None:
    later = changed(tmp_path, "more than twelve trees", "over twelve trees")
    (change,) = diff.compare(TINY, later).changes

    assert change.iri.endswith("figure/tiny-trees-2024")
    assert change.details == (
        diff.Detail("fragment", ("more than twelve trees",), ("over twelve trees",)),
    )


def test_a_new_name_is_a_correction_of_the_thing(tmp_path: Path) -> None:
    later = changed(tmp_path, '"Little Wood"@en', '"Little Wood"@en , "Wee Wood"@en')
    text = diff.as_text(diff.compare(TINY, later))

    assert "1 corrected" in text
    assert "alternative label: Wee Wood (new)" in text or "altLabel: Wee Wood (new)" in text


def test_answers_that_changed_are_counted_in_rows(tmp_path: Path) -> None:
    found = diff.compare(TINY, changed(tmp_path, more=FIGURE))
    by_name = {answer.name: answer for answer in found.answers}

    counted = by_name["records-by-year"]
    assert (counted.rows_added, counted.rows_gone) == (1, 0)
    assert all(a.rows_added or a.rows_gone for a in found.answers)


def test_a_label_cannot_steer_the_terminal(tmp_path: Path) -> None:
    later = changed(tmp_path, '"Little Wood"@en', '"Wood\\u001b[2J"@en')

    assert "\x1b" not in diff.as_text(diff.compare(TINY, later))


def test_a_revision_of_git_is_a_version(kg: CommandLine) -> None:
    with diff.version("HEAD") as folder:
        assert {p.name for p in folder.glob("*.ttl")} >= {"agents.ttl", "figures.ttl"}
    is_clean = not subprocess.run(
        ["git", "status", "--porcelain", "data"],
        capture_output=True,
        check=True,
        cwd=paths.ROOT,
    ).stdout
    outcome = kg("diff", "HEAD")

    assert outcome.code == (0 if is_clean else 1), outcome.err
    assert not is_clean or outcome.out == "nothing changed\n"


@pytest.mark.parametrize("name", ["no-such-thing", "--output=x", "HEAD:data"])
def test_what_is_no_version_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(DataError, match=name), diff.version(name):
        pass


def test_the_command_writes_json_and_ends_with_one_where_something_changed(
    kg: CommandLine, tmp_path: Path
) -> None:
    outcome = kg("diff", TINY, changed(tmp_path, "akg:value 12.0", "akg:value 13.0"), "-f", "json")

    assert outcome.code == 1, outcome.err
    (change,) = json.loads(outcome.out)["changes"]
    assert change["details"] == [{"property": "value", "before": ["12"], "after": ["13"]}]
