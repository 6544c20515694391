"""Files that an analyst uploads: kept encrypted until a process of the background has taken them in, or said why it cannot.

What waits is found by looking, oldest first, so that nothing that was uploaded can be dropped; what was begun when the process stopped is begun again,
and what it had taken adds nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.database.time import now
from holdfast.pages.uploads import Packed, unpacked
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.record.entries import Author, AuthorType
from holdfast.record.gate import NotReady
from holdfast.returns.cin.read import UnusableFile
from holdfast.returns.cin.whole import read
from holdfast.returns.importing import take_in
from holdfast.returns.models import Stage, Upload
from holdfast.vault.envelope import seal, unseal
from holdfast.vault.master import derived_key

log = logging.getLogger("holdfast.worker")

#: In bytes. A census of 60,000 children is about 90 MB.
LARGEST = 200_000_000
#: How often a file is begun before it is given up.
TRIES = 3
#: For how long a page lists what became of a file that was not taken.
LISTED_FOR = timedelta(days=90)
UPLOADERS = (Role.ANALYST, Role.NAMED_LEAD)
_PURPOSE = "uploads"


def keep(*, file: Packed, by: Acting, upload_id: UUID) -> Upload:
    """Keep a file until it is taken in. The same form sent twice keeps it once. Raises NotPermitted."""
    if not by.has_role(*UPLOADERS):
        raise NotPermitted("The analyst or the head of safeguarding uploads a census.")
    name = json.dumps((file.name or "")[:200]).encode()
    values = {
        "agency_id": by.agency,
        "post_id": by.post,
        "worker_id": by.worker,
        "uploaded_at": now(),
        "sealed": _sealed(upload_id, name + b"\n" + file.packed),
        "size": file.size or 0,
    }
    found, _ = Upload.objects.get_or_create(id=upload_id, defaults=values)
    if found.agency_id != by.agency:
        raise NotPermitted("This was sent by somebody else.")
    return found


def _sealed(upload: UUID, content: bytes) -> bytes:
    return seal(derived_key(_PURPOSE), content, upload.bytes)


def why_not(upload: Upload) -> str:
    """Why it was not taken, in words; empty where it was."""
    return unseal(derived_key(_PURPOSE), bytes(upload.said), upload.id.bytes).decode() if upload.said else ""


def uploads_of(agency: UUID, moment: datetime) -> list[Upload]:
    """What an organisation uploaded that waits or is being taken, and lately what was not taken: the latest first. Without the files."""
    found = Upload.objects.filter(agency_id=agency, uploaded_at__gte=moment - LISTED_FOR).exclude(stage=Stage.TAKEN)
    return list(found.defer("sealed").order_by("-uploaded_at", "id")[:20])


def upload_with_id(upload: UUID, agency: UUID) -> Upload | None:
    return Upload.objects.filter(id=upload, agency_id=agency).defer("sealed").first()


def take_next(still_at_it: Callable[[], None] = lambda: None) -> None:
    """Take in the file that has waited longest, if one does; a long one says in between that it is still being taken."""
    waiting = Upload.objects.filter(stage__in=(Stage.WAITING, Stage.TAKING)).order_by("uploaded_at", "id").first()
    if waiting is not None:
        _take(waiting, still_at_it)


def _take(upload: Upload, still_at_it: Callable[[], None]) -> None:
    if upload.tries >= TRIES:
        words = "Holdfast stopped each time it took this file in. What it had taken stays taken. Whoever keeps Holdfast running finds why in its log"
        _end(upload, Stage.FAILED, words)
        return
    upload.stage, upload.tries = Stage.TAKING, upload.tries + 1
    upload.save(update_fields=["stage", "tries"])
    assert upload.sealed is not None
    name, _, packed = unseal(derived_key(_PURPOSE), bytes(upload.sealed), upload.id.bytes).partition(b"\n")
    try:
        census = read(_content(packed))
        author = Author(AuthorType.WORKER, upload.agency_id, upload.post_id, upload.worker_id)

        def progress(done: int, total: int) -> None:
            _progress(upload, done, total)
            still_at_it()

        result = take_in(json.loads(name), census, by=author, progress=progress)
    except (UnusableFile, NotReady) as why:
        _end(upload, Stage.UNUSABLE, str(why))
        return
    upload.import_id = result.import_id
    upload.done = upload.total = result.children
    _end(upload, Stage.TAKEN, "" if result.entries else "Everything in it was held already. Nothing was recorded anew.")
    log.info("a census was taken: %d children, %d entries", result.children, result.entries)


def _content(packed: bytes) -> bytes:
    try:
        return unpacked(packed, LARGEST)
    except ValueError as why:
        raise UnusableFile("The file did not arrive whole. Upload it again.") from why


def _progress(upload: Upload, done: int, total: int) -> None:
    Upload.objects.filter(id=upload.id).update(done=done, total=total)


def _end(upload: Upload, stage: Stage, words: str) -> None:
    """It waits no longer, and the file is gone."""
    upload.stage, upload.sealed, upload.ended_at = stage, None, now()
    upload.said = _sealed(upload.id, words.encode()) if words else None
    upload.save()
