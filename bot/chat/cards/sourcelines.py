"""The lines that name what failed and what is still awaited; nothing fails silently."""

from bot.briefing import Briefing
from bot.chat.cards.escape import escape, plain
from bot.chat.wording.catalogue import Wording
from bot.market.models import Failure
from bot.news.models import SourceReport

_FINE = frozenset({"ok", "pending"})


def trouble_lines(
    failures: tuple[Failure, ...], reports: tuple[SourceReport, ...], wording: Wording
) -> list[str]:
    """One line for all sources that failed, by reason, and one for those that are pending."""
    failed: dict[str, str] = {}
    pending: dict[str, None] = {}
    for failure in failures:
        if failure.pending:
            pending[failure.source] = None
        else:
            failed.setdefault(failure.source, failure.error.code if failure.error else "other")
    for report in reports:
        if report.status == "pending":
            pending[report.name] = None
        elif report.status not in _FINE:
            failed.setdefault(report.name, report.status)
    lines: list[str] = []
    if failed:
        by_reason: dict[str, list[str]] = {}
        for source, code in failed.items():
            reason = wording.failed_because.get(code, wording.failed_because["other"])
            by_reason.setdefault(reason, []).append(escape(source, 40))
        named = [
            wording.failed.format(sources=", ".join(sources), reason=reason)
            for reason, sources in by_reason.items()
        ]
        lines.append("-# ⚠️ " + " · ".join(named))
    if pending:
        names = ", ".join(escape(name, 40) for name in pending)
        lines.append("-# ⏳ " + wording.pending.format(sources=names))
    return lines


def footer_of(briefing: Briefing, wording: Wording) -> str:
    """Which sources the card's facts are from, and that it is no advice. Plain text."""
    names = list(dict.fromkeys(plain(one.quote.source, 40) for one in briefing.snapshot.quotes))
    if briefing.snapshot.converted:
        names.append("EZB" if wording.code == "de" else "ECB")
    names += [plain(one.name, 40) for one in briefing.news.sources if one.items]
    return _foot(list(dict.fromkeys(names)), wording)


def footer_for(names: list[str], wording: Wording) -> str:
    """The same for a card without news."""
    return _foot(list(dict.fromkeys(plain(name, 40) for name in names)), wording)


def _foot(names: list[str], wording: Wording) -> str:
    if not names:
        return wording.disclaimer
    return f"{wording.sources.format(names=', '.join(names))} · {wording.disclaimer}"
