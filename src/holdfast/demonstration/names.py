"""Invented names: birds, trees and weather. Nobody is meant."""

from __future__ import annotations

from random import Random

FIRST = (
    "Wren", "Lark", "Robin", "Jay", "Finch", "Linnet", "Merle", "Teal", "Swift", "Rook", "Heron", "Ash", "Rowan", "Hazel", "Willow",
    "Linden", "Juniper", "Bay", "Bramble", "Clover", "Fern", "Ivy", "Sorrel", "Tansy", "Yarrow", "Sage", "Briar", "Bryony", "River",
    "Brook", "Dale", "Glen", "Marlow", "Misty", "Storm", "Sunny", "Autumn", "Winter", "Summer", "Skye", "Amber", "Flint", "Jasper",
    "Coral", "Opal", "Ruby", "Slate", "Sandy", "Coombe", "Heath",
)  # fmt: skip
LAST = (
    "Invented", "Example", "Madeup", "Nowhere", "Pretend", "Sample", "Fable", "Story", "Placeholder", "Fiction", "Imagine", "Samplewell",
    "Fablewood", "Storybrook", "Exampleton", "Pretendham", "Inventley", "Nowherby", "Madeupton", "Fictionby",
)  # fmt: skip


def name(random: Random) -> str:
    """An invented name."""
    return f"{random.choice(FIRST)} {random.choice(LAST)}"
