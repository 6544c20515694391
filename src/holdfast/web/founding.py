"""From an empty server to a partnership whose first people can sign in: each step is done once, and can be asked for again.

Nothing that is there is ever undone or replaced; what is left is said in words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from holdfast.accounts import admitting
from holdfast.accounts.models import Account, Admission
from holdfast.database.time import now
from holdfast.partnership import queries
from holdfast.partnership.arrangement import found_together, signatures
from holdfast.partnership.models import AccountManager, Agency
from holdfast.record.holding import reading_all
from holdfast.vault.master import read_master_key
from holdfast.vault.models import KeySplit
from holdfast.vault.shares import fingerprint, split
from holdfast.web.checking import check_server
from holdfast.web.plan import Plan
from holdfast.web.running import prepare


@dataclass(frozen=True)
class Step:
    """One step: what it is, whether it is done, and what was done or is left to do."""

    what: str
    done: bool
    words: str = ""


def set_up(plan: Plan, folder: Path) -> Iterator[Step]:
    """Every step, in order; ends with the first that cannot be done yet. Files to hand over are written into `folder`.

    Raises CannotSetUp, NoMasterKey, NoSigningKey, SharesRefused, OSError.
    """
    wrong = [checked for checked in check_server() if checked.wrong]
    for checked in wrong:
        yield Step(checked.what, False, checked.wrong)
    if wrong:
        return
    yield Step("The server and this machine are as they must be", True)
    made = prepare(nature="real", host=plan.host)
    yield Step("The database is ready, and real for ever", True, "made now" if made else "")
    ready = _split_keys(plan, folder)
    yield ready
    if not ready.done:
        return
    yield _found(plan)
    yield from _invite(plan, folder)


def _split_keys(plan: Plan, folder: Path) -> Step:
    what = "The master key is split between organisations, and a restore was tried"
    key = read_master_key()
    made = KeySplit.objects.using("owner").filter(fingerprint=fingerprint(key))
    if made.filter(restore_tested_at__isnull=False).exists():
        return Step(what, True)
    shares = folder / "shares"
    if not made.exists():
        if shares.exists() and any(shares.iterdir()):
            return Step(what, False, f"{shares} is not empty, and holds shares of another key: choose another folder")
        for number, share in enumerate(split(key, threshold=plan.threshold, holders=plan.holders), start=1):
            write_for_one(shares / f"share-{number}.txt", f"{share.words}\n")
            write_for_one(shares / f"share-{number}.for", f"{share.holder}\n")
        KeySplit.objects.using("owner").create(
            fingerprint=fingerprint(key), threshold=plan.threshold, holders=list(plan.holders), split_at=now()
        )
    return Step(
        what,
        False,
        f"Hand each share in {shares} to its organisation by hand (share-1.for names whose share-1.txt is), let any {plan.threshold} of them be brought "
        f"back, and run `holdfast keys test-restore FILE FILE …` with those. Then run this again. Nothing is recorded before",
    )


def _found(plan: Plan) -> Step:
    what = "The partnership is founded, with the arrangement that its organisations signed"
    with reading_all():
        there = Agency.objects.exists()
        signed = signatures() if there else []
    if there:
        other = (
            ""
            if any(each.digest == plan.arrangement.digest for each in signed)
            else "; the document in the plan is another than was signed then"
        )
        return Step(what, True, f"founded before with {len(signed)} signatures{other}. Organisations that come later join in the browser")
    found_together(name=plan.partnership, arrangement=plan.arrangement, founders=plan.founders)
    return Step(what, True, f"founded now, with {len(plan.founders)} signatures; the document's SHA-256 is {plan.arrangement.digest}")


def _invite(plan: Plan, folder: Path) -> Iterator[Step]:
    """An invitation for each first account manager who has none and no account."""
    emails = {founder.name: founder.email for founder in plan.founders}
    with reading_all():
        directory = queries.directory()
        managers = list(AccountManager.objects.order_by("since", "worker_id").values_list("worker_id", "agency_id"))
    for worker, agency in managers:
        name, email = directory.name(agency), emails.get(directory.name(agency))
        what = f"{directory.name(worker)} of {name} can sign in"
        if Account.objects.filter(worker_id=worker).exists():
            yield Step(what, True)
        elif email is None:
            yield Step(what, False, "another organisation's account manager invites them, in the browser")
        elif Admission.objects.filter(worker_id=worker, ended_at=None, until__gt=now()).exists():
            yield Step(what, False, f"invited already. If the files in {folder / 'invitations'} are lost: `--invite-again`")
        else:
            yield _invited(worker, email, plan, folder, what)


def _invited(worker: UUID, email: str, plan: Plan, folder: Path, what: str) -> Step:
    handed = admitting.admit(worker=worker, email=email, by=None)
    code = admitting.vouch(admission=handed.admission, by=None)
    into = folder / "invitations"
    stem = f"{email.partition('@')[0]}-{str(handed.admission)[:8]}"
    write_for_one(into / f"{stem}-link.txt", f"https://{plan.host}/joining/{handed.words}/\n")
    write_for_one(into / f"{stem}-code.txt", f"{code.words}\n")
    return Step(
        what,
        False,
        f"send {stem}-link.txt to {email}, and say to them yourself what is in {stem}-code.txt; both are in {into}, good for a week",
    )


def invite_again(plan: Plan) -> int:
    """End the invitations of first account managers that were not used, so that the next run makes new ones; how many."""
    with reading_all():
        managers = list(AccountManager.objects.values_list("worker_id", flat=True))
    without = set(managers) - set(Account.objects.filter(worker_id__in=managers).values_list("worker_id", flat=True))
    return Admission.objects.filter(worker_id__in=without, ended_at=None, made_by=None).update(ended_at=now())


def write_for_one(path: Path, text: str) -> None:
    """Write a file for this user alone. Raises FileExistsError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
