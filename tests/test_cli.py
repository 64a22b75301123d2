"""The command line on real files: outputs, exit codes, resumption after a kill, locks, the same output for any -j."""

import json
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

import govnews_nlp as gn
from govnews_nlp.cli import app

PAGES = Path(__file__).parent.parent / "data" / "samples" / "pages"
NEWS = "本报讯（记者 许多）3日上午，区委书记林知远主持召开第{n}次平安建设推进会并讲话。林知远强调，要深化“三清一亮”行动。副区长高明参加。"


def govnews(*words, code=0):
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="govnews")
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(1, 41):
        (folder / f"p{n:02}.txt").write_text("\n\n".join(NEWS.format(n=n) for _ in range(3)), "utf-8")
    return folder


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr("govnews_nlp.runs.CHUNK_FILES", 5)


def test_extract_samples(tmp_path):
    printed = govnews("extract", PAGES, "-o", tmp_path / "out", "--ner", "rules")
    tables = gn.EventTables.read_parquet(tmp_path / "out").validate()
    assert f"{len(tables.articles)} articles" in printed and len(tables.articles) == 12
    assert len(tables.officials) > 30


@pytest.mark.parametrize("out, reader", [("t.xlsx", "read_excel"), ("t.db", "read_sqlite"), ("csv", "read_csv"), ("jsonl", "read_jsonl")])
def test_every_format(out, reader, corpus, tmp_path):
    given = [] if "." in out else ["--format", out]
    govnews("extract", corpus, "-o", tmp_path / out, "--ner", "rules", "-q", *given)
    govnews("extract", corpus, "-o", tmp_path / "parquet", "--ner", "rules", "-q")
    assert getattr(gn.EventTables, reader)(tmp_path / out).equals(gn.EventTables.read_parquet(tmp_path / "parquet"))


def test_exit_code_1_lists_what_failed(corpus, tmp_path):
    (corpus / "empty.txt").write_bytes(b"")
    printed = govnews("extract", corpus, "-o", tmp_path / "out", "--ner", "rules", code=1)
    assert "empty.txt" in printed and "the file is empty" in printed
    assert len(gn.EventTables.read_parquet(tmp_path / "out").articles) >= 40


@pytest.mark.parametrize("words, says", [
    (["extract", "nowhere/*.txt", "-o", "x"], "nowhere"),
    (["extract", "nowhere.txt", "-o", "x"], "nowhere.txt"),
    (["extract", "--format", "doc", "x", "-o", "y"], "doc"),
    (["evaluate", "nowhere"], "nowhere"),
    (["lexicon", "check", "nowhere"], "nowhere"),
])
def test_exit_code_2_for_wrong_usage(words, says):
    assert says in govnews(*words, code=2)


def test_nothing_to_do_the_second_time_and_again_when_a_file_changes(corpus, tmp_path):
    out = tmp_path / "out"
    govnews("extract", corpus, "-o", out, "--ner", "rules")
    before = (out / "officials.parquet").stat().st_mtime_ns
    assert "nothing has changed" in govnews("extract", corpus, "-o", out, "--ner", "rules")
    assert (out / "officials.parquet").stat().st_mtime_ns == before
    (corpus / "p01.txt").write_text("副市长田野出席会议。", "utf-8")
    govnews("extract", corpus, "-o", out, "--ner", "rules")
    assert "田野" in set(gn.EventTables.read_parquet(out).officials["person"])


def test_a_second_run_into_the_same_output_is_refused(corpus, tmp_path):
    from filelock import FileLock

    work = tmp_path / ".out.govnews"
    work.mkdir()
    with FileLock(work / "lock"):
        assert "another run" in govnews("extract", corpus, "-o", tmp_path / "out", "--ner", "rules", code=2)


def test_same_output_for_any_number_of_processes(corpus, tmp_path, small_chunks):
    for jobs in (1, 2):
        govnews("extract", corpus, "-o", tmp_path / str(jobs), "--ner", "rules", "-j", jobs, "-q")
    one, two = (gn.EventTables.read_parquet(tmp_path / jobs) for jobs in "12")
    assert one.equals(two) and one.articles["article_id"].is_monotonic_increasing


