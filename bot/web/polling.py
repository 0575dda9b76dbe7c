"""Who asks: a person, who waits for the answer, or Parkett itself, which has time?

Known by the context and not by an argument, so that it holds for every question that somebody's
polling leads to, however deep it is asked.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_POLLING: ContextVar[bool] = ContextVar("polling", default=False)


@contextmanager
def polling() -> Generator[None]:
    """What is asked inside lets people's questions go first."""
    token = _POLLING.set(True)
    try:
        yield
    finally:
        _POLLING.reset(token)


def is_polling() -> bool:
    return _POLLING.get()
