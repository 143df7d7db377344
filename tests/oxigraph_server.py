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
    load = [PROGRAM, "load", "--location", store, "--file", triples]
    subprocess.run(load, check=True, capture_output=True)
    where = ["--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with running([PROGRAM, "serve-read-only", *where, *more], port, folder):
        yield f"http://127.0.0.1:{port}/query"
