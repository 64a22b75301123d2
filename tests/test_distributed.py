"""extract_dask on a cluster of two worker processes and extract_spark in a local session: the tables of one process, row by row."""

from __future__ import annotations

import sys
from datetime import date

import pandas as pd
import pytest

import govnews_nlp as gn
from govnews_nlp import distributed

PLACES = ("江阳区", "云山县", "青禾县", "临河市")
TEXTS = (
    "3日上午，{place}召开平安建设推进会，{post}林知远出席会议并讲话，副{chief}高明主持。\n林知远强调，要深化“三清一亮”行动，守牢安全底线。",
    "昨天下午，{place}委常委、组织部部长陆景行到{place}人民医院调研。他指出，要坚持以人民为中心，持续改善就医环境。",
    "近日，{place}人民政府印发《{place}防汛应急预案》。",
    "Nothing in here. 𠮷野家 é \u202e",
    "",
)


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    """60 rows; some without headline, day or region."""
    rows = []
    for number in range(60):
        place = PLACES[number % len(PLACES)]
        text = TEXTS[number % len(TEXTS)].format(place=place, post="区委书记", chief="区长")
        rows.append({
            "article_id": f"a{number:03}", "text": text, "headline": f"{place}召开会议" if number % 3 else None, "kicker": None,
            "published": pd.Timestamp(date(2022, 4, 1 + number % 28)) if number % 4 else pd.NaT,
            "region": "四川省泸州市江阳区" if number % 2 else None, "other": number,
        })
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def expected(articles, rules) -> gn.EventTables:
    tables = gn.extract(articles, nlp=rules)
    assert all(len(frame) for name, frame in tables if name not in ("places", "mentions")), tables
    return tables


def ordered(tables: gn.EventTables) -> gn.EventTables:
    return gn.EventTables(**{name: frame.sort_values("article_id", kind="stable", ignore_index=True) for name, frame in tables})


def same(found: gn.EventTables, expected: gn.EventTables) -> None:
    found, expected = ordered(found.validate()), ordered(expected)
    for name, frame in found:
        pd.testing.assert_frame_equal(frame, expected[name], obj=name)
    assert found.equals(expected)


@pytest.fixture(scope="module")
def client():
    dask_distributed = pytest.importorskip("dask.distributed")
    cluster = dask_distributed.LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None)
    with cluster, dask_distributed.Client(cluster) as client:
        yield client


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)  # else python3, wherever that is
    monkeypatch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
    session = (SparkSession.builder.master("local[2]").appName("govnews_nlp").config("spark.ui.enabled", "false")
               .config("spark.sql.shuffle.partitions", "2").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
               .config("spark.sql.execution.arrow.maxRecordsPerBatch", "10").getOrCreate())  # several batches a partition
    yield session
    session.stop()
    monkeypatch.undo()


# ---------------------------------------------------------------- one partition, without an engine

def test_a_partition_packed_and_unpacked_is_the_same(articles, expected):
    packed = distributed.pack(articles, ner="rules")
    same(gn.EventTables(**{name: distributed.unpack(packed, name) for name, _ in expected}), expected)


def test_an_empty_partition(articles):
    packed = distributed.pack(articles.iloc[:0], ner="rules")
    assert packed.empty and packed.dtypes.equals(distributed.PACKED.dtypes)
    assert distributed.unpack(packed, "events").dtypes.equals(gn.EventTables().events.dtypes)


def test_rows_without_ids_are_counted_from_the_partitions_first():
    frame = pd.DataFrame({"text": ["一。", "二。", "三。"], "article_id": [None, "given", ""]})
    tables = distributed.unpack(distributed.pack(frame, "part7#11", ner="rules"), "articles")
    assert tables["article_id"].tolist() == ["part7#11", "given", "part7#13"]
    tables = distributed.unpack(distributed.pack(frame[["text"]], "part0#1", ner="rules"), "articles")
    assert tables["article_id"].tolist() == ["part0#1", "part0#2", "part0#3"]


