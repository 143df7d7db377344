"""Our own `kg serve` on loopback, holding our data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services import free_port, running

from kg import paths


@contextmanager
def kg_serve(folder: Path) -> Iterator[str]:
    """Serve the ontology, the data and the derived edges, and yield the address of the service."""
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--port", str(port), "--rows", "9000"]
    with running(command, port, folder, {"PYTHONPATH": str(paths.ROOT)}):
        yield f"http://127.0.0.1:{port}/sparql"
