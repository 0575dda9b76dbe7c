"""Every table of quality, one after the other: `python -m tests.bench.quality`."""

import subprocess
import sys
from pathlib import Path

FILES = ("resolve.py", "text.py", "unseen.py", "several.py", "pages.py", "writing.py")

if __name__ == "__main__":
    here = Path(__file__).parent
    sys.exit(max(subprocess.call([sys.executable, str(here / name)]) for name in FILES))
