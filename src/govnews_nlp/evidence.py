"""How sure the rules are that find officials: evidence → confidence of person and title.

Set from some 1,100 judged rows of pages that nobody had worked on (local sites of 25 provinces, 2001–2025, and central
television): of the rows at 0.9 and more 97 in 100 have the right person and title. In brackets: right of judged.
"""

from __future__ import annotations

# a title with the name behind it and the lists behind a title, by the name's score: (842 of 860), (26 of 28), (8 of 9)
SURE, LIKELY, DOUBTFUL = (5.0, 0.97), (3.5, 0.88), 0.75
TITLE_IN_FRONT = 0.85  # most that such a row gets whose title seems to begin too early (0 of 6)
BEHIND_TITLE_OF_ANOTHER = 0.85  # 王书记 = 王敏, where one 王 is 书记

CONFIDENCE = {
    "post behind an appointment": 0.96,  # (30 of 30)
    "name before a post": 0.92,  # 甲任, 乙当选 (18 of 19)
    "list of the elected": 0.93,
    "list of names": 0.93,  # (35 of 35)
    "title behind a known name": 0.95,  # 习近平总书记 (75 of 75)
    "title behind name": 0.85,  # a name that only the title tells (27 of 34 before, 33 of 34 after they were mended)
    "title in brackets": 0.9,
    "post in personal data": 0.88,
    "name before personal data": 0.85,
    "name before a verb of office": 0.86,  # (15 of 17)
    "name before a verb of speech": 0.8,
    "name before 当选": 0.88,
    "name before 代": 0.85,
    "NER": 0.8,
}


def of_score(score: float) -> float:
    """The confidence of a title and a name behind it, by the name's score."""
    return next((confidence for least, confidence in (SURE, LIKELY) if score >= least), DOUBTFUL)
