"""The page that checks what somebody kept, opened from a disk with the server off: it says what the command says, of what is whole and what is spoiled."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from conftest import OwnDatabase
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page

from holdfast.access.bundles import hand_out
from holdfast.children import actions
from holdfast.children.tests.test_case import opened, visit
from holdfast.database.viewing import viewing
from holdfast.demonstration.tests.steps import look_at
from holdfast.ledger.note import VerifierKey
from holdfast.ledger.succession import Succession
from holdfast.pages.tests import browser
from holdfast.partnership.exchanging import end_former, exchange
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.acknowledging import acknowledgement_of
from holdfast.record.log_keys import acknowledging_key, store, verifying_key
from holdfast.record.proving import proof_of
from holdfast.record.sequencer import sequence
from holdfast.record.signing import signing_key
from holdfast_verify.bundles import check_bundle
from holdfast_verify.page_file import page as the_page
from holdfast_verify.policies import one_log, read_policy
from holdfast_verify.receipts import check_receipt, check_word, read_receipt
from holdfast_verify.successions import read_succession
from holdfast_verify.witness import Witness
from holdfast_verify.words import Changed, Unusable

pytestmark = pytest.mark.browser


class Kept:
    """What lies on somebody's disk."""

    def __init__(self, folder: Path, home: Path) -> None:
        shared = (home / "keys").resolve()
        (home / "keys").unlink()
        shutil.copytree(shared, home / "keys")  # they are exchanged below
        p = a_partnership()
        case = opened(p)
        actions.allocate(child=case, worker=p.carys.worker, by=p.dev)
        visit(p, case, p.carys, words="Marked words of a visit")
        told = visit(p, case, p.carys, words="Marked words, again")
        sequence()
        self.vkey, self.word_vkey = verifying_key(), acknowledging_key()
        with viewing(p.carys.viewer):
            proved = proof_of(told)
            assert proved is not None
            self.receipt, self.word = proved.proof.encode(), acknowledgement_of(told)
        hand_out(matter=case, recipient="x", authority="y", by=p.efua)
        visit(p, case, p.carys, words="Recorded under the next secret")
        sequence()
        self.bundle = hand_out(matter=case, recipient="x", authority="y", by=p.efua)
        self.withheld = hand_out(matter=case, recipient="x", authority="y", by=p.efua, rooms=["core"], without=["reason"])
        self.page, self.file, self.other = folder / "verify.html", folder / "document.tlog-proof", folder / "case.holdfast-bundle"
        self.page.write_text(the_page(), encoding="utf-8")
        self.file.write_text(self.receipt, encoding="utf-8")
        self.other.write_text(self.bundle, encoding="utf-8")
        # The same receipt, with what a witness saw, and policies that ask for it
        witness = Witness.begin(folder / "witness", "police.example/w")
        witness.trust(self.vkey)
        gap = self.receipt.index("\n\n") + 2
        line = witness.add_checkpoint(f"old 0\n\n{self.receipt[gap:]}".encode())
        self.seen = self.receipt + line
        self.exchange(p, case)
        self.policy = f"# police\nlog {self.vkey}\nwitness p {witness.vkey}\ngroup one any p\nquorum one\n"

    def exchange(self, p: Partnership, case: UUID) -> None:
        """The key is exchanged, and more is proved, by the new one alone; and what a thief of the old one would sign."""
        secret = signing_key("checkpoint")
        exchange(purpose="checkpoint", reason="Every two years", by=p.efua)
        told = visit(p, case, p.carys, words="Marked words under another key")
        sequence()
        end_former(by=p.efua)
        told = visit(p, case, p.carys, words="Marked words under another key alone")
        sequence()
        with viewing(p.carys.viewer):
            proved = proof_of(told)
        assert proved is not None
        self.later, self.next_vkey = proved.proof.encode(), verifying_key()
        (self.follows,) = store().key_statements()
        thief, before = Ed25519PrivateKey.generate(), VerifierKey.decode(self.vkey)
        self.stolen = Succession(before, VerifierKey(before.name, thief.public_key().public_bytes_raw()), 3).sign(secret, thief)


@pytest.fixture
def kept(committed: OwnDatabase, tmp_path: Path, own_home: Path) -> Kept:
    return Kept(tmp_path, own_home)


def said_by_the_command(case: dict[str, str]) -> str:
    """What the command says of the same: unchanged, changed or unusable."""
    try:
        believed = case["believed"]
        trust = one_log(believed) if len(believed.split()) == 1 else read_policy(believed)
        notes = [note for note in re.split(r"^(?=holdfast/key/v1$)", case.get("statements", ""), flags=re.M) if note.strip()]
        trust.follow([read_succession(f"{note.rstrip()}\n") for note in notes])
        if case["kept"].lstrip().startswith("{"):
            check_bundle(case["kept"], trust)
        else:
            receipt = read_receipt(case["kept"])
            check_receipt(receipt, trust)
            if case["word"]:
                check_word(case["word"], case["wordKey"], receipt)
    except Changed:
        return "changed"
    except Unusable:
        return "unusable"
    return "unchanged"


def spoiled(text: str, draw: random.Random) -> str:
    at, other = draw.randrange(len(text)), draw.choice('Ab0+/=\n ":,{}[]é—\x00')
    return draw.choice([text[:at] + other + text[at + 1 :], text[:at] + other + text[at:], text[:at] + text[at + 1 :], text[:at]])


