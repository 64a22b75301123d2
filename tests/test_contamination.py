"""Nothing that the models were trained on stands in a development or test set: on hashes, and, where the corpora are, in full."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "models" / "scripts"))

import corpora  # noqa: E402
import manifest  # noqa: E402


def test_no_window_of_training_stands_in_evaluation():
    training, evaluation = manifest.read("training"), manifest.read("evaluation")
    assert len(training) > 30_000 and len(evaluation) > 2_000
    assert not training & evaluation


def test_the_shipped_model_was_trained_on_what_the_manifest_lists():
    meta = ROOT / "src" / "govnews_nlp" / "models" / "ner" / "meta.json"
    assert json.loads(meta.read_text("utf-8"))["trained_on"] == manifest.fingerprint()


def test_a_shared_window_is_seen_whatever_its_width_and_punctuation():
    inside = "据新华社报道，２０２２年清河县第一届运动会在县体育馆开幕。"
    elsewhere = "县里的消息：2022年清河县第一届运动会在“县体育馆”开幕了"
    assert set(corpora.windows(inside)) & set(corpora.windows(elsewhere))
    kept = corpora.clean([(elsewhere, []), ("阳山县的春耕已经全面展开，农机手们正在田间忙碌。", [])], set(corpora.windows(inside)))
    assert [text for text, _ in kept] == ["阳山县的春耕已经全面展开，农机手们正在田间忙碌。"]


def test_hashes_find_what_windows_find():
    text = "".join(chr(0x4E00 + 37 * i % 5000) for i in range(4000))
    assert manifest.sampled([text]) & manifest.sampled([text[1000:]])
    assert not manifest.sampled([text[:1000]]) & manifest.sampled([text[1000:]])


@pytest.mark.slow
def test_the_manifest_is_that_of_the_corpora(shared):
    """The full check: every labelled training sentence is free of every evaluation window, and hashed."""
    folders = [shared / "corpora"]
    kept_out = corpora.evaluation_windows(folders)
    evaluation = manifest.read("evaluation")
    texts = [text for name in corpora.EVALUATION for text, _ in corpora.read_columns(corpora.find(folders, name))]
    assert manifest.sampled(texts) == evaluation
    training = manifest.read("training")
    sources = (corpora.read_columns(corpora.find(folders, "msra/msra_train_bmes.txt.gz")), corpora.read_pku(corpora.find(folders, "people_daily_1998/199801.txt.gz")))
    for source in sources:
        kept = [text for text, _ in corpora.clean(source, kept_out)]
        assert len(kept) > 18_000
        assert manifest.sampled(kept[::10]) <= training
