"""Instruments and answers of `resolve` as JSON, to the letter of the design's section 7."""

from bot.errors import AmbiguousInstrument, InvalidIdentifier, ParkettError, UnknownInstrument
from bot.instruments.identifiers import REASONS
from bot.instruments.models import Ambiguous, Found, Instrument, Invalid, Resolution, Unknown

Document = dict[str, object]


def instrument_document(instrument: Instrument) -> Document:
    """{"name", "isin", "wkn", "listings": [{"symbol", "venue", "mic", "currency", "home"}]}"""
    return {
        "name": instrument.name,
        "isin": instrument.isin,
        "wkn": instrument.wkn,
        "listings": [
            {
                "symbol": one.symbol,
                "venue": one.venue,
                "mic": one.mic,
                "currency": one.currency,
                "home": one.home,
            }
            for one in instrument.listings
        ],
    }


def resolution_document(query: str, resolution: Resolution) -> Document:
    """The answer of `resolve`.

    candidates: for "ambiguous" those to choose from, for "unknown" the nearest; the form of each
    is that of "instrument". "invalid" has "error" besides.
    """
    match resolution:
        case Found(instrument, confidence):
            return _document(query, "found", instrument, confidence, ())
        case Ambiguous(candidates):
            return _document(query, "ambiguous", None, 0.0, candidates)
        case Unknown(nearest):
            return _document(query, "unknown", None, 0.0, nearest)
        case Invalid():
            error = resolution_error(query, resolution)
            document = _document(query, "invalid", None, 0.0, ())
            return document | {"error": {"code": error.code, "message": str(error)}}


def _document(
    query: str,
    status: str,
    instrument: Instrument | None,
    confidence: float,
    candidates: tuple[Instrument, ...],
) -> Document:
    return {
        "query": query,
        "status": status,
        "instrument": instrument_document(instrument) if instrument else None,
        "confidence": confidence,
        "candidates": [instrument_document(one) for one in candidates],
    }


def resolution_error(query: str, resolution: Ambiguous | Unknown | Invalid) -> ParkettError:
    """What a person is told where no instrument was found."""
    match resolution:
        case Ambiguous(candidates):
            return AmbiguousInstrument(query=query, candidates=_names(candidates))
        case Unknown(nearest):
            return UnknownInstrument(query=query, nearest=_names(nearest) or "none")
        case Invalid(kind, value, reason):
            return InvalidIdentifier(
                kind=kind, value=value, reason=REASONS.get(reason, "it is malformed")
            )


def _names(instruments: tuple[Instrument, ...]) -> str:
    return ", ".join(dict.fromkeys(one.name for one in instruments))
