"""What is another only while something is recorded, and put right again: the clock, a rule, the calendar, the program."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from holdfast.access.bundles import hand_out
from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.drill.claims import By, attack, caught
from holdfast.drill.scene import Scene, forget
from holdfast.duties.history import due_of
from holdfast.partnership.queries import acting_for
from holdfast.record.holding import reading_all


@attack(By.ALL, "set the clock back a week, and record something as of then", caught(verify="time went back"))
def _clock_back(scene: Scene) -> None:
    _clock(scene, "-7 days")
    _tell(scene)


@attack(By.ALL, "set the clock forty days ahead, so that clocks run out, and right again", caught(verify="time went back"))
def _clock_ahead(scene: Scene) -> None:
    _clock(scene, "40 days")
    _tell(scene)
    _clock(scene, "-40 days")
    _tell(scene)


@attack(By.OWNER, "let danger wait for 400 days while it is told, and put the value right again", caught(verify="due time is another"))
def _local_value(scene: Scene) -> None:
    scene.superuser(
        "INSERT INTO duties_rule_value (rule, room_id, entry_id, amount, unit, loosened, changed_at) "
        "VALUES ('DANGER_NOW', gen_random_uuid(), gen_random_uuid(), 400, 'days', true, now())"
    )
    _tell(scene, danger=True)
    scene.superuser("DELETE FROM duties_rule_value")


@attack(
    By.OWNER,
    "declare every day of a month free while something is told, and put the days right again",
    caught(verify="due time is another"),
)
def _free_days(scene: Scene) -> None:
    scene.superuser(
        "INSERT INTO partnership_day_override (day, room_id, entry_id, working) "
        "SELECT day::date, gen_random_uuid(), gen_random_uuid(), false FROM generate_series(now(), now() + interval '30 days', '1 day') day"
    )
    _tell(scene)
    scene.superuser("DELETE FROM partnership_day_override")


@attack(
    By.OWNER,
    "make a social worker the named lead for as long as it takes to hand out a bundle, and put her role right again",
    caught(verify="author could not"),
)
def _role(scene: Scene) -> None:
    carys = scene.story.people["carys"]
    scene.superuser(f"UPDATE partnership_post SET role = 'named_lead' WHERE id = '{carys.post}'")
    with reading_all():
        for_a_while = acting_for(carys.worker)
    assert for_a_while is not None
    hand_out(matter=scene.story.case, recipient="a friend", authority="none", by=for_a_while)
    scene.superuser(f"UPDATE partnership_post SET role = 'practitioner' WHERE id = '{carys.post}'")


@attack(
    By.ROOT,
    "have the program let clocks run a month longer while something is told, and put it right again",
    caught(verify="due time is another"),
)
def _program(scene: Scene) -> None:
    with patch("holdfast.duties.opening.due_of", lambda *given: due_of(*given) + timedelta(days=30)):
        _tell(scene)


def _clock(scene: Scene, by: str) -> None:
    scene.owner(f"UPDATE database_clock SET shift = shift + interval '{by}', moved_at = NULL")


def _tell(scene: Scene, *, danger: bool = False) -> None:
    forget()
    told = Telling(words=ToldParts(worry="As of then"), danger_now=danger)
    telling.tell_as_professional(told, by=scene.story.people["lena"], once=uuid4())
