"""The identifiers' models take less memory than in their libraries, and say the same."""

import tempfile
from importlib import import_module
from pathlib import Path

import pytest

from bot.language import mapped
from bot.language.profiles import Profiles

TEXTS = (
    "Xiaomi erhöht die Prognose für das laufende Jahr",
    "Apple beats estimates on strong iPhone sales",
    "Le groupe annonce une hausse de son dividende",
    "Bolaget höjer utdelningen efter ett rekordår",
    "Новости компании",
    "",
)


def test_the_mapped_model_says_what_the_packed_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    langid = import_module("py3langid.langid")
    packed = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    unpacking, again = mapped.identifier(), mapped.identifier()
    [folder] = tmp_path.iterdir()
    assert [path.name.split("-")[0] for path in folder.iterdir()] == ["langid"]
    for text in TEXTS:
        assert packed.rank(text) == unpacking.rank(text) == again.rank(text)


def test_a_folder_that_others_can_write_to_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mapped.identifier()
    [folder] = tmp_path.iterdir()
    [place] = folder.iterdir()
    (place / "ptc.npy").write_bytes(b"nonsense")
    folder.chmod(0o777)
    assert mapped.identifier().classify(TEXTS[0])[0] == "de"
    folder.chmod(0o700)
    assert mapped.identifier().classify(TEXTS[0])[0] == "de"  # damaged: not used either


def test_the_smaller_table_gives_the_same_shares() -> None:
    library = import_module("langdetect.detector_factory")
    large = library.DetectorFactory()
    large.load_profile(library.PROFILES_DIRECTORY)
    small = Profiles()
    small.load_profile(library.PROFILES_DIRECTORY)
    assert small.get_lang_list() == large.get_lang_list()
    for factory in (large, small):
        factory.set_seed(0)
    for text in TEXTS[:-1]:
        found: list[list[str]] = []
        for factory in (large, small):
            detector = factory.create()
            detector.append(text)
            found.append([repr(one) for one in detector.get_probabilities()])
        assert found[0] == found[1]
