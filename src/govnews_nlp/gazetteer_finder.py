"""Names of divisions in running text: where they stand, and which of them are places by their form alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from .words import by_character, word_counts

if TYPE_CHECKING:
    from .gazetteer import Division

RARE = 1000  # count of an ordinary word that an article of a place of this name hardly uses otherwise
CLOSING = "，。、；！？,;\n的等）)"  # what may end 山东青州, where 青州 is an ordinary word
ENDINGS = ("省", "市", "县", "区", "州", "盟", "旗")


class Hit(tuple):
    """(start, end, candidates, sure): what Gazetteer.find yields. sure: a place by its form alone."""

    __slots__ = ()
    start = property(lambda self: self[0])
    end = property(lambda self: self[1])
    candidates = property(lambda self: self[2])
    sure = property(lambda self: self[3])


class DivisionFinder:
    """The part of the Gazetteer that reads texts; the names and what they may be are the Gazetteer's."""

    _matcher: AhoCorasick | None = None
    _patterns: list[str] = []
    _countries: dict[str, tuple[str, ...]] = {}  # names of countries by their first character

    def _build_matcher(self) -> None:
        names = dict.fromkeys(name for name in self._full if len(name) > 1)
        names.update(dict.fromkeys(name for name in self._short if len(name) > 1))
        self._patterns = list(names)
        self._matcher = AhoCorasick(self._patterns, matchkind=MatchKind.LeftmostLongest)
        self._countries = by_character((name for name in self._patterns if len(name) > 2 and any(
            not isinstance(row := self._rows[i], str) and row.level == "country" for i in self._full.get(name, ()))), 0)

    def find(self, text: str, home: Division | None = None) -> list[Hit]:
        """Hits (start, end, candidates, sure) in order, not overlapping; parent and child written together are one hit.

        sure: the form alone makes it a place: a full name, a chain, the short form of a province, prefecture or country, or of
        a county that lies in or beside one named elsewhere in the text (or `home`). Short forms that are ordinary words
        (和平, 朝阳) are sure only in a chain.
        """
        if self._matcher is None:
            self._build_matcher()
        pieces: list[tuple[int, int, list[Division], str]] = []
        ordinary = word_counts(self.lexicons)
        for index, start, end in self._matcher.find_matches_as_indexes(text):
            name = self._patterns[index]
            if pieces and start < pieces[-1][1]:
                continue  # what a shifted one has taken
            if text[end - 1] in self._countries and (country := self._country_at(text, end - 1)) and end - start < 4:
                start, name = end - 1, country  # 很多|哈萨克斯坦人 holds no 多哈
                end = start + len(country)
            elif end - start == 2 and start > 0 and end < len(text) and self._is_across(text, start, end, ordinary):
                name = next((text[end - 1 : end - 1 + length] for length in (4, 3, 2) if text[end - 1 : end - 1 + length] in self._full or text[end - 1 : end - 1 + length] in self._short), "")
                if not name:
                    continue  # 重|大理|论
                start, end = end - 1, end - 1 + len(name)  # 其中|山东
            piece = self._piece(text, start, end, name)
            if piece:
                pieces.append(piece)
        hits = list(self._joined(text, pieces))
        return self._with_context(text, hits, home)

    @staticmethod
    def _is_across(text: str, start: int, end: int, ordinary: Mapping[str, int]) -> bool:
        """Whether the two characters end one ordinary word and begin another: 重大|理论."""
        before = ordinary.get(text[start - 1 : start + 1], 0)
        return before > RARE and ordinary.get(text[end - 1 : end + 1], 0) > (RARE / 3 if before > RARE * 5 else RARE)  # 广大|理事

    def _country_at(self, text: str, start: int) -> str | None:
        return next((name for name in self._countries[text[start]] if text.startswith(name, start)), None)

    def _piece(self, text: str, start: int, end: int, name: str) -> tuple[int, int, list[Division], str] | None:
        """(start, end, candidates, form); form: full, short, common. 杭州市场 → 杭州."""
        if name in self._full and not self.ends_name(text, end):
            root = name[:-1]
            if root in self._short:
                name, end = root, end - 1
            elif len(name) > 2:  # 发展乡 in 发展乡村; but 礼县 in 礼县城关镇
                return None
        candidates = self.candidates(name)
        if self.is_common_word(name):
            form = "common"
        elif any(division.name == name or division.is_foreign for division in candidates) or name.endswith(ENDINGS) and len(name) > 2:
            form = "full" if len(name) > 2 or self._stands_alone(text, start) or any(division.is_foreign for division in candidates) else "short"
        else:
            form = "short"
        if form == "short" and self.is_part(text, end):
            form = "part"
        elif form == "full" and name.endswith(self._words_at_end) and not self._stands_alone(text, start):
            form = "part"  # 海城市 in 红海城市, 分乡镇 in 部分乡镇
        return start, end, candidates, form

    def _stands_alone(self, text: str, start: int) -> bool:
        """Whether a new word may begin here: 礼县 behind a comma or 在, not in 管理县域."""
        return start == 0 or text[start - 1] in self._in_front or not "㐀" <= text[start - 1] <= "鿿"

    def _joined(self, text: str, pieces) -> Iterator[Hit]:
        chain: tuple[int, int, list[Division], str] | None = None
        ordinary = word_counts(self.lexicons)
        linked = False
        for piece in pieces:
            if chain and piece[0] == chain[1]:
                inside = self._inside(piece[2], chain[2])
                if piece[3] in ("common", "part"):
                    codes = {division.code for division in chain[2]}
                    closed = piece[3] == "common" and (piece[1] == len(text) or text[piece[1]] in CLOSING) and ordinary.get(text[piece[0] : piece[1]], 0) < RARE
                    inside = [division for division in inside if (closed or division.parent in codes) and not self.is_part(text, piece[1])]  # 山东|青州，
                if not inside and text[chain[1] - 1] in "州省邦郡" and all(d.level == "foreign" for d in (*chain[2], *piece[2])) and chain[2][0].parent == piece[2][0].parent:
                    inside = piece[2]  # 宾夕法尼亚州|费城
                if not inside and piece[3] == "short" and len(towns := self._inside(self.townships(text[piece[0] : piece[1]]), chain[2])) == 1:
                    inside = towns  # 浙江|南阳, where 南阳 is a township
                if inside:
                    chain, linked = (chain[0], piece[1], inside, "full"), True
                    continue
            if chain:
                yield self._hit(chain, linked)
            chain, linked = piece, False
        if chain:
            yield self._hit(chain, linked)

    def _hit(self, piece: tuple[int, int, list[Division], str], linked: bool) -> Hit:
        start, end, candidates, form = piece
        sure = linked or form == "full" or form == "short" and any(d.level in ("province", "city", "country", "foreign") for d in candidates)
        return Hit((start, end, candidates, sure))

    def _with_context(self, text: str, hits: list[Hit], home: Division | None) -> list[Hit]:
        """Short forms of counties become sure where the county or its prefecture is named elsewhere; 在文昌 in 文昌 itself."""
        known = {code for hit in hits if hit[3] for division in hit[2] for code in (division.code, division.parent) if code and not code.endswith("0000")}
        if home:
            known |= {division.code for division in (home, *self.ancestors(home)) if division.level != "province"}
        if not known:
            return hits
        at_home = {division.code for division in (home, *self.ancestors(home))} if home else ()

        def is_sure(hit: Hit) -> bool:
            if not any(d.code in known or d.parent in known for d in hit[2]):
                return False
            if not self._is_weak(hit):
                return True
            if hit[1] - hit[0] > 2 and any(d.code in at_home and d.name == text[hit[0] : hit[1]] for d in hit[2]):
                return True  # 铁西区 in 铁西区 itself
            if word_counts(self.lexicons).get(text[hit[0] : hit[1]], 0) < RARE and any(d.code in at_home for d in hit[2]) and not self.is_part(text, hit[1]):
                return True  # 建德, 大同
            return hit[0] > 0 and text[hit[0] - 1] in self._into and any(d.code in at_home for d in hit[2]) and not self.is_part(text, hit[1])

        return [hit if hit[3] or not is_sure(hit) else Hit((*hit[:3], True)) for hit in hits]

    def _is_weak(self, hit: Hit) -> bool:
        return any(name in self._common or name in self._generic for d in hit[2][:1] for name in (d.name, self.short(d)))
