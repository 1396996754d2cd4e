"""Addresses found by what a person types: similar names first, then every candidate is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

from geodata.addresses.ranking import Door, Question, likeness, score
from geodata.queries import addresses, layer_versions, localities

# Fewer letters fit almost every name.
LEAST_CHARACTERS = 2
SIMILAR_LIMIT = 60
# Roads of one name stand in many townships: all of them are asked for the number.
LOCALITY_LIMIT = 24
DOOR_LIMIT = 240
# When no similar name is as good as this, every name is looked at.
GOOD_LIKENESS = 0.86


def search(session: Session, text: str, at: datetime, limit: int) -> list[dict[str, Any]]:
    """Return the addresses that answer ``text`` best, each with score, grid and unit at ``at``.

    Tolerates missing, misspelt, abbreviated and swapped parts. An empty list when nothing is
    like it.
    """
    question = Question(text)
    if sum(map(len, question.names[:1])) < LEAST_CHARACTERS:
        return []
    places = _localities(session, question)
    rows = localities.doors(session, places, question.parts.number_value, DOOR_LIMIT)
    scored = sorted(((score(question, _door(row)), row.text, row.id) for row in rows), reverse=True)
    best = {row_id: value for value, _, row_id in _first_texts(scored)[:limit]}
    found = addresses.with_places(session, list(best), at)
    answers = [{**row._asdict(), "score": round(best[row.id], 4)} for row in found]
    return sorted(answers, key=lambda answer: (-answer["score"], answer["text"]))


def _first_texts(scored: list[tuple[float, str, int]]) -> list[tuple[float, str, int]]:
    # Best first; of equal scores the first in the alphabet, so that an answer does not flicker.
    return sorted(scored, key=lambda one: (-one[0], one[1], one[2]))


def _localities(session: Session, question: Question) -> list[int]:
    rows = localities.similar(session, question.names, SIMILAR_LIMIT)
    found = [(row.id, row.key, row.district, row.township) for row in rows]
    ranked = _ranked(question, found)
    if not ranked or ranked[0][0] < GOOD_LIKENESS:
        more = _everything(session).like(question, SIMILAR_LIMIT)
        ranked = _ranked(question, list({*found, *more}))
    return [place for _, place in ranked[:LOCALITY_LIMIT]]


def _ranked(question: Question, rows: list[tuple[int, str, str, str]]) -> list[tuple[float, int]]:
    return sorted(
        (
            (likeness(question, [key], f"{district}{township}{key}"), place)
            for place, key, district, township in rows
        ),
        key=lambda one: (-one[0], one[1]),
    )


def _door(row: Any) -> Door:
    return Door(
        text=row.text,
        locality_key=row.locality_key,
        compound_key=row.compound_key,
        district=row.district,
        township=row.township,
        community=row.community,
        number_text=row.number_text,
        number=row.number,
        building=row.building,
        room=row.room,
    )


@dataclass(frozen=True)
class _Everything:
    """All localities of the city, for names too short or too wrong for trigrams."""

    rows: list[tuple[int, str, str, str]]
    keys: list[str]

    def like(self, question: Question, limit: int) -> list[tuple[int, str, str, str]]:
        """Return the localities with the likest names."""
        if not self.rows:
            return []
        ratios = process.cdist(question.names, self.keys, scorer=fuzz.ratio, dtype=np.float32)
        best = np.argsort(-ratios.max(axis=0), kind="stable")[:limit]
        return [self.rows[int(at)] for at in best]


_kept: dict[str, tuple[tuple[int, int], _Everything]] = {}


def _everything(session: Session) -> _Everything:
    """Return all localities, read again when one has changed."""
    database = str(session.get_bind().engine.url)
    version = (layer_versions.get(session, "addresses"), localities.newest_id(session))
    if _kept.get(database, (None,))[0] != version:
        rows = [(r.id, r.key, r.district, r.township) for r in localities.all_of_them(session)]
        _kept[database] = version, _Everything(rows, [row[1] for row in rows])
    return _kept[database][1]