RUN = """import os, signal, sys, govnews_nlp.runs as r
r.CHUNK_FILES = 3

def iter_tables(files, given=r.iter_tables, **options):
    if any("致命" in path.read_text("utf-8") for path in files):
        os.kill(os.getpid(), signal.SIGKILL)  # as a fault in a library would
    return given(files, **options)

r.iter_tables = iter_tables  # in the workers, too, which begin with this script
if __name__ == "__main__":
    report = r.run(sys.argv[1:2], sys.argv[2], options=r.Options(ner="rules"), jobs=int(sys.argv[3]), progress=False)
    print("\\n".join(f"{source}: {reason}" for source, reason in report.failures))
"""


def started(corpus, out, jobs, **options):
    """A run of its own process."""
    (script := out.parent / "run.py").write_text(RUN, "utf-8")
    return subprocess.Popen([sys.executable, str(script), str(corpus), str(out), str(jobs)], text=True, **options)


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [(1, 2, 1, 2), (2, 1, 2, 1)])
def test_resumes_after_sigkill_with_the_same_bytes(jobs, corpus, tmp_path):
    """Killed three times, each time later and at no certain moment, and resumed with another -j."""
    out, work = tmp_path / "broken", tmp_path / ".broken.govnews"
    for kept, processes in zip((1, 4, 8), jobs, strict=False):
        process = started(corpus, out, processes)
        _wait_for(lambda run=process, kept=kept: run.poll() is not None or len(list(work.glob("0*"))) >= kept)
        time.sleep(random.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
    for folder, processes in ((out, jobs[-1]), (tmp_path / "whole", 1)):
        assert started(corpus, folder, processes).wait() == 0
    assert bytes_of(out) == bytes_of(tmp_path / "whole") and not work.exists()


@pytest.mark.slow
def test_files_that_end_the_process_are_listed_by_the_second_run(corpus, tmp_path):
    for n in (17, 18):
        (corpus / f"p{n}.txt").write_text("致命。" + NEWS.format(n=n), "utf-8")
    out = tmp_path / "out"
    assert started(corpus, out, 1, stderr=subprocess.DEVNULL).wait() != 0 and not out.exists()
    second = started(corpus, out, 2, stdout=subprocess.PIPE)
    lines = second.communicate()[0].splitlines()
    assert second.returncode == 0 and [Path(line.partition(": ")[0]).name for line in lines] == ["p17.txt", "p18.txt"]
    assert all("killed twice" in line for line in lines)
    for n in (17, 18):
        (corpus / f"p{n}.txt").unlink()
    assert started(corpus, tmp_path / "without", 1).wait() == 0
    assert bytes_of(out)["officials.parquet"] == bytes_of(tmp_path / "without")["officials.parquet"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/thread-self/children").exists(), reason="Linux")
def test_workers_end_with_a_run_that_is_killed(corpus, tmp_path):
    run = started(corpus, tmp_path / "out", 2)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    _wait_for(lambda: run.poll() is not None or sum(map(_is_worker, _words(children))) == 2)
    workers = [process for process in _words(children) if _is_worker(process)]
    run.send_signal(signal.SIGKILL)
    run.wait()
    _wait_for(lambda: not any(map(_is_worker, workers)))
    assert len(workers) == 2 and not any(map(_is_worker, workers))


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:  # ended meanwhile
        return []


def _is_worker(process: str) -> bool:
    return "spawn_main" in " ".join(_words(Path(f"/proc/{process}/cmdline")))


def _wait_for(what, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not what() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_run_that_is_broken_among_the_tables_is_not_taken_for_whole(corpus, tmp_path, monkeypatch):
    """An output of an earlier run, half replaced by another one's: the earlier run's manifest must not vouch for it."""
    out, replace = tmp_path / "out", Path.replace
    govnews("extract", corpus, "-o", out, "--ner", "rules", "-q")

    def breaks(path, target):
        if path.name == "meetings.parquet":
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", breaks)
    CliRunner().invoke(app, ["extract", str(corpus), "-o", str(out), "--ner", "rules", "-q", "--region", "四川省泸州市"])
    monkeypatch.undo()
    assert "nothing has changed" not in govnews("extract", corpus, "-o", out, "--ner", "rules")
    govnews("extract", corpus, "-o", tmp_path / "whole", "--ner", "rules", "-q")
    assert gn.EventTables.read_parquet(out).equals(gn.EventTables.read_parquet(tmp_path / "whole"))


def test_a_killed_worker_is_told_and_the_run_goes_on_later(corpus, tmp_path, small_chunks):
    from concurrent.futures.process import BrokenProcessPool

    out, extract, calls = tmp_path / "out", ProcessPoolExecutor.submit, []

    def dies(self, *args):
        calls.append(args)
        if len(calls) < 3:
            return extract(self, *args)
        (lost := Future()).set_exception(BrokenProcessPool())
        return lost

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProcessPoolExecutor, "submit", dies)
        printed = govnews("extract", corpus, "-o", out, "--ner", "rules", "-q", "-j", "2", code=1)
    assert "killed" in printed and "-j" in printed and not out.exists()
    assert "2 parts taken up" in govnews("extract", corpus, "-o", out, "--ner", "rules")


def test_show_writes_a_page_that_needs_nothing_else(tmp_path):
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(NEWS.format(n=1) + "<script>alert(1)</script>\n", "utf-8")
    govnews("show", hostile, "-o", tmp_path / "page.html", "--ner", "rules")
    html = (tmp_path / "page.html").read_text("utf-8")
    assert "<script>" not in html and "&lt;script&gt;" in html and "http" not in html
    assert 'class="ent PERSON' in html and "林知远 · 强调" in html and "slogan" in html


def test_lexicon_check_names_file_line_and_fix(tmp_path):
    (tmp_path / "slogans.csv").write_text("slogan,kind,certain\n三清一亮,campaign,yes\n四敢四争,campain,yes\n,model,no\n", "utf-8")
    (tmp_path / "events.toml").write_text('[inspection]\nword = "踏勘"\n[chair]\nwords = ["x"]\n', "utf-8")
    (tmp_path / "titel.toml").write_text("a = 1\n", "utf-8")
    (tmp_path / "dates.toml").write_text("a =\n", "utf-8")
    printed = govnews("lexicon", "check", tmp_path, code=1)
    for expected in ("slogans.csv:3: kind='campain'", "slogans.csv:4: slogan is empty", "events.toml:2: no such key: word; did you mean words?",
                     "events.toml:4: words is a list; make it a string", "titel.toml: no lexicon has this name; rename it to titles.toml",
                     "dates.toml:1: not valid TOML"):
        assert expected in printed
    with pytest.raises(gn.LexiconError, match=r"slogans.csv:3"):
        gn.load(ner="rules", lexicons=tmp_path)


def test_a_good_lexicon_is_merged_over_the_built_in_one(tmp_path):
    (tmp_path / "slogans.csv").write_text("slogan,text,variants,kind,origin,year,certain,note\n逐绿而行,逐绿而行,,campaign,市,2024,yes,\n", "utf-8")
    (tmp_path / "titles.toml").write_text('[posts]\ngovernment = "首席城市官"\n', "utf-8")
    assert "0 problems" in govnews("lexicon", "check", tmp_path)
    text = "首席城市官林知远强调，要坚持逐绿而行。区委书记高明主持会议。"
    tables = gn.extract(text, nlp=gn.load(ner="rules", lexicons=tmp_path))
    assert tables.officials["title"].tolist() == ["首席城市官", "区委书记"] and "逐绿而行" in set(tables.slogans["text"])


def test_evaluate_and_info(tmp_path):
    gold = {"article_id": "g", "text": "区委书记林知远强调，要抓落实。", "headline": None, "published": "2022-01-05",
            "officials": [{"person": "林知远", "titles": ["区委书记", "市委常委"]}, {"person": "高明", "titles": []}]}
    (tmp_path / "g.json").write_text(json.dumps(gold), "utf-8")
    printed = govnews("evaluate", tmp_path, "--errors", "--ner", "rules")
    assert "officials" in printed and "missed    高明" in printed and "missed    林知远 | 市委常委" in printed
    assert "govnews_nlp" in govnews("info") and "slogans.csv" in govnews("info")


def test_evaluation_agrees_with_the_developers_scorer(shared, tmp_path, rules):
    from govnews_nlp.evaluate import evaluate_folder

    gold = shared / "eval" / "gold"
    subprocess.run([sys.executable, shared / "eval/predict.py", gold, tmp_path / "pred", "--ner", "rules"], check=True)
    printed = subprocess.run([sys.executable, shared / "eval/score.py", gold, tmp_path / "pred", "--json"], check=True, capture_output=True, text=True)
    theirs = json.loads(printed.stdout)
    scores, _ = evaluate_folder(gold, rules)
    for name, score in scores.items():
        assert score.f1 == pytest.approx(theirs[name]["f1"], abs=0.005), name
