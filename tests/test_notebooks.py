"""The notebooks run from top to bottom, and what is committed is what such a run shows."""

import sys
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LARGEST = 400_000  # bytes that a code host still shows
CHARTS = {"02": 2, "03": 2, "04": 2}

sys.path.insert(0, str(FOLDER))

import run  # noqa: E402


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def pictures(notebook):
    return [output.data["image/png"] for cell in code(notebook) for output in cell.outputs if "image/png" in output.get("data", {})]


def test_there_are_six():
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path):
    for need in ("altair", "vl_convert", "networkx", "openpyxl", "pdfplumber", "docx"):
        pytest.importorskip(need)
    fresh = run.execute(path)
    for cell in code(fresh):
        assert not any(output.output_type == "stream" and output.name == "stderr" for output in cell.outputs), cell.source
    assert len(pictures(fresh)) == CHARTS.get(path.stem[:2], 0)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_committed(path):
    """All cells run, in order, without an error, with their charts, and small enough."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = code(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    assert len(pictures(notebook)) == CHARTS.get(path.stem[:2], 0)
    assert path.stat().st_size < LARGEST
    text = path.read_text("utf-8")
    assert "/tmp/" not in text and "/home/" not in text and "/work/" not in text and "Traceback" not in text
