"""Where a personal name starts and ends: Han Chinese names by surname, characters and what follows; transcribed ones by form.

Chinese names have no marks. A candidate is weighed as log odds: do its characters stand in names rather than in
ordinary text (counts of characters in names and text: lexicons/name_characters.csv), is what follows something that
follows a person (a comma, 、, 出席, 强调), does the statistical NER see the same name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from ..gazetteer import gazetteer
from ..lexicon import load_csv, load_toml, words_of
from ..words import by_character, countries, word_counts
from .name_characters import DOT, DOTS, DOTTED, NameWeights

HAN = re.compile(r"[\u3400-\u9fff〇\U00020000-\U0003ffff]")
DOT_AHEAD = re.compile(rf"[^{DOT}、，,。\s]{{1,4}}[{DOT}]")  # another part of the name comes
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}世")  # 费利佩六世
DELIMITERS = frozenset("◎●■◆★▲△○□◇※☆▶►、，,。．.；;：:！!？?（()）\n\t 　“”\"‘’'《》〈〉【】[]—-…/")
DIGITS = frozenset("0123456789０１２３４５６７８９")  # a date follows: 李强9月18日主持
LONGEST = 16  # characters of a transcribed name with its dots
# what follows: a delimiter or a known word; a known word of one character; some ordinary word; none of them
FITS, FITS_SHORT, FITS_WORD, MISFIT = 4.0, 2.0, 0.5, -2.5
MODEL_AGREES, MODEL_DIFFERS = 2.0, -0.5
JOINING, NOT_NAME = -6.0, -3.0  # 和, 与 or a word that is hardly ever a name begins here
WORD, WORD_INSIDE = 0.9, 0.3  # times log10 of the word's count: the candidate is an ordinary word (成功), begins with one (王国强)
ACROSS, COMMON = -1.5, 300  # an ordinary word of such a count lies across the candidate's beginning: 公|安民警
COUNTRY, PLACE = -9.0, -2.5
VERY_COMMON = 2000
CACHED = 50_000
LONG_COUNTRY = 4  # characters of a country's name that no person's name begins with
LIKELY = 3.0
LIKELY_GIVEN = 1.5
JAPANESE, JAPANESE_HERE = 3.5, 1.0  # 小野健一 behind a foreign post, elsewhere
VERB_OR_NAME = 3.0  # a word that follows names (强调) and could be a name itself is none below this weight
LAST_FOLLOWS = -2.5  # a transcribed name that ends in a word which follows names
ENDS_IN_VERB = -1.5  # 任重作 | 交流
ENDS_IN_SPEECH = -6.0  # 李明作 | 关于预算的报告
# in a slot that is a person's (任命…为, behind a full title, in a list of names) the prior is high:
CERTAIN_WORD = 0.4  # times what speaks against an ordinary word as a name: 副主席高明、万里
CERTAIN_MINORITY = 1.0  # weight of a transcribed name of four to six characters
CERTAIN_OTHER = -0.5  # least weight of two or three characters that begin with a surname


@dataclass(frozen=True, slots=True)
class Name:
    start: int
    end: int
    score: float  # log odds
    followed: bool  # something that follows a person stands behind it


class NameFinder:
    """Finds the end of the name that starts at a given place."""

    def __init__(self, lexicons: str | None = None):
        words = load_toml("names", lexicons)
        self.surnames = frozenset("".join(words_of(words["surnames"])))
        self.compound_surnames = frozenset(words_of(words["compound_surnames"]))
        self.japanese_surnames = frozenset(words_of(words["japanese_surnames"]))
        self.japanese_long_given = frozenset(words["japanese_long_given"])
        self.never = frozenset(words["never_in_names"])
        self.transcription = frozenset("".join(words_of(words["transcription"])))
        self.transcription_or_dot = self.transcription | DOTS
        self.minority = self.transcription | frozenset("".join(words_of(words["minority"])))
        self.apposition = tuple(words["apposition"]["words"])
        follow = {word for line in words["follow"].values() for word in words_of(line)} | set(self.apposition)
        self.follow = by_character(follow, 0)
        self.follow_characters = frozenset(word for word in follow if len(word) == 1)
        self.follow_pairs = frozenset(word for word in follow if len(word) == 2)
        self.joining = frozenset(words["joining"])
        self.words_ahead = frozenset(words["words_ahead"])
        self.no_double_surname = self.joining | frozenset(words["prepositions"])
        self.groups = tuple(words_of(words["groups"]))
        # 来闽考察: a verb of motion and a province's abbreviation
        self.moves = re.compile(f"[{words['motion']['verbs']}][{words['motion']['provinces']}](?={'|'.join(words_of(words['motion']['purposes']))})")
        # 作关于预算的报告
        self.speeches = re.compile(rf"作(?!作)[^，,。；;、：:！!？?\n]{{0,24}}?(?:{'|'.join(words_of(words['speech']['objects']))})")
        self.clause_first = words["clause_first"]
        self.behind_place = tuple(words_of(words["behind_place"]))
        self.place_endings = frozenset(words["place_endings"])
        self.gazetteer = gazetteer(lexicons)
        self._places: dict[str, bool] = {}
        self.words, self.countries = word_counts(lexicons), countries(lexicons)
        self.known = frozenset(row["name"] for row in load_csv("people", lexicons))
        weights = NameWeights(self.surnames, self.compound_surnames, self.no_double_surname, self.follow_characters, self.known, lexicons)
        self.odds, self.weight = weights.odds, weights.weight
        not_names = {*words_of(words["not_names"]), *words_of(words["before_verb"]["adverbs"]), *(word for word in follow if len(word) > 1 and self.weight(word) < VERB_OR_NAME)}
        self._not_names = by_character(not_names, 0)
        self._long_countries = frozenset(name[:2] for name in self.countries if len(name) >= LONG_COUNTRY)
        # countries and what lies in them, of three characters or more: 桑给巴尔 | 总统
        self._abroad = self.countries | {row["name"] for row in load_csv("countries_places", lexicons) if len(row["name"]) > 2}
        self._country_ends = frozenset(name[-1] for name in self._abroad)

    def follower(self, text: str, position: int, titles: Container[int] = ()) -> float:
        """Weight of what stands at position as something that follows a person's name. titles: where titles begin."""
        if position in titles:
            return FITS
        if position + 1 in titles and text[position] in self.joining:
            return FITS  # 金可可 | 及委员
        if position >= len(text) or text[position] in DELIMITERS or text[position] in DIGITS:
            return FITS
        if text[position] == "作" and self.speeches.match(text, position):
            return FITS
        words = self.follow.get(text[position], ())
        for word in words:
            if text.startswith(word, position):
                return FITS if len(word) > 1 else FITS_SHORT
        if text[position : position + 2] in self.words and text[position] not in self.transcription and text[position - 1 : position + 1] not in self.words:
            return FITS_WORD
        return MISFIT

    def verb_at(self, text: str, start: int) -> str:
        """The word of two characters or more that stands here and elsewhere follows names: 赞赏; "" where there is none."""
        return next((word for word in self.follow.get(text[start : start + 1], ()) if len(word) > 1 and text.startswith(word, start)), "")

    def is_joining_surname(self, text: str, start: int) -> bool:
        """Whether 和 is a surname behind a title without a holder (副州长 | 和丽军): a given name, no word and nobody else's name behind it."""
        given = text[start + 1 : start + 3]
        if text[start] not in self.surnames or len(given) < 2 or not self.never.isdisjoint(given):
            return False
        first, last = self.odds["middle"].get(given[0], 0.0), self.odds["last"].get(given[1], 0.0)
        return first > 0 and first + last > 0 and self.weight(given) < LIKELY and not (
            self.ordinary(text, start, start + 3) or self.ordinary(text, start + 1, start + 3) or self.is_likely(text, start + 1, start + 4))

    def is_word_ahead(self, text: str, start: int, end: int, foreign: bool) -> bool:
        """Whether the first character of text[start:end] is a word, and what goes on behind it a verb, a country or another name."""
        if text[start] not in self.words_ahead:
            return False
        behind = start + 1
        if self.verb_at(text, behind) or end - behind == 1 and text[behind] in self.follow_characters:
            return True
        transcribed = foreign and self._transcribed_end(text, behind) >= end > behind + 2 and end - start > 4
        return transcribed or any(text[behind : behind + length] in words for length, words in ((2, self.countries), (3, self.countries), (3, self.known), (2, self.known)))

    def is_no_name(self, text: str, start: int) -> bool:
        """Whether a word stands here that is hardly ever a name."""
        return text.startswith(self._not_names.get(text[start : start + 1], ()), start)

    def at(self, text: str, start: int, model: dict[int, int] | None = None, foreign: bool = False,
           titles: Container[int] = (), certain: bool = False) -> Name | None:
        """The best name that starts at `start`, or None.

        model: start → end of the persons that the statistical NER found. foreign: a foreign post stands before it, so
        that transcribed names are expected. titles: places where a title begins (习近平 in front of 总书记). certain: the place
        is a person's (behind 任命, in a list of names), so that unusual names and ordinary words count.
        """
        if start >= len(text) or not HAN.match(text[start]) or self.moves.match(text, start):
            return None
        if foreign and self.verb_at(text, start):
            return None  # 国王 | 批准佩通坦·钦那瓦出任总理
        handicap = NOT_NAME if self.is_no_name(text, start) else 0.0
        certain = certain and not handicap  # 执行主席 | 席就座
        if text[start] in self.joining and text[start - 1 : start] != "、" and not (certain and self.is_joining_surname(text, start)):  # 、和某 is a surname
            handicap = JOINING
        if text[start : start + 2] in self._long_countries and any(text[start : start + length] in self.countries for length in range(LONG_COUNTRY, 8)):
            return None  # 轮值主席 | 阿尔及利亚总统
        if start and self.words.get(text[start - 1 : start + 1], 0) >= COMMON:
            handicap += ACROSS
        first = self._word_at(text, start)
        model_end = (model or {}).get(start)
        best: Name | None = None
        for end, weight in self._candidates(text, start, model_end, foreign, certain):
            if any(position in titles for position in range(start + 1, end - 1)):
                continue  # 参谋长 | 联席会议主席马克·米利: no name but a title
            if text[end - 1] in self.place_endings and text.startswith(self.behind_place, end):
                continue
            if text[end : end + 1] in DOTS and self._dotted_end(text, start) > end:
                continue  # 迪亚斯 | -卡内尔
            if foreign and NUMBERED.match(text, end):
                continue  # 费利佩 | 六世
            fits = self.follower(text, end, () if text[end - 1] in self.joining else titles)
            against = self._against(text, start, end, first)
            if certain and fits >= FITS_SHORT and against < -COUNTRY:
                against *= CERTAIN_WORD
            score = weight + fits + handicap - against
            if end - start == 3 and self._ends_in_verb(text, end):
                score += ENDS_IN_VERB
            if self.ends_in_speech(text, end):
                score += ENDS_IN_SPEECH
            if model_end is not None:
                score += MODEL_AGREES if model_end == end else MODEL_DIFFERS
            if best is None or score > best.score:
                best = Name(start, end, score, fits > 0)
        return best

    def _word_at(self, text: str, start: int) -> int:
        """End of the longest ordinary word that starts here; start if there is none."""
        return next((start + length for length in (3, 2) if text[start : start + length] in self.words), start)

    def ends_as_place(self, text: str, end: int) -> bool:
        """Whether what ends here is a country or division: 伊朗外长, 罗德州州长."""
        last = text[end - 1 : end]
        return last in self.place_endings or last in self._country_ends and self.ends_as_country(text, end)

    def ends_as_country(self, text: str, end: int) -> bool:
        return any(text[max(0, end - length) : end] in self._abroad for length in range(2, 7))

    def is_likely(self, text: str, start: int, end: int) -> bool:
        """Whether the characters alone make a name: no ordinary word, and names more often than text."""
        return self.weight(text[start:end]) > LIKELY and self.ordinary(text, start, end) == 0.0

    def ordinary(self, text: str, start: int, end: int) -> float:
        """How much speaks against the name text[start:end] because it is an ordinary word (成功), begins with one or is a country."""
        return self._against(text, start, end, self._word_at(text, start))

    def _against(self, text: str, start: int, end: int, first: int) -> float:
        if text[start:end] in self.countries:
            return -COUNTRY
        place = -PLACE if self.is_place(text[start:end]) else 0.0
        if first <= start:
            return place
        count = self.words[text[start:first]]
        return max(place, log10(count) * (WORD if end <= first else WORD_INSIDE))

    def is_place(self, name: str) -> bool:
        """Whether a county, something larger or a place abroad has this name: 武进, 莫斯科."""
        known = self._places.get(name)
        if known is None:
            if len(self._places) > CACHED:
                self._places.clear()
            known = self._places[name] = any(division.level != "town" for division in self.gazetteer.candidates(name))
        return known

    def _candidates(self, text: str, start: int, model_end: int | None, foreign: bool, certain: bool = False) -> Iterable[tuple[int, float]]:
        seen = set()
        run = self._transcribed_end(text, start) if foreign else 0
        for length in (2, 3, 4):
            name = text[start : start + length]
            if len(name) < length or not HAN.match(name[-1]) or name[-1] in self.never:
                break
            if length > 2 and name[-1] == "等":
                continue
            weight = self.weight(name)
            if weight > -9.0:
                seen.add(start + length)
                least = CERTAIN_OTHER if certain and name[0] in self.surnames and not self._ends_in_verb(text, start + length) and self.follower(text, start + length) == FITS else -9.0
                transcribed = self._transcribed(text, start, start + length) if start + length <= run else -9.0  # 卡斯比
                if foreign and name[-1] in self.follow_characters:
                    weight += ENDS_IN_SPEECH if all(c in self.transcription for c in name[:-1]) else LAST_FOLLOWS  # 格林 | 称, 乔 | 说
                yield start + length, max(max(weight, -4.0) / 2 + (0.5 if length == 3 else 0.0), least + (0.5 if length == 3 else 0.0), transcribed)
        if certain:
            for end in self._minority_ends(text, start):
                if end not in seen:
                    seen.add(end)
                    yield end, CERTAIN_MINORITY
        dotted = self._dotted_end(text, start)
        if dotted:
            yield dotted, DOTTED
        else:
            for end in range(start + 2, self._transcribed_end(text, start) + 1):
                if end not in seen:
                    if not foreign and end - start > 3 and self.has_common_word(text, start, end):
                        continue
                    if foreign:
                        yield end, self._transcribed(text, start, end)
                        continue
                    yield end, (-1.0 if end - start < 4 else 0.5) + (LAST_FOLLOWS if text[end - 1] in self.follow_characters else 0.0)
        surname = next((length for length in (3, 2) if text[start : start + length] in self.japanese_surnames), 0)
        for end in range(start + surname + 1, min(start + surname + 3, len(text)) + 1) if surname else ():
            if end - start - surname == 3 and text[end - 1] not in self.japanese_long_given:
                break
            if not HAN.match(text[end - 1]) or text[end - 1] in self.never or self.has_common_word(text, start + surname, end):
                break
            if end not in seen:
                yield end, (JAPANESE if foreign else JAPANESE_HERE) + (LAST_FOLLOWS if text[end - 1] in self.follow_characters else 0.0)
        if model_end is not None and model_end not in seen and model_end - start >= 2:
            yield model_end, 0.0

    def _transcribed(self, text: str, start: int, end: int) -> float:
        """Weight of a transcribed name behind a foreign post."""
        ends_in_word = end - start > 3 and text[end - 2 : end] in self.follow_pairs  # 欧尔班再次 | 表示
        cut = LAST_FOLLOWS if ends_in_word or text[end - 1] in self.follow_characters else 0.0  # 莱希致 | 慰问电
        return 1.5 + 0.1 * (end - start) + cut

    def _ends_in_verb(self, text: str, end: int) -> bool:
        """Whether the last character before `end` begins a longer word that follows names: 任重 | 作交流发言."""
        return text[end - 1] in self.follow_characters and self.follower(text, end - 1) == FITS

    def ends_in_speech(self, text: str, end: int) -> bool:
        """Whether the last character before `end` is the verb of 李明作 | 预算报告."""
        return text[end - 1] == "作" and self.speeches.match(text, end - 1) is not None

    def _minority_ends(self, text: str, start: int) -> Iterable[int]:
        """Ends of names of four to six characters of transcription, with what follows a person behind them: 洛桑旦巴, 宝音满都呼."""
        end, limit = start, min(len(text), start + 6)
        while end < limit and (text[end] in self.minority or end == start and HAN.match(text[end]) and text[end] not in self.never):
            end += 1
            if end - start > 3 and self.follower(text, end) == FITS and not self.has_common_word(text, start, end, VERY_COMMON):
                yield end

    def has_common_word(self, text: str, start: int, end: int, least: int = COMMON) -> bool:
        return any(self.words.get(text[at : at + 2], 0) >= least for at in range(start, end - 1))

    def _transcribed_end(self, text: str, start: int) -> int:
        """End of the run of transcription characters."""
        end, limit = start, min(len(text), start + LONGEST)
        while end < limit and text[end] in self.transcription:
            end += 1
        number = NUMBERED.match(text, end) if end > start + 1 else None
        return number.end() if number else end

    def _dotted_end(self, text: str, start: int) -> int:
        """End of a name with dots (雪克来提·扎克尔): up to what follows a person, behind the last dot; 0 if there is no dot."""
        last_dot, position, limit = -1, start, min(len(text), start + LONGEST)
        went_on = False
        while position < limit:
            if text[position] in DOT and (text[position] != "-" or self._joins_transcribed(text, position)):
                if position == last_dot + 1:
                    return 0
                last_dot = position
            elif not HAN.match(text[position]) or text[position] in self.never and text[position] not in self.transcription:
                break
            elif last_dot < 0 and (position - start > LONGEST // 2 or position - start > 1 and self.follower(text, position) == FITS):
                return 0
            elif last_dot >= 0 and self._follows(text, position, position - last_dot - 1) and DOT_AHEAD.match(text, position) is None:
                went_on = self._goes_on(text, position)
                if not went_on:
                    break
            position += 1
        if not 0 <= last_dot < position - 1:
            return 0
        run = last_dot + 1
        while run < position and text[run] in self.transcription:
            run += 1
        return run if run > last_dot + 2 and position - run > 1 and not went_on else position  # 迈克尔·麦考尔质疑

    def _joins_transcribed(self, text: str, position: int) -> bool:
        """Whether a hyphen stands inside a transcribed name: 迪亚斯-卡内尔; no Chinese name has one."""
        return all(c in self.transcription for c in text[max(0, position - 2) : position] + text[position + 1 : position + 3])

    def _goes_on(self, text: str, position: int) -> bool:
        """Whether a part of a dotted name goes on at a character that follows names elsewhere: 阿不 | 都满金."""
        if text[position] in self.joining or self.follower(text, position) > FITS_SHORT:
            return False
        end, limit = position, min(len(text), position + LONGEST)
        while end < limit and text[end] in self.minority:
            end += 1
        return end - position > 1 and self.follower(text, end) == FITS

    def _follows(self, text: str, position: int, length: int) -> bool:
        """Whether what stands behind a part of `length` characters ends the name. 扬宣誓, but 布·哈比卜."""
        return length > 0 and self.follower(text, position) >= (FITS if length == 1 else FITS_SHORT)

    def is_mostly_minority(self, name: str) -> bool:
        """Whether four to six characters look like a Mongol, Tibetan or Uyghur name: all but one stand in such names (羊本桑杰)."""
        return 4 <= len(name) <= 6 and sum(c in self.minority for c in name) >= len(name) - 1 and all(map(HAN.match, name)) and self.never.isdisjoint(name)

    def is_given(self, given: str, repeated: bool = False) -> bool:
        """Whether two characters are a likely given name, behind a surname that no list has. repeated: the article has the name twice."""
        odds = self.odds["middle"].get(given[0], 0.0), self.odds["last"].get(given[1], 0.0)
        return sum(odds) > 0 if repeated else min(odds) > 0 and sum(odds) > LIKELY_GIVEN

    def is_name(self, text: str, start: int, end: int) -> bool:
        """Whether exactly text[start:end], a whole item of a list, can be a person's name."""
        length = end - start
        name = text[start:end]
        if length < 2 or length > LONGEST or not self.never.isdisjoint(name):
            return False
        if not DOTS.isdisjoint(name):
            return all(c in DOT or HAN.match(c) for c in name)
        if not all(HAN.match(c) for c in name):
            return False
        if length <= 3 or name[:2] in self.compound_surnames:
            return self.weight(name) > -1.5
        return length <= 6 and all(c in self.minority for c in name)

    def may_be_item(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end], between 、 of a list of names, may be one of an unknown surname: no ordinary word and no place."""
        name = text[start:end]
        if self.may_be_name(text, start, end):
            return True
        return 2 <= len(name) <= 3 and all(HAN.match(c) and c not in self.never for c in name) and name[-1] not in "等们" and \
            name not in self.words and not self.is_no_name(text, start) and not self.is_place(name) and name[:2] not in self.words

    def may_be_name(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end], an item among names, has the form of one: 任重, 希尼."""
        name = text[start:end]
        if 4 <= len(name) <= 6:
            return name[-1] not in self.follow_characters and self.is_mostly_minority(name) and not self.has_common_word(text, start, end, VERY_COMMON)
        if not 2 <= len(name) <= 3 or self.is_no_name(text, start) or not self.never.isdisjoint(name):
            return False
        return name[0] in self.surnames or all(c in self.minority for c in name)


@lru_cache(maxsize=8)
def name_finder(lexicons: str | None = None) -> NameFinder:
    return NameFinder(lexicons)
