"""Bylines: cases/bylines.tsv has openings; closings, credits and the rule that reporters are no officials stand here."""

from __future__ import annotations

from pathlib import Path

import pytest

from govnews_nlp.byline import byline_grammar, closing_byline, find_byline

ROWS = [line.split("\t") for line in (Path(__file__).parent / "cases" / "bylines.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("text, printed, reporters", ROWS, ids=[row[0][:16] for row in ROWS])
def test_opening(text, printed, reporters):
    byline = find_byline(text)
    assert (text[byline.start : byline.end] if byline else "") == printed
    assert [name for name, _, _ in byline.reporters] == reporters.split("、") if reporters else not byline or not byline.reporters
    for name, start, end in byline.reporters if byline else ():
        assert text[start:end].replace(" ", "") == name


@pytest.mark.parametrize("text, printed, reporters, editors", [
    ("会议圆满结束。(本报记者 洪伟)", "(本报记者 洪伟)", ["洪伟"], []),
    ("会议圆满结束。（县政府办）", "（县政府办）", [], []),
    ("会议圆满结束。（记者 陈芳 编辑 王晓燕）", "（记者 陈芳 编辑 王晓燕）", ["陈芳"], ["王晓燕"]),
    ("会议圆满结束。(陈 芳 王晓燕)（完）", "(陈 芳 王晓燕)", ["陈芳", "王晓燕"], []),
    ("会议圆满结束。（记者陈芳 文/图）", "（记者陈芳 文/图）", ["陈芳"], []),
    ("会议圆满结束。\n闪光新闻记者 陈芳 李宁 济南报道", "闪光新闻记者 陈芳 李宁 济南报道", ["陈芳", "李宁"], []),
    ("会议圆满结束。\n记者 陈芳 通讯员 王晓燕 摄影报道", "记者 陈芳 通讯员 王晓燕 摄影报道", ["陈芳", "王晓燕"], []),
    ("会议圆满结束。\n司 伟 董自军摄影报道（人民视觉）", "司 伟 董自军", ["司伟", "董自军"], []),
    ("会议圆满结束。\n新云报记者 苏季 校对 李铭", "新云报记者 苏季 校对 李铭", ["苏季"], ["李铭"]),
    ("促进工作迈上新台阶。 王晶晶", "王晶晶", ["王晶晶"], []), ("促进工作迈上新台阶。谢谢", None, [], []),
    ("会议圆满结束。\n(郭颖 天乐)", "(郭颖 天乐)", ["郭颖", "天乐"], []), ("会议圆满结束。(平鲁台)", "(平鲁台)", [], []),
    ("会议圆满结束。(姚大鋆)(云溪日报)", "(姚大鋆)", ["姚大鋆"], []),
    ("会议圆满结束。（通讯员 陈芳 协助整理）", "（通讯员 陈芳 协助整理）", ["陈芳"], []),
    ("会议圆满结束。\n记者节前夕，全县召开座谈会", None, [], []), ("会议圆满结束。\n记者走进柳河镇", None, [], []),
    ("各区县（市）", None, [], []), ("会议圆满结束。（见图）", None, [], []), ("会议圆满结束。", None, [], [])])
def test_closing(text, printed, reporters, editors):
    byline = closing_byline(text)
    assert (text[byline.start : byline.end] if byline else None) == printed
    assert [name for name, _, _ in byline.reporters] == reporters if byline else not reporters
    assert [name for name, _, _ in byline.editors] == editors if byline else not editors


@pytest.mark.parametrize("text, names", [
    ("图为会议现场。记者 李 强 摄", ["李强"]), ("（王晓燕 摄）", ["王晓燕"]), ("图为河道整治现场 王晓燕 摄", ["王晓燕"]),
    ("县委书记林泽安出席摄影比赛。", []), ("拍摄工作完成。", [])])
def test_photo_credit(text, names):
    assert [name for name, _, _ in byline_grammar().credits(text)] == names


@pytest.mark.parametrize("text, reporters", [
    ("本报讯(记者 贺知秋 通讯员 白若溪)3日上午,县委书记林泽安主持会议。", {"贺知秋", "白若溪"}),
    ("县委书记林泽安主持会议。\n（贺知秋 白若溪）", {"贺知秋", "白若溪"}),
    ("县委书记林泽安主持会议。\n图为会议现场。 记者 贺知秋 摄", {"贺知秋"}),
    ("县委书记林泽安主持会议。（编辑：宋云笺）", {"宋云笺"})])
def test_reporters_are_no_officials(rules, text, reporters):
    doc = rules(text)
    assert {official.person for official in doc._.officials} == {"林泽安"}
    assert {span.text.replace(" ", "") for span in doc.spans["reporters"]} == reporters


@pytest.mark.parametrize("text", ["", " ", "（", "本报讯", "本报讯（", "记者", "摄", "□", "【", "记者 摄", "\n\n", "新华社" * 1000, "（记者" * 5000])
def test_any_text(rules, text):
    find_byline(text), closing_byline(text), list(byline_grammar().credits(text))
    rules(text)
