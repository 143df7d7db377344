"""Virtuoso 7 on loopback, small, holding what one N-Triples file says in one named graph."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from install_virtuoso import Programs
from services import free_port, running

GRAPH = "https://w3id.org/antkg/data"
# Four thousand buffers are 32 MB; ten thousand rows are what a public Virtuoso usually gives.
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 20

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
DirsAllowed = .
CheckpointInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4

[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def virtuoso(programs: Programs, triples: Path, folder: Path) -> Iterator[str]:
    """Load the triples and yield the address of the SPARQL service, with their graph in it."""
    sql, http = free_port(), free_port()
    settings = SETTINGS.format(sql=sql, http=http)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    (folder / "data.nt").write_bytes(triples.read_bytes())
    command = [programs.server, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, http, folder, programs.environment):
        load = f"DB.DBA.TTLP_MT(file_to_string_output('data.nt'), '', '{GRAPH}', 0);"
        subprocess.run(
            [programs.client, f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"],
            check=True,
            capture_output=True,
            env=os.environ | programs.environment,
        )
        yield f"http://127.0.0.1:{http}/sparql?default-graph-uri={GRAPH}"
