"""What does it say in few words? Sentences of the sources, chosen and left as they are.

One article: what stands first in a news text is what matters most, and nothing robustly beats it;
so the words of the opening and of the whole text weigh a sentence, its place weighs it more, and
what repeats a chosen sentence is passed over. Several articles: a sentence is good when it is near
the centre of all of them, early in its own, and unlike what is already chosen.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.language.boilerplate import is_heading, without_boilerplate
from bot.language.sentences import sentences as split_sentences
from bot.language.standing import leans
from bot.language.tokens import content_of, content_words, count_words
from bot.language.tokens import words as words_in

DEFAULT_SENTENCES = 3
READ_AT_MOST = 60  # sentences of one text whose words are weighed; none beyond was ever chosen
READS_ON = 1.3  # what stands in one article right after a chosen sentence: it is read on
LEANING = 0.7  # what points back to a sentence that is not chosen
REPETITION = 1.2  # what likeness to a chosen sentence costs, as a factor on the score
TEXT_AT_MOST = 4_000_000  # characters of one text


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence of `texts[source]`, to the letter, at `offset` characters."""

    text: str
    source: int
    offset: int


@dataclass(slots=True)
class _Candidate:
    text: str
    source: int
    offset: int
    place: int  # among the sentences of its source
    terms: dict[str, float]  # counts first, then weights of unit length
    words: int
    heading: bool
    leans: bool
    score: float = 0.0


def summarize(
    texts: Sequence[str],
    *,
    language: str | None = None,
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    title: str = "",
    datelines: bool = True,
    unwanted: Callable[[str], bool] | None = None,
) -> list[Picked]:
    """The sentences that say most, in reading order (source by source, as they stand there).

    Limits: `sentences`, `words`, `characters` (blanks between counted); all that are given hold,
    except that one sentence is returned even where it is longer than `words`. Without any limit,
    three sentences. As many `sentences` as there are, or more, returns every sentence in order.
    `title` tells what it is about. Boilerplate is never returned; without `datelines`, the
    "FRANKFURT (dpa-AFX) -" in front of a first sentence is cut off too. What is `unwanted` is
    never returned.
    """
    candidates = _candidates(texts, language, datelines=datelines)
    if unwanted is not None:
        candidates = [one for one in candidates if not unwanted(one.text)]
    if not candidates:
        return []
    if sentences is None and words is None and characters is None:
        sentences = DEFAULT_SENTENCES
    if sentences is not None and sentences >= len(candidates) and words is None is characters:
        return [_picked(one) for one in candidates]
    if len({one.source for one in candidates}) == 1:
        _score_one(candidates, title)
    else:
        _score_several(candidates, title)
    chosen = _choose(candidates, sentences=sentences, words=words, characters=characters)
    return [_picked(one) for one in sorted(chosen, key=lambda one: (one.source, one.offset))]


def _picked(one: _Candidate) -> Picked:
    return Picked(one.text, one.source, one.offset)


def _candidates(
    texts: Sequence[str], language: str | None, *, datelines: bool = True
) -> list[_Candidate]:
    found: list[_Candidate] = []
    for source, text in enumerate(texts):
        spans = without_boilerplate(
            split_sentences(text[:TEXT_AT_MOST], language), datelines=datelines
        )
        for place, span in enumerate(spans):
            tokens = words_in(span.text)
            terms = Counter(content_of(tokens)) if place < READ_AT_MOST else Counter[str]()
            found.append(
                _Candidate(
                    text=span.text,
                    source=source,
                    offset=span.start,
                    place=place,
                    terms=dict(terms),
                    words=len(tokens) if language != "zh" else count_words(span.text),
                    heading=is_heading(span.text),
                    leans=place > 0 and leans(span.text),
                )
            )
    return found


def _weigh(candidates: Sequence[_Candidate]) -> dict[str, float]:
    """Replaces counts by tf-idf of unit length; returns the centroid of all sentences."""
    spread: Counter[str] = Counter()
    for one in candidates:
        spread.update(one.terms.keys())
    total = len(candidates)
    rarity = {term: math.log(1 + total / count) for term, count in spread.items()}
    centroid: dict[str, float] = {}
    for one in candidates:
        weighed = {term: count * rarity[term] for term, count in one.terms.items()}
        one.terms = _unit(weighed)
        for term, weight in one.terms.items():
            centroid[term] = centroid.get(term, 0.0) + weight
    return _unit(centroid)


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    total = 0.0
    for term, weight in one.items():
        if term in other:
            total += weight * other[term]
    return total


def _title_terms(title: str) -> dict[str, float]:
    terms = Counter(content_words(title))
    length = math.sqrt(sum(count * count for count in terms.values())) or 1.0
    return {term: count / length for term, count in terms.items()}


def _shape(one: _Candidate) -> float:
    """Headings, fragments, questions and torn quotes make poor summaries."""
    factor = 1.0
    if one.heading:
        factor *= 0.2
    if one.words < 6:
        factor *= 0.5
    if one.text.endswith("?"):
        factor *= 0.7
    if one.text.count('"') % 2 or one.text.count("„") + one.text.count("»") > (
        one.text.count("“") + one.text.count("”") + one.text.count("«")
    ):
        factor *= 0.7
    return factor


def _score_one(candidates: list[_Candidate], title: str) -> None:
    centroid = _weigh(candidates)
    wanted = _title_terms(title)
    for one in candidates:
        content = _dot(one.terms, centroid) + 0.5 * _dot(one.terms, wanted)
        place = 1.0 / (1.0 + 0.9 * one.place) + (1.0 if one.place == 0 else 0.0)
        one.score = (2.0 * content + place) * _shape(one)


def _score_several(candidates: list[_Candidate], title: str) -> None:
    centroid = _weigh(candidates)
    wanted = _title_terms(title)
    for one in candidates:
        place = 1.0 / (1.0 + 0.1 * one.place)
        content = _dot(one.terms, centroid) + 0.3 * _dot(one.terms, wanted)
        one.score = (content + 0.6 * place) * _shape(one)


def _choose(
    candidates: list[_Candidate],
    *,
    sentences: int | None,
    words: int | None,
    characters: int | None,
) -> list[_Candidate]:
    """Greedy: the best that still fits and says something new (maximal marginal relevance)."""
    chosen: list[_Candidate] = []
    left = candidates.copy()
    repeats = {id(one): 0.0 for one in left}
    words_left = words if words is not None else math.inf
    room = float(characters) if characters is not None else math.inf
    alone = len({one.source for one in candidates}) == 1
    reading_on = set[tuple[int, int]]()  # the places right after a chosen sentence

    def worth(one: _Candidate) -> float:
        if (one.source, one.place) in reading_on:
            factor = READS_ON if alone else 1.0
        else:
            factor = LEANING if one.leans else 1.0
        return one.score * (1 - REPETITION * repeats[id(one)]) * factor

    while left and (sentences is None or len(chosen) < sentences):
        best = max(left, key=worth)
        left.remove(best)
        blank = 1 if chosen else 0
        fits = best.words <= words_left and len(best.text) + blank <= room
        if not fits or (chosen and repeats[id(best)] > 0.8 and sentences is None):
            continue
        chosen.append(best)
        reading_on.add((best.source, best.place + 1))
        words_left -= best.words
        room -= len(best.text) + blank
        if len(chosen) > 1 and sentences is None and words_left < 5:
            break
        for one in left:
            repeats[id(one)] = max(repeats[id(one)], _dot(one.terms, best.terms))
    if not chosen and characters is None:
        chosen.append(max(candidates, key=lambda one: one.score))
    return chosen
