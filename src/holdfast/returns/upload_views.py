"""Uploading a census, and how far it is."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from holdfast.pages.uploads import Packer
from holdfast.partnership.shell import acting_of, page, recorded, signed_in
from holdfast.returns import forms, uploading
from holdfast.returns.models import Stage, Upload


@csrf_exempt
@signed_in(*uploading.UPLOADERS)
def upload(request: HttpRequest) -> HttpResponse:
    """Send a file. Before anything of it is read it is settled who reads it; the form's own proof is then asked for as of any other."""
    request.upload_handlers = [Packer(uploading.LARGEST)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = forms.UploadCensus(request.POST, request.FILES) if request.method == "POST" else forms.UploadCensus()
    if form.is_bound and form.is_valid():
        kept = uploading.keep(file=form.cleaned_data["file"], by=acting_of(request), upload_id=form.entry_id)
        return recorded(request, "It has arrived whole.", "returns:uploaded", kept.id)
    return page(request, "returns/upload.html", status=422 if form.is_bound else 200, form=form, back=reverse("returns:imports"))


@signed_in(*uploading.UPLOADERS)
def uploaded(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """How far a file is; once it is taken, what became of it."""
    found = _found(request, upload_id)
    if found.stage == Stage.TAKEN and found.import_id is not None and not found.said:
        return redirect("returns:import", found.import_id)
    return page(
        request,
        "returns/uploaded.html",
        upload=found,
        stage=Stage(found.stage),
        words=words_of(found),
        why=uploading.why_not(found),
        going=found.stage in (Stage.WAITING, Stage.TAKING),
        back=reverse("returns:imports"),
    )


@signed_in(*uploading.UPLOADERS)
def progress(request: HttpRequest, upload_id: UUID) -> JsonResponse:
    """The same for the page's own script."""
    found = _found(request, upload_id)
    over = found.stage not in (Stage.WAITING, Stage.TAKING)
    return JsonResponse({"words": words_of(found), "done": found.done, "total": found.total, "over": over})


def words_of(upload: Upload) -> str:
    """How far it is, in words."""
    if upload.stage == Stage.TAKING:
        return f"{upload.done:,} of {upload.total:,} children taken in" if upload.total else "Being read"
    if upload.stage == Stage.WAITING:
        return "It waits for its turn. It is begun within seconds, unless another file is being taken in"
    return str(Stage(upload.stage).label)


def _found(request: HttpRequest, upload_id: UUID) -> Upload:
    found = uploading.upload_with_id(upload_id, acting_of(request).agency)
    if found is None:
        raise Http404
    return found
