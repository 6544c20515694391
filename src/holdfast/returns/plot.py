"""A trend as a line, drawn by the server: the shapes of a picture, to be read beside the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 12, 34
#: Labels under the line, at most.
_LABELS = 8


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of the line."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of an axis, and the line that belongs to it."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A line of shares between none and all. `lines`: its pieces, broken where there is no value."""

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    across: tuple[Mark, ...]
    along: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    bottom: int = HEIGHT - _BOTTOM


def plot_of(values: Sequence[tuple[str, float | None]]) -> Plot:
    """The plot of values between 0 and 1, each with its label; None: there is none, and the line has a gap."""
    span = max(1, len(values) - 1)

    def x(n: int) -> float:
        return round(_LEFT + n * (WIDTH - _LEFT - _RIGHT) / span, 1)

    def y(value: float) -> float:
        return round(_TOP + (1 - value) * (HEIGHT - _TOP - _BOTTOM), 1)

    dots = [None if value is None else Dot(x(n), y(value), f"{label}: {100 * value:.1f}%") for n, (label, value) in enumerate(values)]
    pieces: list[list[Dot]] = [[]]
    for dot in dots:
        if dot is not None:
            pieces[-1].append(dot)
        elif pieces[-1]:
            pieces.append([])
    step = max(1, -(-len(values) // _LABELS))
    return Plot(
        lines=tuple(" ".join(f"{d.x},{d.y}" for d in piece) for piece in pieces if len(piece) > 1),
        dots=tuple(d for d in dots if d is not None),
        across=tuple(Mark(y(share / 100), f"{share}%") for share in (0, 25, 50, 75, 100)),
        along=tuple(Mark(x(n), label) for n, (label, _) in enumerate(values) if n % step == 0),
    )
