"""What the tests of remote questions share: a free port, and a server that is waited for."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
    return port


@contextmanager
def running(
    command: Sequence[str | Path],
    port: int,
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Run a server in a folder until it is no longer needed; enter when its port answers."""
    with (folder / "talk.txt").open("wb") as talk:
        server = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=talk,
            stderr=talk,
            env=os.environ | dict(environment or {}),
        )
    try:
        _wait_for(port, server, folder)
        yield
    finally:
        server.kill()  # nothing in its folder is needed again
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = f"the server does not answer: {(folder / 'talk.txt').read_text(errors='replace')}"
    raise RuntimeError(message)
