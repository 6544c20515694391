"""What is sealed: read by those it names and by nobody else, whoever asks; and nothing of it goes, which its guardians see without us."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.core.management import CommandError, call_command

from holdfast.access.actions import look
from holdfast.access.bundles import hand_out
from holdfast.access.models import Look
from holdfast.database.time import now
from holdfast.database.viewing import EVERYONE, role_principal, viewing
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.guarding import entrust
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.recovering import recover
from holdfast.partnership.roles import Role
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.partnership.tests.test_recovering import lost_afterwards
from holdfast.record.append import append, append_all
from holdfast.record.audience import AudienceEnded, AudienceGranted, RoomOpened
from holdfast.record.entries import Draft, Opening
from holdfast.record.guarding import halves
from holdfast.record.log_keys import store, verifying_key
from holdfast.record.queries import entries_of_room
from holdfast.record.refusal import Refused
from holdfast.record.rooms import RoomRefused
from holdfast.record.sequencer import sequence
from holdfast.record.tests.test_attacks import cheat
from holdfast.record.verify import verify
from holdfast_verify.__main__ import main
from holdfast_verify.bundles import check_bundle
from holdfast_verify.ledgers import check_ledger, source
from holdfast_verify.policies import one_log
from holdfast_verify.sealed import check_sealed, join, read_half
from holdfast_verify.words import Changed, Unusable


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


def opened(p: Partnership, *, readers: Sequence[UUID] | None = None, sealed: bool = True, of: str = "rules") -> UUID:
    """A matter that Amira of the council and Hal of the police read, and nobody else. Its id."""
    matter = uuid4()
    readers = (p.amira.worker, p.hal.worker) if readers is None else readers
    append(Draft(facts=RoomOpened(), room=matter, opens=Opening(of, tuple(readers), sealed=sealed)), by=p.amira.author)
    return matter


def more(room: UUID, by: Acting, count: int = 1) -> None:
    append_all([Draft(facts=RoomOpened(), room=room) for _ in range(count)], by=by.author)


def seen_by(room: UUID, who: Acting) -> int:
    with viewing(who.viewer):
        return len(entries_of_room(room))


def as_guardians() -> tuple[list[int], int]:
    """What two guardians see in the ledger's files: the entries of each sealed matter, and of all."""
    first, second = (read_half(half) for half in halves())
    homes: set[bytes] = set()
    head = check_ledger(source(str(store().folder)), one_log(verifying_key()), homes=homes)
    return check_sealed(join(first, second), first.origin, head, homes).entries, len(homes)


def test_it_is_read_by_those_it_names_and_by_no_role_however_high(p: Partnership) -> None:
    matter = opened(p)
    more(matter, p.hal)
    assert seen_by(matter, p.amira) == seen_by(matter, p.hal) == 2
    for who in (p.efua, p.council_lead, p.police_lead, p.carys, p.gwen):
        assert seen_by(matter, who) == 0, who
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults


@pytest.mark.parametrize("who", ["one organisation", "a role", "everyone", "nobody", "somebody who left"])
def test_it_is_opened_to_workers_of_two_organisations_who_are_here_or_not_at_all(p: Partnership, who: str) -> None:
    record_leaver(worker=p.jo.worker, by=p.kit)
    readers = {
        "one organisation": (p.amira.worker, p.carys.worker),
        "a role": (p.amira.worker, p.hal.worker, role_principal(Role.NAMED_LEAD, p.council)),
        "everyone": (p.amira.worker, p.hal.worker, EVERYONE),
        "nobody": (),
        "somebody who left": (p.amira.worker, p.jo.worker),
    }[who]
    with pytest.raises(RoomRefused, match="cannot be read by these alone"):
        opened(p, readers=readers)
    assert as_guardians_after(p) == []


def as_guardians_after(p: Partnership) -> list[int]:
    sequence()
    return as_guardians()[0]


def test_its_readers_change_one_for_another_and_never_to_too_few_and_who_leaves_is_replaced_first(p: Partnership) -> None:
    matter = opened(p)
    with pytest.raises(RoomRefused, match="two organisations"):
        append(Draft(facts=AudienceEnded(principal=p.hal.worker, reason="left"), room=matter), by=p.amira.author)
    with pytest.raises(RoomRefused, match="no worker"):
        append(
            Draft(facts=AudienceGranted(principal=role_principal(Role.NAMED_LEAD, p.council), reason="asked"), room=matter),
            by=p.amira.author,
        )
    with pytest.raises(RoomRefused, match="not until a day"):
        until = AudienceGranted(principal=p.kit.worker, reason="asked", until=now())
        append(Draft(facts=until, room=matter), by=p.amira.author)
    with pytest.raises(Refused, match="one of the few"):
        record_leaver(worker=p.hal.worker, by=p.ines)
    append(Draft(facts=AudienceGranted(principal=p.kit.worker, reason="replaces"), room=matter), by=p.amira.author)
    append(Draft(facts=AudienceEnded(principal=p.hal.worker, reason="replaced"), room=matter), by=p.amira.author)
    record_leaver(worker=p.hal.worker, by=p.ines)
    assert seen_by(matter, p.kit) == 3


def test_nothing_outside_points_to_it_and_it_points_to_nothing_outside(p: Partnership) -> None:
    matter, other = opened(p), opened(p, sealed=False)
    for room, cited in ((matter, other), (other, matter), (opened(p), matter)):
        with pytest.raises(RoomRefused, match="cites nothing outside"):
            append(Draft(facts=RoomOpened(), room=room, cites=(cited,)), by=p.amira.author)
    with pytest.raises(RoomRefused, match="and so is each of its rooms"):
        adding = Opening("case", (p.amira.worker, p.hal.worker), kind="words", matter=opened(p, of="case"))
        append(Draft(facts=RoomOpened(), room=uuid4(), opens=adding), by=p.amira.author)