@pytest.mark.filterwarnings("ignore")
def test_articles_that_fail_are_listed(monkeypatch, fails_on_dragons):
    monkeypatch.setattr(distributed, "_pipeline", lambda ner, lexicons: fails_on_dragons)
    packed = distributed.pack(pd.DataFrame({"text": ["副区长龙飞调研。", "副区长高明调研。"]}))
    failures = distributed.unpack(packed, "failures")
    assert failures["article"].tolist() == ["row#1"] and "no dragons" in failures["reason"].iloc[0]
    assert distributed.unpack(packed, "articles")["article_id"].tolist() == ["row#2"]


# ---------------------------------------------------------------- Dask

@pytest.mark.slow
def test_dask_cluster_gives_the_same_tables(client, articles, expected):
    dd = pytest.importorskip("dask.dataframe")
    ddf = dd.from_pandas(articles, npartitions=5)
    lazy = gn.distributed.extract_dask(ddf, ner="rules")
    assert set(lazy) == {name for name, _ in expected} | {"failures"}
    for name, frame in expected:
        assert lazy[name].dtypes.equals(frame.dtypes), name
    tables = gn.distributed.compute_tables(lazy)
    same(tables, expected)
    assert tables.failures == []
    loads = client.run(lambda: __import__("govnews_nlp.distributed", fromlist=["_"])._pipeline.cache_info().misses)
    assert len(loads) == 2 and set(loads.values()) <= {0, 1} and sum(loads.values()) >= 1  # once a process, whatever the partitions


@pytest.mark.slow
def test_dask_options_and_ids(client, articles, rules, tmp_path):
    dd = pytest.importorskip("dask.dataframe")
    texts = articles.loc[:20, ["text"]]
    lazy = gn.distributed.extract_dask(dd.from_pandas(texts, npartitions=3), ner="rules", published="2022-04-05", region="四川省泸州市江阳区")
    tables = gn.distributed.compute_tables(lazy)
    assert tables.articles["article_id"].is_unique and tables.articles["article_id"].iloc[0] == "part0#1"
    alone = gn.extract(texts, nlp=rules, published="2022-04-05", region="四川省泸州市江阳区")
    assert tables.articles["text"].tolist() == alone.articles["text"].tolist()
    for name, frame in tables:
        keys = [column for column in frame.columns if column.endswith("_id")]
        pd.testing.assert_frame_equal(frame.drop(columns=keys), alone[name].drop(columns=keys), obj=name)
    lazy["events"].to_parquet(tmp_path / "events")
    assert len(pd.read_parquet(tmp_path / "events")) == len(alone.events)


# ---------------------------------------------------------------- Spark

@pytest.mark.slow
def test_spark_session_gives_the_same_tables(spark, articles, expected):
    rows = [tuple(None if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value for value in row)
            for row in articles.itertuples(index=False)]
    schema = "article_id string, text string, headline string, kicker string, published date, region string, other int"
    sdf = spark.createDataFrame(rows, schema=schema).repartition(2)
    lazy = gn.distributed.extract_spark(sdf, ner="rules")
    tables = gn.distributed.compute_tables(lazy)
    same(tables, expected)
    assert tables.failures == [] and dict(lazy["events"].dtypes)["date_start"] == "date"


@pytest.mark.slow
def test_spark_ids_are_unique_over_partitions_and_batches(spark, articles):
    sdf = spark.createDataFrame([(text,) for text in articles["text"]], schema="text string").repartition(2)
    ids = gn.distributed.extract_spark(sdf, ner="rules")["articles"].select("article_id").toPandas()["article_id"]
    assert len(ids) == len(articles) and ids.is_unique and set(ids.str.split("#").str[0]) == {"part0", "part1"}
    cloudpickle = pytest.importorskip("pyspark.cloudpickle")
    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # workers do not find the tests' folder
    loads = spark.range(20, numPartitions=2).mapInPandas(_loads, "pid long, loads long").toPandas()
    assert loads["loads"].max() == 1  # once a worker process, whatever the batches and partitions


def _loads(frames):
    import os

    from govnews_nlp import distributed

    for _ in frames:
        yield pd.DataFrame({"pid": [os.getpid()], "loads": [distributed._pipeline.cache_info().misses]})
