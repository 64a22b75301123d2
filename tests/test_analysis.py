"""Registers, timelines, diaries, co-attendance and comparisons, beside the known truth of a synthetic corpus."""

import time
from collections import Counter

import pandas as pd
import pytest
import synthetic

import govnews_nlp as gn
from govnews_nlp.analysis import activity, coattendance, diff, discover_slogans, registry, slogan_timeline
from govnews_nlp.persons.registry import REGISTRY

HEAD = {"书记": "委书记", "长": "{}长", "组织": "委组织部部长", "人大": "人大常委会主任", "政协": "政协主席", "常务": "常务副{}长", "副": "副{}长"}


@pytest.fixture(scope="module")
def tables(rules):
    return synthetic.tables(rules)


@pytest.fixture(scope="module")
def register(tables):
    return registry(tables)


def title_of(term):
    kind = term.division[-1]
    return term.division + HEAD[term.post].format(kind)


def test_the_register_is_the_truth(register):
    """Everybody's main post, seen only while it was held; nobody else in it."""
    found = {(row.person, row.title_full[max(row.title_full.rfind(division) for division in synthetic.script().PLACES):]): row for row in register.itertuples()}
    terms = synthetic.terms()
    held = [found[key] for term in terms if (key := (term.person, title_of(term))) in found]
    assert len(held) >= 0.97 * len(terms)
    by_key = {(term.person, title_of(term)): term for term in terms}
    for key, term in by_key.items():
        if key in found:
            row = found[key]
            assert row.first_seen.date() >= term.start and (row.last_seen - pd.Timedelta(days=1)).date() <= term.end
    mains = {key for key in found if key[1].endswith(("委书记", "委组织部部长", "主任", "主席")) or key[1].endswith(("区区长", "县县长", "市市长"))}
    assert mains <= set(by_key)


def test_homonyms_stay_apart_and_careers_together(register):
    people = Counter(term.person for term in synthetic.terms())
    moved = {term.person for term in synthetic.terms() if people[term.person] > 1}
    ids = register.groupby("person")["person_id"].agg(set)
    homonym = next(name for name in moved if len({code[:4] for code in register.loc[register["person"] == name, "adcode"]}) > 1)
    assert len(ids[homonym]) == 2 and moved - {homonym}
    for name in moved - {homonym}:
        assert len(ids[name]) == 1
        assert register.loc[register["person"] == name, "merged_by"].str.contains("moved up or down").all()
    assert (ids.map(len) == 1).sum() == len(ids) - 1


def test_appointments_and_successions(register):
    appointed = register.dropna(subset=["appointed"])
    reported = [term for term in synthetic.terms() if term.start > synthetic.script().FIRST]
    assert {(row.person, row.appointed.date()) for row in appointed.itertuples()} == {
        (term.person, (pd.Timestamp(term.start) + pd.Timedelta(days=1)).date()) for term in reported}
    assert not register["contradiction"].any()


def test_the_register_points_to_its_articles(register, tables):
    ids = set(tables.articles["article_id"])
    assert set(register["first_article"]) | set(register["last_article"]) <= ids
    assert register["n_articles"].sum() == len(tables.officials.dropna(subset=["title_full"])[["article_id", "person", "title_full"]].drop_duplicates())
    assert register["confidence"].between(0, 1).all() and register["evidence"].notna().all()
    assert register.dtypes.astype(str).to_dict().keys() == REGISTRY.keys()


def tables_of(articles, nlp):
    return gn.extract([gn.Article(text=text, published=day, region=region, article_id=f"a{n}") for n, (day, region, text) in enumerate(articles, 1)], nlp=nlp)


def test_contradictions_are_shown(rules):
    articles = [("2022-01-01", "湖南省岳阳市湘阴县", "县长黎子衿主持会议。"), ("2022-02-01", "湖南省岳阳市湘阴县", "县长许静主持会议。"),
                ("2022-03-01", "湖南省岳阳市湘阴县", "县长黎子衿主持会议。"), ("2022-04-01", "湖南省岳阳市湘阴县", "县长许静主持会议。"),
                ("2022-01-01", "湖南省岳阳市湘阴县", "副县长田多宝、邬明轩出席会议。"), ("2022-04-01", "湖南省岳阳市湘阴县", "副县长田多宝、邬明轩出席会议。")]
    found = registry(tables_of(articles, rules)).set_index("person")
    assert found.loc["黎子衿", "contradiction"] and found.loc["黎子衿", "contradicts"] == "许静@430624 2022-02-01/2022-04-01"
    assert not found.loc["田多宝", "contradiction"]


