"""Attacks that are statements of SQL: `{case}`, `{concern}` and `{told}` stand for what is there."""

from __future__ import annotations

from holdfast.drill.claims import Attack, By, Claim, Deed, declare
from holdfast.drill.scene import Scene


def _filled(scene: Scene, statements: tuple[str, ...]) -> list[str]:
    story = scene.story
    ids = {"case": story.case, "concern": story.concern, "told": story.told, "carys": story.people["carys"].worker}
    filled = []
    for statement in statements:
        for name, value in ids.items():
            statement = statement.replace("{" + name + "}", str(value))
        filled.append(statement)
    return filled


def by_superuser(what: str, claim: Claim, *statements: str, by: By = By.OWNER) -> None:
    """A superuser does it, so that no trigger is in the way and none is seen to have been taken away."""
    declare(Attack(by, what, claim, lambda scene: scene.superuser(*_filled(scene, statements))))


def by_owner(what: str, claim: Claim, *statements: str) -> None:
    """The database's owner does it, as far as triggers and grants let them."""
    declare(Attack(By.OWNER, what, claim, lambda scene: scene.owner(*_filled(scene, statements))))


def by_app(what: str, claim: Claim, *statements: str) -> None:
    """Somebody who took over the application does it, as the application reads and changes what is operational."""
    declare(Attack(By.APP, what, claim, lambda scene: scene.app(*_filled(scene, statements))))


def by_writer(what: str, claim: Claim, *statements: str) -> None:
    """The same, as the writer."""
    declare(Attack(By.APP, what, claim, lambda scene: scene.writer(*_filled(scene, statements))))


def by_sequencer(what: str, claim: Claim, *statements: str) -> None:
    """Somebody who took over the ledger's process does it, in the database."""
    declare(Attack(By.KEY, what, claim, lambda scene: scene.sequencer(*_filled(scene, statements))))


__all__ = ["Deed", "by_app", "by_owner", "by_sequencer", "by_superuser", "by_writer"]
