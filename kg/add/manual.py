"""What can be added, for `kg add --help` and `kg add KIND --help`."""

from __future__ import annotations

from collections.abc import Mapping

from kg.add.lacks import like
from kg.add.options import Options, Target
from kg.add.plan import Workspace
from kg.add.schema import Kind

_WIDTH = 22


def of_all(workspace: Workspace) -> str:
    """Return the kinds, a line each."""
    lines = [f"  {kind.word:<{_WIDTH}} {kind.definition}\n" for kind in workspace.kinds()]
    return "Kinds:\n" + "".join(lines)


def of_kind(workspace: Workspace, kind: Kind) -> str:
    """Return the options of a kind: what it needs, what it may have, and those of its evidence."""
    options = Options(workspace.schema, kind)
    either = "; of those with + one" if _has_choice(options) else ""
    text = f"{kind.word}: {kind.definition}\n\nIts options (* is always needed{either}):\n"
    text += _lines(workspace, options, options.own)
    if options.of_evidence:
        evidence = Options(workspace.schema, workspace.schema.kind(_evidence(options)))
        text += "\nThe options of its evidence:\n" + _lines(
            workspace, evidence, options.of_evidence
        )
    return text + "\n  --iri IRI              its name, where the proposed one does not suit\n"


def _evidence(options: Options) -> str:
    return next(of.range for of in options.kind.properties if of.name == "hasEvidence")


def _has_choice(options: Options) -> bool:
    """Whether a member may belong to one of several kinds of owner."""
    return sum(target.part == "owner" for target in options.own.values()) > 1


def _mark(target: Target, options: Options) -> str:
    """Return what stands before an option that is needed, alone or as one of several."""
    if target.part == "owner" and _has_choice(options):
        return "+"
    return "*" if target.of.least > 0 else " "


def _lines(workspace: Workspace, options: Options, targets: Mapping[str, Target]) -> str:
    lines = []
    for name, target in targets.items():
        mark = _mark(target, options)
        shown = like(workspace.words, target.of, options)
        lines.append(
            f"{mark} --{name:<{_WIDTH - 2}} {target.of.definition or target.of.label} ({shown})\n"
        )
    return "".join(lines)
