"""The names of those who report, photograph and edit, between role words: 记者 甲 通讯员 乙丙, 李 强 王小明, 文/甲 图/乙."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lexicon import alternatives, words_of
from .officials.names import NameFinder

LONGEST_PEOPLE = 1_000_000  # labelled names begin nowhere
LISTED, RUNNING = -4.0, 0.0  # least weight of a name: between separators of a byline; where the text runs on behind it
BLANK = r"[ \t\u3000\xa0]"
PIECE = re.compile(r"[^、，,;；/／|｜&\s\u3000\xa0]+")  # what stands between separators
BRACKETS_BLANKED = str.maketrans(dict.fromkeys("()（）[]【】:：。", " "))
HAN_RUN_BEFORE = re.compile(r"[\u3400-\u9fff·]{2,12}$")
PLACED = ("记者", "通讯员", "报道")  # in front of which a newspaper or a place stands
HAN_RUN = re.compile(r"[\u3400-\u9fff·•]+")
ORGANIZATION = re.compile(r"(?:局|办|委|部|中心|融媒|融媒体|新闻|日报|晚报|报社|网|电视台|电台|大学|学院|公司|协会|政府|客户端|支队|大队|[市县区台报])$")


class BylineNames:
    """words: of the lexicon `bylines`."""

    def __init__(self, words: dict[str, str], finder: NameFinder):
        self.finder = finder
        self.roles, self.editor_roles = set(words_of(words["roles"])), set(words_of(words["editor_roles"]))
        self.nobody, self.media = frozenset(words_of(words["nobody"])), frozenset(words_of(words["agencies"]))
        # 文, 图 alone are roles only beside a separator: 甲/文, not 赵舒文
        self.role = re.compile(rf"(?:本[报台网刊社])?(?:{alternatives(word for word in self.roles | self.editor_roles if len(word) > 1)})|摄|(?<![一-龥])[文图](?![一-龥])")

    def names_by_role(self, people: str) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
        """(reporters, editors) in `people`: 记者 甲 通讯员 乙丙 编辑 丁. Role words are blanked, what is between them is split into names."""
        editing, blanked, last = [], "", 0
        for match in self.role.finditer(people):
            start, end = match.span()
            editing.append((end, match.group() in self.editor_roles))
            body = HAN_RUN_BEFORE.search(people, last, start) if match.group().endswith(PLACED) else None
            if body and (body.group().endswith("报") or match.group().endswith("报道") and self.finder.is_place(body.group())):
                start = body.start()  # 泸报记者, 甲 泸州报道: neither is a name
            blanked += people[last:start] + " " * (end - start)
            last = end
        blanked = (blanked + people[last:]).translate(BRACKETS_BLANKED)
        reporters: list[tuple[str, int, int]] = []
        editors: list[tuple[str, int, int]] = []
        for name, start, end in self._names(blanked, editing[0][0] if editing else len(people)):
            edits = next((edits for at, edits in reversed(editing) if at <= start), False)
            (editors if edits else reporters).append((name, start, end))
        return reporters, editors

    def listed(self, people: str, offset: int = 0) -> list[tuple[str, int, int]]:
        """Names of a list that holds nothing else: with one that is surely a name the others are names, too (甲 天乐); [] where it is no such list."""
        found = [(people[start:end], offset + start, offset + end) for start, end in (match.span() for match in PIECE.finditer(people))]
        if len(found) > 4 or any(not 2 <= len(name) <= 3 or not HAN_RUN.fullmatch(name) or name in self.nobody or name in self.media or ORGANIZATION.search(name) or self.finder.is_place(name) for name, _, _ in found):
            return []
        return found if any(self.finder.weight(name) > RUNNING for name, _, _ in found) else []

    def is_names(self, text: str) -> bool:
        """Whether the text is nothing but names that are surely ones."""
        bare = re.sub(r"[、\s\u3000\xa0]", "", text)
        if not HAN_RUN.fullmatch(bare) or bare in self.nobody:
            return False
        names = list(self._names(text))
        return bool(names) and sum(len(name) for name, _, _ in names) == len(bare) and all(self.finder.weight(name) > RUNNING for name, _, _ in names)

    def _names(self, blanked: str, labelled: int = LONGEST_PEOPLE) -> Iterator[tuple[str, int, int]]:
        pieces = [match.span() for match in PIECE.finditer(blanked)]
        for start, end in self._joined(blanked, pieces):
            piece = blanked[start:end]
            name = "".join(piece.split())
            if "·" in name or "•" in name:
                if HAN_RUN.fullmatch(name) and 4 <= len(name) <= 16 and not ORGANIZATION.search(name):
                    yield name, start, end
            elif not HAN_RUN.fullmatch(name) or (len(name) > 2 and ORGANIZATION.search(name)):
                continue
            elif 2 <= len(name) <= 3 or name[:2] in self.finder.compound_surnames and len(name) == 4:
                if name not in self.nobody and (self.finder.weight(name) > LISTED or start >= labelled and not ORGANIZATION.search(name)) and not self.finder.is_no_name(name, 0):
                    yield name, start, end
            elif 4 <= len(name) <= 18 and len(name) == len(piece):
                cut = self._cut(piece) or [(at, len(piece)) for at in (2, 3) if 2 <= len(piece) - at <= 3 and self.finder.is_place(piece[:at]) and self.finder.weight(piece[at:]) > RUNNING][:1]
                for a, b in cut:  # 云溪高娜: a place and a name
                    yield piece[a:b], start + a, start + b

    def _joined(self, text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Names printed with blanks: 李 强, 王 小 明, 欧阳 修. Only blanks may stand between the parts."""
        joined: list[tuple[int, int]] = []
        position = 0
        while position < len(pieces):
            start, end = pieces[position]
            position += 1
            surname = text[start:end]
            if surname in self.finder.surnames or surname in self.finder.compound_surnames:
                given = 0
                while position < len(pieces) and given < 2 and not text[end : pieces[position][0]].strip():
                    length = pieces[position][1] - pieces[position][0]
                    following = pieces[position + 1] if position + 1 < len(pieces) else None
                    if length > 2 or given + length > 2:
                        break
                    if length == 1 and given == 1:  # 李 强 王 伟: a surname with a given name behind it is the next name
                        if text[pieces[position][0]] in self.finder.surnames and following and following[1] - following[0] == 1:
                            break
                    if length == 2 and self.finder.weight(text[slice(*pieces[position])]) > 2.0 and given:
                        break
                    given += length
                    end = pieces[position][1]
                    position += 1
            joined.append((start, end))
        return joined

    def _cut(self, piece: str) -> list[tuple[int, int]]:
        """戴忠祥邱新玲 → 戴忠祥, 邱新玲: the cut into names of two or three characters with the best weights."""
        best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
        for end in range(2, len(piece) + 1):
            for length in (2, 3, 4):
                before = best.get(end - length)
                name = piece[end - length : end] if end >= length else ""
                if before is None or not name or (name[0] not in self.finder.surnames and name[:2] not in self.finder.compound_surnames):
                    continue
                if length == 4 and name[:2] not in self.finder.compound_surnames:
                    continue
                score = before[0] + self.finder.weight(name) - (1.5 if length == 2 else 0.0)
                if end not in best or score > best[end][0]:
                    best[end] = (score, [*before[1], (end - length, end)])
        score, names = best.get(len(piece), (-99.0, []))
        return names if names and score / len(names) > -3.0 else []

    def _running(self, text: str, start: int, least: float) -> tuple[int, list[tuple[str, int, int]], list[tuple[str, int, int]]]:
        """Role words and names from `start` on; (end of the last, reporters, editors). Stops where running text begins."""
        found: list[tuple[str, int, int]] = []
        reporters: list[tuple[str, int, int]] = []
        editors: list[tuple[str, int, int]] = []
        end = position = start
        edits = False
        while True:
            position = _skip(text, position)
            role = self.role.match(text, position)
            if role:
                edits = role.group() in self.editor_roles
                position = _skip(text, role.end())
                if found or len(role.group()) > 1:
                    end = role.end() if found else end
                if found and role.group().endswith("报道"):
                    break
                continue
            run = HAN_RUN.match(text, position)
            if not run:
                break
            stop = run.end()
            role = self.role.search(text, position, stop)
            closed = role.start() if role and role.start() > position else stop
            delimited = closed < stop or stop >= len(text) or text[stop] in " \t\u3000\xa0\n、:：/／)）】]" or text[stop].isdigit()
            names = self._run_names(text, position, closed, least) if delimited else []
            if not names:
                break
            found += names
            (editors if edits else reporters).extend(names)
            end = position = names[-1][2]
        return end, reporters, editors

    def _run_names(self, text: str, start: int, end: int, least: float) -> list[tuple[str, int, int]]:
        run = text[start:end]
        if run in self.nobody:
            return []
        if len(run) == 1 and run in self.finder.surnames:  # 李 强
            given = HAN_RUN.match(text, _skip(text, end))
            if given and len(given.group()) <= 2 and "\n" not in text[end : given.start()]:
                return [(run + given.group(), start, given.end())]
            return []
        if "·" in run or "•" in run:
            return [(run, start, end)] if 4 <= len(run) <= 16 else []
        if len(run) <= 3 or run[:2] in self.finder.compound_surnames and len(run) == 4:
            weight = self.finder.weight(run) if len(run) >= 2 else -9.0
            return [(run, start, end)] if weight > least - 2.0 and not self.finder.is_no_name(run, 0) else []
        return [(run[a:b], start + a, start + b) for a, b in self._cut(run)] if len(run) <= 12 else []


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\u3000\xa0、，,:：/／|｜&□■◎":
        position += 1
    return position
