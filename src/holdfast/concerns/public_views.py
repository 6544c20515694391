"""Pages for anyone, with no account: telling, and coming back with a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views import View

from holdfast.concerns import cost, forms, kinds, telling
from holdfast.concerns.codes import Alleged, SafeContact
from holdfast.concerns.journeys import public
from holdfast.concerns.kept_briefly import Drafts
from holdfast.concerns.numbers import NotANumber, hash_of
from holdfast.concerns.queries import handling_of
from holdfast.concerns.telling import Reach, Received, Telling
from holdfast.database.time import now
from holdfast.pages.components import Row
from holdfast.pages.day_fields import Happened
from holdfast.pages.forms import Form
from holdfast.pages.journeys import JourneyView, NotSent
from holdfast.pages.pictures import TooLong, qr_code
from holdfast.pages.wizard import Answers, Progress, Step, Store
from holdfast.partnership import queries as partnership
from holdfast.partnership.public_words import public_words, when_read
from holdfast.partnership.shell import page, page_context
from holdfast.record.gate import installation
from holdfast.record.holding import reading_all
from holdfast.record.log_keys import acknowledging_key
from holdfast.when import LONDON, When


def when_of(happened: Happened | None) -> When | None:
    """When it happened, in the record's own shape."""
    if happened is None:
        return None
    said = happened.as_said or None
    if happened.earliest is None or happened.latest is None:
        return When.unknown(as_said=said)
    return When.between(happened.earliest, happened.latest, precision=happened.precision, as_said=said)


def live() -> bool:
    """Whether the partnership takes what is told: a real one only once it has a rota."""
    if installation().nature != "real":
        return True
    with reading_all():  # the public sees nothing
        return partnership.has_a_rota()


class Tell(JourneyView):
    """Anyone tells. Nothing about them or their device is stored but what they type."""

    journey = public.JOURNEY
    address = "concerns:tell"
    check_template = "concerns/tell_check.html"
    check_title = "Check what you are telling us"
    send_button = "Send it to us"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is asked of anybody before somebody is there to answer danger at every hour."""
        if not live():
            return page(request, "concerns/not_open.html", status=503, said=public_words())
        return super().dispatch(request, *args, **kwargs)

    def store(self) -> Store:
        return Drafts("tell")

    def context(self, step: Step | None, progress: Progress) -> Mapping[str, Any]:
        shown = {**page_context(self.request), "leave": reverse("concerns:leave"), "when_read": SimpleLazyObject(when_read)}
        return shown if step is not None else {**shown, **self._costs(progress)}

    def _costs(self, progress: Progress) -> Mapping[str, Any]:
        """What sending costs at this moment, if anything: in danger nothing, ever."""
        asked = self.unpaid
        if asked is None and not _in_danger(progress.answers) and (state := self._state(self.request)) is not None:
            asked = cost.asked_now(state.once)
        return {
            "asked": asked,
            "asked_from": f"{asked.free_from.astimezone(LONDON):%H:%M:%S}" if asked is not None else "",
            "unpaid": self.unpaid is not None,
            "said": public_words() if self.unpaid is not None else None,
        }

    def kept(self, request: HttpRequest, step: Step, answers: Answers, once: UUID) -> None:
        """That there is danger now goes to the record, and to whoever is on call, before anything else is asked; then where."""
        if _in_danger(answers) and step.name == "danger":
            telling.say_danger(once=once)
        elif step.name == "call-999" and (where := answers("call-999", "where")):
            telling.say_danger(once=once, where=where)

    #: What was left to pay of the form that was just sent.
    unpaid: cost.Asked | None = None

    def sent(self, request: HttpRequest, answers: Answers, once: UUID, form: Form) -> HttpResponse:
        if not _in_danger(answers) and (unpaid := cost.left_to_pay(request.POST, once)) is not None:
            self.unpaid = unpaid
            raise NotSent
        words = kinds.ToldParts(
            worry=answers("worry", "worry"),
            child=answers("child", "child") or None,
            child_age=answers("child", "age") or None,
            place=answers("place", "place") or None,
            others=answers("others", "others") or None,
            more=answers("more", "more") or None,
            danger_where=answers("call-999", "where") or None,
        )
        told = Telling(
            words=words,
            danger_now=_in_danger(answers),
            alleged=tuple(Alleged(a) for a in answers("kinds", "alleged") or ()),
            child_named=bool(answers("child", "child")),
            teller_is=answers("who", "who"),
            when=when_of(answers("when", "when")),
        )
        return _received(request, telling.tell(told, once=once, reach=_reach(answers)))

    def sent_before(self, request: HttpRequest, once: UUID) -> HttpResponse:
        try:
            return _received(request, telling.received_before(once))
        except LookupError:
            return redirect("concerns:tell")


def _in_danger(answers: Answers) -> bool:
    return answers("danger", "now") is True


def _reach(answers: Answers) -> Reach | None:
    safe = SafeContact(answers("reach", "safe"))
    if safe is SafeContact.NOT_AT_ALL:
        return None
    return Reach(
        safe=safe,
        name=answers("reach", "name") or None,
        how=answers("reach", "how") or None,
        when_safe=answers("reach", "when_safe") or None,
    )


def _received(request: HttpRequest, received: Received) -> HttpResponse:
    """The number and nothing else, by default; her words are never shown again here."""
    return page(request, "concerns/received.html", number=received.number, when_read=when_read(), acknowledgement=received.acknowledgement)


class Leave(View):
    """Leave in a hurry: what was typed is cleared, and the browser is sent somewhere neutral."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = redirect("concerns:nothing-here")
        Tell().forget(request, response)
        request.session.pop(NUMBER, None)
        return response


