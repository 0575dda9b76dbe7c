"""Words as the comparison of texts needs them: folded, without endings, without fillers.

Chinese has no blanks, so its pairs of characters stand for words.
"""

import re

_TOKEN = re.compile(r"[\u3400-\u9fff]+|\d+(?:[.,]\d+)*|[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_]+)?")
_HAN = re.compile(r"[\u3400-\u9fff]")

STOPWORDS = frozenset(
    """der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine mit von
    vom für auf aus bei beim nach über unter zum zur im in ins am an ist sind wird werden wurde wurden
    war waren hat haben hatte hatten kann können soll sollen sich auch noch mehr als wie wegen gegen
    durch vor seit ab bis um zwischen so es er sie wir ihr man dass zu da doch nur schon sein seine
    seinen seiner ihre ihren ihrer diese dieser dieses diesem diesen dabei damit dazu worden sowie
    bereits laut rund etwa zudem jedoch was wer wo wenn weil ob denn dann hier dort sei seien habe
    the a an of and or but not no to for on with at by from as is are was were be been has have had
    will would can could should its it this that these those their his her our they he she we you
    than after before over under into out up down says said say also more most some such which who
    what when where why how if while there about all any both each other only own same too very just
    amid per via vs""".split()
)

_GERMAN_ENDINGS = ("ungen", "isch", "ern", "em", "en", "er", "es", "e", "s", "n")
_ENGLISH_ENDINGS = ("ing", "ies", "ied", "ed", "es", "ly", "s")


def words(text: str) -> list[str]:
    """All words, folded, in order; a run of Chinese gives its pairs of characters."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if _HAN.match(token):
            found += (
                [token[i : i + 2] for i in range(len(token) - 1)] if len(token) > 1 else [token]
            )
        else:
            found.append(token.casefold().replace("’", "'"))
    return found


def stem(word: str) -> str:
    """A crude common stem for German and English: good enough to compare, never to show."""
    if len(word) < 5 or word[0].isdigit():
        return word
    if word.endswith(("'s",)):
        word = word[:-2]
    for ending in (*_ENGLISH_ENDINGS[:4], *_GERMAN_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content_words(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOPWORDS and len(word) > 1]


def count_words(text: str) -> int:
    """Words as a person counts them; of Chinese, every second character."""
    return sum((len(token) + 1) // 2 if _HAN.match(token) else 1 for token in _TOKEN.findall(text))
