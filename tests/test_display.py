"""gn.show and whole pages: everything marked, links that lead somewhere, hostile text harmless, long articles quick; looked at in a browser."""

import re
import shutil
import subprocess
import time

import pytest

import govnews_nlp as gn
from govnews_nlp.display import page, show

TEXT = "本报讯（记者 许多）3日上午，区委书记林知远主持召开平安建设推进会。\n林知远强调，要深化“三清一亮”行动，推广“枫桥经验”。"
HOSTILE = '<script>alert(1)</script>区长沈从文强调，要深化“<b>三清</b>”行动。" onmouseover="x'
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


def docs_of(nlp, *texts):
    docs = []
    for number, text in enumerate(texts, 1):
        doc = nlp.make_doc(text)
        doc._.article = gn.Article(text=text, article_id=f"a{number}", headline=f"标题 {number}", published="2022-04-03", region="四川省泸州市江阳区")
        docs.append(doc)
    return list(nlp.pipe(docs))


def plain(html):
    return re.sub(r"<[^>]+>", "", html)


def test_everything_is_marked(rules):
    html = show(docs_of(rules, TEXT), jupyter=False)
    assert re.search(r'class="ent PERSON"[^>]*>林知远<b>PERSON</b>', html)
    assert re.search(r'class="[^"]*slogan[^"]*"[^>]*>枫桥经验', html)
    assert '<span class="speaker">林知远 · 强调</span>' in html
    assert "officials (" in html and "statements (1)" in html and "泸州市江阳区委书记" in html


def test_the_text_is_whole(rules):
    html = show(docs_of(rules, TEXT), jupyter=False)
    body = re.sub(r"<b>[A-Z]+</b>|<span class=\"speaker\">[^<]*</span>", "", html.partition("<details>")[0])
    for paragraph in TEXT.split("\n"):
        assert paragraph in plain(body)


def test_links_lead_somewhere(rules):
    html = page(docs_of(rules, TEXT, TEXT))
    ids = re.findall(r'\bid="([^"]+)"', html)
    links = re.findall(r'href="#([^"]+)"', html)
    assert len(ids) == len(set(ids)) and links and set(links) <= set(ids)
    assert "标题 2" in html.partition("<article")[0]  # the contents


def test_hostile_text_is_text(rules):
    html = page(docs_of(rules, HOSTILE), title="<script>")
    assert "<script>" not in html and "&lt;script&gt;" in html and '" onmouseover="' not in html


def test_one_doc_a_plain_text_and_none(rules):
    assert "林知远" in show(rules(TEXT), jupyter=False)
    assert "<article" not in show([], jupyter=False) and "<article" in show(rules(""), jupyter=False)


def test_a_long_article_is_quick(rules):
    doc = rules(TEXT * 400)
    started = time.process_time()
    html = show(doc, jupyter=False)
    assert time.process_time() - started < 10 and len(html) > len(doc.text)


def test_in_jupyter_it_is_displayed(rules, monkeypatch):
    pytest.importorskip("IPython")
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    assert show(rules(TEXT), jupyter=True) is None
    assert "林知远" in shown[0].data


def test_tables_describe_and_render(rules):
    import pickle

    tables = gn.extract(gn.Article(text=TEXT, article_id="a"), nlp=rules)
    described = tables.describe()
    assert described.loc["officials", "rows"] == len(tables.officials) and described.loc["statements", "articles"] == 1
    html = tables._repr_html_()
    assert all(f"<td>{name}</td>" in html for name, _ in tables)
    assert pickle.loads(pickle.dumps(tables)).equals(tables)
    assert len(tables.officials.query("person == '林知远' and confidence >= 0.5")) >= 1


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_the_page_in_a_browser(rules, tmp_path):
    """The screenshot stays in the temporary folder; its width and colours show that the page was laid out."""
    (tmp_path / "page.html").write_text(page(docs_of(rules, TEXT, TEXT * 30)), "utf-8")
    picture = tmp_path / "page.png"
    subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={picture}",
                    "--window-size=1000,1400", (tmp_path / "page.html").as_uri()], check=True, capture_output=True, timeout=120)
    data = picture.read_bytes()
    assert data[:4] == b"\x89PNG" and (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (1000, 1400)
    assert len(data) > 40_000  # an empty page has about 6 kB
