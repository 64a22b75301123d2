"""What a user gets: the wheel with all its data, the licences named, nothing unpickled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

import govnews_nlp as gn

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PACKAGE = Path(gn.__file__).parent
pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="needs the project's folder")


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def name_of(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower()


def rows_of(heading: str) -> dict[str, list[str]]:
    """package → cells of its row in the table below the heading."""
    part = (ROOT / "THIRD_PARTY.md").read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows[2:]}


def test_every_dependency_is_named_with_range_and_licence():
    named = rows_of("Needed at run time")
    wanted = {name_of(requirement): requirement for requirement in project()["dependencies"]}
    assert set(named) == set(wanted)
    for name, requirement in wanted.items():
        lowest = re.search(r">=([\d.]+)", requirement)[1]
        assert f"≥ {lowest}" in named[name][0], f"{name}: THIRD_PARTY.md says {named[name][0]}, pyproject.toml {requirement}"
        assert re.search(r"MIT|BSD|Apache|Unlicense", named[name][1]), name


def test_every_extra_is_named():
    named = rows_of("Extras")
    for extra, requirements in project()["optional-dependencies"].items():
        if extra not in ("all", "test", "docs"):
            missing = [name_of(requirement) for requirement in requirements if name_of(requirement) not in named[extra][0]]
            assert not missing, f"{extra}: {missing}"


PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|Zlib|0BSD|HPND|CC0)\b", re.I)
COPYLEFT = re.compile(r"GPL|MPL|Mozilla|EPL|EUPL|CDDL|SSPL|NonCommercial|CC.BY", re.I)


def installed_with_all_they_need() -> dict[str, str]:
    """name → stated terms of each package that pyproject.toml names, and of what these need in turn, where it is installed."""
    from packaging.requirements import Requirement

    todo = [Requirement(line) for line in chain(project()["dependencies"], *project()["optional-dependencies"].values())]
    terms: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    while todo:
        wanted = todo.pop()
        try:
            found = metadata.distribution(wanted.name)
        except metadata.PackageNotFoundError:
            continue
        name = found.metadata["Name"]
        for extra in {"", *wanted.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            todo += [need for need in map(Requirement, found.requires or ()) if not need.marker or need.marker.evaluate({"extra": extra})]
        classified = [line.rpartition(" :: ")[2] for line in found.metadata.get_all("Classifier") or () if line.startswith("License ::")]
        terms[name] = found.metadata.get("License-Expression") or "; ".join(classified) or (found.metadata.get("License") or "").partition("\n")[0]
    return terms


def test_what_is_installed_is_permissive_or_named():
    named = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    terms = installed_with_all_they_need()
    assert {"spacy", "thinc", "tld", "lxml_html_clean"} <= {name.lower() for name in terms}
    unnamed = {name: stated for name, stated in terms.items() if name != "govnews-nlp" and not re.search(rf"\b{name}\b", named)}
    assert not {name: stated for name, stated in unnamed.items() if COPYLEFT.search(stated) or not PERMISSIVE.search(stated)}


def test_every_file_of_data_has_terms():
    data = " ".join(rows_of("Data inside the package"))
    made_elsewhere = [path.name for path in (PACKAGE / "lexicons").iterdir() if path.suffix == ".gz" or path.name in ("traditional.csv", "name_characters.csv")]
    assert all(name in data for name in made_elsewhere), made_elsewhere


@pytest.mark.slow
def test_the_wheel_holds_everything(tmp_path):
    """Built from a copy, as setuptools writes into the folder."""
    copy = tmp_path / "project"
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY.md", "MANIFEST.in"):
        shutil.copy(ROOT / name, copy)
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", tmp_path / "dist", copy], check=True,
                   capture_output=True, timeout=300)
    (wheel,) = (tmp_path / "dist").glob("govnews_nlp-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        metadata = next(archive.read(name).decode() for name in inside if name.endswith("/METADATA"))
    wanted = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert not wanted - inside
    assert {"LICENSE", "THIRD_PARTY.md"} <= {name.rsplit("/")[-1] for name in inside} and "License-Expression: MIT" in metadata
    assert not [name for name in inside if name.startswith(("tests/", "data/", "models/"))]
    assert wheel.stat().st_size < 60_000_000  # the limit of the index of packages is 100 MB


def test_a_model_with_pickles_is_refused(tmp_path):
    from govnews_nlp.characters import Vocabulary

    ran = tmp_path / "ran"

    class Evil:
        def __reduce__(self):
            return (Path.touch, (ran,))

    np.savez(tmp_path / "vocabulary.npz", characters=np.array([Evil()], dtype=object), bigrams=np.array([1]))
    with pytest.raises(ValueError, match="pickle"):
        Vocabulary.load(tmp_path / "vocabulary.npz")
    assert not ran.exists()


def test_nothing_is_unpickled_or_evaluated():
    banned = re.compile(r"^\s*(?:import|from)\s+(?:pickle|dill|shelve|marshal)\b|\b(?:eval|exec)\(|allow_pickle\s*=\s*True|yaml\.load\(", re.M)
    assert [path.name for path in PACKAGE.rglob("*.py") if banned.search(path.read_text("utf-8"))] == []
