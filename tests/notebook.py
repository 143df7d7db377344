"""Run a notebook as Jupyter does, one cell after the other, and keep what each shows.

    python -m tests.notebook            run docs/notebook.ipynb and write its outputs down again

IPython, which Jupyter runs too, executes the cells; nothing of a Jupyter server is needed. Outputs
are committed, so that a reader of the page sees tables and pictures without running anything. The
texts among them are compared; of pictures only that they are there, because their bytes hang on
the fonts and the drawing library of a machine.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebook.ipynb"
PICTURES = ("image/png",)
_BACKEND = "module://matplotlib_inline.backend_inline"
_SHOWN = ("text/plain", "text/html", *PICTURES)

Output = dict[str, Any]


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook with the outputs of its cells; stop at a cell that fails."""
    from IPython.core.interactiveshell import InteractiveShell

    os.environ["MPLBACKEND"] = _BACKEND  # as Jupyter sets it, before anything imports matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support
    from traitlets.config import Config

    settings = Config()
    settings.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=settings)
    _publish_results(shell)
    configure_inline_support(shell, _BACKEND)  # type: ignore[no-untyped-call]
    cells = []
    for number, cell in enumerate(notebook["cells"]):
        made = dict(cell)
        if cell["cell_type"] == "code":
            made |= {"execution_count": None, "outputs": _outputs(shell, "".join(cell["source"]))}
        cells.append(made | {"id": f"cell-{number}"})
    return notebook | {"cells": cells}


def _publish_results(shell: Any) -> None:  # noqa: ANN401 - IPython has no types
    """Show the value of a cell's last line as an output, as Jupyter does, not as printed text."""
    hook = shell.displayhook
    hook.write_output_prompt = lambda: None
    hook.finish_displayhook = lambda: None
    hook.write_format_data = lambda data, about=None: shell.display_pub.publish(data, about)


def _outputs(shell: Any, source: str) -> list[Output]:  # noqa: ANN401 - IPython has no types
    from IPython.utils.capture import capture_output

    with capture_output() as shown:
        result = shell.run_cell(source)
    if not result.success:
        message = f"a cell fails:\n{source}\n{shown.stdout}"
        raise SystemExit(message)
    said = [("stdout", shown.stdout), ("stderr", shown.stderr)]
    streams = [
        {"output_type": "stream", "name": name, "text": _lines(text)} for name, text in said if text
    ]
    return [*streams, *(_displayed(output.data) for output in shown.outputs)]


def _displayed(data: dict[str, Any]) -> Output:
    kept = {
        kind: data[kind].strip() if kind in PICTURES else _lines(data[kind])
        for kind in _SHOWN
        if kind in data
    }
    return {"output_type": "display_data", "metadata": {}, "data": kept}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def as_text(notebook: dict[str, Any]) -> str:
    """Return a notebook as Jupyter writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Run the notebook; write it to the file that is named, or back to where it was."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    target = Path(sys.argv[1]) if sys.argv[1:] else NOTEBOOK
    os.chdir(NOTEBOOK.parent)
    made = as_text(executed(notebook))
    target.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
