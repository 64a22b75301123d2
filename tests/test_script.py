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


# what Hong Kong and Taiwan print otherwise
VARIANTS = {"": {}, "Hong Kong": {"衛": "衞", "敘": "敍", "了解": "瞭解", "线": "綫"}, "Taiwan": {"着": "著", "痹": "痺", "了解": "瞭解", "计划": "計畫", "什么": "甚麼"}}


def traditional(text, variant=""):
    for plain, printed in VARIANTS[variant].items() if text else ():
        text = text.replace(plain, printed)
    text = text and "".join(BACK.get(character, character) for character in text)
    for plain, printed in VARIANTS[variant].items() if text else ():
        text = text.replace(plain, printed)
    return text


@pytest.fixture(scope="module", params=list(VARIANTS), ids=lambda variant: variant or "OpenCC")
def both(rules, request):
    def traditional(text):
        return globals()["traditional"](text, request.param)

    articles = [article for path in sorted(PAGES.iterdir()) for article in gn.read(path)]
    printed = [gn.Article(text=traditional(a.text), headline=traditional(a.headline), kicker=traditional(a.kicker), published=a.published,
                          article_id=a.article_id, region=traditional(a.region)) for a in articles]
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


@pytest.mark.parametrize("printed, plain", [
    ("沿著顯著位置介紹著名著作", "沿着显著位置介绍著名著作"), ("瞭望塔上瞭解情況", "瞭望塔上了解情况"), ("乾隆年間乾旱", "乾隆年间干旱"), ("執著地推進計畫", "执着地推进计划"),
    ("衞健委主任衞東敍述甚麼", "卫健委主任卫东叙述什么"), ("編著者憑藉藉此答覆覆蓋", "编著者凭借借此答复覆盖")])
def test_characters_that_stand_for_two(printed, plain):
    assert simplified(printed) == plain


def test_given_region_in_traditional_characters(rules):
    article = gn.Article(text="3月4日，區委書記林知遠會見來賓。副區長歐陽靜參加。", region="浙江省杭州市蕭山區", article_id="a")
    tables = gn.extract([article], nlp=rules)
    assert tables.officials["title_full"].tolist() == ["杭州市萧山区委书记", "杭州市萧山区副区长"]
    assert tables.articles["region"].tolist() == ["浙江省杭州市蕭山區"]


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