def test_who_looked_at_it_is_as_sealed_and_its_bundle_is_handed_out_by_those_it_names(p: Partnership) -> None:
    matter, open_to_all = opened(p), opened(p, sealed=False)
    for room in (matter, open_to_all):
        look(room=room, what="allegation", reason="work", by=p.amira)
    with viewing(p.efua.viewer):
        assert [each.about_id for each in Look.objects.all()] == [open_to_all], "not even that there was something to look at"
    with viewing(p.hal.viewer):
        assert matter in {each.about_id for each in Look.objects.all()}
    sequence()
    with pytest.raises(Refused, match="no such matter"):
        hand_out(matter=matter, recipient="An inspector", authority="Inspection", by=p.efua)
    named = opened(p, readers=(p.efua.worker, p.hal.worker))
    sequence()
    bundle = hand_out(matter=named, recipient="An inspector", authority="Inspection", by=p.efua)
    assert sum(check_bundle(bundle, one_log(verifying_key())).rooms.values()) == 1
    more(named, p.hal)
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults
    # Its places have new names since, which follow from the chain as well: the guardians see what was recorded under both.
    counts, _ = as_guardians()
    assert sorted(counts)[-1] >= 3


def test_its_guardians_see_without_us_how_much_is_sealed_and_that_nothing_went(
    p: Partnership, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given three sealed matters among others,
    for count in (1, 4, 2):
        matter = opened(p)
        opened(p, sealed=False)
        if count > 1:
            more(matter, p.hal, count - 1)
    # and guardians of two organisations, of whom everybody was told,
    folder = tmp_path / "halves"
    with pytest.raises(CommandError, match="two organisations"):
        call_command(
            "guardians", "--of", str(p.efua.worker), "--of", str(p.amira.worker), "--into", str(folder), "--by", str(p.efua.worker)
        )
    call_command("guardians", "--of", str(p.efua.worker), "--of", str(p.ines.worker), "--into", str(folder), "--by", str(p.efua.worker))
    sequence()
    capsys.readouterr()
    # when they hold their halves to the ledger's files, with the server off,
    files = [str(folder / "half-1.txt"), str(folder / "half-2.txt")]
    with pytest.raises(SystemExit) as ended:
        main(["sealed", *files, str(store().folder), "--log", verifying_key()])
    # then they see three, and how many entries each has; and neither sees anything alone.
    assert ended.value.code == 0
    assert "3 matters are sealed, and hold 7 of the ledger’s" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["sealed", files[0], files[0], str(store().folder), "--log", verifying_key()])
    assert ended.value.code == 2
    other, _ = halves()
    with pytest.raises(Unusable, match="do not belong together"):
        join(read_half(Path(files[1]).read_text()), read_half(other))


def test_a_ledger_in_which_one_was_left_out_or_that_is_another_is_not_taken(p: Partnership) -> None:
    for _ in range(3):
        opened(p)
    sequence()
    first, second = (read_half(half) for half in halves())
    chain = join(first, second)
    homes: set[bytes] = set()
    head = check_ledger(source(str(store().folder)), one_log(verifying_key()), homes=homes)
    from holdfast_verify.sealed import _label, _secret

    without = homes - {_label(_secret(chain, 2, 0, 1), 1)}
    with pytest.raises(Changed, match="sealed matter 3 is in the ledger, and sealed matter 2 is not"):
        check_sealed(chain, first.origin, head, without)
    with pytest.raises(Changed, match="the ledger is of"):
        check_sealed(chain, "other.example/log", head, homes)


def test_after_an_older_backup_no_other_takes_the_number_of_one_that_was_lost(p: Partnership, committed: OwnDatabase) -> None:
    opened(p)
    sequence()
    with lost_afterwards(committed):
        lost = opened(p)
        more(lost, p.hal, 2)
        sequence()
    recover(words="A disk failed", by=p.efua)
    opened(p)
    opened(p)
    sequence()
    assert as_guardians()[0] == [1, 3, 1, 1], "the lost one is counted, and nobody else stands where it stood"
    assert {fault.what for fault in verify().faults} == {"content lost"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_matter SET sealed = NULL WHERE sealed = 1",
        "UPDATE record_matter SET sealed = 7 WHERE sealed = 1",
        "INSERT INTO record_audience (room_id, principal) SELECT r.id, '{lead}' FROM record_room r JOIN record_matter m ON m.id = r.matter_id "
        "WHERE m.sealed = 1",
        "DELETE FROM record_audience a USING record_room r, record_matter m WHERE r.id = a.room_id AND m.id = r.matter_id AND m.sealed = 1 "
        "AND a.principal = '{hal}'",
    ],
)
def test_whoever_unseals_it_in_the_database_is_seen(p: Partnership, committed: OwnDatabase, statement: str) -> None:
    opened(p)
    opened(p)
    sequence()
    cheat(committed, statement.format(lead=role_principal(Role.NAMED_LEAD, p.council), hal=p.hal.worker))
    assert {"sealed matter altered", "room altered"} & {fault.what for fault in verify().faults}


def test_who_may_make_guardians(p: Partnership) -> None:
    with pytest.raises(NotPermitted):
        entrust(p.efua, p.ines, by=p.amira)
    with pytest.raises(Refused, match="two organisations"):
        entrust(p.efua, p.carys, by=p.efua)
