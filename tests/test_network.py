"""The leadership network: ids, parents, positions, relationships with their sources, gaps; files that Gephi, Cytoscape and SQLite open."""

import io
import sqlite3
from pathlib import Path

import networkx
import pandas as pd
import pytest
import synthetic
from lxml import etree

import govnews_nlp as gn
from govnews_nlp.graph_files import write_gexf, write_graphml
from govnews_nlp.network import sentence_at
from govnews_nlp.persons.organs import committee, expected_posts, within

CASES = Path(__file__).parent / "cases"
GEXF, GRAPHML = "{http://gexf.net/1.3}", "{http://graphml.graphdrawing.org/xmlns}"
COUNTY = "湖南省岳阳市湘阴县"


@pytest.fixture(scope="module")
def tables(rules):
    return synthetic.tables(rules)


@pytest.fixture(scope="module")
def network(tables):
    return gn.analysis.leadership_network(tables, region="湖南省岳阳市")


def test_the_region_bounds_the_network(network):
    codes = set(network.positions["adcode"])
    assert codes == {"430600", "430611", "430624", "430681"}
    assert within("430611", "430600") and within("430611", "430000") and not within("430611", "431100") and not within("430600", "430611")


def test_keys_lead_from_frame_to_frame(network):
    assert network.persons["person_id"].is_unique and network.organizations["organization_id"].is_unique
    assert set(network.positions["person_id"]) <= set(network.persons["person_id"])
    assert set(network.positions["organization_id"]) <= set(network.organizations["organization_id"])
    assert set(network.organizations["parent_id"].dropna()) <= set(network.organizations["organization_id"])
    assert set(network.relationships["source"]) | set(network.relationships["target"]) <= set(network.persons["person_id"])


@pytest.mark.parametrize(("body", "parent"), [
    ("岳阳市湘阴县委组织部@430624", "岳阳市湘阴县委@430624"), ("岳阳市湘阴县委@430624", "岳阳市委@430600"), ("岳阳市委@430600", "湖南省委@430000"),
    ("湖南省委@430000", "中共中央@中央"), ("岳阳市湘阴县政府@430624", "岳阳市政府@430600"), ("岳阳市政协@430600", "湖南省政协@430000")])
def test_what_stands_above(body, parent, network):
    row = network.organizations.set_index("organization_id").loc[body]
    assert row["parent_id"] == parent


def test_every_row_has_its_source(network, tables):
    ids = set(tables.articles["article_id"])
    texts = tables.articles.set_index("article_id")["text"]
    for frame, column in ((network.positions, "first_article"), (network.relationships, "article_id")):
        assert set(frame[column]) <= ids
        assert all(sentence in texts[article] for sentence, article in zip(frame["sentence"], frame[column], strict=True))
        assert frame["confidence"].between(0.01, 1).all()
    assert all(person in sentence for person, sentence in zip(network.positions["person"], network.positions["sentence"], strict=True))


def test_successions_are_the_truth(network):
    found = network.relationships.query("type == 'predecessor'").merge(network.persons[["person_id", "person"]].add_prefix("a_"), left_on="source", right_on="a_person_id")
    found = found.merge(network.persons[["person_id", "person"]].add_prefix("b_"), left_on="target", right_on="b_person_id")
    by_post: dict = {}
    for term in sorted(synthetic.terms(), key=lambda term: term.start):
        if term.division in ("岳阳市", "湘阴县", "汨罗市", "君山区") and term.post != "副":
            by_post.setdefault((term.division, term.post), []).append(term.person)
    assert set(zip(found["a_person"], found["b_person"], strict=True)) == {tuple(persons[:2]) for persons in by_post.values() if len(persons) > 1}


def test_heads_stand_above_their_deputies(network):
    pairs = set(zip(network.relationships["source"], network.relationships["target"], network.relationships["type"], strict=True))
    heads = network.positions.query("title_full == '岳阳市市长'")
    deputies = network.positions.query("title_full == '岳阳市副市长'")
    assert any((head, deputy, "superior") in pairs for head in heads["person_id"] for deputy in deputies["person_id"])
    assert not any((deputy, head, "superior") in pairs for head in heads["person_id"] for deputy in deputies["person_id"])


def test_gaps_are_what_nobody_is_seen_in(network):
    gaps = network.gaps()
    missing = set(gaps.query("adcode == '430611'")["post"])
    assert "岳阳市君山区纪委书记" in missing and "岳阳市君山区人民法院院长" in missing
    assert not missing & {"岳阳市君山区委书记", "岳阳市君山区区长", "岳阳市君山区委组织部部长", "岳阳市君山区常务副区长", "岳阳市君山区政协主席"}
    assert not set(gaps["post"]) & set(network.positions["title_full"])


