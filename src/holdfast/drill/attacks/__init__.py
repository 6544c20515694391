"""The attacks, by what they go for."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "entries",
    "erasing",
    "orders",
    "losses",
    "shape",
    "read_models",
    "application",
    "files",
    "keys",
    "together",
    "moments",
    "nobody",
)


def load() -> None:
    """Have every attack declared."""
    for name in MODULES:
        import_module(f"{__name__}.{name}")
