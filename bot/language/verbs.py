"""German verbs in two parts ("legt … zu", "brach … ein"), read as one word with their direction."""

import re
from functools import cache

from bot.language.wordlists import alternatives, section, table

APART = 60  # characters between the two parts

_STEM = re.compile(
    r"\b(leg|zieh|zog|nimm|nehm|nahm|geh|ging|gib|geb|gab|fahr|fähr|fuhr|brech|brich|brach|sack|stock"
    r"|heb|hob|setz|schraub|weit|bau|hol|dreh|lass|läss|liess|fall|fäll|fiel|büss|rutsch|stürz|flau"
    r"|schwäch|kühl|trüb|stuf)(?:|e|t|en|te|ten|n|et|st)\b"
)
_END = re.compile(
    r"\s(zu|an|nach|zurück|ein|ab|auf|aus|hoch|herab|herauf|herunter)(?=$|[\s,.;:!?-])|[;:]|(?<!mrd)(?<!mio)\.(?!\d)"
)
_MEANING = {
    "rising": "steigt", "falling": "sinkt", "better": "hochgestuft", "worse": "abgestuft",
    "nothing": "",
}  # fmt: skip


def joined(clause: str) -> str:
    """The folded clause, in which one verb at the end says what two parts said."""
    place = 0
    while stem := _STEM.search(clause, place):
        place = stem.end()
        for end in _END.finditer(clause, place, place + APART):
            if end.group(1) is None:
                break
            verb = _meanings().get(f"{stem.group(1)} {end.group(1)}")
            if verb is not None:
                between = clause[stem.end() : end.start()]
                told = f"{between} {verb}".rstrip()
                clause = clause[: stem.start()] + told + clause[end.end() :]
                place = stem.start()
                break
    return clause


@cache
def _meanings() -> dict[str, str]:
    """The verb for each pair of a stem and an end."""
    lists = section(table("tone")["separable"])
    return {
        pair: verb
        for name, verb in _MEANING.items()
        for pair in alternatives(lists[name].casefold())
    }
