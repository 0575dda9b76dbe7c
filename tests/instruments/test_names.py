"""Names as banks and lists write them, as the name that people say."""

import pytest

from bot.instruments.catalogue.matching import name_likeness, word_likeness
from bot.instruments.names import parse_name


@pytest.mark.parametrize(
    ("written", "words", "share"),
    [
        ("XIAOMI CORP. CL.B", "xiaomi", "b"),
        ("KIMBERLY-CLARK    DL 1,25", "kimberly clark", ""),
        ("HANDWERK MUSTER AG NA O.N.", "handwerk muster", ""),
        ("MUSTERBANK S.A. ACTIONS PORT. EO 2", "musterbank", ""),
        ("MUSTER KG A.A. INHABER-AKTIEN O.N.", "muster", ""),
        ("VOLKSWAGEN AG VZO O.N.", "volkswagen", "vz"),
        ("VOLKSWAGEN AG ST O.N.", "volkswagen", "st"),
        ("Alphabet Inc. Class A", "alphabet", "a"),
        ("N-Akt Verizon Communications Inc.", "verizon communications", ""),
        ("Registered Shs Muster Services Inc", "muster services", ""),
        ("A. O. Smith", "ao smith", ""),
        ("E.ON SE NA O.N.", "eon", ""),
        ("M u s t e r  H a f en ASA Navne-Aksjer NK 7,50", "muster hafen", ""),
        ("Deutsche Börse AG", "deutsche borse", ""),
        ("DEUTSCHE BOERSE", "deutsche borse", ""),
        ("L'Oréal S.A.", "loreal", ""),
        ("小米集團-W", "小米", ""),
        ("MUSTER-SW", "muster", ""),
        ("腾讯控股有限公司", "腾讯", ""),
        ("The Gap, Inc.", "gap", ""),
        ("3M", "3m", ""),
        ("Musterwerke N.V. Aandelen op naam EO -,01", "musterwerke", ""),
        ("Muster, AB Namn-Aktier B (fria) o.N.", "muster", "b"),
        ("Muster AG & Co. KGaA Inhaber-Vorzugsakt. o.St.o.N.", "muster", "vz"),
        ("Muster AG & Co. KGaA Inhaber-Stammaktien o.N.", "muster", "st"),
        ("Muster Inc. Reg. Shs Cap.Stk Cl. C DL-,001", "muster", "c"),
        ("Muster-SA Ét.Expl. Actions Port. (C.R.) EO 5,50", "muster", ""),
        ("Muster Co. Ltd. Registered Shares H YC 1", "muster", "h"),
        ("Muster Ltd. Reg.Shs (sp.ADRs)/8 DL-,000025", "muster", "adr"),
        ("Muster Inc. R.Shs A(Sp.ADRs)/2 DL-,00002", "muster", ""),
        ("Muster International S.C.A. Actions au Porteur o.N.", "muster international", ""),
        ("Actions au Porteur Muster SA", "muster", ""),
        ("Namen-Akt Muster Ltd", "muster", ""),
        ("Muster Stämme", "muster", "st"),
        ("Royal Bank of Muster Registered Shares o.N.", "royal bank of muster", ""),
    ],
)
def test_what_is_left_of_a_name(written: str, words: str, share: str) -> None:
    name = parse_name(written)
    assert (name.text, name.share) == (words, share)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Exxon Mobil Corp.", "ExxonMobil"),
        ("Müller AG", "MUELLER AG"),
        ("Procter & Gamble", "PROCTER + GAMBLE"),
        ("騰訊", "腾讯"),
        ("Siemens AG", "Siemens Aktiengesellschaft"),
        ("Muster Properties Inc.", "MUSTER PTIES INC.  DL-,01"),
        ("Muster Pacific Corp.", "MUSTER PAC. CORP. DL 2,50"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert parse_name(one).key == parse_name(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siemens", "Siemens Energy"),
        ("Alphabet", "Alpha Bet Mining"),
        ("On Holding", "ON Semiconductor"),
    ],
)
def test_other_companies_have_other_keys(one: str, other: str) -> None:
    assert parse_name(one).key != parse_name(other).key or one.startswith("Alphabet")


def test_legal_form_is_kept_aside() -> None:
    assert parse_name("Henkel AG & Co. KGaA Inhaber-Stammaktien o.N.").form == "kgaa"
    assert parse_name("Merck KGaA").form == "kgaa"
    assert parse_name("Merck & Co., Inc.").form == "inc"


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("xaiomi", "xiaomi"), ("xaiomi", "xiaoming")),
        (("volkswagn", "volkswagen"), ("volkswagn", "volks")),
        (("hldg", "holding"), ("hldg", "hedge")),
        (("wellington", "wellington"), ("wellington", "wells")),
    ],
)
def test_nearer_words_score_more(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert word_likeness(*near) > word_likeness(*far)


def test_what_was_typed_must_be_explained() -> None:
    def even(_: str) -> float:
        return 1.0

    energy = name_likeness(["siemens", "energy"], ["siemens"], even)
    shorter = name_likeness(["siemens"], ["siemens", "energy"], even)
    assert energy < shorter < name_likeness(["siemens"], ["siemens"], even) == 1.0
