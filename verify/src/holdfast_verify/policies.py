"""Whom to believe (C2SP tlog-policy): one log's key, or a file that names logs, witnesses and how many of them make a quorum."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast_verify.notes import COSIGNATURE, PLAIN, Head, Key, number, open_checkpoint, read_key
from holdfast_verify.successions import Followed, led_to
from holdfast_verify.words import Changed, Unusable


@dataclass
class Trust:
    """Logs, witnesses by name, groups (how many of which), and the name whose having seen it is asked for."""

    logs: list[Key] = field(default_factory=list)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    quorum: str = "none"
    #: Of keys that followed one another, by public key: beyond how many leaves each signs, and up to how many.
    since: dict[bytes, int] = field(default_factory=dict)
    until: dict[bytes, int] = field(default_factory=dict)

    def follow(self, statements: list[Followed]) -> None:
        """Trust as well the keys to which these lead from those that are trusted, each for the heads of its time. Raises Changed."""
        for log in list(self.logs):
            for each in led_to(log, statements):
                self.until[each.before.public] = self.since[each.after.public] = each.size
                if each.after not in self.logs:
                    self.logs.append(each.after)

    def _of_its_time(self, log: Key, head: Head) -> None:
        if not self.since.get(log.public, -1) < head.size <= self.until.get(log.public, head.size):
            raise Changed(f"the head of {head.size} leaves is signed by a key of {log.name} that does not sign such heads: another does")

    def open(self, note: str) -> Head:
        """The head in a note, signed by a log and seen by the quorum. Raises Changed, Unusable."""
        wrong: Changed | None = None
        for log in self.logs:
            try:
                head = open_checkpoint(note, log, list(self.witnesses.values()))
                self._of_its_time(log, head)
            except Changed as why:
                wrong = why
                continue
            if self.quorum != "none" and not self._seen(self.quorum, head):
                raise Changed(f"too few of the policy’s witnesses saw this head: {len(head.seen_by)}, and not {self.quorum}")
            return head
        raise wrong or Unusable("the policy names no log")

    def _seen(self, name: str, head: Head) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in head.seen_by
        needed, members = self.groups[name]
        return sum(self._seen(member, head) for member in members) >= needed


def one_log(vkey: str) -> Trust:
    """Trust in one log, whoever else saw it. Raises Unusable."""
    return Trust([_of_kind(vkey, PLAIN)])


def _of_kind(vkey: str, kind: int) -> Key:
    key = read_key(vkey)
    if key.kind != kind:
        raise Unusable(f"the key of {key.name} is not of the kind that is needed here")
    return key


def read_policy(text: str) -> Trust:
    """The policy in a file. Raises Unusable, which names the line."""
    trust, quorum, members = Trust(), "", set[str]()
    for at, line in enumerate(text.split("\n"), start=1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            quorum = _line(trust, words, quorum, members)
        except Unusable as why:
            raise Unusable(f"line {at} of the policy: {why}") from None
    if not quorum:
        raise Unusable("the policy has no quorum")
    trust.quorum = quorum
    return trust


def _line(trust: Trust, words: list[str], quorum: str, members: set[str]) -> str:
    known = {*trust.witnesses, *trust.groups}
    match words:
        case ["log", vkey] | ["log", vkey, _]:
            trust.logs.append(_of_kind(vkey, PLAIN))
        case ["witness", name, vkey] | ["witness", name, vkey, _] if name not in known and name != "none":
            key = _of_kind(vkey, COSIGNATURE)
            if any(key.public == other.public for other in trust.witnesses.values()):
                raise Unusable("a witness is named twice")
            trust.witnesses[name] = key
        case ["group", name, how, *of] if name not in known and name != "none" and of and set(of) <= known:
            if len(set(of)) != len(of) or members & set(of):
                raise Unusable("a name is in a group twice, or in two groups")
            needed = {"any": 1, "all": len(of)}[how] if how in ("any", "all") else number(how)
            if not 1 <= needed <= len(of):
                raise Unusable("a group asks for more than it has, or for none")
            members |= set(of)
            trust.groups[name] = (needed, of)
        case ["quorum", name] if not quorum and (name == "none" or name in known):
            return name
        case _:
            raise Unusable("it is not understood")
    return quorum
