"""What pages about returns show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html

from holdfast.duties.history import Tally
from holdfast.duties.models import Duty
from holdfast.duties.presenters import clock_of, title_of
from holdfast.duties.queries import Declining
from holdfast.pages.components import Column, anchor
from holdfast.pages.dates import day, moment, plural
from holdfast.partnership.queries import Directory
from holdfast.returns.forms import DECLINING
from holdfast.returns.kinds import ClockCount
from holdfast.returns.models import Stage, Upload

WAITING_COLUMNS = (Column("Choose"), Column("Child"), Column("Due"), Column("As at the census"))


def waiting_rows(
    found: Sequence[Duty], labels: Mapping[UUID, str], at: datetime, *, links: bool, chosen: bool = False
) -> list[list[object]]:
    """Duties from a census, each with a box to choose it by, in the order of WAITING_COLUMNS."""
    return [
        [
            _box(duty, labels.get(duty.matter_id, ""), chosen),
            anchor(labels[duty.matter_id], reverse("duties:duty", args=[duty.id]))
            if links and duty.matter_id in labels
            else labels.get(duty.matter_id, ""),
            f"{moment(duty.due_at)}, {clock_of(duty.due_at, duty.late_to, at).text}",
            f"{day(duty.as_at)}{'; said not to be so' if duty.declining_id is not None and not chosen else ''}" if duty.as_at else "",
        ]
        for duty in found
    ]


def _box(duty: Duty, about: str, chosen: bool) -> str:
    return format_html(
        '<div class="govuk-checkboxes govuk-checkboxes--small hf-choose"><div class="govuk-checkboxes__item">'
        '<input class="govuk-checkboxes__input" type="checkbox" name="duty" value="{0}" id="duty-{0}"{1}>'
        '<label class="govuk-label govuk-checkboxes__label" for="duty-{0}">{2}<span class="govuk-visually-hidden">, {3}</span></label></div></div>',
        duty.id,
        " checked" if chosen else "",
        title_of(duty.rule),
        about,
    )


LISTED_COLUMNS = (Column("Child’s number"), Column("Field"), Column("As found"), Column("Rule"))


def listed_rows(listed: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """What was rejected, or is asked about, in the order of LISTED_COLUMNS."""
    return [[each["child"], each["field"], each["value"], each["rule"]] for each in listed]


def cell(words: str) -> str:
    """A cell of a table that is taken away: never read as a formula by whatever opens it."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


CLOCK_COLUMNS = (
    Column("Clock"),
    Column("Began", numeric=True),
    Column("Met", numeric=True),
    Column("Met late", numeric=True),
    Column("Never met", numeric=True),
    Column("Not required", numeric=True),
    Column("Open", numeric=True),
    Column("Of these, overdue", numeric=True),
    Column("In time, of those ended or overdue", numeric=True),
)


def clock_rows(counted: Sequence[ClockCount]) -> list[list[object]]:
    """How clocks came out, in the order of CLOCK_COLUMNS."""
    return [[title_of(c.rule), *counts(Tally(**c.model_dump(exclude={"rule"})))] for c in counted]


def counts(tally: Tally) -> list[object]:
    """What follows the clock's name, in the order of CLOCK_COLUMNS."""
    return [tally.opened, tally.met, tally.late, tally.never_met, tally.not_required, tally.open, tally.overdue, percent(share(tally))]


def share(tally: Tally) -> float | None:
    """The share met in time, of those that were done or whose time ran out: what is within its time says nothing yet. None where there are none."""
    ended = tally.met + tally.late + tally.never_met + tally.overdue
    return tally.met / ended if ended else None


def percent(value: float | None) -> str:
    """A share in words."""
    return "none ended" if value is None else f"{100 * value:.1f}%"


def upload_rows(uploads: Sequence[Upload]) -> list[tuple[str, str, str]]:
    """What was uploaded and is not taken: when, how far it is, and where to look."""
    return [
        (f"Uploaded {moment(each.uploaded_at)}", str(Stage(each.stage).label), reverse("returns:uploaded", args=[each.id]))
        for each in uploads
    ]


def reason_words(code: str) -> str:
    """Why a duty is said not to be so."""
    return next((choice.label for choice in DECLINING if choice.value == code), code)


def declining_rows(found: Sequence[Declining], directory: Directory) -> list[tuple[str, str, str]]:
    """What is said not to be so: how many, by whom and why; where it is answered."""
    return [
        (
            plural(each.count, "duty", "duties"),
            f"{reason_words(each.reason)} Said by {directory.post_and_agency(each.by)}.",
            reverse("returns:declining", args=[each.proposal]),
        )
        for each in found
    ]
