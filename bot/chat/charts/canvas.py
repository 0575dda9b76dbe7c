"""The drawing board: colours, type and smooth lines.

The pictures are drawn at twice the size at which Discord shows them. Lines and areas are drawn
once more enlarged as masks and reduced, which smooths them; text is smooth by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 600
_FINER = 2

Point = tuple[float, float]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours on a card of its own, so that Discord's dark and light themes both carry it."""

    card: str
    grid: str
    text: str
    muted: str
    up: str
    down: str
    lines: tuple[str, ...]


DARK = Theme(
    card="#181b22",
    grid="#2a2f3a",
    text="#f1f3f7",
    muted="#98a1b3",
    up="#2fcb8a",
    down="#ff6370",
    lines=("#5ea2ff", "#ffb454", "#2fcb8a", "#e07bff", "#ff6370", "#4fd6e0", "#d8dc5a", "#b0b8c8"),
)
LIGHT = Theme(
    card="#ffffff",
    grid="#e6e9ef",
    text="#161a22",
    muted="#687084",
    up="#0a9a5e",
    down="#d93442",
    lines=("#1f6fe0", "#d07a00", "#0a9a5e", "#9a3fd0", "#d93442", "#0f8f9c", "#85880a", "#5c6475"),
)
THEMES = {"dark": DARK, "light": LIGHT}


@lru_cache(maxsize=16)
def font(size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """Inter, from its wheel: Pillow's own font has neither € nor umlauts."""
    with as_file(files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf") as path:
        face = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    face.set_variation_by_axes([min(32, max(14, size // 2)), weight])
    return face


class Canvas:
    """One picture being drawn."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.image = Image.new("RGB", (WIDTH, HEIGHT), theme.card)
        self._draw = ImageDraw.Draw(self.image)

    def text(
        self,
        at: Point,
        text: str,
        size: int,
        colour: str,
        *,
        anchor: str = "la",
        weight: int = 400,
    ) -> None:
        self._draw.text(at, text, font=font(size, weight), fill=colour, anchor=anchor)

    def measure(self, text: str, size: int, weight: int = 400) -> float:
        """Width of the text in pixels."""
        return self._draw.textlength(text, font=font(size, weight))

    def fit(self, text: str, size: int, width: float, weight: int = 400) -> str:
        """The text, cut with an ellipsis where it is wider than that."""
        text = text[:120]
        if self.measure(text, size, weight) <= width:
            return text
        while text and self.measure(text + "…", size, weight) > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def rule(self, start: Point, end: Point, colour: str, width: int = 1) -> None:
        self._draw.line((start, end), fill=colour, width=width)

    def dashes(self, left: float, right: float, y: float, colour: str) -> None:
        """A dashed horizontal line."""
        for x in range(int(left), int(right), 14):
            self._draw.line(((x, y), (min(x + 7, right), y)), fill=colour, width=2)

    def box(self, box: tuple[float, float, float, float], colour: str) -> None:
        self._draw.rectangle(box, fill=colour)

    def pill(self, box: tuple[float, float, float, float], colour: str) -> None:
        radius = min(box[2] - box[0], box[3] - box[1]) / 2
        mask, origin = self._mask(box)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, mask.width - 1, mask.height - 1), radius * _FINER, fill=255
        )
        self._stamp(mask, origin, colour)

    def dot(self, at: Point, radius: float, colour: str) -> None:
        x, y = at
        self.pill((x - radius, y - radius, x + radius, y + radius), colour)

    def line(self, points: Sequence[Point], colour: str, width: float, frame: Box) -> None:
        """A smooth line inside the frame."""
        mask, origin = self._mask(frame)
        ImageDraw.Draw(mask).line(
            _enlarged(points, origin), fill=255, width=round(width * _FINER), joint="curve"
        )
        self._stamp(mask, origin, colour)

    def area(self, points: Sequence[Point], colour: str, frame: Box, strength: float = 0.3) -> None:
        """A fill under the line that fades towards the frame's lower edge."""
        mask, origin = self._mask(frame)
        shape = _enlarged(points, origin)
        floor = float(mask.height)
        ImageDraw.Draw(mask).polygon(
            [(shape[0][0], floor), *shape, (shape[-1][0], floor)], fill=round(255 * strength)
        )
        small = mask.reduce(_FINER)
        # In steps that the palette can hold: smooth to the eye, and a small file.
        fade = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        fade = fade.point([8 * (v // 8) for v in range(256)]).resize(small.size)
        self.image.paste(colour, origin, ImageChops.multiply(small, fade))

    def time_labels(
        self, ticks: Sequence[tuple[float, str]], left: float, right: float, y: float
    ) -> None:
        """Labels under a time axis at their places (0..1); years first, then what has room."""
        taken: list[tuple[float, float]] = []
        for place, label in sorted(ticks, key=lambda tick: not tick[1].isdigit()):
            half = self.measure(label, 22) / 2
            x = min(max(left + place * (right - left), left + half), right - half)
            begin, end = x - half - 10, x + half + 10
            if all(end <= other[0] or other[1] <= begin for other in taken):
                self.text((x, y), label, 22, self.theme.muted, anchor="ma")
                taken.append((begin, end))

    def png(self) -> bytes:
        """The picture as a PNG with a palette: a third of the bytes of full colour."""
        out = BytesIO()
        palette = self.image.quantize(
            128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        palette.save(out, "PNG", compress_level=4)
        return out.getvalue()

    def _mask(self, box: tuple[float, float, float, float]) -> tuple[Image.Image, tuple[int, int]]:
        left, top, right, bottom = (round(edge) for edge in box)
        size = (max(1, right - left) * _FINER, max(1, bottom - top) * _FINER)
        return Image.new("L", size, 0), (left, top)

    def _stamp(self, mask: Image.Image, origin: tuple[int, int], colour: str) -> None:
        self.image.paste(colour, origin, mask.reduce(_FINER))


def _enlarged(points: Sequence[Point], origin: tuple[int, int]) -> list[Point]:
    left, top = origin
    return [((x - left) * _FINER, (y - top) * _FINER) for x, y in points]
