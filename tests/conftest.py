"""Fixtures that all tests share: pipelines are built once."""

from pathlib import Path

import pytest
from spacy.language import Language

import govnews_nlp as gn

HERE = Path(__file__).parent
CASES = HERE / "cases"
SHARED = HERE.parent.parent / "shared"  # the developers' gold and corpora; tests that need it are skipped elsewhere


@pytest.fixture(scope="session")
def nlp():
    """The default pipeline."""
    return gn.load()


@pytest.fixture(scope="session")
def rules():
    """The pipeline without a statistical model."""
    return gn.load(ner="rules")


@pytest.fixture
def shared() -> Path:
    """The developers' data; the test is skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("needs the developers' data")
    return SHARED


@pytest.fixture
def fails_on_dragons():
    """A pipeline of its own, whose last component fails on articles with 龙."""
    nlp = gn.load(ner="rules")

    def fails(doc):
        if "龙" in doc.text:
            raise ValueError("no dragons")
        return doc

    Language.component("fails_on_dragons", func=fails)
    nlp.add_pipe("fails_on_dragons")
    return nlp
