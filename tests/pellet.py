"""Pellet's verdict on each N-Triples file that is named, as JSON: one Java machine for all.

Run as a program of its own, because one process has one Java machine, and that of kg/reason.py
holds another version of the OWL API than the one that Pellet needs.
"""

from __future__ import annotations

import atexit
import json
import sys
from pathlib import Path

import jpype
import jpype.config
import owlready2

from kg.reason import end_quietly, java_home


def verdicts(files: list[Path]) -> dict[str, str]:
    """Return for each file what clashes, in Pellet's words, or "" where nothing does."""
    folder = Path(owlready2.__file__).parent / "pellet"
    jars = [str(folder), *map(str, sorted(folder.glob("*.jar")))]
    library = "libjvm.dylib" if sys.platform == "darwin" else "libjvm.so"
    jpype.config.destroy_jvm = False
    jpype.startJVM(
        str(java_home() / "lib" / "server" / library),
        "--enable-native-access=ALL-UNNAMED",
        "-Xss64m",
        classpath=jars,
    )
    atexit.register(end_quietly)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    loader = jpype.JClass("org.mindswap.pellet.jena.JenaLoader")
    found = {}
    for file in files:
        reader = loader()
        reader.setInputFormat("N-Triples")
        knowledge = reader.createKB([file.as_uri()])
        is_consistent = bool(knowledge.isConsistent())
        found[file.stem] = "" if is_consistent else str(knowledge.getExplanation())
    return found


if __name__ == "__main__":
    json.dump(verdicts([Path(name).resolve() for name in sys.argv[1:]]), sys.stdout)
