"""System checks of the rules: a rule that names a kind, a fact, a condition, an owner or a room that there is none of does not start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from holdfast.duties.rulebook import HERE, Rule, RuleError, rules
from holdfast.record.kinds import Kind, KindError, kind_named
from holdfast.record.rooms import all_matter_types


@register()
def every_rule_names_what_there_is(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """The rules of this release, held against the kinds of entry and the rooms that are declared."""
    try:
        found = rules()
    except RuleError as wrong:
        return [Error(str(wrong), id="holdfast.E010")]
    return [Error(f"the rule {rule.code}: {fault}", id="holdfast.E011") for rule in found for fault in faults_of(rule)]


def faults_of(rule: Rule) -> Iterator[str]:
    """What is wrong with a rule, each in words."""
    yield from _no_such_kinds(rule)
    starts = [k for name in rule.starts if (k := _kind(name)) is not None]
    ends = [k for name in rule.ends if (k := _kind(name)) is not None]
    for field in ("due_fact", "from_fact"):
        if (fact := getattr(rule, field)) is not None:
            yield from _no_such_fact(field, fact, starts, everywhere=field == "due_fact")
    for field in ("owing", "owner"):
        if getattr(rule, field).startswith("fact:"):
            yield from _no_such_fact(field, getattr(rule, field).removeprefix("fact:"), starts, everywhere=True)
    if rule.answers:
        yield from _no_such_fact("answers", rule.answers, ends, everywhere=True)
    for field in ("room", "shows_in"):
        room = getattr(rule, field)
        if room is not None and room != HERE and not any(room in (*kind.fixed, *kind.added) for kind in all_matter_types()):
            yield f"{field} names {room!r}, which is a room of no matter"


def _no_such_kinds(rule: Rule) -> Iterator[str]:
    for field in ("starts", "ends", "superseded_by", "others_may_end", "serious_from", "not_required", "begun_by"):
        for name in getattr(rule, field):
            if _kind(name) is None:
                yield f"{field} names the kind {name!r}, which there is none of"
    for field in ("others_may_end", "not_required"):
        if unknown := set(getattr(rule, field)) - set(rule.ends):
            yield f"{field} names {min(unknown)!r}, which is none of its ends"


def _kind(name: str) -> Kind | None:
    try:
        return kind_named(name)
    except KindError:
        return None


def _no_such_fact(field: str, fact: str, kinds: Sequence[Kind], *, everywhere: bool) -> Iterator[str]:
    without = [k.name for k in kinds if fact not in k.facts.model_fields]
    if without and (everywhere or len(without) == len(kinds)):
        yield f"{field} names the fact {fact!r}, which {without[0]} does not have"
