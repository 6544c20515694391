"""A census in the browser: sent, taken in behind the page, what was refused and why, and a list to take away; nothing of it left in the clear."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from holdfast.database.time import now
from holdfast.pages.uploads import NoFiles, Packed, Packer, unpacked
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.models import StoredEntry
from holdfast.returns import uploading
from holdfast.returns.forms import UploadCensus
from holdfast.returns.models import Import, Stage, Upload
from holdfast.returns.tests.test_census_file import census
from holdfast.returns.tests.test_import import MANY, child

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def send(client: Client, text: str | bytes, name: str = "census.xml", once: str = "") -> HttpResponse:
    content = text.encode() if isinstance(text, str) else text
    return client.post("/returns/upload/", {"file": SimpleUploadedFile(name, content), "once": once or str(uuid4())})


def test_the_analyst_uploads_and_sees_what_was_taken_and_what_was_not_with_a_list_to_take_away(p: Partnership) -> None:
    client = client_of(p.uma)
    sent = send(client, MANY.replace("<Ethnicity>WBRI", "<Ethnicity>=NOPE", 1), "saltmarsh 2026.xml")
    assert sent.status_code == 302
    waits = client.get(sent.headers["Location"]).content.decode()
    assert "A census is being taken in" in waits
    assert "It waits for its turn" in waits
    uploading.take_next()
    shown = client.get(sent.headers["Location"], follow=True).content.decode()
    assert "saltmarsh 2026.xml" in shown
    assert "is not one of the census’s codes" in shown
    assert "Finish the assessment, counted from its own start" in shown
    with reading_all():
        taken = Import.objects.get()
        entry = StoredEntry.objects.get(id=taken.id)
    assert entry.author_worker == p.uma.worker
    answer = client.get(f"/returns/{taken.id}/list.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="census-2026-to-look-at.csv"'
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[1] == ["Not taken", "A1", "Ethnicity", "'=NOPE", "is not one of the census’s codes"], "no cell is a formula"


def test_what_is_uploaded_lies_encrypted_and_is_gone_once_it_was_taken(p: Partnership) -> None:
    send(client_of(p.uma), MANY, "A1-of-the-census.xml")
    upload = Upload.objects.get()
    assert upload.sealed is not None
    kept = bytes(upload.sealed)
    assert b"LAchildID" not in kept
    assert b"A1-of-the-census" not in kept
    assert unpacked(packed(MANY), uploading.LARGEST) == MANY.encode()
    uploading.take_next()
    upload.refresh_from_db()
    assert (upload.stage, upload.sealed) == (Stage.TAKEN, None)


def packed(text: str) -> bytes:
    packer = Packer(uploading.LARGEST)
    packer.new_file("file", "x.xml", "text/xml", len(text))
    packer.receive_data_chunk(text.encode(), 0)
    file = packer.file_complete(len(text))
    assert isinstance(file, Packed)
    return file.packed


def test_the_same_file_again_says_that_nothing_is_new_and_one_form_sent_twice_is_one_file(p: Partnership) -> None:
    client, once = client_of(p.uma), str(uuid4())
    assert send(client, MANY, once=once).headers["Location"] == send(client, MANY, once=once).headers["Location"]
    assert Upload.objects.count() == 1
    uploading.take_next()
    again = send(client, MANY)
    uploading.take_next()
    assert "Nothing new in this file" in client.get(again.headers["Location"]).content.decode()
    with reading_all():
        assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>", "does not begin with Message but with html"),
        (MANY.encode()[:-200], "not whole XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Message/>', "declares a document type"),
        (b"\0\1\2", "not whole XML"),
        (MANY.replace("2026-03-31", "2019-03-31").encode(), "is not of its Year, 2026"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words_and_nothing_is_taken(p: Partnership, content: bytes, why: str) -> None:
    client = client_of(p.uma)
    sent = send(client, content)
    uploading.take_next()
    shown = client.get(sent.headers["Location"]).content.decode()
    assert "Not taken: the file cannot be used" in shown
    assert why in shown
    assert "Upload another file" in shown
    with reading_all():
        assert not Import.objects.exists()
        assert not StoredEntry.objects.filter(kind__startswith="case.").exists()


def test_no_file_an_empty_one_and_one_too_long_are_told_at_the_field(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(p.uma)
    answer = client.post("/returns/upload/", {"once": str(uuid4())})
    assert "Choose the census file" in answer.content.decode()
    answer = client.post("/returns/upload/", {"once": str(uuid4()), "file": "words"})
    assert answer.status_code == 422
    assert "is empty" in send(client, "").content.decode()
    monkeypatch.setattr(uploading, "LARGEST", 1_000)
    monkeypatch.setattr(UploadCensus.base_fields["file"], "longest", 1_000)
    assert "must be" in send(client, MANY).content.decode()
    assert not Upload.objects.exists()


def test_only_the_councils_own_analyst_and_lead_upload_and_nobody_sees_anothers(p: Partnership) -> None:
    sent = send(client_of(p.uma), MANY)
    for stranger in (p.carys, p.dev, p.hal, p.noor, p.ines):
        client = client_of(stranger)
        assert send(client, MANY).status_code == 404
        assert client.get(sent.headers["Location"]).status_code == 404
        assert client.get(sent.headers["Location"] + "progress/").status_code == 404
    assert Client().post("/returns/upload/", {}).status_code == 302
    assert Upload.objects.count() == 1


def test_the_forms_own_proof_is_asked_for_though_the_view_reads_the_file_itself(p: Partnership) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, p.uma)
    assert send(client, MANY).status_code == 403
    assert not Upload.objects.exists()


def test_no_other_page_reads_a_file(p: Partnership) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["holdfast.pages.uploads.NoFiles"]
    with pytest.raises(StopUpload):
        NoFiles().new_file()
    answer = client_of(p.carys).post("/concerns/tell/danger", {"file": SimpleUploadedFile("x.txt", b"x" * 100_000)})
    assert answer.status_code < 500


def test_progress_says_how_far_it_is(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(p.uma)
    address = send(client, MANY).headers["Location"] + "progress/"
    said = []
    was = uploading._progress

    def looking(upload: Upload, done: int, total: int) -> None:
        was(upload, done, total)
        said.append(client.get(address).json())

    monkeypatch.setattr(uploading, "_progress", looking)
    uploading.take_next()
    assert said == [{"words": "4 of 4 children taken in", "done": 4, "total": 4, "over": False}]
    assert client.get(address).json()["over"]


def test_a_process_that_stops_in_the_middle_begins_again_and_gives_up_in_words(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(p.uma)
    first, second = send(client, MANY), send(client, census(child(9)))

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(uploading, "take_in", killed)
        with pytest.raises(Killed):
            uploading.take_next()
    uploading.take_next()
    with reading_all():
        assert Import.objects.count() == 1
    with monkeypatch.context() as patched:
        patched.setattr(uploading, "take_in", killed)
        for _ in range(3):
            with pytest.raises(Killed):
                uploading.take_next()
        uploading.take_next()
    assert "Holdfast stopped each time" in client.get(second.headers["Location"]).content.decode()
    assert client.get(first.headers["Location"]).status_code == 302
    assert "Uploaded" in client.get("/returns/").content.decode()


@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), name=st.text(max_size=60).filter(lambda name: "/" not in name and name not in ("", ".", "..")))
def test_whatever_is_sent_is_answered_in_words(p: Partnership, content: bytes, name: str) -> None:
    Upload.objects.all().delete()
    client = client_of(p.uma)
    answer = client.post("/returns/upload/", {"file": SimpleUploadedFile(name, content), "once": str(uuid4())})
    assert answer.status_code in (302, 422)
    uploading.take_next()
    assert all(u.stage == Stage.UNUSABLE and uploading.why_not(u) for u in uploading.uploads_of(p.council, now()))


def test_where_the_file_lies_is_no_disk(p: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "uploads"
    there.mkdir()
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(there))
    send(client_of(p.uma), MANY + " " * 5_000_000)
    assert list(there.iterdir()) == []
    assert Upload.objects.count() == 1
