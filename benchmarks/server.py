"""Requests a second and latency over HTTP: `kg serve` against other servers, by wrk."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from benchmarks import services
from kg import ask, paths
from kg.load import closed

Tell = Callable[[str], None]
CLIENTS = (1, 8, 64)
SECONDS = 1
ROUNDS = 3
PEERS = (paths.BUILD / "peers" / "bin" / "python").absolute()
_LOOKUP = "SELECT ?p ?o { <https://w3id.org/antkg/id/program/ant-forest> ?p ?o }"
_FOUND = re.compile(r"50%\s+(\S+).*99%\s+(\S+).*Requests/sec:\s+(\S+)", re.DOTALL)


def compare(tell: Tell) -> None:
    """Measure and print, all servers side by side: first all at one client, then at eight..."""
    wrk = shutil.which("wrk")
    if wrk is None:
        tell("\nNo servers were measured: wrk is missing (apt-get install wrk).")
        return
    graph = closed()
    question = ask.with_defaults(ask.find("programs-in"))
    with TemporaryDirectory() as place:
        folder = Path(place)
        file = folder / "graph.nt"
        kg = [sys.executable, "-m", "kg"]
        subprocess.run([*kg, "export", "-f", "nt", "-o", place], check=True, capture_output=True)
        assert file.is_file(), "the closed graph was written"
        del graph
        for title, text in (("A look-up", _LOOKUP), ("programs-in of the catalogue", question)):
            tell(f"\n### {title}\n")
            tell("| server | clients | requests a second | of oxigraph serve | 50 % | 99 % |")
            tell("| --- | --: | --: | --: | --: | --: |")
            _measure(tell, wrk, text, _starters(file, folder))
        if not PEERS.exists():
            tell(f"\nrdflib-endpoint was not measured: there is no {paths.shown(PEERS)}.")


def _starters(file: Path, folder: Path) -> dict[str, AbstractContextManager[services.Service]]:
    """Return the servers by name, each with a folder of its own, not yet started."""
    kg = [sys.executable, "-m", "kg", "serve", "--port"]
    made: dict[str, AbstractContextManager[services.Service]] = {}
    own = {name: Path(folder / name) for name in ("oxigraph", "off", "on", "memory", "store")}
    for place in own.values():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
    made["oxigraph serve"] = services.oxigraph(file, own["oxigraph"])
    for name, words, place in (
        ("kg serve --no-cache", ["--no-cache"], own["off"]),
        ("kg serve", [], own["on"]),
    ):
        port = services.free_port()
        made[name] = services.program([*kg, str(port), *words], port, "/sparql", place)
    if PEERS.exists():
        peer = [str(PEERS), str(Path(__file__).with_name("peer.py")), str(file)]
        for name, kind, place in (
            ("rdflib-endpoint", "memory", own["memory"]),
            ("rdflib-endpoint on Oxigraph", "oxigraph", own["store"]),
        ):
            port = services.free_port()
            made[name] = services.program([*peer, str(port), kind], port, "/", place)
    return made


def _measure(
    tell: Tell, wrk: str, text: str, starters: dict[str, AbstractContextManager[services.Service]]
) -> None:
    """Ask every server in turn, several times; the median round of each counts."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        running = {name: stack.enter_context(starter) for name, starter in starters.items()}
        for clients in CLIENTS:
            rounds: dict[str, list[tuple[float, str, str]]] = {name: [] for name in running}
            for _ in range(ROUNDS):
                for name, service in running.items():
                    rounds[name].append(_round(wrk, service.address, text, clients))
            ratios = [one[0] for one in rounds["oxigraph serve"]]
            for name, found in rounds.items():
                part = sorted(a[0] / b for a, b in zip(found, ratios, strict=True))[ROUNDS // 2]
                rate, half, most = sorted(found)[ROUNDS // 2]
                tell(f"| {name} | {clients} | {rate:,.0f} | {part:.2f} | {half} | {most} |")


def _round(wrk: str, address: str, text: str, clients: int) -> tuple[float, str, str]:
    made = subprocess.run(
        [
            *(wrk, "-t1", f"-c{clients}", f"-d{SECONDS}s", "--latency", "--timeout", "10s"),
            *("-H", f"Accept: {services.JSON}", f"{address}?query={quote(text, safe='')}"),
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = _FOUND.search(made)
    if found is None or "Non-2xx" in made:
        message = f"{address} did not answer as it should: {made[-300:]}"
        raise OSError(message)
    return float(found[3]), found[1], found[2]