def with_another_field(text: str, draw: random.Random) -> str:
    """A bundle in which one field, somewhere, is another."""
    value = json.loads(text)
    parent, key = value, draw.choice(list(value))
    while isinstance(parent[key], dict | list) and parent[key] and draw.random() < 0.85:
        parent = parent[key]
        key = draw.choice(list(parent)) if isinstance(parent, dict) else draw.randrange(len(parent))
    old = parent[key]
    odd: list[Any] = [None, True, 0, -1, 3, 1.5, "", "AAAA", [], {}, [0]]
    if isinstance(old, str) and old:
        odd += [spoiled(old, draw), old[::-1]]
    if isinstance(old, int):
        odd += [old + 1, old - 1]
    parent[key] = draw.choice(odd)
    return json.dumps(value, ensure_ascii=draw.random() < 0.5)


def ask(page: Page, some: list[dict[str, str]]) -> list[dict[str, Any]]:
    """What the page says of each, one after another."""
    every = "async (some) => { const said = []; for (const each of some) said.push(await checkAll(each)); return said; }"
    answers: list[dict[str, Any]] = page.evaluate(every, some)
    return answers


def test_it_says_what_the_command_says_of_what_is_whole_and_of_what_is_spoiled(kept: Kept) -> None:
    """With the browser's own cryptography, and without it: never a crash, never accepted."""
    draw = random.Random(7)
    usual = {"kept": kept.receipt, "believed": kept.vkey, "word": kept.word, "wordKey": kept.word_vkey}
    cases = [
        usual,
        {**usual, "word": "", "wordKey": ""},
        {**usual, "kept": kept.seen, "believed": kept.policy},
        {**usual, "kept": kept.receipt, "believed": kept.policy},
        {**usual, "kept": kept.bundle},
        {**usual, "kept": kept.withheld},
        {**usual, "believed": kept.word_vkey},
        {**usual, "wordKey": kept.vkey},
    ]
    follows = kept.follows
    later = {"kept": kept.later, "believed": kept.vkey, "word": "", "wordKey": ""}
    cases += [
        later,
        {**later, "statements": follows},
        {**usual, "statements": follows},
        {**later, "believed": kept.next_vkey},
        {**later, "statements": follows + kept.stolen},
    ]
    whole = len(cases)
    for name in ("kept", "believed", "word", "wordKey"):
        cases += [{**usual, name: spoiled(usual[name], draw)} for _ in range(250)]
    cases += [{**usual, "kept": kept.seen, "believed": spoiled(kept.policy, draw)} for _ in range(250)]
    cases += [{**usual, "kept": with_another_field(draw.choice([kept.bundle, kept.withheld]), draw)} for _ in range(600)]
    cases += [{**later, "statements": spoiled(follows, draw)} for _ in range(250)]
    expected = [said_by_the_command(case) for case in cases]
    assert expected[:whole] == ["unchanged"] * 3 + ["changed"] + ["unchanged"] * 2 + ["changed"] * 3 + ["unchanged"] * 3 + ["changed"]
    assert expected.count("unchanged") < len(cases) / 4
    with browser.open_page() as page:
        page.goto(kept.page.as_uri())
        answers = ask(page, cases)
        page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
        without = ask(page, [*cases[:whole], *cases[whole::7]])
    for case, said, answer in zip(cases, expected, answers, strict=True):
        assert (answer["result"] == "unchanged") == (said == "unchanged"), (case, said, answer)
        assert answer["words"][0].startswith({"changed": "It is not so", "unusable": "Nothing can be said"}.get(answer["result"], ""))
        assert "what was given cannot be read" not in answer["words"][0], case
    assert without == [*answers[:whole], *answers[whole::7]]


def test_whatever_somebody_adds_to_it_reaches_no_network(kept: Kept) -> None:
    with pytest.raises(AssertionError, match="violates"), browser.open_page() as page:
        page.goto(kept.page.as_uri())
        assert page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"


def test_a_receipt_and_a_bundle_are_checked_from_a_disk_and_the_page_can_reach_no_network(kept: Kept) -> None:
    with browser.open_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(kept.page.as_uri())
        browser.assert_axe_clean(page)
        browser.screenshot(page, "check-what-you-kept")
        _check(page, kept.file, kept.vkey)
        result = page.get_by_role("status")
        assert "Unchanged since it was recorded." in result.inner_text()
        assert "This does not show that it is true" in result.inner_text()
        page.get_by_text("You were also given a signed word at once").click()
        page.get_by_label("The signed word").fill(kept.word)
        page.get_by_label("The key of such words").fill(kept.word_vkey)
        _check(page, kept.file, kept.vkey)
        page.get_by_text("Unchanged since it was recorded on 20").wait_for()
        look_at(page, "check-receipt")
        _check(page, kept.other, kept.vkey)
        page.get_by_text("All there, and unchanged").wait_for()
        assert "Whether anything sealed concerns this matter is never said here." in result.inner_text()
        look_at(page, "check-bundle")
        kept.file.write_text(kept.receipt.replace("index ", "index 1"), encoding="utf-8")
        _check(page, kept.file, kept.vkey)
        page.get_by_role("heading", name="Not what was recorded").wait_for()
        look_at(page, "check-changed")
        _check(page, kept.file, "")
        page.get_by_text("give the key of the log, or a policy").wait_for()
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def _check(page: Page, file: Path, believed: str) -> None:
    page.get_by_label("The file that you kept").set_input_files(file)
    page.get_by_label("Whose word you take").fill(believed)
    page.get_by_role("button", name="Check").click()
    page.get_by_role("status").wait_for()
