"""The page on which many people start at once: pasted, shown, and then made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.database.viewing import viewing
from holdfast.pages import forms
from holdfast.pages.components import Column
from holdfast.pages.dates import plural
from holdfast.partnership import queries, starting
from holdfast.partnership.managing_views import MINE, managers_only
from holdfast.partnership.roles import DESCRIPTIONS, WIDE
from holdfast.partnership.shell import Refusing, acting_of, page, recorded

#: So many wrong rows are shown; how many more there are is said.
SHOWN = 20
_COLUMNS = (Column("Name"), Column("Post"), Column("Role"), Column("Answers to"))


class Many(forms.Form):
    rows = forms.LongText(
        label="Rows from your spreadsheet",
        called="the rows",
        hint="Copy them here, with the first line: name, post, role, answers to. Each row makes a post and says who holds it.",
        max_length=400_000,
        rows=12,
    )
    reason = forms.Text(label="Why, if another organisation must agree?", called="why", required=False)


@managers_only
def many(request: HttpRequest) -> HttpResponse:
    """Many people start: first what would be made is shown, then it is made."""
    acting = acting_of(request)
    form = Many(request.POST if request.method == "POST" else None)
    with viewing(acting.viewer):
        directory = queries.directory()
        titles = [directory.name(post.id) for post in queries.posts_of(acting.agency)]
    read = None
    if form.is_bound and form.is_valid():
        read = starting.read_rows(form.cleaned_data["rows"], acting.agency_kind, titles)
        if not read.wrong and read.starts and "made" in request.POST:
            with Refusing(form):
                waiting = starting.start_many(read.starts, reason=form.cleaned_data["reason"], by=acting, entry_id=form.entry_id)
                words = f"{plural(len(read.starts), 'person starts', 'people start')}."
                return recorded(
                    request, words + (f" {plural(waiting, 'post waits', 'posts wait')} for another organisation." if waiting else ""), MINE
                )
    found = read.starts if read is not None and not read.wrong else ()
    wrong = read.wrong if read is not None else ()
    rows = [
        [s.name, s.post, DESCRIPTIONS[s.role].name + (" (another organisation must agree)" if s.role in WIDE else ""), s.above]
        for s in found
    ]
    if wrong:
        form.add_problem("rows", "Nothing was made. Mend the rows that are named below, and send all of them again")
    more = max(0, len(wrong) - SHOWN)
    status = 422 if form.is_bound and form.errors else 200
    return page(
        request,
        "partnership/many.html",
        status=status,
        form=form,
        rows=rows,
        columns=_COLUMNS,
        wrong=[each.words for each in wrong[:SHOWN]],
        more=more,
        back=reverse(MINE),
    )
