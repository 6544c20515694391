"""A bundle of a matter: what an inspector holds, and checks with the server off; and what becomes of it when somebody tears up the paperwork."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.access.bundles import hand_out
from holdfast.access.kinds import HandedTo, looks_room_of
from holdfast.access.queries import looks_at
from holdfast.children import actions
from holdfast.children.kinds import safety
from holdfast.children.tests.test_case import opened, visit
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.ledger.leaf import labels_of, position_label, room_secret
from holdfast.ledger.store import Store
from holdfast.ledger.strict import read_base64
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.acknowledging import acknowledgement_of
from holdfast.record.log_keys import acknowledging_key, store, verifying_key
from holdfast.record.queries import entries_of_room, open_parts
from holdfast.record.refusal import Refused
from holdfast.record.sequencer import sequence
from holdfast.record.tests.test_attacks import cheat, erase_entries
from holdfast.record.verify import verify
from holdfast.when import When
from holdfast_verify.__main__ import main as verifier
from holdfast_verify.bundles import Found, check_bundle
from holdfast_verify.ledgers import check_ledger, source
from holdfast_verify.policies import one_log
from holdfast_verify.receipts import read_word
from holdfast_verify.saying import NEVER_SAID, words_of_bundle
from holdfast_verify.words import Changed, Unusable

MARKED = "He said he would tell my mum"


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    """A case of several rooms, with what the child said in one of them."""
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    visit(p, found, p.carys, words="Marked words of a visit")
    parts = safety.Account(question="Nothing was asked", words=MARKED)
    actions.record(child=found, facts=safety.FirstAccountRecorded(spontaneous=True), parts=parts, when=When.on(today()), by=p.carys)
    sequence()
    return found


def given_to_the_inspector(p: Partnership, child: UUID, **how: Any) -> str:
    return hand_out(matter=child, recipient="Inspector Wil Reed", authority="Children Act 2004, section 20", by=p.efua, **how)


def checked(text: str) -> Found:
    return check_bundle(text, one_log(verifying_key()))


def test_failing_row_5_what_a_file_held_is_shown_whole_with_the_server_off(p: Partnership, child: UUID) -> None:
    found = checked(given_to_the_inspector(p, child))
    assert found.withheld == []
    assert found.closed == found.parts_left_out == 0
    assert found.kind == "case"
    assert {"core", "words"} <= set(found.rooms)
    words = words_of_bundle(found)
    assert "entries 1 to" in words
    assert "It has no other room." in words
    assert NEVER_SAID in words


def test_that_it_was_handed_out_is_recorded_before_it_is_made_and_seen_by_whoever_may_ask(p: Partnership, child: UUID) -> None:
    given_to_the_inspector(p, child)
    with viewing(p.noor.viewer):
        (look,) = [look for look in looks_at(child) if look.what == "bundle"]
        (entry,) = [e for e in entries_of_room(looks_room_of(child)) if e.kind.name == "bundle.given"]
        assert open_parts([entry])[entry.id] == HandedTo(recipient="Inspector Wil Reed", authority="Children Act 2004, section 20")
    assert (look.worker_id, look.refused) == (p.efua.worker, False)
    with viewing(p.hal.viewer):
        assert looks_at(child) == []


def test_only_whoever_answers_for_the_record_hands_it_out_and_says_to_whom_and_why(p: Partnership, child: UUID) -> None:
    for stranger in (p.carys, p.dev, p.hal, p.uma):
        with pytest.raises(NotPermitted):
            hand_out(matter=child, recipient="a friend", authority="none", by=stranger)
    for missing in ({"recipient": " ", "authority": "x"}, {"recipient": "x", "authority": ""}):
        with pytest.raises(Refused):
            hand_out(matter=child, by=p.efua, **missing)
    with pytest.raises(Refused, match="no such matter"):
        hand_out(matter=uuid4(), recipient="x", authority="y", by=p.noor)
    with viewing(p.noor.viewer):
        assert [look for look in looks_at(child) if look.what == "bundle"] == []


def test_failing_row_24_what_is_left_out_is_seen_to_be_left_out_and_nothing_can_stand_in_its_place(p: Partnership, child: UUID) -> None:
    text = given_to_the_inspector(p, child, without=["words"])
    assert MARKED not in text
    found = checked(text)
    assert found.parts_left_out > 0
    assert found.withheld == []
    bundle = json.loads(text)
    for room in bundle["rooms"]:
        for entry in room["entries"]:
            if entry["says"] and "words" in entry["says"]["left_out"]:
                entry["says"]["parts"]["words"] = json.dumps("Nothing of concern was said")
                entry["says"]["keys"]["words"] = entry["says"]["keys"][":facts"]
                del entry["says"]["left_out"]["words"]
    with pytest.raises(Changed, match="does not say what it said"):
        checked(json.dumps(bundle))


def test_of_rooms_that_are_withheld_the_bundle_gives_no_secret(p: Partnership, child: UUID) -> None:
    text = given_to_the_inspector(p, child, rooms=["core"])
    assert MARKED not in text
    assert json.loads(text)["matter"]["secrets"] is None
    found = checked(text)
    assert (set(found.rooms), found.withheld) == ({"core"}, None)
    assert "withheld or empty" in words_of_bundle(found)
    with viewing(p.noor.viewer):
        before = len(looks_at(child))
    with pytest.raises(Refused, match="no room"):
        given_to_the_inspector(p, child, rooms=["nowhere"])
    with viewing(p.noor.viewer):
        assert len(looks_at(child)) == before, "what cannot be handed out is not said to have been"


def test_an_entry_that_is_taken_out_of_a_bundle_is_missed(p: Partnership, child: UUID) -> None:
    text = given_to_the_inspector(p, child)
    for which in (-1, 1):
        bundle = json.loads(text)
        room = next(room for room in bundle["rooms"] if room["kind"] == "core")
        del room["entries"][which]
        with pytest.raises((Changed, Unusable)):
            checked(json.dumps(bundle))
    bundle = json.loads(text)
    bundle["rooms"] = [room for room in bundle["rooms"] if room["kind"] != "words"]
    assert checked(json.dumps(bundle)).withheld, "a room that is taken out is said to be withheld"


def test_what_is_recorded_later_is_in_the_next_bundle_and_the_first_still_holds(p: Partnership, child: UUID) -> None:
    first = given_to_the_inspector(p, child)
    visit(p, child, p.carys, words="A second visit")
    assert checked(given_to_the_inspector(p, child)).rooms == checked(first).rooms, "until the ledger holds it"
    sequence()
    second = checked(given_to_the_inspector(p, child))
    assert sum(second.rooms.values()) > sum(checked(first).rooms.values())
    assert checked(first).head.size < second.head.size


def labels_under(secrets: list[str], kept: Store, size: int) -> int:
    """How many of the public ledger's leaves somebody recognises who holds these secrets of a matter."""
    mine = {
        position_label(room_secret(read_base64(secret) or b"", number), n)
        for secret in secrets
        for number in range(1, 25)
        for n in range(1, 60)
    }
    return sum(bool(mine & set(labels_of(leaf))) for leaf in kept.leaves(size))


