"""Posts spelt out, with rank and code; which posts are foreign ones."""

import pickle
from datetime import date
from pathlib import Path

import pytest

import govnews_nlp as gn
from govnews_nlp.officials.posts import post_resolver

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def resolved(titles: list[str], region: str | None = None, text: str = "", **fields):
    return post_resolver().resolve([(title, 1) for title in titles], gn.Article(text=text, region=region or None, **fields))


@pytest.mark.parametrize("row", rows("posts.tsv"), ids=lambda row: f"{row[0][-4:]}-{row[1][:14]}")
def test_full_title_level_and_code(row):
    region, titles, expected = row
    posts = resolved(titles.split("、"), region)
    for post, wanted in zip(posts, expected.split("、"), strict=True):
        full, level, adcode = wanted.split("|")
        assert full in ("-", "*") or post.title_full == full
        assert level == "*" or (post.level or "-") == level
        assert adcode == "*" or (post.adcode or "-") == adcode


@pytest.mark.parametrize("row", rows("foreign_titles.tsv"), ids=lambda row: row[0])
def test_foreign_posts(row):
    title, foreign = row
    assert post_resolver().is_foreign(title) == (foreign == "yes")


def test_organization_and_position():
    for title, organization, position in (("区委书记", "杭州市萧山区委", "书记"), ("区长", "杭州市萧山区政府", "区长"), ("区人民法院院长", "杭州市萧山区人民法院", "院长"),
                                          ("区人大常委会副主任", "杭州市萧山区人大常委会", "副主任"), ("副区长", "杭州市萧山区政府", "副区长")):
        post = resolved([title], "浙江省杭州市萧山区")[0]
        assert (post.organization, post.position) == (organization, position)


def test_bare_post_without_home_means_the_division_of_the_lead():
    post = resolved(["县委书记"], None, "2日，甘肃省陇南市礼县召开会议，县委书记到会。")[0]
    assert (post.title_full, post.adcode, post.level) == ("陇南市礼县县委书记", "621226", "县处级")


def test_bare_post_without_any_division_keeps_its_kind():
    post = resolved(["县委书记"], None, "县委书记到会。")[0]
    assert (post.title_full, post.adcode, post.level) == ("县委书记", None, "县处级")


def test_bare_party_committee_is_the_townships_or_that_of_the_body_that_meets():
    for text, full in (("杨柳湾镇召开会议，党委书记到会。", "黄冈市英山县杨柳湾镇党委书记"), ("党委书记到会，党委副书记、镇长汇报。", "镇党委书记"),
                       ("县审计局召开会议，党委书记到会。", "黄冈市英山县审计局党委书记"), ("县政府召开会议，党委书记到会。", "党委书记")):
        assert resolved(["党委书记"], "湖北省黄冈市英山县", text)[0].title_full == full
    assert resolved(["党委副书记", "镇长"], None, "党委副书记、镇长到会。")[0].title_full == "镇党委副书记"


def test_a_leaders_bare_post_in_a_chain_is_of_the_body_in_front():
    posts = post_resolver().resolve([("上海市委书记", 1), ("常委", 1)], gn.Article(text=""), "李强")
    assert [(post.title_full, post.level, post.adcode) for post in posts] == [("上海市委书记", "省部级", "310000"), ("上海市委常委", "省部级", "310000")]


def test_bare_party_group_is_that_of_the_body_that_meets():
    for text, full in (("近日，县审计局党组召开会议，党组书记到会。", "白银市靖远县审计局党组书记"), ("县人大常委会召开会议，党组书记到会。", "白银市靖远县人大常委会党组书记"),
                       ("县委召开会议，党组书记到会。", "党组书记")):
        assert resolved(["党组书记"], "甘肃省白银市靖远县", text)[0].title_full == full


def test_bare_deputy_belongs_to_the_body_in_front_of_it():
    text = "区人大常委会主任王大力，副主任李小平、张大海出席。区政协主席钱大军，副主席孙小海列席。"
    posts = [resolved([title], "浙江省杭州市萧山区", text)[0].title_full for title in ("副主任", "副主席")]
    assert posts == ["杭州市萧山区人大常委会副主任", "杭州市萧山区政协副主席"]


def test_members_of_a_courts_party_group_are_of_the_court_in_front(rules):
    text = "青石县法院党组书记梅文明带队，院党组成员、政治部主任王远婷前往走访。"
    officials = gn.extract(gn.Article(text=text, region="甘肃省庆阳市", article_id="a"), nlp=rules).officials
    assert [full.endswith(("法院党组成员", "法院政治部主任")) for full in officials[officials["person"] == "王远婷"]["title_full"]] == [True, True]


def test_bare_deputy_belongs_to_the_body_in_front_of_it_in_the_sentence(rules):
    text = "市林业局党组书记、局长梅文明，党组成员、副局长王远婷一同调研。"
    officials = gn.extract(gn.Article(text=text, region="甘肃省庆阳市", article_id="a"), nlp=rules).officials
    of_deputy = officials[officials["person"] == "王远婷"]
    assert [*of_deputy["title_full"]] == ["庆阳市林业局党组成员", "庆阳市林业局副局长"]
    assert [*of_deputy["level"]] == ["县处级", "县处级"]


