"""Measure everything, one part after another: python -m benchmarks [--only PART]... [--large]."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

from benchmarks import catalogue, engines, explorer, gate, server, site, start

Tell = Callable[[str], None]
_PACKAGES = ("pyoxigraph", "oxigraph", "rdflib", "uvloop", "httptools")


def tell(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    """Measure and print; see --help."""
    parts: dict[str, Callable[[], None]] = {
        "start": lambda: start.compare(tell),
        "catalogue": lambda: catalogue.compare(tell),
        "server": lambda: server.compare(tell),
        "engines": lambda: engines.compare(tell, sizes),
        "site": lambda: site.compare(tell),
        "explorer": lambda: explorer.main([] if given.large else ["--quick"]),
        "gate": lambda: gate.main([] if given.large else ["--quick"]),
    }
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=parts, help="one part; repeatable")
    parser.add_argument(
        "--large",
        action="store_true",
        help="also five million triples, and pages of up to 5,000 things; longer",
    )
    given = parser.parse_args(arguments)
    sizes = (*engines.SIZES, engines.LARGE) if given.large else engines.SIZES
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    tell(f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores")
    for part in given.only or parts:
        began = time.monotonic()
        load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
        tell(f"\n## {part} (load of the machine before: {load})")
        parts[part]()
        tell(f"\n({part} took {time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    main()
