"""Asking other organisations' witnesses to cosign the ledger's head (C2SP tlog-witness), each time it has grown.

Which witnesses there are, where they answer and how many make a quorum stands in a policy (C2SP tlog-policy), the file `witnesses` of the home. A head is
published as soon as it is signed, with the cosignatures that it has: a witness that is away must not keep a concern from being proved. Which head the
quorum saw last is kept beside it, receipts are made under that one where it holds their entry, and that the quorum is missing is said at `/healthy`.
"""

from __future__ import annotations

import logging
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings

from holdfast.home import replace_file
from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.note import Signature, VerifierKey, add_signatures, parse_note
from holdfast.ledger.policy import Policy, read_policy
from holdfast.ledger.store import Store
from holdfast.ledger.strict import MAX_NUMBER, read_decimal, write_base64
from holdfast.ledger.tree import consistency_proof
from holdfast.record.log_keys import head_keys, store

log = logging.getLogger("holdfast.worker")

#: In seconds: how long a witness may take; when one that did not answer is asked again; how old a cosignature of a head that has not grown may become.
PATIENCE, ASKED_AGAIN_AFTER, REFRESHED_AFTER = 5.0, 30.0, 600.0
_LARGEST_ANSWER = 100_000


class PolicyUnusable(Exception):
    """The file of witnesses makes no sense; nobody is asked until it does. The message says where."""


def policy_path() -> Path:
    """The file that says which witnesses there are."""
    return Path(settings.HOLDFAST_HOME) / "witnesses"


def policy() -> Policy | None:
    """Which witnesses there are, and their quorum; None where none were ever named. Raises PolicyUnusable."""
    try:
        text = policy_path().read_bytes()
    except FileNotFoundError:
        return None
    except OSError as wrong:
        raise PolicyUnusable("the file of witnesses cannot be read") from wrong
    try:
        return read_policy(text)
    except LedgerError as wrong:
        raise PolicyUnusable(f"the file of witnesses makes no sense: {wrong}") from wrong


@dataclass
class _Known:
    """What this process knows of one witness: how large the ledger was that it cosigned last, when, and when it is asked again."""

    size: int = 0
    at: float = 0.0
    not_before: float = 0.0
    problem: str = ""


@dataclass
class Witnesses:
    """The witnesses, asked from the ledger's process. It remembers nothing that it cannot learn again from them."""

    known: dict[str, _Known] = field(default_factory=dict)

    def ask(self) -> str:
        """Have the head cosigned by those who have not seen it. What is wrong, in words; empty when the quorum has seen it. Raises StoreError."""
        try:
            chosen = policy()
        except PolicyUnusable as wrong:
            return str(wrong)
        kept = store()
        note = kept.head_note()
        if chosen is None or note is None or not chosen.witnesses:
            return ""
        head = head_keys().open(note)
        due = [(key, url) for key in chosen.witnesses.values() if (url := chosen.urls.get(key.encode())) and self._is_due(key, head)]
        # All at once: one that does not answer takes its patience from nobody else.
        with ThreadPoolExecutor(max_workers=max(1, len(due))) as asking:
            answers = list(asking.map(lambda each: self._from(each[0], each[1], kept, head, note), due))
        cosigned = _cosigned(kept, note, head)
        for (key, _), signature in zip(due, answers, strict=True):
            if signature is not None:
                others = [s for s in parse_note(cosigned).signatures if (s.name, s.key_id) != (key.name, key.key_id)]
                cosigned = add_signatures(note, [*others, signature])
        return self._keep(chosen, kept, cosigned)

    def against(self) -> list[str]:
        """What each witness that was asked had against the head when it was asked last, or that it did not answer; each in words."""
        return [f"{key.partition('+')[0]} {known.problem}" for key, known in self.known.items() if known.problem]

    def _is_due(self, key: VerifierKey, head: Checkpoint) -> bool:
        known, moment = self.known.setdefault(key.encode(), _Known()), time.monotonic()
        return moment >= known.not_before and (known.size != head.size or moment - known.at > REFRESHED_AFTER)

    def _from(self, key: VerifierKey, url: str, kept: Store, head: Checkpoint, note: str) -> Signature | None:
        """This witness's cosignature of the head, if it gives one."""
        known = self.known[key.encode()]
        try:
            signature = _cosignature(key, url, kept, head, note, known)
        except _DidNot as why:
            if why.problem != known.problem:
                log.warning("the witness %s %s", key.name, why.problem)
            known.problem, known.not_before = why.problem, time.monotonic() + ASKED_AGAIN_AFTER
            return None
        known.size, known.at, known.problem = head.size, time.monotonic(), ""
        return signature

    def _keep(self, chosen: Policy, kept: Store, cosigned: str) -> str:
        _write(kept.folder / "cosigned", cosigned)
        try:
            replace(chosen, logs=()).open(cosigned, head_keys().last)
        except LedgerError:
            problems = [
                f"{name} {known.problem}"
                for name, key in chosen.witnesses.items()
                if (known := self.known.get(key.encode())) and known.problem
            ]
            return f"the quorum of witnesses has not seen the ledger’s head ({'; '.join(problems) or 'too few are named with an address'})"
        _write(kept.folder / "witnessed", cosigned)
        return ""