def test_who_holds_a_bundle_does_not_see_in_the_public_ledger_what_is_recorded_later(p: Partnership, child: UUID) -> None:
    # Given an inspector who was handed the whole case, with the secrets that name its places
    text = given_to_the_inspector(p, child)
    secrets = json.loads(text)["matter"]["secrets"]
    size = sequence().size
    seen = labels_under(secrets, store(), size)
    assert seen >= sum(checked(text).rooms.values())
    # When more is recorded, in rooms that there were and in one that there was not
    for words in ("A second visit", "A third visit"):
        visit(p, child, p.carys, words=words)
    size = sequence().size
    # Then none of it is recognised by what they hold
    assert labels_under(secrets, store(), size) == seen
    assert verify().sound


def test_a_later_bundle_shows_that_nothing_lies_between_the_old_secret_and_the_new(p: Partnership, child: UUID) -> None:
    given_to_the_inspector(p, child)
    visit(p, child, p.carys, words="A second visit")
    sequence()
    text = given_to_the_inspector(p, child)
    bundle = json.loads(text)
    assert len(bundle["matter"]["secrets"]) == 2
    assert checked(text).unknown_after == []
    # What comes under the new secret is left away, and it is said that there is none
    cut = json.loads(text)
    cut["matter"]["secrets"].pop()
    for room in [*cut["rooms"], *cut["unopened"]]:
        room["ends"].pop()
        room["entries"] = [entry for entry in room.get("entries", []) if entry["generation"] == 0]
    with pytest.raises(Changed, match="goes on under a secret that is not in the bundle"):
        checked(json.dumps(cut))
    # The entry that names the new secret is shut, or left away
    for change in ("shut", "gone"):
        spoiled = json.loads(text)
        for room in spoiled["rooms"]:
            at = max(n for n, entry in enumerate(room["entries"]) if entry["generation"] == 0)
            if change == "shut":
                room["entries"][at]["says"] = None
            else:
                del room["entries"][at]
        with pytest.raises(Changed):
            checked(json.dumps(spoiled))
    # A bundle of one room shows it of that room
    alone = given_to_the_inspector(p, child, rooms=["core"])
    assert set(checked(alone).rooms) == {"core"}


