"""Run notebooks from top to bottom and keep their outputs: run.py [NOTEBOOK…], all of this folder where none is named.

Each runs in a fresh kernel, in this folder. What changes from run to run without meaning (times, the kernel's version) is left
out and pictures are stored with a palette, so that a difference between two commits is a difference in what the reader sees.
"""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
TIMEOUT = 900  # seconds for a cell
COLOURS = 64  # enough for charts; a third of the bytes


def execute(path: Path) -> nbformat.NotebookNode:
    """The notebook with fresh outputs. Raises nbclient's CellExecutionError, which shows the cell and the traceback."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=TIMEOUT, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook


def tidied(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Without times and versions, with small pictures."""
    notebook.metadata = nbformat.NotebookNode(kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
                                              language_info={"name": "python"})
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02}"
        cell.metadata = nbformat.NotebookNode()
        for output in cell.get("outputs", []):
            picture = output.get("data", {}).get("image/png")
            if picture:
                output.data["image/png"] = base64.b64encode(small(base64.b64decode(picture))).decode("ascii")
    return notebook


def small(png: bytes) -> bytes:
    """The picture with a palette."""
    from PIL import Image

    made = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(made, "PNG", optimize=True)
    return made.getvalue()


def main() -> None:
    for path in [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.ipynb")):
        nbformat.write(tidied(execute(path)), path)
        print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
