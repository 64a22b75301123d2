"""The documentation: it builds without a warning, its examples run, its tables say what the code does."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *DOCS.glob("guide/*.md")])
# ```python … ```, but not ```{.python .no-run}
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
ROW = re.compile(r"^\| (?!---|text )([^|]+) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.M)
SLOGANS = "slogan,text,kind,certain\n四乡联动,四乡联动,mechanism,yes\n"

sys.path.insert(0, str(DOCS))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site; warnings are errors."""
    for need in ("mkdocs", "material", "mkdocstrings"):
        pytest.importorskip(need)
    out = tmp_path_factory.mktemp("docs") / "site"
    run = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(out)], cwd=ROOT, capture_output=True,
                         text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, timeout=240)
    assert run.returncode == 0, run.stdout + run.stderr
    return out


@pytest.mark.slow
def test_the_site_builds_without_a_warning(site):
    api = (site / "api.html").read_text("utf-8")
    for name in ("extraction.extract", "analysis.registry", "plot.slogan_heatmap", "tables.EventTables", "interchange.write"):
        assert f'id="govnews_nlp.{name}"' in api
    lexicons = (site / "guide" / "lexicons.html").read_text("utf-8")
    assert all(path.name in lexicons for path in (ROOT / "src" / "govnews_nlp" / "lexicons").glob("*.toml"))
    assert "data:image/png" in (site / "notebooks" / "03_slogans_over_time.html").read_text("utf-8")
    assert not list(site.rglob("*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("page", ["index.html", "api.html", "guide/lexicons.html", "notebooks/04_meetings_and_networks.html"])
def test_pages_in_a_browser(page, site, tmp_path):
    """A browser draws the page with its style and without an error of a script."""
    errors, picture = drawn(site / page, tmp_path)
    assert not errors
    colours = picture.convert("RGB").getcolors(1 << 24)
    assert len(colours) > 50 and max(n for n, _ in colours) < 0.97 * picture.width * picture.height
    assert any(r > 200 and 50 < g < 120 and b < 120 for n, (r, g, b) in colours if n > 5_000)  # the header's red: the style is there


@pytest.mark.slow
def test_a_shown_page_in_a_browser(nlp, tmp_path):
    from govnews_nlp.display import page

    docs = []
    for article in read_sample("江阳日报_2023-05-10.txt"):
        doc = nlp.make_doc(article.text)
        doc._.article = article
        docs.append(doc)
    file = tmp_path / "show.html"
    file.write_text(page(list(nlp.pipe(docs)), title="江阳日报"), "utf-8")
    errors, picture = drawn(file, tmp_path)
    assert not errors
    colours = {colour for n, colour in picture.convert("RGB").getcolors(1 << 24) if n > 300}
    assert sum(max(colour) - min(colour) > 15 for colour in colours) >= 5  # the labels' colours


def read_sample(name):
    import govnews_nlp as gn

    return gn.read(ROOT / "data" / "samples" / "pages" / name, region="四川省泸州市江阳区")


def drawn(file, folder):
    """(errors of the page's scripts, picture of it). The picture stays in the folder GOVNEWS_SCREENSHOTS, if that is set."""
    from PIL import Image

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if browser is None:
        pytest.skip("needs Chromium")
    kept = Path(os.environ.get("GOVNEWS_SCREENSHOTS") or folder)
    kept.mkdir(parents=True, exist_ok=True)
    shot = kept / f"{file.stem}.png"
    run = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr", "--window-size=1300,1800",
                          f"--user-data-dir={folder / 'profile'}", f"--screenshot={shot}", file.as_uri()], capture_output=True, text=True, errors="replace", timeout=120)
    assert shot.is_file(), run.stderr
    return [line for line in run.stderr.splitlines() if "CONSOLE" in line and ("Uncaught" in line or "SyntaxError" in line)], Image.open(shot)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """What the examples speak of: my_texts, my_lexicons, my_gold."""
    samples = ROOT / "data" / "samples"
    for name in ("my_texts", "pages"):
        shutil.copytree(samples / "pages", tmp_path / name)
    shutil.copytree(samples / "gold", tmp_path / "my_gold")
    (tmp_path / "my_lexicons").mkdir()
    (tmp_path / "my_lexicons" / "slogans.csv").write_text(SLOGANS, "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.filterwarnings("ignore")
def test_examples_run(page, folder, nlp, monkeypatch):
    """All Python of a page, from top to bottom in one namespace, with the pipeline that the tests share."""
    import govnews_nlp as gn

    load = gn.load
    monkeypatch.setattr("govnews_nlp.pipeline.load", lambda **given: load(**given) if given.get("lexicons") else nlp)
    monkeypatch.setattr(gn, "load", lambda **given: load(**given))  # a page may add components to its own
    names: dict = {}
    for source in EXAMPLE.findall(page.read_text("utf-8")):
        exec(compile(ast.parse(source), str(page), "exec"), names)


def test_lexicons_as_the_page_shows_them(tmp_path):
    from govnews_nlp.lexicon import check

    shown = re.findall(r"^\*\*(\w+\.(?:csv|toml))\*\*\n\n```\w*\n(.*?)^```", (DOCS / "guide" / "lexicons.md").read_text("utf-8"), re.M | re.S)
    for name, text in shown:
        (tmp_path / name).write_text(text, "utf-8")
    assert len(shown) == 3 and list(check(tmp_path)) == []


def test_dates_are_read_as_the_page_says():
    from govnews_nlp.timex import parse

    rows = [[cell.strip() for cell in row] for row in ROW.findall((DOCS / "guide" / "dates.md").read_text("utf-8"))]
    assert len(rows) > 15
    for text, published, *expected in rows:
        (found,) = parse(text, published or None)
        assert [found.text, found.value, found.kind, found.date_start or "", found.date_end or ""] == [text, *expected]


def test_officials_are_read_as_the_page_says(nlp):
    import govnews_nlp as gn

    page = (DOCS / "guide" / "officials.md").read_text("utf-8")
    text = "".join(re.findall(r'^    "(.+)"', page, re.M))
    tables = gn.extract(gn.Article(published="2022-04-06", region="浙江省杭州市萧山区", text=text), nlp=nlp)
    found = tables.officials[["person", "title", "title_full", "level", "adcode", "change"]].astype("string").fillna("").to_numpy().tolist()
    rows = [[cell.strip() for cell in row] for row in ROW.findall(page) if row[0] != "person"]
    assert found == rows


def test_the_annotation_that_is_described_is_what_the_pipeline_finds(tmp_path, nlp):
    from govnews_nlp.evaluate import evaluate_folder

    page = (DOCS / "evaluation.md").read_text("utf-8")
    (tmp_path / "example.json").write_text(re.search(r"```json\n(.*?)```", page, re.S)[1], "utf-8")
    scores, wrong = evaluate_folder(tmp_path, nlp)
    assert not wrong and [scores[name].found for name in ("officials", "titles", "levels", "participants", "statements")] == [3, 2, 2, 3, 1]


def test_tables_page_and_readme_have_the_columns_of_the_schema():
    import columns

    for name in columns.PAGES:
        assert (ROOT / name).read_text("utf-8") == columns.page(name), f"run docs/columns.py --write ({name})"


def test_first_page_shows_what_is_found(nlp):
    import govnews_nlp as gn

    page = (DOCS / "index.md").read_text("utf-8")
    text = re.search(r"^> (.+)$", page, re.M)[1]
    tables = gn.extract(gn.Article(text=text, published="2022-04-03", newspaper="浙江日报"), nlp=nlp)
    official = tables.officials.iloc[0]
    assert f"{official.person}, {official.title}, {official.title_full}, {official.level}" in page
    meeting = tables.meetings.iloc[0]
    assert f"{meeting['name']}, {meeting.status}, {meeting.date_start:%Y-%m-%d}, {meeting.part_of_day}, {meeting.place}, {meeting.format}" in page
    assert f"{tables.slogans['slogan'][0]}, {tables.slogans['kind'][0]}" in page
    event = tables.events.iloc[0]
    assert f"{event.type}, {event.date_start:%Y-%m-%d}, {event.place} ({event.adcode}), {event.actors}" in page


def test_pages_name_no_place_outside_of_the_project():
    for page in [*PAGES, ROOT / "README.zh.md", ROOT / "data" / "README.md", ROOT / "mkdocs.yml"]:
        text = page.read_text("utf-8")
        assert not re.search(r"/(?:work|home|root|tmp)/|\bpypi\.|files\.pythonhosted|anaconda\.org", text), page
