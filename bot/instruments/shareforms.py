"""Legal forms and share kinds: what stands around the name that people say.

Banks write "<name> <legal form> <kind of share> <nominal value>", each in the language of the
company's home: "Stellantis N.V. Aandelen op naam EO -,01", "Volvo, AB Namn-Aktier B (fria) o.N.".
"""

from itertools import pairwise

from bot.instruments.wordsets import word_set

_LEGAL = word_set(
    "ag se sa nv bv plc inc incorporated corp corporation co company companies ltd limited llc "
    "lp llp kgaa kg gmbh spa ab asa as oyj oy sab cv pjsc ojsc jsc pao pt tbk bhd berhad nyrt "
    "kk pcl mbh ev eg sae saog psc sca scs saa srl sarl ltda nl na tic ao oao de the und and "
    "aktiengesellschaft compa"
)
# Forms with which a name ends: what follows is about the share.
_LAST = word_set(
    "ag se sa nv plc inc incorporated corp corporation ltd limited llc lp kgaa spa ab asa as oyj "
    "pjsc ojsc tbk berhad nyrt sca scs aktiengesellschaft"
)
# Words for a share in the languages of the exchanges, which no company has in its name.
_NOUN = word_set(
    "aktie aktien akt inhaberaktien inhaberaktie namensaktien namensaktie namenaktien "
    "vorzugsaktien vorzugsaktie vorzugsakt stammaktien stammaktie stammakt shares share shs "
    "actions action azioni azione acciones aandelen aandeel aksjer aksje aktier akcie osakkeet "
    "anteile genussscheine genussschein partizipationsscheine partizipationsschein adr adrs ads "
    "gdr gdrs nam inh"
)
_SHARE = _NOUN | word_set(
    "inhaber inhabera namens namen na registered reg rg regd ordinary ord common commo "
    "stock vz vzo vzna vna vorzuge vorzug pref preferred st stamm stamme sponsored spons spon "
    "sp unsp unsponsored cl class series new neue jge junge on o n eo dl ps gs ant bearer port "
    "act nom vink vinkulierte br navne namn registeredshares regpt depositary receipt receipts "
    "dr cert non voting shsa fria op naam aan toonder"
)
_CLASSES = {
    **dict.fromkeys(
        (
            "vz", "vzo", "vzna", "vorzugsaktien", "vorzugsaktie", "vorzugsakt", "vorzuge",
            "vorzug", "pref", "preferred", "pf",
        ),
        "vz",
    ),
    **dict.fromkeys(("st", "stamm", "stamme", "stammaktien", "stammaktie", "stammakt"), "st"),
    **dict.fromkeys(("adr", "adrs", "ads", "gdr", "gdrs", "depositary"), "adr"),
    **dict.fromkeys(("receipts", "receipt"), "adr"),
    **dict.fromkeys(("ps", "partizipationsscheine", "partizipationsschein"), "ps"),
    **dict.fromkeys(("gs", "genussscheine", "genussschein"), "gs"),
}  # fmt: skip
_CLASS = frozenset({"cl", "class", "series"})
_FORMS = {
    "inc": "inc", "incorporated": "inc", "corp": "inc", "corporation": "inc", "co": "inc",
    "company": "inc", "ag": "ag", "aktiengesellschaft": "ag", "se": "se", "kgaa": "kgaa",
    "plc": "plc", "ltd": "ltd", "limited": "ltd", "nv": "nv", "sa": "sa", "spa": "spa", "ab": "ab",
    "asa": "as", "as": "as", "tbk": "tbk", "bhd": "bhd", "berhad": "bhd", "oyj": "oyj",
}  # fmt: skip
_CUT = ("corporation", "incorporated", "company", "limited", "aktiengesellschaft")
# Words that can be a name's second word as well as a share's kind.
_CARELESS = frozenset({"on", "de", "o", "n", "act", "nom", "new", "and", "stock", "gs", "ps"})
_HEAD = word_set(
    "shs registered reg shares akt n b a namens namen nam inhaber inh actions au porteur azioni "
    "acciones aandelen navne namn aksjer aktier the fdbl"
)
_HEAD_ALONE = frozenset({"shs", "the", "fdbl", "akt"})


def strip_tail(words: list[str], *, fund: bool = False) -> tuple[list[str], str, str]:
    """Take legal forms and share kinds off the end; never the first word.

    Returns the rest, the share class that was told ("b", "vz"), and the legal form.
    """
    words, share = ([*words], "") if fund else _cut_behind_form(words)
    form = ""
    popped = bool(share)
    while len(words) > 1:
        last = words[-1]
        if last in _LEGAL or last in _SHARE:
            if last in _CARELESS and len(words) < 3 and not popped and len(words[0]) < 4:
                break
            share = _CLASSES.get(last, share)
            form = _FORMS.get(last, form) if form != "kgaa" else form
        elif len(last) == 1 and last in "abcdhz" and not (len(words) == 2 and len(words[0]) == 1):
            share = share or last
        elif not (
            (last.isdigit() and popped and len(last) <= 2 and len(words) > 2)
            or (not popped and len(last) >= 4 and any(one.startswith(last) for one in _CUT))
        ):
            break
        popped = True
        words.pop()
    return words, share, form


def _cut_behind_form(words: list[str]) -> tuple[list[str], str]:
    """The words up to the legal form, where a word for shares stands behind it."""
    noun = next((n for n, word in enumerate(words) if word in _NOUN), 0)
    for position in range(noun - 1, 0, -1):
        if words[position] in _LAST:
            return words[: position + 1], _share_told(words[position + 1 :])
    return [*words], ""


def _share_told(told: list[str]) -> str:
    """The share class in what a bank writes behind the legal form."""
    kinds = [_CLASSES[one] for one in told if one in _CLASSES]
    if "vz" in kinds:  # also "o.St.", without a vote
        return "vz"
    for before, one in pairwise(told):
        if one in {"a", "b", "c", "h"} and (before in _NOUN or before in _CLASS):
            return "" if "adr" in kinds else one  # the class behind the receipt is not the line's
    return kinds[0] if kinds else ""


def strip_head(words: list[str]) -> list[str]:
    """ "Registered Shs Quanta", "AKT -B- NIKE", "The Walt Disney": share words before the name."""
    count = 0
    while count < len(words) and words[count] in _HEAD:
        count += 1
    if count and count < len(words) and (count > 1 or words[0] in _HEAD_ALONE):
        return words[count:]
    return words
