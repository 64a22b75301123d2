"""Places that are nothing but a division's name, or one known as such, and names that touch."""

from __future__ import annotations

from collections.abc import Iterator

from ..gazetteer import Hit
from .pieces import VISITS, Found, Piece, PlacePieces
from .words import CHINA, FOREIGN, GOES, LOCATIVE, VISIT

CONFIDENCE = {GOES: 0.94, VISIT: 0.84, LOCATIVE: 0.88, None: 0.75}
NO_CITY = ("市长", "市场", "市中心", "州长", "省长", "省会")
LONGEST_ITEM, LONGEST_BEARER = 12, 14
COMMON = 100  # count of a word that hardly names a place by itself
BEFORE_NAMES = "原老新我市县区省今各某该至到和"  # 老|北京站
LONGEST_RUN = 9  # characters of a transcribed name


class DivisionNames(PlacePieces):
    """What of a piece's names are places by themselves."""

    def _joined(self, text: str, names: list, end: int) -> list:
        """北京 + 人民大会堂, 贵州 + 丹寨 at the end of a piece: names that touch are one, of the kind of the last."""
        if len(names) < 2:
            return names
        joined: list = []
        for name in sorted(names, key=lambda name: (name[0], -name[1])):
            start, stop, what = name
            before = joined[-1] if joined else None
            if before and start < before[1]:
                continue
            if before and start == before[1] and not isinstance(before[2], str) and before[2][3]:
                if isinstance(what, str):
                    joined[-1] = (before[0], stop, what)
                    continue
                if what[3] and all(division.level == "town" for division in (*before[2][2], *what[2])):
                    joined[-1] = (before[0], stop, Hit((before[0], stop, before[2][2], True)))  # 长岭镇曙光农场
                    continue
                if not what[3] and stop == end and not self.gazetteer.is_common_word(text[start:stop]):  # 辽宁|振兴
                    codes = {division.code for division in before[2][2]}
                    inside = [d for d in what[2] if any(above.code in codes for above in self.gazetteer.ancestors(d))]
                    if inside:
                        joined[-1] = (before[0], stop, Hit((before[0], stop, inside, True)))
                        continue
            joined.append(name)
        return joined

    @staticmethod
    def _begins_inside(name: tuple, known: list) -> bool:
        """祁连山|南麓 holds no 山南: a division that begins within a known name."""
        return not isinstance(name[2], str) and any(other[0] < name[0] < other[1] < name[1] for other in known)

    @staticmethod
    def _is_cut(name: tuple, heads: list) -> bool:
        """黄百铁路北接沪昆铁路 holds no 路北: a doubtful name that begins within a head's word."""
        return not isinstance(name[2], str) and not name[2][3] and any(head[0] < name[0] < head[1] < name[1] or head[3] == "路" and heads[0][0] <= name[0] == head[0] and head[1] < name[1] for head in heads)

    @staticmethod
    def _is_split(text: str, start: int, name: tuple, heads: list) -> bool:
        """古|佛山|景区, 强|巴林|寺: a short name behind the first character of the piece, before a head."""
        return not isinstance(name[2], str) and name[1] - name[0] == 2 and name[0] - start == 1 and text[start] not in BEFORE_NAMES \
            and any(head[0] == name[1] and head[2].kind for head in heads)

    def _plain(self, text: str, names: list, piece: Piece, end: int, closed: str) -> Iterator[Found]:
        for start, stop, what in names:
            name = text[start:stop]
            if text.endswith(self.before, max(0, start - 6), start) or closed in "”\"" and stop == end and text.startswith(self.quoted_not, end + 1):
                continue
            if piece.frame in VISITS and start > piece.start and len(name) < 3 and stop < end and not self._is_generic(text[piece.start : start]):
                continue  # 来到虎台中学: 台中 inside of something else
            if name == CHINA and (not (piece.frame and start == piece.start and stop == end) or closed in ("（", "(")):
                continue  # 在中国, but not 中国企业
            if isinstance(what, str):
                if name in self.located and not piece.frame and not text.startswith(("地区", "沿线", "沿岸", "流域"), stop):
                    continue
                stop += name[-1] == "山" and text.startswith(("区", "系"), stop)  # 武陵山|区
                yield Found(start, stop, what, CONFIDENCE[piece.frame] + 0.03, "known name", None, True)
            elif what[3] or start == piece.start and stop == end and text.startswith(self.developed, end) and (not self.gazetteer.is_common_word(name) or 0 < self.ordinary.get(name, 0) < COMMON) or piece.frame and text[start - 1] == "至" and any(other[1] == start - 1 for other in names) or piece.frame and start == piece.start and (stop == end or piece.frame in VISITS) and (not self.gazetteer.is_common_word(name) or name[-1] in "县市" and stop == end):
                if piece.opened in "（(" and closed in "）)" and text.endswith((CHINA, "国际"), 0, piece.start - 1):
                    continue  # 中国（绵阳）科技城博览会
                stop = self._with_foreign_place(text, stop, end, what)
                sure = 0.75 if not what[3] else 0.95 if piece.frame else 0.89  # without a frame it may be a body
                yield Found(start, stop, "admin", sure, "gazetteer", what, True)
        if not names and (piece.opened in self.cities_ahead or (piece.frame == LOCATIVE or end - piece.start > 3) and closed in self.behind_foreign) and 2 <= end - piece.start <= 8 and self._is_transcribed(text[piece.start : end]):
            yield Found(piece.start, end, "admin", 0.7, f"{piece.opened} and a transcribed name")

    def _with_foreign_place(self, text: str, stop: int, end: int, hit: Hit) -> int:
        """德国霍恩费尔斯: a transcribed name behind a country's, up to the end of the piece."""
        if text.startswith(("市", "州", "省"), stop) and not text.startswith(NO_CITY, stop) and any(division.level == FOREIGN for division in hit[2]):
            return stop + 1
        if not any(division.is_foreign and division.name != CHINA for division in hit[2]):
            return stop
        run = stop
        while run < min(end, stop + LONGEST_RUN) and text[run] in self.transcription:
            run += 1
        if run - stop > 1 and text.startswith(("市", "镇", "省", "郡"), run) and not text.startswith(NO_CITY, run):
            return run + 1  # 安大略省金斯顿市
        return run if run - stop > 2 and (run == end or text.startswith("市中心", run)) else stop

    def _foreign(self, text: str, piece: Piece, start: int, head: tuple, names: list) -> Found | None:
        """诺丁汉市, 英国诺丁汉市: characters of transcribed names in front of 市, 州."""
        country = next((name for name in names if name[1] < head[0] and not isinstance(name[2], str)
                        and any(division.level == "country" and division.name != CHINA for division in name[2][2])), None)
        first = country[1] if country else start
        if not 1 < head[0] - first <= LONGEST_ITEM or not all(c in self.transcription or c in "市州省郡" for c in text[first : head[0]]):
            return None
        if not country and piece.opened not in self.cities_ahead and not (piece.frame and head[0] - first > 2):
            return None
        return self._found(text, piece, country[0] if country else first, head, piece.frame, None, 0.8)

    def _bears(self, text: str, head: tuple, start: int, names: list) -> bool:
        """Whether the head makes the names in front of it a part of an organisation's, event's or post's name."""
        before = [name for name in names if name[1] <= head[0]]
        if not before:
            return False
        gap = head[0] - before[-1][1]
        if head[1] - head[0] == 1 or head[2].bears == "leader":
            return gap == 0 or head[2].bears == "organization" and gap <= LONGEST_BEARER or head[3] in "会赛" and gap <= 6
        return gap <= LONGEST_BEARER

    def _bears_place(self, text: str, heads: list, head: tuple) -> bool:
        """云龙工业园|管委会, 松林小区|发展|协会: an organisation's name goes on behind a place's head."""
        if head[2].bears != "organization" or len(head[3]) < 2:
            return False
        return any(other[2].kind and other[1] <= head[0] and head[0] - other[1] < 5 and self._is_generic(text[other[1] : head[0]]) for other in heads)
