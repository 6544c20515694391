"""Trust policies (C2SP tlog-policy): whose log is meant, which witnesses are known, and how many of them, from whom, make a quorum.

A group for each organisation and a quorum over the groups says "the police and the health service must each have seen it".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from holdfast.ledger.checkpoint import CosignedCheckpoint, open_cosigned_checkpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.note import Algorithm, NoteError, SignatureError, VerifierKey
from holdfast.ledger.strict import read_decimal

#: Logs, witnesses and groups that a policy may have, each.
MOST = 100
MAX_POLICY_SIZE = 100_000
NONE = "none"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class PolicyError(LedgerError):
    """The policy is not well formed; the message names the line."""


class QuorumMissing(SignatureError):
    """The log signed the checkpoint, and too few of the policy's witnesses cosigned it."""


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these members, each a witness or another group, must have seen a checkpoint."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a checkpoint must carry to be believed."""

    logs: tuple[VerifierKey, ...] = ()
    witnesses: Mapping[str, VerifierKey] = field(default_factory=lambda: MappingProxyType({}))
    groups: Mapping[str, Group] = field(default_factory=lambda: MappingProxyType({}))
    quorum: str = NONE
    #: Where a log or witness is reached, by vkey; only those that the policy gives.
    urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def is_met(self, cosigned: Collection[VerifierKey]) -> bool:
        """Whether these witnesses make the quorum."""
        return self.quorum == NONE or self._saw(self.quorum, cosigned)

    def _saw(self, name: str, cosigned: Collection[VerifierKey]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in cosigned
        group = self.groups[name]
        return sum(self._saw(member, cosigned) for member in group.members) >= group.threshold

    def open(self, note: str | bytes, log: VerifierKey | None = None) -> CosignedCheckpoint:
        """The checkpoint in a note that one of the policy's logs signed (or the given one, where the policy names none) and its quorum cosigned.

        Raises QuorumMissing, SignatureError, CheckpointError, NoteError.
        """
        logs = self.logs or ((log,) if log is not None else ())
        refused: NoteError = SignatureError("the policy names no log, and none was given")
        for each in logs:
            try:
                opened = open_cosigned_checkpoint(note, each, list(self.witnesses.values()))
            except SignatureError as wrong:
                refused = wrong
                continue
            if not self.is_met({cosignature.witness for cosignature in opened.cosignatures}):
                raise QuorumMissing(
                    f"{len(opened.cosignatures)} of the policy's witnesses cosigned this, which is not its quorum ({self.quorum})"
                )
            return opened
        raise refused


class _Reading:
    """A policy as far as it is read."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.used: set[str] = set()
        self.quorum = ""
        self.urls: dict[str, str] = {}

    def line(self, words: Sequence[str]) -> None:
        match words:
            case ["log", vkey, *url] if len(url) < 2:
                self._log(vkey, url)
            case ["witness", name, vkey, *url] if len(url) < 2:
                self._witness(name, vkey, url)
            case ["group", name, threshold, *members]:
                self._group(name, threshold, members)
            case ["quorum", name]:
                if self.quorum:
                    raise PolicyError("there is more than one quorum")
                if name != NONE:
                    self._known(name)
                self.quorum = name
            case _:
                raise PolicyError(f"a line is log, witness, group or quorum, with what belongs to it; not {words[0]!r}")

    def _log(self, vkey: str, url: Sequence[str]) -> None:
        key = _key(vkey, Algorithm.ED25519)
        if any(each.public == key.public for each in self.logs) or len(self.logs) >= MOST:
            raise PolicyError("a log is given twice, or there are too many")
        self.logs.append(key)
        if url:
            self.urls[vkey] = url[0]

    def _witness(self, name: str, vkey: str, url: Sequence[str]) -> None:
        key = _key(vkey, Algorithm.ED25519_COSIGNATURE)
        self._fresh(name)
        if any(each.public == key.public for each in self.witnesses.values()) or len(self.witnesses) >= MOST:
            raise PolicyError("a witness is given twice, or there are too many")
        self.witnesses[name] = key
        if url:
            self.urls[vkey] = url[0]

    def _group(self, name: str, threshold: str, members: Sequence[str]) -> None:
        self._fresh(name)
        for member in members:
            self._known(member)
        if len(set(members)) != len(members) or self.used & set(members):
            raise PolicyError("a name is a member of one group, once")
        count = {"any": 1, "all": len(members)}.get(threshold) or read_decimal(threshold)
        if not members or count is None or not 1 <= count <= len(members) or len(self.groups) >= MOST:
            raise PolicyError(f"a group is any, all or a number of its members: between 1 and {len(members)}")
        self.used |= set(members)
        self.groups[name] = Group(count, tuple(members))

    def _fresh(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise PolicyError(f"the name {name!r} is taken")

    def _known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise PolicyError(f"nothing before this is called {name!r}")


def read_policy(text: str | bytes) -> Policy:
    """The policy in a file. Raises PolicyError."""
    if len(text) > MAX_POLICY_SIZE:
        raise PolicyError(f"a policy of more than {MAX_POLICY_SIZE} bytes is not read")
    try:
        whole = (text.encode() if isinstance(text, str) else text).decode()
    except UnicodeError as wrong:
        raise PolicyError("a policy is text in UTF-8") from wrong
    if _FORBIDDEN.search(whole) or (whole and not whole.endswith("\n")):
        raise PolicyError("a policy is lines, each ended by a newline, without other control characters than the tab")
    reading = _Reading()
    for number, line in enumerate(whole.split("\n"), start=1):
        words = [word for word in re.split("[ \t]+", line) if word]
        if words and not words[0].startswith("#"):
            try:
                reading.line(words)
            except PolicyError as wrong:
                raise PolicyError(f"line {number}: {wrong}") from None
    if not reading.quorum:
        raise PolicyError("there is no quorum line; where none is wanted, say: quorum none")
    return Policy(
        tuple(reading.logs),
        MappingProxyType(reading.witnesses),
        MappingProxyType(reading.groups),
        reading.quorum,
        MappingProxyType(reading.urls),
    )


def _key(vkey: str, algorithm: Algorithm) -> VerifierKey:
    try:
        key = VerifierKey.decode(vkey)
    except NoteError as wrong:
        raise PolicyError(str(wrong)) from None
    if key.algorithm is not algorithm:
        raise PolicyError(f"the key of {key.name} is of another type than this line needs ({algorithm:#04x})")
    return key