def test_a_removed_holder_leaves_a_gap(rules):
    articles = [gn.Article(text="县长黎子衿主持会议。", published="2022-01-01", region=COUNTY, article_id="a"),
                gn.Article(text="县人大常委会举行会议，决定接受黎子衿辞去湘阴县人民政府县长职务。", published="2022-03-01", region=COUNTY, article_id="b"),
                gn.Article(text="县委书记许静主持会议。", published="2022-03-02", region=COUNTY, article_id="c")]
    network = gn.analysis.leadership_network(gn.extract(articles, nlp=rules))
    if network.positions["end_from"].eq("removed").any():
        assert network.gaps().set_index("post").loc["岳阳市湘阴县县长", "last_holder"] == "黎子衿"
    assert "岳阳市湘阴县委书记" not in set(network.gaps()["post"])


@pytest.mark.parametrize(("region", "name", "post"), [
    ("甘肃省陇南市礼县", "陇南市礼县县委", "陇南市礼县县委书记"), ("广西壮族自治区", "广西壮族自治区党委", None), ("湖南省岳阳市汨罗市", "岳阳市汨罗市委", "岳阳市汨罗市常务副市长"),
    ("北京市朝阳区", "北京市朝阳区委", "北京市朝阳区区长"), ("浙江省杭州市", "杭州市委", "杭州市委政法委书记")])
def test_names_of_committees_and_posts(region, name, post):
    from govnews_nlp.gazetteer import gazetteer

    division = gazetteer().region(region)
    assert committee(division) == name
    assert post is None or post in expected_posts(division)


def read_gexf(path):
    """By networkx, whose releases for Python 3.10 know GEXF only up to 1.2, which has the same elements under another name."""
    older = path.read_bytes().replace(b"http://gexf.net/1.3", b"http://www.gexf.net/1.2draft")
    return networkx.read_gexf(io.BytesIO(older), version="1.2draft")


READERS = {"gexf": read_gexf, "graphml": networkx.read_graphml}


@pytest.mark.parametrize("form", READERS)
def test_graph_files_read_back(form, network, tmp_path):
    path = getattr(network, f"to_{form}")(tmp_path / f"network.{form}")
    again = READERS[form](path)
    graph = network.graph()
    assert set(again) == set(graph) and again.number_of_edges() == graph.number_of_edges()
    person = network.persons["person_id"].iloc[0]
    assert again.nodes[person]["kind"] == "person" and again.nodes[person]["label"] == network.persons["person"].iloc[0]
    kinds = {data["kind"] for *_, data in again.edges(data=True)}
    assert kinds == {"position", "part of", "same body", "superior", "predecessor", "appeared together"}


@pytest.fixture(scope="module")
def gexf(network, tmp_path_factory):
    return etree.parse(network.to_gexf(tmp_path_factory.mktemp("gexf") / "n.gexf"))


def test_gexf_follows_the_schema(gexf, tmp_path):
    schema = etree.RelaxNG(etree.parse(CASES / "gexf-1.3.rng"))
    schema.assertValid(gexf)
    empty = gn.analysis.leadership_network(gn.EventTables()).to_gexf(tmp_path / "empty.gexf")
    schema.assertValid(etree.parse(empty))


def test_gexf_is_what_gephi_expects(gexf, network):
    graph = gexf.find(f"{GEXF}graph")
    nodes = {node.get("id") for node in graph.iter(f"{GEXF}node")}
    edges = list(graph.iter(f"{GEXF}edge"))
    assert (graph.get("defaultedgetype"), graph.get("mode"), graph.get("timeformat")) == ("directed", "dynamic", "date")
    assert len({edge.get("id") for edge in edges}) == len(edges) == network.graph().number_of_edges()
    assert all({edge.get("source"), edge.get("target")} <= nodes and float(edge.get("weight")) > 0 for edge in edges)
    kinds = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(kinds)) == len(kinds)  # Gephi adds up edges of one kind between the same two
    attributes = {kind: {one.get("id"): one for one in graph.xpath(f"g:attributes[@class='{kind}']/g:attribute", namespaces={"g": GEXF[1:-1]})} for kind in ("node", "edge")}
    types = {one.get("title"): one.get("type") for one in attributes["edge"].values()}
    assert types["confidence"] == "double" and types["sentence"] == types["article_id"] == "string"
    assert next(one.get("type") for one in attributes["node"].values() if one.get("title") == "n_articles") == "integer"
    convert = {"integer": int, "double": float, "string": str}
    for kind, known in attributes.items():
        for value in graph.xpath(f".//g:{kind}/g:attvalues/g:attvalue", namespaces={"g": GEXF[1:-1]}):
            convert[known[value.get("for")].get("type")](value.get("value"))


def test_positions_are_spells_of_days(gexf, network):
    spells = {edge.get("label"): edge.find(f".//{GEXF}spell").attrib for edge in gexf.iter(f"{GEXF}edge") if edge.get("kind") == "position"}
    row = network.positions.drop_duplicates("title_full", keep=False).iloc[0]
    assert dict(spells[row["title_full"]]) == {"start": f"{row['start']:%Y-%m-%d}", "end": f"{row['end']:%Y-%m-%d}"}