def nothing_here(request: HttpRequest) -> HttpResponse:
    """A neutral page, which says nothing of what the last one was about."""
    return render(request, "concerns/neutral.html")


#: Under which name of the session the keyed hash of the number that was entered is kept.
NUMBER = "number"
#: What else a number may open: where its page is, and whether it opens that. Asked by its keyed hash.
Opens = tuple[str, Callable[[str], bool]]
_opens: list[Opens] = []


def register_opens(url: str, opens: Callable[[str], bool]) -> None:
    """A package says that numbers open something of its own."""
    _opens.append((url, opens))


def _where(hashed: str) -> str | None:
    """The page that a number opens."""
    if handling_of(hashed, now()) is not None:
        return "concerns:handled"
    return next((url for url, opens in _opens if opens(hashed)), None)


def come_back(request: HttpRequest) -> HttpResponse:
    """Enter a number. What it opens is the same for everyone who holds one; a number that nobody was given opens nothing."""
    form = forms.EnterNumber(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        # Tries are not counted: a number has 80 random bits, which nobody guesses, and many genuine tellers share one address (a school, a
        # hostel, a telephone network). Whoever has a right number is never refused because of others.
        try:
            hashed = hash_of(form.cleaned_data["number"])
            if (where := _where(hashed)) is None:
                form.add_problem("number", "We cannot find this number, or it was switched off. Look at it again.")
            else:
                # Never in an address, which stays in a shared browser's history; and in the session only its keyed hash.
                request.session[NUMBER] = hashed
                return redirect(where)
        except NotANumber as why:
            form.add_problem("number", str(why))
    return page(request, "concerns/come_back.html", status=422 if form.is_bound else 200, form=form, leave=reverse("concerns:leave"))


def handled(request: HttpRequest) -> HttpResponse:
    """How what was told was handled, adding to it, and switching the number off."""
    hashed = request.session.get(NUMBER)
    handling = handling_of(hashed, now()) if hashed else None
    if hashed is None or handling is None:
        return redirect("concerns:come-back")
    asked = request.method == "POST" and not {"off", "proof", "sheet"} & set(request.POST)
    form = forms.AddWords(request.POST if asked else None)
    wants_proof = request.method == "POST" and bool({"proof", "sheet"} & set(request.POST))
    proof = telling.proof_for(hashed=hashed) if wants_proof else None
    if proof is not None:
        return _to_keep(proof.text) if "proof" in request.POST else _to_print(request, proof)
    if request.method == "POST" and "off" in request.POST:
        telling.end_number(hashed=hashed)
        request.session.pop(NUMBER, None)
        return page(request, "concerns/switched_off.html")
    if form.is_bound and form.is_valid():
        telling.add(hashed=hashed, words=form.cleaned_data["words"], entry_id=form.entry_id)
        return redirect("concerns:handled")
    return page(
        request,
        "concerns/handled.html",
        status=422 if form.is_bound else 200,
        form=form,
        handling=handling,
        proof_waits=wants_proof,
        when_read=when_read(),
        leave=reverse("concerns:leave"),
    )


def _to_print(request: HttpRequest, proof: telling.Kept) -> HttpResponse:
    """A proof as a page to be printed, which says nothing of what it is about: its code, the keys that it is checked with, and the hash of its leaf."""
    try:
        picture = qr_code(proof.text)
    except TooLong:
        picture = None
    rows = [
        Row("The ledger’s key", proof.log),
        Row("The key of the word given at once", acknowledging_key()),
        Row("The hash of its leaf (SHA-256)", proof.leaf_hash.hex()),
    ]
    return page(request, "concerns/proof.html", picture=picture, rows=rows, keys=reverse("ledger-keys"), leave=reverse("concerns:leave"))


def _to_keep(proof: str) -> HttpResponse:
    """A proof as a file, whose name says nothing of what it is about."""
    response = HttpResponse(proof, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="document.tlog-proof"'
    return response
