"""The checks that only code can make, in the words of the manual."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coded:
    """One check in code: what its header would say if it were a query."""

    group: str
    sentence: str
    problem: str
    solution: str


def _not_run(what: str, solution: str) -> Coded:
    problem = "The step did not run; the finding names the reason."
    return Coded("checks", f"{what} ran.", problem, solution)


_JAVA = "Run `make setup`, which brings Java and the jars; look at KG_JAVA if it is set."
_SHOWN = "Mend what the finding names."
CODED: dict[str, Coded] = {
    "axioms-not-run": _not_run("The count of axioms", _JAVA),
    "broken-shape": Coded(
        "checks",
        "Each shape can be understood by the engine.",
        "The engine would leave out the shape without a word.",
        "Mend the shape; the finding names the part that is not understood.",
    ),
    "byte-order-mark": Coded(
        "syntax",
        "No file starts with a byte order mark.",
        "The file starts with a byte order mark.",
        "Save it as UTF-8 without a byte order mark.",
    ),
    "check-not-run": _not_run("Each check in SPARQL", _SHOWN),
    "checks-not-run": _not_run("The checks in SPARQL", _SHOWN),
    "control-character": Coded(
        "syntax",
        "No file holds a control character.",
        "The line holds a control character.",
        "Take it out; write \\n or \\t where a literal needs one.",
    ),
    "count-below-floor": Coded(
        "checks",
        "The gate saw at least as much as the data's gate.toml says.",
        "The gate saw less of something than there must be.",
        "Bring back what is missing, or lower the floor if it is gone for good.",
    ),
    "exception-expired": Coded(
        "checks",
        "No accepted finding is accepted past its date.",
        "The release date of the data lies behind the date of the exception.",
        "Mend what was accepted, or look at it again and give a later date.",
    ),
    "exception-unclear": Coded(
        "checks",
        "Each exception names a check, a thing or file, a reason and a date.",
        "The entry in gate.toml cannot be understood.",
        "Write check, about, reason and until, as docs/checks.md shows.",
    ),
    "exception-unused": Coded(
        "checks",
        "Each exception matches a finding.",
        "The check no longer finds what the exception accepts.",
        "Take the exception out.",
    ),
    "folder": Coded(
        "syntax",
        "Each folder that is named holds Turtle files.",
        "The folder is not there, is a file, or holds no .ttl, .nt or .nq file.",
        "Name a folder that holds Turtle files.",
    ),
    "fragment-not-found": Coded(
        "evidence",
        "Each fragment stands at its offsets in the text of its source.",
        "The source has other words at these offsets.",
        "Copy the words and their offsets from the text of the source again.",
    ),
    "ill-typed-literal": Coded(
        "syntax",
        "The text of each literal is one of its datatype.",
        "The text is not one of the datatype, such as a thirteenth month.",
        "Write a value that the datatype has, or take the right datatype.",
    ),
    "inconsistent": Coded(
        "logic",
        "Ontology and data can hold together.",
        "Some statements and axioms cannot all hold; the finding lists a least set of them.",
        "Correct one of them; most often it is the statement about a thing, not the axiom.",
    ),
    "outside-owl2-dl": Coded(
        "profile",
        "Ontology and data are in OWL 2 DL.",
        "A statement or axiom is outside OWL 2 DL.",
        "Declare the term with its one true type, or say it in another way.",
    ),
    "printed-number-differs": Coded(
        "evidence",
        "A printed number can be read as the value that is given.",
        "The words as printed cannot be read as the value.",
        "Correct the value, its unit, or the words as printed.",
    ),
    "printed-number-not-near": Coded(
        "evidence",
        "A printed number stands near its fragment in the source.",
        "The words as printed are not near the fragment.",
        "Give the number on the evidence as this source prints it, or mend the offsets.",
    ),
    "profile-not-run": _not_run("The check of the profile", _JAVA),
    "question-answer-changed": Coded(
        "questions",
        "Each question gives the answer on record.",
        "The answer has other rows than the one on record.",
        "If the new answer is right, record it: `kg ask NAME -f tsv` into tests/expected/.",
    ),
    "question-broken": Coded(
        "questions",
        "Each question can be asked.",
        "The question does not parse, or cannot be answered.",
        "Mend the query at the place that the finding names.",
    ),
    "question-unrecorded": Coded(
        "questions",
        "Each question has an answer on record.",
        "No answer is on record, so nobody would see it change.",
        "Record it: `kg ask NAME -f tsv` into tests/expected/.",
    ),
    "reasoner-not-run": _not_run("The reasoner", _JAVA),
    "shapes-not-run": _not_run("The SHACL engine", "Run `make setup`."),
    "source-text-changed": Coded(
        "evidence",
        "The text of each source has the digest that was recorded.",
        "The text that is there has another digest.",
        "Read the source again: its text has changed, or the digest is wrong.",
    ),
    "source-text-missing": Coded(
        "evidence",
        "The text of each source that was read whole is there.",
        "The folder of sources has no such file, or the name leads elsewhere.",
        "Put the text there, or correct the name.",
    ),
    "syntax": Coded(
        "syntax",
        "Each file can be parsed.",
        "The statement at this place is not Turtle.",
        "Mend the statement at this place; what follows it may be read wrongly.",
    ),
    "unreadable-file": Coded(
        "syntax",
        "Each file can be read.",
        "The file cannot be opened, or its ending is unknown.",
        "Give it read permission and the ending .ttl, .nt or .nq, or take it out of the folder.",
    ),
    "unsatisfiable-class": Coded(
        "logic",
        "Each class can have a member.",
        "The class can have no member.",
        "Look for two of its superclasses that are disjoint.",
    ),
}
ALWAYS = frozenset({"folder", "syntax", "unreadable-file"})
WITH_JAVA = {
    "reasoner": ("inconsistent", "unsatisfiable-class"),
    "profile": ("outside-owl2-dl",),
}