def test_graphml_is_what_cytoscape_expects(network, tmp_path):
    """Keys declared once with a type, ids on all edges, `name` on nodes and `interaction` on edges."""
    root = etree.parse(network.to_graphml(tmp_path / "n.graphml")).getroot()
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    assert len(keys) == len(list(root.iter(f"{GRAPHML}key")))
    assert {key.get("attr.type") for key in keys.values()} <= {"boolean", "int", "long", "float", "double", "string"}
    assert all(data.get("key") in keys for data in root.iter(f"{GRAPHML}data"))
    edges = list(root.iter(f"{GRAPHML}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges)
    names = {(key.get("for"), key.get("attr.name")) for key in keys.values()}
    assert {("node", "name"), ("edge", "interaction"), ("edge", "confidence"), ("edge", "sentence"), ("edge", "since")} <= names


def test_hostile_names_make_valid_files(tmp_path):
    graph = networkx.MultiDiGraph()
    graph.add_node("甲\x00<&>", label="甲\n 乙\x0b", kind="person", weight_of=1.5, sure=True)
    graph.add_node("b", label="", kind="organization", weight_of=1)
    for since, until in (("2023-01-01", "2022-01-01"), ("", "2022-01-01"), ("", "")):
        graph.add_edge("甲\x00<&>", "b", kind="position", label='"县长"', weight=2, since=since, until=until)
    tree = etree.parse(write_gexf(graph, tmp_path / "n.gexf"))
    etree.RelaxNG(etree.parse(CASES / "gexf-1.3.rng")).assertValid(tree)
    assert [edge.get("kind") for edge in tree.iter(f"{GEXF}edge")] == ["position", "position 2", "position 3"]
    assert [dict(spell.attrib) for spell in tree.iter(f"{GEXF}spell")] == [{"start": "2023-01-01"}, {"end": "2022-01-01"}]
    assert read_gexf(tmp_path / "n.gexf").number_of_edges() == 3
    assert networkx.read_graphml(write_graphml(graph, tmp_path / "n.graphml")).number_of_edges() == 3


def test_sqlite_can_be_asked(network, tmp_path):
    path = network.to_sqlite(tmp_path / "n.db")
    network.to_sqlite(path)  # anew
    connection = sqlite3.connect(path)
    rows = connection.execute("select p.person, o.type, parent.organization from positions p join organizations o using (organization_id) "
                              "join organizations parent on parent.organization_id = o.parent_id where p.title_full = '岳阳市湘阴县县长'").fetchall()
    connection.close()
    assert rows and rows[0][1:] == ("government", "岳阳市政府")


def test_runs_add_up(tables, network):
    days = tables.articles["published"]
    parts = []
    for chosen in (days < pd.Timestamp("2023-01-01"), days >= pd.Timestamp("2023-01-01")):
        ids = set(tables.articles.loc[chosen, "article_id"])
        parts.append(gn.EventTables(**{name: frame[frame["article_id"].isin(ids)].reset_index(drop=True) for name, frame in tables}))
    first = gn.analysis.leadership_network(parts[0], region="湖南省岳阳市")
    second = gn.analysis.leadership_network(parts[1], region="湖南省岳阳市", known=first)
    pd.testing.assert_frame_equal((second + first).positions.sort_values(keys_of := ["person_id", "title_full"], ignore_index=True),
                                  (first + second).positions.sort_values(keys_of, ignore_index=True))
    both = second + first  # in any order
    assert set(both.persons["last_article"]) == set(network.persons["last_article"])
    assert both.persons["person_id"].is_unique and set(both.persons["person_id"]) == set(network.persons["person_id"])
    keys = ["person_id", "title_full", "start", "end", "n_articles"]
    pd.testing.assert_frame_equal(both.positions[keys].sort_values(keys, ignore_index=True), network.positions[keys].sort_values(keys, ignore_index=True))


def test_nothing_makes_an_empty_network(tmp_path):
    network = gn.analysis.leadership_network(gn.EventTables())
    assert network.persons.empty and network.gaps().empty and len(network.graph()) == 0
    network.to_sqlite(tmp_path / "n.db")
    assert read_gexf(network.to_gexf(tmp_path / "n.gexf")).number_of_nodes() == 0


def test_an_unknown_region_is_named():
    with pytest.raises(ValueError, match="某某县"):
        gn.analysis.leadership_network(gn.EventTables(), region="某某县")


@pytest.mark.parametrize(("text", "position", "sentence"), [
    ("甲来了。乙走了。丙在。", 5, "乙走了。"), ("甲来了\n乙走了", 5, "乙走了"), ("没有句号", 1, "没有句号"), ("长" * 1000, 500, "长" * 600)])
def test_sentences(text, position, sentence):
    assert sentence_at(text, position) == sentence