class _DidNot(Exception):
    """A witness did not cosign."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def _cosigned(kept: Store, note: str, head: Checkpoint) -> str:
    """The head with the cosignatures that it has already."""
    there = _read(kept.folder / "cosigned")
    try:
        return there if there is not None and head_keys().open(there) == head else note
    except LedgerError:
        return note


def _write(path: Path, note: str) -> None:
    if _read(path) != note:
        replace_file(path, note)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _cosignature(key: VerifierKey, url: str, kept: Store, head: Checkpoint, note: str, known: _Known) -> Signature:
    """A witness's cosignature of the head. Raises _DidNot."""
    for _ in range(2):
        status, answer = _post(url, _request(kept, known.size, head, note))
        size = read_decimal(answer.strip()) if status == 409 else None
        if size is None or size == known.size:
            break
        if size > head.size:
            raise _DidNot(
                f"saw a ledger of {size} entries, and this one has {head.size}: it was restored from an older backup, or there are two"
            )
        known.size = size
    if status != 200:
        raise _DidNot(f"refused the head ({status})")
    try:
        signatures = parse_note(note + answer).signatures
        mine = next(s for s in signatures if (s.name, s.key_id) == (key.name, key.key_id))
        key.check(head.body(), mine.signature)
    except (LedgerError, StopIteration):
        raise _DidNot("answered with something that is no cosignature of its own") from None
    return mine


def _request(kept: Store, old: int, head: Checkpoint, note: str) -> bytes:
    proof = consistency_proof(kept.nodes(head.size), old, head.size) if 0 < old < head.size else []
    return "\n".join([f"old {min(old, MAX_NUMBER)}", *map(write_base64, proof), "", note]).encode()


#: No proxy of the machine's stands between a ledger and its witnesses, and none is asked about twice.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _post(url: str, body: bytes) -> tuple[int, str]:
    if not url.startswith(("https://", "http://")):
        raise _DidNot("has an address that is neither https nor http")
    request = urllib.request.Request(f"{url.rstrip('/')}/add-checkpoint", data=body, method="POST", headers={"Content-Type": "text/plain"})  # noqa: S310  (http and https alone: above)
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return int(answer.status), answer.read(_LARGEST_ANSWER).decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(_LARGEST_ANSWER).decode(errors="replace")
    except (OSError, UnicodeDecodeError, ValueError):
        raise _DidNot("does not answer") from None


def best_head(index: int) -> str | None:
    """The signed head under which the entry of this index is proved: the newest that the quorum saw, if that holds it, or else the newest of all."""
    kept = store()
    for note in (_read(kept.folder / "witnessed"), _read(kept.folder / "cosigned"), kept.head_note()):
        if note is None:
            continue
        try:
            if index < head_keys().open(note).size:
                return note
        except LedgerError:
            continue
    return None


def published_head() -> str | None:
    """The newest signed head, with the cosignatures that it has."""
    kept = store()
    note = kept.head_note()
    return None if note is None else _cosigned(kept, note, head_keys().open(note))


def witnessed_size() -> int | None:
    """How many entries the head has that the quorum saw last; None before there was one."""
    note = _read(store().folder / "witnessed")
    try:
        return None if note is None else head_keys().open(note).size
    except LedgerError:
        return None
