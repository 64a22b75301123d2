"""What was said: whether a reporting verb opens a speech, and from where to where it is printed.

The speech stands behind the verb (强调，…), in quotation marks behind it (说：“…”) or before it (“…”，王敏说).
"""

from __future__ import annotations

import re

from ..segmentation import Span
from .reporting import ReportingWords

DIRECT = re.compile(r"[，,：:]?\s?[“「『\"]")  # 说：“…
RESUMED = re.compile(r"[，,。：:][ \u3000]?[“「『]")  # “…”，王敏说|，“…
ADDRESSEE = re.compile(r"[^，,。；;：:！？!?\n“”]{0,12}?(?:[：:]|[，,]?(?=[“「])|[，,]?(?=(?:一定)?要(?!求)|务必))")  # 叮嘱|随行干部：
TOLD = re.compile(r"[^，,。；;：:！？!?\n“”]{1,8}[，,：:]")  # 告诉|记者，
NAMES = re.compile("[其之他她它][^，,。；;\n]{0,8}[为作]")  # 称|其为朋友: no report
SAYS = re.compile(r"(?:^|[。.，,\n\s])[他她]$")  # 他|说。产业是根本: a full stop for the comma
PHRASE = re.compile(r"“[^”\n]{1,60}”的")  # 提出“围绕中心”的思路: no speech
OPENING_MARKS = "“「『\""
CLOSING = {"\"": "\"", "“": "”", "「": "」", "『": "』"}
OPENS = {"”": "“", "」": "「", "』": "『"}
LONGEST_QUOTE = 3000
LONGEST_PHRASE = 60  # between a quotation and the verb behind it
LONGEST_HEADING = 20
LOOK_BACK = 240  # characters before the verb in which 传达学习…批示 stands
SHORTEST_QUOTE = 9  # of what somebody said; shorter ones are catchphrases


class Said:
    """The content of the speeches of one article."""

    def __init__(self, text: str, words: ReportingWords):
        self.text, self.words = text, words

    def is_reported(self, kind: str, start: int, end: int, clause: Span, sentence: int, quote: Span | None) -> bool:
        """Whether the verb text[start:end] has content behind it (or a quotation before it). sentence: where it begins."""
        text, behind = self.text, self.text[end : end + 1]
        if quote and behind in "。，,：:！？" or quote and not behind:
            return kind in ("free", "punctuated", "noun_too")
        if not quote and start > clause[0] and text[start - 1] in "”》":
            return False  # 共建“一带一路”倡议，…; 落实“五快”要求，…: a noun
        if behind == "\n" and kind in ("free", "noun_too"):
            return end - sentence <= LONGEST_HEADING  # 王敏强调 as a line of its own, the speech below it
        if behind == "。" and kind in ("free", "punctuated") and SAYS.search(text, max(sentence, start - 2), start) and text[end + 1 : end + 2] not in ("", "\n"):
            return True
        if kind == "colon" and self.words.counted.match(text, end):
            return True
        if not behind or behind in "。；;、！？!?\n）)》”":
            return False
        if kind == "colon":
            return behind in "：:"
        if kind == "addressed":
            match = (TOLD if text.startswith("告诉", start) else ADDRESSEE).match(text, end)
            return match is not None and match.end() <= clause[1] + 1
        if text.startswith("提出", start) and self.words.points.match(text, end):
            return True
        if kind == "punctuated":
            if text.endswith(self.words.support, clause[0], start):
                return False
            if text.startswith("介绍", start) and self.words.hears.search(text, clause[0], start):
                return False
            if start == clause[0] and text.startswith("称", start) and not NAMES.match(text, end):
                return True  # 甲指责对方，称其拖延谈判
            if text.endswith(("他还", "她还"), clause[0], start) and text.startswith(("说", "称"), start):
                return True  # 他还说有关批评不应停留在口头上
            return behind in "，,：:“" and not (behind == "“" and PHRASE.match(text, end))
        if text.startswith(self.words.not_after, end) or kind == "noun_too" and self.words.passed_on.search(text, max(sentence, start - LOOK_BACK), start):
            return False
        if text[end : end + 1] not in "，,：:“" and text[start:end] == "表示":
            return not text.endswith(self.words.feelings, end, clause[1])
        return True

    def quote_before(self, clause: Span, verb: int) -> Span | None:
        """The quotation that ends right before the clause: “…”王敏说."""
        text, start = self.text, max(clause[0], verb - LONGEST_PHRASE)
        if start and text[start - 1] in "”」』":
            close = start - 1
        elif start > 1 and text[start - 1] in "，," and text[start - 2] in "”」』":
            close = start - 2
        else:
            position = max(text.rfind(mark, start, verb) for mark in "”」』")
            if position < 0 or text.find("“", start, position) >= 0:
                return None
            close = position
        opened = text.rfind(OPENS[text[close]], max(0, close - LONGEST_QUOTE), close)
        if opened < 0 or "\n" in text[opened:close] or close - opened < SHORTEST_QUOTE:
            return None
        # only a quotation that opens a sentence or clause is speech; behind a colon it is that of whoever was named before
        return (opened + 1, close) if opened == 0 or text[opened - 1] in "。！？!?\n，,” 　" else None

    def span(self, end: int, kind: str, quote: Span | None) -> tuple[int, int, bool] | None:
        """(start, end, whether the end is fixed by quotation marks); the end of indirect speech is found by reading on."""
        text = self.text
        if quote:
            last = quote[1]
            match = RESUMED.match(text, end)
            if match:
                close = text.find(CLOSING[text[match.end() - 1]], match.end(), match.end() + LONGEST_QUOTE)
                last = close if close >= 0 else last
            return quote[0], last, True
        if points := self.words.points.match(text, end):
            end = points.end()
        if kind == "addressed":
            told = (ADDRESSEE.match(text, end) or TOLD.match(text, end)).end()
            if text[told - 1] in "：:，," or text[told] in OPENING_MARKS or text.startswith("告诉", end - 2):
                end = told  # 叮嘱随行干部：…; but in 嘱咐各部门要… the addressee is the subject of what is said
        match = DIRECT.match(text, end)
        if match:
            opening = match.end() - 1
            close = text.find(CLOSING[text[opening]], opening + 1, opening + LONGEST_QUOTE)
            # “…。” is the speech itself; “…”。 is a phrase of reported speech, which goes on
            if close > 0 and "\n" not in text[opening:close] and text[close - 1] in "。！？!?…":
                return (opening + 1, close, True) if close - opening > 1 else None
        end = self._next_line(end)
        if text.startswith("。", end):
            end += 1  # 他说。…
        signs = end
        while end < len(text) and text[end] in "，,：: 　":
            end += 1
        if "：" in text[signs:end] or ":" in text[signs:end]:
            end = self._next_line(end)
        return (end, end, False) if end < len(text) and text[end] != "\n" else None

    def _next_line(self, end: int) -> int:
        """Where the next line begins, if a line ends here: 王敏强调：⏎一要…"""
        if not self.text.startswith("\n", end):
            return end
        return next((i for i in range(end, min(end + 20, len(self.text))) if not self.text[i].isspace()), end)
