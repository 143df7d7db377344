"""`oxigraph serve` on loopback, holding what one N-Triples file says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services import free_port, running

PROGRAM = Path(sys.executable).parent / "oxigraph"


@contextmanager
def oxigraph(triples: Path, folder: Path, *more: str) -> Iterator[str]:
    """Load the triples, serve them read-only, and yield the address of the SPARQL service."""
    store, port = folder / "store", free_port()
    held = ["--location", str(store)]
    load = [str(PROGRAM), "load", *held, "--file", str(triples)]
    subprocess.run(load, check=True, capture_output=True)
    command = [str(PROGRAM), "serve-read-only", *held, "--bind", f"127.0.0.1:{port}", *more]
    with running(command, port, folder):
        yield f"http://127.0.0.1:{port}/query"
