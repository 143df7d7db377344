"""Make sure that Virtuoso is there for the tests of remote questions; what cannot be had is said.

It is Debian's package, unpacked into the virtual environment: no right to install is needed, and
the machine stays as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "virtuoso-opensource-7-bin"
FOLDER = Path(sys.prefix) / "virtuoso"
CLIENTS = ("isql-vt", "isql")
_NO_LIBRARY = 127


@dataclass(frozen=True)
class Programs:
    """The server, the program that loads it, and the environment that both need."""

    server: str
    client: str
    environment: dict[str, str]


def installed_virtuoso() -> Programs | None:
    """Return the Virtuoso of this machine, or the unpacked one, if there is one."""
    path = os.pathsep.join([os.environ.get("PATH", ""), str(FOLDER / "usr" / "bin")])
    server = shutil.which("virtuoso-t", path=path)
    if server is None:
        return None
    beside = str(Path(server).parent)
    client = next(filter(None, (shutil.which(name, path=beside) for name in CLIENTS)), "")
    libraries = sorted(str(p) for p in FOLDER.glob("**/*-linux-gnu") if p.is_dir())
    found = Programs(server, client, {"LD_LIBRARY_PATH": os.pathsep.join(libraries)})
    code = _code_of(server, "-?", environment=found.environment)
    return found if client and code not in (None, _NO_LIBRARY) else None


def _code_of(
    *command: str, environment: dict[str, str] | None = None, folder: str = "."
) -> int | None:
    """Return the exit code of a command, or None where it cannot be run."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=300,
            check=False,
            cwd=folder,
            env=os.environ | (environment or {}),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode


def _missing_packages() -> list[str]:
    """Return the package and those of its libraries that this machine does not have."""
    without = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    command = ["apt-cache", "depends", "--recurse", *(f"--no-{word}" for word in without), PACKAGE]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    names = {line.strip() for line in listed.splitlines() if line[:1].isalnum()}
    return sorted(name for name in names if _code_of("dpkg-query", "--status", name) != 0)


def _unpack() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # as root, apt-get writes as a user of its own
        _code_of("apt-get", "download", "--quiet", *_missing_packages(), folder=folder)
        for package in sorted(Path(folder).glob("*.deb")):
            _code_of("dpkg", "--extract", str(package), str(FOLDER))


def main() -> None:
    """Look for Virtuoso; without one, fetch Debian's package."""
    if installed_virtuoso():
        return
    if shutil.which("apt-get") and shutil.which("dpkg"):
        _unpack()
        if not installed_virtuoso() and os.geteuid() == 0:
            _code_of("apt-get", "update", "--quiet")
            _unpack()
    if not installed_virtuoso():
        sys.stderr.write("No Virtuoso could be had: the tests that ask one are skipped.\n")


if __name__ == "__main__":
    main()
