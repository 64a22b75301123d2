"""Each target of targets.py for some seconds, where atheris is installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

TARGETS = Path(__file__).parent / "targets.py"
SECONDS = 8


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="needs atheris")
@pytest.mark.parametrize("name", ["read", "dates", "titles", "extract", "lexicons"])
def test_nothing_found(tmp_path, name):
    command = [sys.executable, str(TARGETS), name, f"-max_total_time={SECONDS}", "-timeout=30", "-max_len=300", f"-artifact_prefix={tmp_path}/"]
    run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=300, cwd=tmp_path)
    assert run.returncode == 0, run.stderr[-3_000:]
