"""What was found, as JSON and in words for a court."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from holdfast_verify.bundles import FIRST_ADDED, Found
from holdfast_verify.notes import Head
from holdfast_verify.sealed import Sealed

NEVER_SAID = "Whether anything sealed concerns this matter is never said here."
NOT_SHOWN = "This does not show that it is true, or that everything was written down."


def said_of(head: Head) -> dict[str, object]:
    """What is said of a head: whose log, how large, and who saw it when."""
    seen = {key.name: datetime.fromtimestamp(time, UTC).isoformat() for key, time in head.seen_by.items()}
    return {"log": head.origin, "leaves": head.size, "root": head.root.hex(), "seen_by": seen}


def said_of_bundle(found: Found) -> dict[str, object]:
    """What is said of a bundle."""
    return {
        "matter": found.matter,
        "type": found.kind,
        "rooms": found.rooms,
        "rooms_withheld_or_empty": found.withheld,
        "entries_cited": found.cited,
        "entries_left_out": found.closed,
        "parts_left_out": found.parts_left_out,
        "not_shown_whether_it_goes_on": found.unknown_after,
        "words_erased_by_order": [asdict(each) for each in found.erased],
        "last_recorded": found.last_recorded,
        "head": said_of(found.head),
    }


def words_of(found: dict[str, object]) -> str:
    """What was found of a receipt or a ledger, in words."""
    where = f"It stands at place {found['place']} of" if "place" in found else "The whole of"
    recorded = f" since it was recorded on {found['recorded_at']}" if "recorded_at" in found else " since it was recorded"
    return (
        f"Unchanged{recorded}. {where} the ledger {found['log']}, among {found['leaves']} leaves ({_seen(found['seen_by'])}).\n{NOT_SHOWN}"
    )


def _seen(seen: object) -> str:
    assert isinstance(seen, dict)
    return "; ".join(f"{name} saw it on {when}" for name, when in seen.items()) or "no witness was asked for"


def words_of_bundle(found: Found) -> str:
    """What was found of a bundle, in words."""
    head = said_of(found.head)
    rooms = "".join(f"\n  {name}: {_all_of(count)}" for name, count in found.rooms.items())
    return (
        f"All there, and unchanged since it was recorded (the last on {found.last_recorded or 'a day that is not shown'}). "
        f"The matter {found.matter} in the ledger {head['log']}, among {head['leaves']} leaves ({_seen(head['seen_by'])}).{rooms}\n"
        f"{_others(found)}{_left_out(found)}{_erased(found)}\n{NEVER_SAID}\n{NOT_SHOWN}"
    )


def _all_of(count: int) -> str:
    return "entry 1 is there, and there is no second" if count == 1 else f"entries 1 to {count} are there, and there is no {count + 1}"


def words_of_sealed(found: Sealed, entries: int) -> str:
    """What the guardians of what is sealed see, in words."""
    count, inside = len(found.entries), sum(found.entries)
    return (
        f"{count} matters are sealed, and hold {inside} of the ledger’s {entries} entries; there is no further one, and no two stand at one place. "
        "What they say, and of whom, cannot be read with the guardians’ halves."
    )


def _others(found: Found) -> str:
    if found.withheld is None:
        return "What other rooms this matter has is not shown: withheld or empty."
    if not found.withheld:
        return "It has no other room."
    words = "withheld" if all(number >= FIRST_ADDED for number in found.withheld) else "withheld or empty"
    return f"Of {len(found.withheld)} other rooms nothing is shown: {words}."


def _erased(found: Found) -> str:
    return "".join(
        f"\nThe words of {each.entry} were erased by order{f' ({each.authority})' if each.authority else ''}: {each.said_by} says so, and the order "
        f"is the matter {each.order} of this ledger. What else was recorded of it is unchanged."
        for each in found.erased
    )


def _left_out(found: Found) -> str:
    counts = {"entries": found.closed, "parts of entries": found.parts_left_out}
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    unknown = "".join(
        f"\nThe last entry of {place} is left out, so whether it goes on under another secret is not shown."
        for place in found.unknown_after
    )
    return (f" Left out, and shown to be there: {said}." if said else "") + unknown
