"""Traditional script gives the tables of the simplified text: same rows, same offsets, surfaces as printed."""

from pathlib import Path

import pandas as pd
import pytest

import govnews_nlp as gn
from govnews_nlp.components.script import REPEATED, SURFACE
from govnews_nlp.lexicon import load_csv
from govnews_nlp.script import simplified

PAGES = Path(__file__).parent.parent / "data" / "samples" / "pages"
# one traditional character for each simplified one that has any: 强 → 強
BACK = {row["simplified"]: row["traditional"] for row in load_csv("traditional") if len(row["simplified"]) == 1 and not row["both"]}
NEWS = "中央社香港三月四日電 區委書記林知遠三日在平安建設推進會上強調，要深化「三清一亮」行動。副區長歐陽靜參加會議。"


def traditional(text):
    return text and "".join(BACK.get(character, character) for character in text)


@pytest.fixture(scope="module")
def both(rules):
    articles = [article for path in sorted(PAGES.iterdir()) for article in gn.read(path)]
    printed = [gn.Article(text=traditional(a.text), headline=traditional(a.headline), kicker=traditional(a.kicker), published=a.published,
                          article_id=a.article_id, region=a.region) for a in articles]
    plain = [gn.Article(text=a.text, headline=a.headline, kicker=a.kicker, published=a.published, article_id=a.article_id, region=a.region) for a in articles]
    return gn.extract(plain, nlp=rules), gn.extract(printed, nlp=rules)


@pytest.mark.parametrize("name", list(SURFACE))
def test_same_rows_up_to_script(both, name):
    plain, printed = (tables[name] for tables in both)
    assert len(plain) and not plain[SURFACE[name]].equals(printed[SURFACE[name]])
    back = printed.copy()
    for column in (SURFACE[name], *REPEATED.get(name, ())):
        back[column] = printed[column].map(simplified, na_action="ignore").astype("string")
    pd.testing.assert_frame_equal(back, plain)


def test_surfaces_as_printed(both):
    _, printed = both
    texts = printed.articles.set_index("article_id")["text"]
    for name, column in SURFACE.items():
        for row in printed[name].dropna(subset=["start"]).itertuples():
            assert texts[row.article_id][row.start : row.end] == getattr(row, column)
    printed.validate()


def test_docs_are_as_printed_and_canonical_forms_simplified(rules):
    doc = rules(NEWS)
    assert doc.text == NEWS and "林知遠" in [ent.text for ent in doc.ents]
    tables = gn.to_tables([doc])
    assert tables.officials["person"].tolist() == ["林知遠", "歐陽靜"] and tables.officials["title"].tolist() == ["區委書記", "副區長"]
    assert tables.officials["title_full"].tolist()[0].endswith("区委书记")
    assert tables.participants["person"].isin(tables.officials["person"]).all()
    assert list(rules.pipe([(NEWS, "context")], as_tuples=True))[0][1] == "context"


def test_script_can_be_told():
    assert not gn.load(ner="rules", script="simplified")("副區長歐陽靜參加會議。")._.officials
    with pytest.raises(ValueError, match="script='latin'"):
        gn.load(ner="rules", script="latin")