def test_a_removal_ends_a_post(rules):
    articles = [("2022-01-01", "湖南省岳阳市湘阴县", "副县长黎子衿出席会议。"),
                ("2022-03-01", "湖南省岳阳市湘阴县", "县人大常委会举行会议，决定免去黎子衿的湘阴县人民政府副县长职务。")]
    row = registry(tables_of(articles, rules)).iloc[0]
    assert (row["first_seen"], row["removed"]) == (pd.Timestamp("2022-01-01"), pd.Timestamp("2022-03-01"))


@pytest.mark.parametrize("function", [registry, slogan_timeline, lambda t: activity(t, "谁"), lambda t: diff(t, t), lambda t: gn.analysis.people(t)])
def test_nothing_gives_empty_frames_with_the_same_columns(function, tables):
    nothing, something = function(gn.EventTables()), function(tables)
    assert nothing.empty and list(nothing.columns) == list(something.columns)
    assert len(coattendance(gn.EventTables())) == 0


def test_a_hundred_thousand_rows_in_seconds(tables):
    copies = [(number, tables.articles["article_id"] + f"~{number}") for number in range(60)]
    articles = pd.concat([tables.articles.assign(article_id=ids) for _, ids in copies], ignore_index=True)
    officials = pd.concat([tables.officials.assign(article_id=tables.officials["article_id"] + f"~{number}", person=tables.officials["person"] + ("" if number % 2 else str(number)))
                           for number, _ in copies], ignore_index=True)
    started = time.process_time()
    found = registry(gn.EventTables(articles=articles, officials=officials.astype(tables.officials.dtypes.to_dict())))
    assert len(officials) > 100_000 and len(found) > 2000
    assert time.process_time() - started < 15  # 3 to 4 s on one core; room for slow machines


def test_many_homonyms_take_no_quadratic_time(tables):
    """One name in 2,000 counties."""
    from govnews_nlp.lexicon import load_csv

    codes = list(dict.fromkeys(row["code"] for row in load_csv("divisions") if len(row["code"]) == 6 and not row["code"].endswith("00")))[:2000]
    n = len(codes)
    officials = pd.DataFrame({"article_id": [f"a{i}" for i in range(n)], "person": "王强", "title": "县长", "title_full": [f"{code}县县长" for code in codes],
                              "organization": [f"{code}县政府" for code in codes], "position": "县长", "level": "县处级", "adcode": codes})
    empty = gn.EventTables()
    officials = officials.reindex(columns=empty.officials.columns).astype(empty.officials.dtypes.to_dict())
    articles = pd.DataFrame({"article_id": officials["article_id"], "published": pd.Timestamp("2022-01-01")})
    articles = articles.reindex(columns=empty.articles.columns).astype(empty.articles.dtypes.to_dict())
    started = time.process_time()
    assert registry(gn.EventTables(articles=articles, officials=officials))["person_id"].nunique() == n
    assert time.process_time() - started < 10


# ---------------------------------------------------------------- slogans

def test_slogan_timeline_counts(tables):
    counts = slogan_timeline(tables)
    assert counts["n"].sum() == tables.slogans["slogan"].notna().sum()
    assert (counts["n"] >= counts["n_articles"]).all()
    life = counts[counts["slogan"] == "动态清零"]["period"]
    assert life.min() == pd.Timestamp("2022-01-01") and life.max() <= pd.Timestamp("2022-11-01")


@pytest.mark.parametrize("by", ["speaker", "region"])
def test_slogan_timeline_by(by, tables):
    counts = slogan_timeline(tables, "Q", by=by)
    assert by in counts and counts["n"].sum() == tables.slogans["slogan"].notna().sum()
    assert set(counts["period"].dt.month) <= {1, 4, 7, 10}


