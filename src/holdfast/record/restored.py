"""That a backup was put back, until it is known that nothing was signed since: until then nothing is signed, and nothing begins.

What was signed after the backup, and was seen by a witness, would else be signed otherwise: a second history.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from holdfast.record.witnessing import Witnesses, policy

_SAW_MORE = "saw a ledger of"


def mark() -> Path:
    """The file that stands in the home from a restore until it is known that nothing later was signed."""
    return Path(settings.HOLDFAST_HOME) / "restored"


def not_settled() -> str:
    """Why nothing may be signed yet, in words; "" where no backup was put back, or it is settled."""
    if not mark().exists():
        return ""
    return (
        "A backup was put back, and it is not known yet that nothing was signed after it was made. Nothing is signed until the witnesses have said so: "
        "`holdfast restore --settle` asks them, or says what to do."
    )


def settle(*, nothing_later: bool) -> str:
    """Ask the witnesses whether they saw more than this ledger holds; what stands in the way, in words, or "" once it is settled.

    Where no witness was ever named nobody else can know: whoever restores says it (`nothing_later`).
    """
    named = policy()
    if named is None or not named.witnesses:
        if not nothing_later:
            return (
                "No witness is named here, so nobody but you can know whether more was signed after the backup was made. If a later copy of the ledger's "
                "folder is to be had (of this machine's old disk, or of anybody who copied the public ledger), put it in the place of this one, and run "
                "this again. If there is none, and you answer for that: `holdfast restore --settle --nothing-later`."
            )
        mark().unlink(missing_ok=True)
        return ""
    asked = Witnesses()
    asked.ask()
    # Each of them, and not the quorum: what they cosigned of this head before says nothing of what came after it.
    problem = "; ".join(asked.against())
    if _SAW_MORE in problem:
        return (
            f"More was signed than this backup holds: {problem}. Put the later copy of the ledger's folder in the place of this one (the witness's "
            "organisation, or anybody who copied the public ledger, has the tiles), run this again, then `holdfast recover`, which says what is lost."
        )
    if problem:
        return f"The witnesses must answer first, and they do not: {problem}"
    mark().unlink(missing_ok=True)
    return ""
