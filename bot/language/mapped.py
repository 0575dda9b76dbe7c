"""py3langid's model, unpacked once on this machine and mapped into every process that asks it.

Unpacked it takes 70 MB of memory and half a second in each process; mapped, only the pages that a
text touches, which all processes share. Where no safe folder is to be had, it is unpacked as usual.
"""

import logging
import os
import stat
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

_log = logging.getLogger(__name__)

_langid: Any = import_module("py3langid.langid")
_load: Any = import_module("py3langid.modelio").load_model
_MODEL: Path = _langid.MODEL_DIR / _langid.MODEL_FILE
_WHOLE = "whole"  # stands in the folder once everything else does


def identifier() -> Any:
    """The identifier over the mapped model, else over one of this process's own."""
    try:
        return _mapped(_unpacked(_own_folder()))
    except (OSError, ValueError) as error:
        _log.info("the model of languages is not shared with other processes: %s", error)
        return _langid.LanguageIdentifier.from_model_file(_langid.MODEL_FILE, norm_probs=True)


def _own_folder() -> Path:
    """A folder that nobody else can write to. Raises OSError where there is none."""
    user = os.getuid() if hasattr(os, "getuid") else ""
    folder = Path(tempfile.gettempdir()) / f"parkett-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    foreign = hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o077)
    if not stat.S_ISDIR(found.st_mode) or foreign:
        raise OSError(f"{folder} belongs to others")
    return folder


def _unpacked(folder: Path) -> Path:
    """The folder with the parts of this very model, written there if it is not yet."""
    packed = _MODEL.stat()
    place = folder / f"langid-{packed.st_size:x}-{packed.st_mtime_ns:x}"
    if (place / _WHOLE).exists():
        return place
    ptc, pc, classes, nextmove, row, output = _load(_MODEL)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as name:
        made = Path(name) / "made"
        made.mkdir()
        parts = {"ptc": ptc, "pc": pc, "classes": classes, "output": output}
        for part, values in parts.items():
            np.save(made / f"{part}.npy", np.asarray(values), allow_pickle=False)
        arrays: dict[str, Any] = {"nextmove": nextmove, "row": row}
        for part, values in arrays.items():
            np.save(made / f"{part}.npy", np.frombuffer(values, values.typecode))
        (made / _WHOLE).touch()
        try:
            made.rename(place)
        except OSError:
            if not (place / _WHOLE).exists():  # else another process was quicker
                raise
    return place


def _mapped(place: Path) -> Any:
    def part(name: str, *, mapped: bool = False) -> Any:
        return np.load(place / f"{name}.npy", mmap_mode="r" if mapped else None)

    return _langid.LanguageIdentifier(
        part("ptc", mapped=True),
        part("pc"),
        part("classes").tolist(),
        memoryview(part("nextmove", mapped=True)),
        part("output").tolist(),
        norm_probs=True,
        tk_row=part("row").tolist(),
    )