def test_slogan_timeline_filled(tables):
    filled = slogan_timeline(tables, "M", fill=True)
    per_slogan = filled.groupby("slogan").size()
    assert per_slogan.nunique() == 1 and per_slogan.iloc[0] == 24
    assert filled["n"].sum() == slogan_timeline(tables)["n"].sum() and (filled["n"] == 0).any()


@pytest.mark.parametrize("freq", ["D", "W", "M", "ME", "Q", "Y", "YE"])
def test_frequencies(freq, tables):
    assert slogan_timeline(tables, freq)["n"].sum() == tables.slogans["slogan"].notna().sum()


@pytest.mark.parametrize("options", [{"by": "kind"}, {"freq": "H"}])
def test_wrong_options_are_named(options, tables):
    with pytest.raises(ValueError, match="give"):
        slogan_timeline(tables, **options)


def test_unknown_slogans_are_discovered(tables):
    texts = [gn.Article(text=row["text"], article_id=row["article_id"], published=row["published"], region=row["region"]) for row in synthetic.articles()]
    found = discover_slogans(texts)
    best = "".join(found["candidate"].head(15))
    for slogan in ("汛前三查", "一图双库三单", "四乡联动", "攻坚百日"):
        assert slogan in best
    assert found["score"].between(0, 1).all() and found["n"].min() >= 2
    assert all(candidate in example for candidate, example in zip(found["candidate"], found["example"], strict=True))


# ---------------------------------------------------------------- events

def test_coattendance_is_the_truth(tables):
    graph = coattendance(tables)
    ids = {name: [node for node, data in graph.nodes(data=True) if data["person"] == name] for name in set(nx_name(graph))}
    pairs = Counter()
    for row in synthetic.articles():
        persons = sorted({name for name in row["truth"]["persons"] if len(ids.get(name, [])) == 1})
        if row["truth"]["type"] != "talks":
            pairs.update((a, b) for i, a in enumerate(persons) for b in persons[i + 1:])
    right = sum(graph.get_edge_data(ids[a][0], ids[b][0], {"weight": 0})["weight"] == n for (a, b), n in pairs.items())
    assert right >= 0.97 * len(pairs)
    assert all(len(nodes) == 1 for nodes in ids.values() if nodes != ids[homonym(ids)])
    assert coattendance(tables, min_count=5).number_of_edges() < graph.number_of_edges()


def nx_name(graph):
    return [data["person"] for _, data in graph.nodes(data=True)]


def homonym(ids):
    return max(ids, key=lambda name: len(ids[name]))


def test_a_long_list_makes_no_edges(tables):
    assert coattendance(tables, most=1).number_of_edges() == 0


def test_a_persons_diary(tables):
    name = tables.participants["person"].value_counts().index[0]
    diary = activity(tables, name)
    wanted = sum(name in row["truth"]["persons"] for row in synthetic.articles())
    assert abs(len(diary) - wanted) <= 0.05 * wanted
    assert diary["day"].is_monotonic_increasing and diary["event_id"].is_unique
    assert set("、".join(diary["role"]).split("、")) <= set(tables.participants["role"].cat.categories)


def test_a_diary_by_id_keeps_homonyms_apart(tables, register):
    ids = register.groupby("person")["person_id"].agg(lambda ids: sorted(set(ids)))
    name, (one, two) = next((name, ids) for name, ids in ids.items() if len(ids) == 2)
    both = activity(tables, name)
    assert len(activity(tables, one)) + len(activity(tables, two)) == len(both) and set(both["person_id"]) == {one, two}


def test_differences_of_two_runs(tables):
    officials = tables.officials
    changed = officials.drop(index=[0]).reset_index(drop=True)
    changed.loc[0, "title"] = "另一职务"
    changed["confidence"] = 0.1
    other = gn.EventTables(**{name: changed if name == "officials" else frame for name, frame in tables})
    found = diff(tables, other)
    assert found["only_in"].tolist().count("a") == 2 and found["only_in"].tolist().count("b") == 1
    assert diff(tables, tables, "participants").empty
    assert len(diff(tables, other, ignore=("title", "confidence", "evidence"))) == 1


def test_the_same_row_twice_is_not_once(tables):
    twice = gn.EventTables(**{name: pd.concat([frame, frame.head(1)], ignore_index=True) if name == "officials" else frame for name, frame in tables})
    assert diff(tables, twice)["only_in"].tolist() == ["b"]
