"""Attacks that are statements of SQL: `{case}`, `{concern}`, `{sealed}`, `{person}` and `{told}` stand for what is there."""

from __future__ import annotations

from holdfast.drill.claims import Attack, By, Claim, declare
from holdfast.drill.scene import Scene


def filled(scene: Scene, statements: tuple[str, ...]) -> list[str]:
    """The statements with what is there put into them."""
    story = scene.story
    ids = {
        "case": story.case,
        "concern": story.concern,
        "told": story.told,
        "sealed": story.sealed,
        "person": story.person,
        "carys": story.people["carys"].worker,
    }
    filled = []
    for statement in statements:
        for name, value in ids.items():
            statement = statement.replace("{" + name + "}", str(value))
        filled.append(statement)
    return filled


def by_superuser(what: str, claim: Claim, *statements: str, by: By = By.OWNER) -> None:
    """A superuser does it, so that no trigger is in the way and none is seen to have been taken away."""
    declare(Attack(by, what, claim, lambda scene: scene.superuser(*filled(scene, statements))))


def by_owner(what: str, claim: Claim, *statements: str) -> None:
    """The database's owner does it, as far as triggers and grants let them."""
    declare(Attack(By.OWNER, what, claim, lambda scene: scene.owner(*filled(scene, statements))))


def by_app(what: str, claim: Claim, *statements: str) -> None:
    """Somebody who took over the application does it, as the application reads and changes what is operational."""
    declare(Attack(By.APP, what, claim, lambda scene: scene.app(*filled(scene, statements))))


def by_writer(what: str, claim: Claim, *statements: str) -> None:
    """The same, as the writer."""
    declare(Attack(By.APP, what, claim, lambda scene: scene.writer(*filled(scene, statements))))


def by_sequencer(what: str, claim: Claim, *statements: str) -> None:
    """Somebody who took over the ledger's process does it, in the database."""
    declare(Attack(By.KEY, what, claim, lambda scene: scene.sequencer(*filled(scene, statements))))
