"""Words of a question that are no words, read as those that were meant: "latset" as "latest"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from assistant.answers import Answer
from assistant.opening import index_errors
from assistant.wording.english_words import english_words
from assistant.wording.similar_names import with_similar_name
from assistant.wording.terms import CALENDAR, FUNCTION_WORDS, fold, stem, word_set, words
from assistant.wording.typing_slips import one_slip_from
from indexes.article_index import ArticleIndex
from indexes.searching import SearchFilters
from models import Encoder

SHORTEST, LONGEST = 4, 25  # letters; three may stand for too many words
SHORTEST_ELSEWHERE = 6  # letters of a word that is in no article; a shorter one may well be a name
COMMON = 5_000_000  # times that the list counts a word; some 9,000 have as many
SHORTEST_NAME, TWO_SLIPS = 3, 6  # letters of a name, and of one that may be two slips away
MOST = 8  # unknown words; a question with more is in another language, or none
PASSAGES = 10  # in which the word that was meant is looked for
CLEARLY = 3  # times as likely as any other word
# how often these count as if they stood in the passages
OF_QUESTIONS, OPENS_QUESTIONS = 10, 30
_OPENING = word_set("what when where which whose does did was were much many")
_OF_FORMS = word_set(
    """article articles compare describe explain latest mention mentioned mentions newest news oldest
    published summarise summarize summary written wrote"""
)
_ASKING = FUNCTION_WORDS | CALENDAR | _OF_FORMS
# no part of an address, a compound, or a word with a digit
_TYPED = re.compile(r"(?<![\w'’@./-])[A-Za-z]?[a-z]+(?=['’]s(?![\w'’])|(?![\w'’@/-]|\.\w))")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|«[^»]*»|`[^`]*`")


class Spelling:
    """Puts right what is mistyped in the questions to one index."""

    def __init__(self, index: ArticleIndex, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder

    def corrected(self, question: str) -> str:
        """Return the question with each word that is none written as the word that was clearly meant.

        That is a word of questions, or one that stands in lower case in an article: no name is put in
        place of another. Of a long word, failing these, it is a common English one. A question half of
        whose words stay unknown is in another language, and is left.
        """
        unknown = [match for match in _TYPED.finditer(question) if not self._is_word(match.group())]
        if not 0 < len(unknown) <= MOST:
            return question
        quoted = [match.span() for match in _QUOTED.finditer(question)]
        pieces: list[str] = []
        done = 0
        for match in unknown:
            if any(start <= match.start() < end for start, end in quoted):
                continue
            typed = match.group()
            if not typed.islower() and match.start() > 0:
                continue  # a name
            if meant := self._meant(typed, question):
                pieces += [question[done : match.start()], meant]
                done = match.end()
        asked = words(question)
        left = sum(not self._is_word(word) for word in asked) - len(pieces) // 2
        return question if 2 * left >= len(asked) else "".join([*pieces, question[done:]])

    def did_you_mean(self, answer: Answer, filters: SearchFilters) -> str | None:
        """Return what was not answered, asked of a name that the articles have instead of one that they lack.

        It is looked for in what was read, and where words stand that are much like those that no article has.
        """
        if not answer.abstained:
            return None
        question = answer.searched_for
        unknown = [word for word in words(question) if not self._is_word(word)]
        near: list[str] = []
        with index_errors():
            for word in unknown[:MOST]:
                if SHORTEST_NAME <= len(word) <= LONGEST:
                    letters = 2 if len(word) >= TWO_SLIPS else 1
                    found = self._index.having([word], beside=question, letters=letters, filters=filters)
                    near += [passage.text for passage in found]
        read = [one.text for one in answer.considered]
        return with_similar_name(question, [*read, *near], is_word=self._is_word)

    def _is_word(self, word: str) -> bool:
        key = fold(word)
        # the list is British; what the encoder knows has "math" and "theater" as well
        if key in FUNCTION_WORDS or key in english_words() or self._encoder.has_word(key):
            return True
        with index_errors():
            known = bool(self._index.known_words([key]))
        # to an index, which knows stems, "articls" is a word as well
        return known and not (len(key) <= LONGEST and _has_stem_of_questions(key))

    def _meant(self, typed: str, question: str) -> str | None:
        if not SHORTEST <= len(typed) <= LONGEST:
            return None
        near = one_slip_from(fold(typed))
        meant = next((word for word in near if "'" in word and word in english_words()), None)  # "didn't"
        if meant is None:
            likely = {
                word: likelihood * (OPENS_QUESTIONS if word in _OPENING else OF_QUESTIONS)
                for word, likelihood in near.items()
                if word in _ASKING
            }
            if typed.islower():
                others = {word: likelihood for word, likelihood in near.items() if word not in _ASKING}
                likely |= self._in_articles(others, question)
                if not likely and len(typed) >= SHORTEST_ELSEWHERE:
                    likely = {word: others[word] for word in others if english_words().get(word, 0) >= COMMON}
            meant = _clearly_meant(likely)
        return meant.capitalize() if meant and typed[0].isupper() else meant

    def _in_articles(self, near: Mapping[str, int], question: str) -> dict[str, int]:
        """Return those of the words that passages near the question have in lower case, by how often."""
        with index_errors():
            known = self._index.known_words(near)
            found = self._index.having(known, beside=question, limit=PASSAGES) if known else []
        written = Counter(word for one in found for word in words(one.text) if word.islower())
        stems: Counter[str] = Counter()
        for word, count in written.items():
            stems[stem(word)] += count
        return {
            word: near[word] * (written[word] + stems[stem(word)])
            for word in known
            if word in written or (word in english_words() and stems[stem(word)])
        }


def _has_stem_of_questions(word: str) -> bool:
    return any(near in _ASKING and stem(near) == stem(word) for near in one_slip_from(word))


def _clearly_meant(likely: Mapping[str, int]) -> str | None:
    """Return the likeliest word, where it is clearly more so than any that is no other form of it."""
    if not likely:
        return None
    best = max(likely, key=lambda word: likely[word])
    others = (count for word, count in likely.items() if stem(word) != stem(best))
    return best if likely[best] >= CLEARLY * max(others, default=0) else None
