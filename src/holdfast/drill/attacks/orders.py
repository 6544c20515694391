"""Erasing as if it were ordered: keys destroyed without an order, orders that nobody gave, and more than an order names."""

from __future__ import annotations

from uuid import UUID, uuid4

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.drill.attacks.deeds import by_owner, by_superuser
from holdfast.drill.claims import By, Declared, Refused, attack, caught
from holdfast.drill.scene import Scene
from holdfast.erasure import actions, queries
from holdfast.erasure.codes import Right
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.erasing import EntryErased, ErasedParts, gone_of
from holdfast.record.holding import reading_all

by_owner(
    "destroys the key of an entry as the eraser",
    Refused("two organisations"),
    "SET ROLE holdfast_eraser",
    "DELETE FROM vault_entry_key WHERE entry_id = '{told}'",
)
by_owner("destroys every key", Refused("two organisations"), "DELETE FROM vault_entry_key")
by_superuser(
    "destroys every key, and says on the read model that it was ordered",
    caught(verify="key missing"),
    "INSERT INTO record_erased SELECT entry_id, room_id, entry_id, entry_id, now() FROM vault_entry_key",
    "DELETE FROM vault_entry_key",
)


def _says_erased(scene: Scene, order: UUID) -> UUID:
    """Record that the words of a visit were erased by an order, in the named lead's name. The entry of the visit."""
    with reading_all():
        visit = UUID(str(scene.one("SELECT id FROM record_entry WHERE kind = 'visit.recorded' ORDER BY position LIMIT 1")))
        room = UUID(str(scene.one(f"SELECT room_id FROM record_entry WHERE id = '{visit}'")))
        gone = gone_of(room, [visit])
    said = Draft(facts=EntryErased(order=order, gone=gone), parts=ErasedParts(authority="A court"), room=room)
    append(said, by=scene.story.people["efua"].author)
    return visit


@attack(By.APP, "records an erasure that nobody ordered", caught(verify="erased without an order"))
def _unordered(scene: Scene) -> None:
    _says_erased(scene, uuid4())


@attack(By.ALL, "records an erasure that nobody ordered, and destroys the key", caught(verify="erased without an order"))
def _unordered_and_gone(scene: Scene) -> None:
    visit = _says_erased(scene, uuid4())
    scene.superuser(f"DELETE FROM vault_entry_key WHERE entry_id = '{visit}'")


def _ordered(scene: Scene) -> UUID:
    """An order that names the last thing that can be named of the case, brought, freed of the hold and agreed to. Its id."""
    people = scene.story.people
    with viewing(people["efua"].viewer):
        entry = queries.can_be_named(scene.story.case, people["efua"])[0]
    order = actions.ask(
        matter=scene.story.case,
        entries=[entry.id],
        right=Right.COURT,
        ordered_on=today(),
        authority="A court",
        why="Nobody ordered it",
        by=people["efua"],
    )
    actions.lift_hold(order=order, words="Nobody lifted it", by=people["noor"])
    actions.agree(order=order, words="Nobody agreed", by=people["ines"])
    return order


@attack(
    By.APP,
    "forges an order in the names of three people of two organisations and of the scrutineer",
    Declared(
        "each of them, and everyone who answers for an organisation, has the order on their list for ever; and until whoever keeps the machines destroys "
        "the keys, nothing is lost. That it is not true is for people to find"
    ),
)
def _forged_order(scene: Scene) -> None:
    _ordered(scene)


@attack(By.ALL, "erases more than an order names", caught(verify="erased without an order"))
def _more_than_ordered(scene: Scene) -> None:
    order = _ordered(scene)
    visit = _says_erased(scene, order)
    scene.superuser(f"DELETE FROM vault_entry_key WHERE entry_id = '{visit}'")
