"""Record the answers of all questions, or of those named: `python -m tests.record_answers`.

What changed is for people to read in the difference before it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg import ask, load, paths
from kg.query import written

EXPECTED = paths.ROOT / "tests" / "expected"


def record(names: list[str], folder: Path = EXPECTED) -> list[str]:
    """Write the answers as they are now; return the names of those that changed."""
    graph = load.closed()
    questions = [ask.find(name) for name in names] if names else ask.catalogue()
    changed = []
    for question in questions:
        path = folder / f"{question.path.stem}.tsv"
        now = written(ask.answer(graph, question.name), "tsv")
        if not path.is_file() or path.read_text(encoding="utf-8") != now:
            path.write_text(now, encoding="utf-8")
            changed.append(question.name)
    if not names:
        for stray in {p.stem for p in folder.glob("*.tsv")} - {q.path.stem for q in questions}:
            (folder / f"{stray}.tsv").unlink()
            changed.append(stray.replace("_", "-"))
    return sorted(changed)


if __name__ == "__main__":
    sys.stdout.write("".join(f"recorded {name}\n" for name in record(sys.argv[1:])))
