"""The page on which a bundle of a matter is handed out."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.access import forms
from holdfast.access.bundles import HANDS_OUT, hand_out
from holdfast.access.queries import kinds_of_rooms
from holdfast.pages.forms import Choice
from holdfast.partnership.shell import Refusing, acting_of, form_page, signed_in


@signed_in(*HANDS_OUT, again=True)
def bundle(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Hand out a bundle of a matter: who gets it and why is recorded, and then the file is made."""
    acting = acting_of(request)
    if not (kinds := kinds_of_rooms(matter)):
        raise Http404
    form = forms.HandOut(request.POST if request.method == "POST" else None)
    form.set_choices("rooms", [Choice(kind, kind.replace("_", " ").capitalize()) for kind in kinds])
    if form.is_bound and form.is_valid():
        a = form.cleaned_data
        with Refusing(form):
            text = hand_out(matter=matter, recipient=a["recipient"], authority=a["authority"], rooms=list(a["rooms"]) or None, by=acting)
            response = HttpResponse(text, content_type="application/json; charset=utf-8")
            response["Content-Disposition"] = 'attachment; filename="matter.holdfast-bundle"'
            return response
    return form_page(
        request,
        form,
        heading="Hand out a bundle",
        lead="A file that shows somebody outside, without this server, that everything recorded of this matter is there and unchanged. It holds every "
        "word. To whom and by what right is recorded before it is made, and whoever may ask who looked sees it. It is checked with holdfast-verify.",
        button="Record it, and make the file",
    )