def test_a_word_that_was_given_before_the_secret_changed_is_of_the_room_as_it_was_then(p: Partnership, child: UUID) -> None:
    entry = visit(p, child, p.carys, words="A second visit")
    sequence()
    given_to_the_inspector(p, child)
    visit(p, child, p.carys, words="A third visit")
    sequence()
    with viewing(p.carys.viewer):
        word = acknowledgement_of(entry)
    found = checked(given_to_the_inspector(p, child))
    found.keep([read_word(word, acknowledging_key())])


def test_a_tellers_word_is_held_against_what_an_inspector_was_given(
    p: Partnership, child: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a social worker who was given a signed word for a visit, and an inspector who is given the case
    entry = visit(p, child, p.carys, words="A third visit")
    sequence()
    with viewing(p.carys.viewer):
        word = acknowledgement_of(entry)
    files = {"word": word, "whole": given_to_the_inspector(p, child), "part": given_to_the_inspector(p, child, rooms=["core"])}
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    def asked(bundle: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            verifier(
                [
                    "bundle",
                    str(tmp_path / bundle),
                    "--log",
                    verifying_key(),
                    "--acknowledgement",
                    str(tmp_path / "word"),
                    "--acknowledgement-key",
                    acknowledging_key(),
                ]
            )
        return int(left.value.code or 0), capsys.readouterr().out

    # Then the word is of a room of the bundle, and stands in its place; in one that leaves the room out it is missed
    assert asked("whole")[0] == 0
    code, said = asked("part")
    assert (code, "is of no room that is shown here" in said) == (1, True)


def test_of_a_matter_that_was_damaged_no_bundle_is_made_and_it_says_what_to_do(committed: OwnDatabase, p: Partnership, child: UUID) -> None:
    cheat(committed, "UPDATE record_part SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE name = 'words'")
    with pytest.raises(Refused, match="cannot be opened"):
        given_to_the_inspector(p, child)


def test_failing_s15_he_ripped_up_the_paperwork_and_it_is_still_there(
    committed: OwnDatabase, own_home: Path, p: Partnership, child: UUID
) -> None:
    # Given an inspector who holds a bundle of the case
    text = given_to_the_inspector(p, child)
    sequence()
    # When the owner of the database erases what the child said, with everything that belongs to it
    cheat(
        committed,
        *erase_entries("SELECT id FROM record_entry WHERE kind = 'first_account.recorded'"),
    )
    # Then the record says that it is gone, the ledger holds its leaf, and the bundle what she said
    assert not verify().sound
    assert check_ledger(source(str(Store(own_home / "ledger").folder)), one_log(verifying_key()))
    assert MARKED in text
    assert checked(text).withheld == []


def test_the_command_writes_a_file_that_nobody_else_reads_and_never_over_another(
    p: Partnership, child: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "one.holdfast-bundle"

    def run(**otherwise: str) -> None:
        how = {"to": "Inspector Wil Reed", "authority": "section 20", "by": str(p.efua.worker), "out": str(out), **otherwise}
        call_command("bundle", str(child), *(f"--{name}={value}" for name, value in how.items()))

    run()
    assert out.stat().st_mode & 0o077 == 0
    assert checked(out.read_text()).kind == "case"
    with pytest.raises(CommandError, match="--out"):
        run()
    for wrong, words in (({"by": str(uuid4())}, "--by"), ({"by": str(p.carys.worker)}, "named lead")):
        other = tmp_path / "other"
        with pytest.raises(CommandError, match=words):
            run(out=str(other), **wrong)
        assert not other.exists()


@pytest.fixture
def whole(p: Partnership, child: UUID) -> tuple[str, str]:
    return given_to_the_inspector(p, child), verifying_key()


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, each in inner for place in _places(each, (*at, key)))][0 if at else 1 :]


def _with(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    """The JSON value with another at a place, or without it."""
    if not at:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    if len(at) == 1 and new is ...:
        del copy[at[0]]
    else:
        copy[at[0]] = _with(value[at[0]], at[1:], new)
    return copy


ODD: tuple[Any, ...] = (None, True, 0, 1, -1, 2**70, 1.5, "", "AAAA", "\ud800", [], {}, [0], {"label": "", "index": 0}, ...)
MUTATIONS = 1_500


def test_no_field_of_a_bundle_can_be_another(whole: tuple[str, str]) -> None:
    """Every field of every form, changed in many ways: never a crash, never accepted. What may differ is what nobody vouches for and nothing rests on."""
    text, key = whole
    trust, bundle = one_log(key), json.loads(text)
    places = _places(bundle)
    said = words_of_bundle(check_bundle(text, trust))
    tried = {"refused": 0, "says less": 0}

    @given(data=st.data())
    @settings(max_examples=MUTATIONS, deadline=None, database=None)
    def one(data: st.DataObject) -> None:
        place = data.draw(st.sampled_from(places))
        old = bundle
        for key_ in place:
            old = old[key_]
        new = data.draw(st.sampled_from(ODD))
        if isinstance(old, str) and data.draw(st.booleans()):
            at = data.draw(st.integers(0, max(0, len(old) - 1)))
            new = old[:at] + data.draw(st.sampled_from(["A", "b", "0", '"', "€", ""])) + old[at + 1 :]
        if isinstance(old, int) and data.draw(st.booleans()):
            new = old + data.draw(st.integers(-3, 3))
        if new == old and type(new) is type(old):
            return
        try:
            found = check_bundle(json.dumps(_with(bundle, place, new)), trust)
        except (Changed, Unusable):
            tried["refused"] += 1
            return
        # An entry that is closed, a room or an empty room's proof taken away: less is shown, and it is said that it is less.
        tried["says less"] += 1
        assert words_of_bundle(found) != said or "hashes" in place, (place, old, new)

    one()
    assert tried["refused"] > MUTATIONS / 2, tried


def test_the_page_hands_out_what_the_command_does_and_to_nobody_else(p: Partnership, child: UUID) -> None:
    def pages_of(by: Acting) -> Client:
        client = Client()
        sign_in(client, by)
        return client

    page = f"/bundle/of/{child}/"
    for stranger in (p.carys, p.dev, p.hal):
        assert pages_of(stranger).get(page).status_code == 404
    lead = pages_of(p.efua)
    assert lead.get(f"/bundle/of/{uuid4()}/").status_code == 404
    assert f'href="{page}"' in lead.get(f"/children/{child}/people/").content.decode()
    once = str(uuid4())
    assert lead.post(page, {"recipient": "", "authority": "x", "once": once}).status_code == 422
    sent = {"recipient": "Inspector Wil Reed", "authority": "Children Act 2004, section 20"}
    given_ = lead.post(page, {**sent, "once": once})
    assert given_.headers["Content-Disposition"] == 'attachment; filename="matter.holdfast-bundle"'
    assert checked(given_.content.decode()).withheld == []
    some = lead.post(page, {**sent, "rooms": ["core"], "once": str(uuid4())})
    assert set(checked(some.content.decode()).rooms) == {"core"}
    with viewing(p.noor.viewer):
        assert len([look for look in looks_at(child) if look.what == "bundle"]) == 2
