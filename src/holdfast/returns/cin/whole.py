"""A census file read to its end before anything of it is taken: a file that breaks off in the middle is not half taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from holdfast.returns.cin.model import Child, Header
from holdfast.returns.cin.read import Reader, Source, digest


@dataclass
class CensusFile:
    """What a file holds."""

    header: Header
    children: list[Child]
    sha256: str
    #: Elements that are not of the census, each with how often it was found.
    unknown: Counter[str]


def read(source: Source, *, progress: Callable[[int], None] | None = None) -> CensusFile:
    """Everything in a census file. Raises UnusableFile."""
    reader = Reader(source)
    children = []
    for child in reader.children():
        children.append(child)
        if progress is not None and len(children) % 1000 == 0:
            progress(len(children))
    assert reader.header is not None
    return CensusFile(reader.header, children, digest(source), reader.unknown)
