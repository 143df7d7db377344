"""A plan in, the files changed: all of them or none, one writer at a time."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg import paths
from kg.add.plan import Change, Plan
from kg.errors import DataError


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Let nobody else add to a folder until the end; whoever comes second waits."""
    import fcntl

    try:
        handle = os.open(data, os.O_RDONLY)
    except OSError as fault:
        message = f"{paths.shown(data)}: cannot be opened: {fault.strerror}; name a folder of data"
        raise DataError(message) from fault
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def copy(data: Path, plan: Plan) -> Iterator[Path]:
    """Give a copy of a folder with the changes of a plan in it, to be looked at."""
    with tempfile.TemporaryDirectory(prefix="kg-add-") as place:
        folder = Path(place) / data.resolve().name
        folder.mkdir()
        for path in sorted(p for p in data.iterdir() if p.is_file()):
            shutil.copyfile(path, folder / path.name)
        for change in plan.changes:
            (folder / change.path.name).write_bytes(change.after)
        yield folder


def land(plan: Plan) -> None:
    """Replace the files: each is written beside its place first, and then moved there whole.

    Raises:
        DataError: a file was changed meanwhile, or cannot be written; all are as they were.
    """
    drafts: list[tuple[Path, Change]] = []
    moved: list[Change] = []
    try:
        for change in plan.changes:
            _refuse_if_changed(change)
            drafts.append((_beside(change), change))
        for draft, change in drafts:
            moved.append(change)
            draft.replace(change.path.resolve())
    except BaseException as fault:
        for change in moved:
            _restore(change)
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            names = ", ".join(paths.shown(change.path) for change in plan.changes)
            message = f"{names}: nothing was written: {fault.strerror}"
            raise DataError(message) from fault
        raise


def _refuse_if_changed(change: Change) -> None:
    now = change.path.read_bytes() if change.path.exists() else b""
    if now != change.before:
        message = f"{paths.shown(change.path)} changed meanwhile; nothing was written, try again"
        raise DataError(message)


def _beside(change: Change) -> Path:
    """Write a file's new text beside it and return where."""
    target = change.path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(change.after)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode if target.exists() else 0o644
        draft.chmod(mode & 0o777)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _restore(change: Change) -> None:
    with suppress(OSError):
        target = change.path.resolve()
        if not change.before:
            target.unlink(missing_ok=True)
        elif target.read_bytes() != change.before:
            old = Change(change.path, change.after, change.before, frozenset())
            _beside(old).replace(target)
