"""The reasoner's step of the gate alone: read, cut the slice, let HermiT judge it.

python -m benchmarks.reasoner ONTOLOGY DATA
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.validate import logic
from kg.validate.reading import Reading


def judge(ontology: Path, data: Path) -> int:
    """Return the number of faults that the reasoner finds."""
    reading = Reading()
    reading.read_folder(ontology, "ontology")
    reading.read_folder(data, "data")
    return len(logic.consistency_faults(logic.slice_text(reading.store), lambda: reading.places))


if __name__ == "__main__":
    sys.stdout.write(f"{judge(*map(Path, sys.argv[1:]))}\n")
