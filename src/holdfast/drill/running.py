"""Running the drill: each attack on a copy of its own, then what everybody says, held against what was claimed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psycopg
from django.db import DatabaseError

from holdfast.drill.claims import Attack, Caught, Declared, Harmless, Observer, Refused
from holdfast.drill.observers import Said, look_around
from holdfast.drill.scene import Scene, Stage
from holdfast.record.gate import NotReady
from holdfast.record.sequencer import LedgerRefused


@dataclass(frozen=True)
class Result:
    """What came of an attack, and, where a claim failed, why it did."""

    attack: Attack
    #: In words, who saw it or why nobody did.
    outcome: str
    failed: str = ""
    said: Said = field(default_factory=dict)


def run(stage: Stage, attacks: Sequence[Attack], tell: Callable[[Result, int, int], None]) -> list[Result]:
    """Make these attacks, one after another; each is told of as it ends."""
    results = []
    for done, attack in enumerate(attacks, start=1):
        results.append(_one(stage, attack))
        tell(results[-1], done, len(attacks))
    return results


def _one(stage: Stage, attack: Attack) -> Result:
    if attack.deed is None:
        assert isinstance(attack.claim, Declared)
        return Result(attack, f"declared: {attack.claim.why}")
    with stage.scene() as scene:
        refused = _do(attack, scene)
        said = look_around(scene)
    return judged(attack, refused, said)


def _do(attack: Attack, scene: Scene) -> str:
    """Attack; how it was refused, or nothing where it was done."""
    assert attack.deed is not None
    try:
        attack.deed(scene)
    except (psycopg.Error, DatabaseError, NotReady, LedgerRefused) as why:
        return str(why) or type(why).__name__
    return ""


def judged(attack: Attack, refused: str, said: Said) -> Result:
    """An attack's result: what was seen against what was claimed."""
    claim, failed = attack.claim, ""
    if isinstance(claim, Refused):
        if claim.words not in refused:
            failed = f"it was not refused in these words: {claim.words!r}" + (f", but: {refused}" if refused else "")
        return Result(attack, f"refused: {_short(refused)}", failed or _nobody(said), said)
    if refused:
        return Result(attack, f"refused: {_short(refused)}", "it was refused, and that is not what was claimed", said)
    if isinstance(claim, Harmless):
        return Result(attack, f"harmless: {claim.why}", _nobody(said), said)
    if isinstance(claim, Declared):
        return Result(attack, f"declared: {claim.why}", _nobody(said), said)
    missed = [each for each in claim if not any(each.words in words for words in said.get(each.by, ()))]
    failed = "; ".join(f"{each.by.value} did not say {each.words!r}" for each in missed)
    return Result(attack, "caught by " + "; ".join(map(_who, claim)), failed, said)


def _who(each: Caught) -> str:
    return f"{each.by.value} (“{each.words}”)"


def _nobody(said: Said) -> str:
    """That somebody speaks who should have nothing to say."""
    loud = [observer for observer in Observer if observer in said]
    return "" if not loud else "; ".join(f"{observer.value} says: {_short(said[observer][0])}" for observer in loud)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 110 else line[:107] + "…"
