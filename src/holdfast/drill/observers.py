"""Who looks after an attack, and what each of them says."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError

from holdfast.access.actions import look
from holdfast.drill import witnesses
from holdfast.drill.claims import Observer
from holdfast.drill.scene import Scene, forget
from holdfast.record.gate import NotReady
from holdfast.record.verify import sign_and_verify
from holdfast.vault.envelope import CannotOpen
from holdfast.vault.master import NoMasterKey
from holdfast_verify.bundles import check_bundle
from holdfast_verify.ledgers import check_ledger, source
from holdfast_verify.notes import Head
from holdfast_verify.policies import one_log
from holdfast_verify.receipts import check_receipt, read_receipt, read_word
from holdfast_verify.words import Changed, Unusable

Said = dict[Observer, list[str]]


def look_around(scene: Scene) -> Said:
    """What everybody says, after an attack; who has nothing to say is not in it."""
    forget()
    said: Said = {}

    def add(observer: Observer, *words: str) -> None:
        if words := tuple(word for word in words if word):
            said.setdefault(observer, []).extend(words)

    verdict, refused = sign_and_verify()
    add(Observer.SIGNER, refused)
    add(Observer.VERIFY, *(f"{fault.what}: {fault.detail}" for fault in verdict.faults))
    add(Observer.ANYONE, _ledger(scene))
    for observer, name in ((Observer.POLICE, "police"), (Observer.HEALTH, "health")):
        add(observer, witnesses.show(scene.witness(name), scene.ledger))
    trust = one_log(scene.story.vkey)
    add(Observer.TELLER, _ledger(scene, lambda: check_receipt(read_receipt(scene.story.receipt), trust)), _promised(scene))
    add(Observer.INSPECTOR, _ledger(scene, lambda: check_bundle(scene.story.bundle, trust).head))
    add(Observer.RECORDING, _recording(scene))
    return said


def _ledger(scene: Scene, kept: Callable[[], Head] | None = None) -> str:
    """What the verifier says of the ledger's files as anyone reads them, with what somebody kept."""
    try:
        check_ledger(source(str(scene.ledger)), one_log(scene.story.vkey), kept=() if kept is None else [kept()])
    except (Changed, Unusable) as why:
        return str(why)
    return ""


def _promised(scene: Scene) -> str:
    """What the verifier says of the words that people were given, once what they promise is due."""
    if not scene.words:
        return ""
    promised = {word.commitment: word.when for word in (read_word(text, scene.story.word_vkey) for text in scene.words)}
    try:
        check_ledger(source(str(scene.ledger)), one_log(scene.story.vkey), promised=promised)
    except (Changed, Unusable) as why:
        return str(why)
    return ""


def _recording(scene: Scene) -> str:
    try:
        look(room=scene.story.case, what="case", reason="allocated", by=scene.story.people["carys"])
    except (NotReady, NoMasterKey, CannotOpen, DatabaseError, LookupError) as why:
        return str(why)
    return ""
