"""The catalogue of measures as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from holdfast.disruption.applying import Weighed
from holdfast.disruption.catalogue import Measure
from holdfast.disruption.codes import (
    AIM_WORDS,
    BODY_WORDS,
    DECIDES_WORDS,
    EVIDENCE_WORDS,
    MARK_WORDS,
    WARNS_WORDS,
    Aim,
    Conviction,
    Force,
    Mark,
)
from holdfast.disruption.kinds import LawyerParts
from holdfast.disruption.models import Holder, Signature
from holdfast.disruption.policies import why_not_offered
from holdfast.pages.components import Row, Tag
from holdfast.pages.dates import day, moment
from holdfast.partnership.queries import Directory
from holdfast.record.entries import AnyEntry

_FORCE_TAGS = {
    Force.IN: Tag("In force", "done"),
    Force.OUT: Tag("Not in force", "quiet"),
    Force.WATCH: Tag("Being brought into force", "soon"),
}


@dataclass(frozen=True)
class Line:
    """A row of the catalogue as a list shows it."""

    title: str
    href: str
    tags: Sequence[Tag]
    who: str
    why_not: str


def tags_of(measure: Measure) -> list[Tag]:
    """Whether it is in force, and how well it is known: two things, and neither stands for the other."""
    tags = [_FORCE_TAGS[measure.force]]
    if measure.mark is not Mark.READ:
        tags.append(Tag(MARK_WORDS[measure.mark], "soon" if measure.mark is Mark.UNREAD else "quiet"))
    if measure.own:
        tags.append(Tag("Added here", "quiet"))
    return tags


def by_aim(measures: Iterable[Measure], signatures: Mapping[str, Signature]) -> list[tuple[str, list[Line]]]:
    """The rows by what they are first of all taken against; those that protect the child last, for they are no disruption."""
    groups: dict[Aim, list[Line]] = {aim: [] for aim in Aim}
    for each in measures:
        first = Aim.CHILD if each.protects else next(aim for aim in each.aims if aim is not Aim.CHILD)
        who = ", ".join(BODY_WORDS[body] for body in each.asks)
        why_not = why_not_offered(each, signatures.get(each.code))
        groups[first].append(Line(each.title, reverse("disruption:measure", args=[each.code]), tags_of(each), who, why_not))
    return [(AIM_WORDS[aim], lines) for aim, lines in groups.items() if lines]


@dataclass(frozen=True)
class Result:
    """A measure that was weighed."""

    line: Line
    why_not: str
    to_find_out: str


def weighed(found: Iterable[Weighed], signatures: Mapping[str, Signature]) -> tuple[list[Result], list[Result]]:
    """Those that nothing known is against and that are offered; and the others, each with why not."""
    could: list[Result] = []
    could_not: list[Result] = []
    for each in found:
        (_, (line,)) = by_aim([each.measure], signatures)[0]
        why_not = _sentence("; ".join([*each.why_not, *filter(None, [line.why_not])]))
        (could_not if why_not else could).append(Result(line, why_not, "; ".join(each.to_find_out)))
    return could, could_not


def facts_of(measure: Measure) -> list[Row]:
    """All that a row says."""
    asks = ", ".join(BODY_WORDS[body] for body in measure.asks) + (f" ({measure.rank} or above)" if measure.rank else "")
    ages = [
        f"whom it is against is at least {measure.person_from}" if measure.person_from is not None else "",
        f"the child is under {measure.child_under}" if measure.child_under is not None else "",
        f"under {measure.child_under_in_care} in care" if measure.child_under_in_care is not None else "",
        "one child, who is named" if measure.named_child else "",
        {Conviction.NEEDED: "with a conviction or caution", Conviction.NOT_NEEDED: "no conviction is needed", None: ""}[measure.conviction],
    ]
    rows = [
        Row("What it is taken against, or for", ", ".join(AIM_WORDS[aim] for aim in measure.aims)),
        Row("Who asks for it", asks + (f", with {measure.with_}" if measure.with_ else "")),
        Row("Who decides", ", ".join(DECIDES_WORDS[body] for body in measure.decides)),
        Row("On what basis", measure.basis),
        Row("What must be shown", measure.test),
        Row("What usually shows it", "\n".join(EVIDENCE_WORDS[each] for each in measure.evidence)),
        Row("For whom", _sentence("; ".join([*filter(None, ages)]))),
        Row("Age and standing, as the source says", measure.status),
        Row("How long it lasts", measure.lasts),
        Row("What a breach is", measure.breach),
        Row("Whether it warns", WARNS_WORDS[measure.warns] + (f" ({measure.warns_note})" if measure.warns_note else "")),
        Row("In force from", day(measure.in_force_from) if measure.in_force_from else ""),
        Row("Where this comes from", measure.source),
        Row("How well it is known", f"{MARK_WORDS[measure.mark]}; checked on {day(measure.checked_on)}, by no lawyer"),
    ]
    return [row for row in rows if row.value]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def signatures_of(measure: Measure, signed: Sequence[tuple[AnyEntry, LawyerParts]]) -> list[Row]:
    """Who signed the row, when; and whether it reads as it did."""
    return [
        Row(
            f"Signed {day(entry.facts.signed_on)}" + ("" if entry.facts.digest == measure.digest else ", as it read then"),
            f"{parts.lawyer}" + (f"\n{parts.words}" if parts.words else "") + f"\nRecorded {moment(entry.recorded_at)}",
        )
        for entry, parts in signed
    ]


def body_rows(
    bodies: Iterable[str], holders: Mapping[str, Holder], outside: Mapping[str, str], directory: Directory, *, may_set: bool
) -> list[Row]:
    """Who answers for each body."""
    rows = []
    for body in bodies:
        holder = holders.get(body)
        post = directory.name(holder.post_id) if holder is not None else ""
        words = "Nobody here answers for it yet" if holder is None else f"{outside[body]}, asked by: {post}" if outside.get(body) else post
        rows.append(Row(BODY_WORDS[body], words, href=reverse("disruption:body", args=[body]) if may_set else ""))
    return rows


def decided(entry: AnyEntry) -> str:
    """What was decided, and when; and that something on which it rests is gone."""
    return f"{entry.kind.line}, {day(entry.happened_at)}. Information on which it rests was retracted since."