def test_bare_secretary_belongs_to_the_congress_in_front_of_it(rules):
    text = "市人大常委会副主任梅致平主持会议，副主任罗叔远、钟培森和秘书长戴华远出席会议。"
    officials = gn.extract(gn.Article(text=text, region="四川省巴中市", article_id="a"), nlp=rules).officials.set_index("person")
    assert officials.loc["戴华远", "title_full"] == "巴中市人大常委会秘书长"


def test_year_decides_about_renamed_divisions():
    before = resolved(["江干区委书记"], "浙江省杭州市", published=date(2019, 5, 1))[0]
    assert (before.title_full, before.adcode) == ("杭州市江干区委书记", "330104")
    city = resolved(["襄樊市市长"], None, published=date(2008, 5, 1))[0]
    zone = resolved(["新区党工委副书记"], None, published=date(2024, 5, 1))[0]
    assert (zone.title_full, zone.adcode) == ("新区党工委副书记", None)  # 唐山市新区 is gone since 2002
    assert (city.title_full, city.adcode) == ("襄樊市市长", "420600")


def test_one_post_has_one_full_title_however_it_is_printed():
    region = "湖南省常德市安乡县"
    forms = {resolved([title], region)[0].title_full for title in ("县长", "安乡县长", "安乡县县长", "安乡县人民政府县长", "县政府县长", "常德市安乡县县长")}
    assert forms == {"常德市安乡县县长"}
    forms = {resolved([title], region)[0].title_full for title in ("县委书记", "安乡县委书记", "中共安乡县委书记")}
    assert forms == {"常德市安乡县委书记"}


def test_any_text_is_taken():
    for title in ("", "书记", "x", "区", "长", "委", "中共", "🙂长", "省" * 200):
        assert len(resolved([title], "浙江省")) == 1
    assert pickle.loads(pickle.dumps(post_resolver())) is post_resolver(None)


def test_posts_reach_the_table(rules):
    article = gn.Article(text="本报讯 2日上午，区委书记王大力主持召开会议，副区长李小平参加。", region="浙江省杭州市萧山区", article_id="a")
    officials = gn.extract(article, nlp=rules).officials.set_index("person")
    assert officials.loc["王大力", "title_full"] == "杭州市萧山区委书记"
    assert officials.loc["王大力", "level"] == "厅局级" and officials.loc["李小平", "level"] == "县处级"
    assert officials.loc["李小平", "adcode"] == "330109"


def test_foreign_posts_behind_a_foreign_post_are_of_the_same_country(rules):
    text = "塞尔维亚总统米洛维奇、议长布尔纳比奇、总理武切维奇等出席。新加坡副总理兼财政部长林志强参加。"
    officials = gn.extract(gn.Article(text=text, region="浙江省杭州市", article_id="a"), nlp=rules).officials
    assert [*officials["title_full"]] == ["塞尔维亚总统", "塞尔维亚议长", "塞尔维亚总理", "新加坡副总理", "新加坡财政部长"]
    assert officials["level"].isna().all() and officials["adcode"].isna().all()


def test_posts_in_front_of_a_name_are_of_the_body_in_front(rules):
    text = "省检察院程立言常务副检察长带队。武警总队司令员何启明、政委罗建业参加。市委书记李大川、副书记王小明到场。"
    officials = gn.extract(gn.Article(text=text, region="湖南省湘潭市", article_id="a"), nlp=rules).officials.set_index("person")
    assert officials.loc["程立言", "title_full"] == "湖南省检察院常务副检察长"
    assert officials.loc["罗建业", "title_full"] == "湘潭市武警总队政委"
    assert officials.loc["王小明", "title_full"] == "湘潭市委副书记"


def test_posts_of_a_zone_are_carried_over(rules):
    text = "高新区党工委书记程立言出席会议并讲话。党工委副书记、管委会主任何启明，区党工委副书记罗建业参加。"
    officials = gn.extract(gn.Article(text=text, region="湖南省湘潭市", article_id="a"), nlp=rules).officials
    assert [*officials["title_full"]] == ["湘潭市高新区党工委书记", "湘潭市高新区党工委副书记", "湘潭市高新区管委会主任", "湘潭市高新区党工委副书记"]
    assert {*officials["level"]} == {"县处级"}


@pytest.mark.parametrize(("title", "doubtful"), [
    ("加强州政协领导", True), ("立即释放尼日尔总统", True), ("县委书记", False), ("株洲市委书记", False), ("自治区政府秘书长", False), ("十一届自治区政协主席", False),
    ("民革济南市委主委", False), ("高新区纪委书记", False), ("中国驻法国大使", False), ("省委建设平安浙江领导小组副组长", False),
])
def test_titles_that_seem_to_begin_too_early(title, doubtful):
    assert post_resolver().is_doubtful(title) == doubtful
