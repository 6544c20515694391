"""What whoever opens a child's record reads first: a short summary, flags that somebody looks at again, and a story that can be asked for in parts."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.children import actions, flags
from holdfast.children.flags import flags_of
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case, overview, pathway, safety
from holdfast.children.models import Flag
from holdfast.children.tests.test_case import opened, record, rules, visit
from holdfast.children.tests.test_rooms import pages_of
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.models import Duty, State
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> CaseId:
    found = CaseId(opened(p))
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    actions.involve(child=found, agencies=[p.police, p.school], reason="strategy_discussion", by=p.dev)
    return found


def flag_of(child: UUID) -> Flag:
    with reading_all():
        return Flag.objects.get(case_id=child)


def two_visit(p: Partnership, child: CaseId, *, review_on: date | None = None) -> Flag:
    on = review_on or today() + timedelta(days=30)
    flags.raise_flag(child=child, words="Two workers visit together", danger=True, review_on=on, by=p.carys)
    return flag_of(child)


def test_the_out_of_hours_worker_reads_first_what_somebody_wrote_in_a_hundred_and_twenty_words(p: Partnership, child: CaseId) -> None:
    first = pages_of(p.carys).get(f"/children/{child}/").content.decode()
    assert "Nobody has written what to read first" in first
    with pytest.raises(Refused, match="120 words"):
        record(p, child, overview.SummaryWritten(), overview.Summary(words="word " * 121))
    record(p, child, overview.SummaryWritten(), overview.Summary(words="Her gran keeps her safe.", worries="Lifts after school."))
    femi = pages_of(p.femi).get(f"/children/{child}/").content.decode()
    assert femi.index("Her gran keeps her safe.") < femi.index("What is open")
    assert "Lifts after school." in femi
    assert "Carys Lund" in femi
    assert "Older than 30 days" not in femi
    record(p, child, overview.SummaryWritten(), overview.Summary(words="She lives with her gran."), by=p.dev)
    move_clock(now() + timedelta(days=31))
    later = pages_of(p.carys).get(f"/children/{child}/").content.decode()
    read_first = later[later.index("Read this first") : later.index("What is open")]
    assert "She lives with her gran." in read_first
    assert "Her gran keeps her safe." not in read_first, "the latest is read; the one before it stays in what happened"
    assert "Older than 30 days" in read_first
    with pytest.raises(NotPermitted):
        record(p, child, overview.SummaryWritten(), overview.Summary(words="All is well."), by=p.lena)


def test_a_flag_stands_on_every_page_about_the_child_until_whoever_raised_it_ends_it(p: Partnership, child: CaseId) -> None:
    flag = two_visit(p, child)
    for path in ("", "happened/", "record/", "record/visit/", "family/"):
        assert "Two workers visit together" in pages_of(p.carys).get(f"/children/{child}/{path}").content.decode(), path
    assert "Two workers visit together" in pages_of(p.lena).get(f"/children/{child}/").content.decode()
    with pytest.raises(NotPermitted):
        flags.end_flag(child=child, flag=flag.id, reason="I think not", by=p.lena)
    assert pages_of(p.lena).get(f"/children/{child}/flags/{flag.id}/").status_code == 404
    flags.end_flag(child=child, flag=flag.id, reason="The dog has gone", by=p.dev)
    page = pages_of(p.carys).get(f"/children/{child}/").content.decode()
    assert "Two workers visit together" not in page[: page.index("The latest that happened")]
    assert "The dog has gone" in pages_of(p.carys).get(f"/children/{child}/happened/").content.decode()
    with pytest.raises(Refused, match="ended meanwhile"):
        flags.end_flag(child=child, flag=flag.id, reason="Again", by=p.dev)


def test_a_flag_is_looked_at_again_by_its_day_and_that_is_owed_by_whoever_raised_it(p: Partnership, child: CaseId) -> None:
    flag = two_visit(p, child)
    owed = rules(child)["FLAG_REVIEW"]
    assert owed.owner_id == p.carys.worker
    carys = pages_of(p.carys)
    assert f"/children/{child}/flags/{flag.id}/" in carys.get(f"/duties/{owed.id}/").content.decode()
    move_clock(now() + timedelta(days=31))
    assert "to be looked at since" in carys.get(f"/children/{child}/").content.decode()
    on = today() + timedelta(days=20)
    sent = {
        "once": str(uuid4()), "stays": "yes", "words": "Ring before you visit", "danger": "no",
        "review_on-day": on.day, "review_on-month": on.month, "review_on-year": on.year,
    }  # fmt: skip
    assert carys.post(f"/children/{child}/flags/{flag.id}/", sent).status_code == 302
    with viewing(p.carys.viewer):
        (said,) = flags_of(child)
    assert (said.flag.id, said.words, said.flag.danger, said.flag.review_on) == (flag.id, "Ring before you visit", False, on)
    with reading_all():
        assert Duty.objects.get(id=owed.id).state == State.DONE
    assert rules(child)["FLAG_REVIEW"].id != owed.id, "the next look is owed"
    ended = {"once": str(uuid4()), "stays": "no", "reason": "She asked us to"}
    assert carys.post(f"/children/{child}/flags/{flag.id}/", ended).status_code == 302
    assert "FLAG_REVIEW" not in rules(child)


def test_a_flag_without_a_day_or_with_one_in_the_past_or_far_away_is_refused(p: Partnership, child: CaseId) -> None:
    for day in (today(), today() - timedelta(days=1), today() + timedelta(days=900)):
        with pytest.raises(Refused):
            two_visit(p, child, review_on=day)
    response = pages_of(p.carys).post(f"/children/{child}/flags/", {"once": str(uuid4()), "words": "x", "danger": "no"})
    assert response.status_code == 422


def test_five_flags_show_as_three_and_how_many_more(p: Partnership, child: CaseId) -> None:
    for n in range(5):
        on = today() + timedelta(days=9 + n)
        flags.raise_flag(child=child, words=f"Flag {n}", danger=n == 4, review_on=on, by=p.carys)
    page = pages_of(p.carys).get(f"/children/{child}/record/").content.decode()
    assert "Flag 4" in page, "what is about danger comes first"
    assert "Flag 3" not in page
    assert "+2 flags" in page


def chosen(p: Partnership, child: CaseId, **query: object) -> str:
    response = pages_of(p.carys).get(f"/children/{child}/happened/?{urlencode(query)}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_story_can_be_asked_for_by_kind_organisation_person_days_and_seen_alone(p: Partnership, child: CaseId) -> None:
    record(p, child, case.VisitRecorded(seen=True, seen_alone=True), case.Seen(account="In the kitchen."), by=p.carys)
    record(p, child, pathway.StrategyNeeded(), case.Reason(reason="The school rang."), by=p.lena)
    record(p, child, safety.MissingStarted(), by=p.ines)
    record(p, child, case.VisitRecorded(seen=True, seen_alone=False), case.Seen(account="At the door.", why_not_alone="Late"), by=p.carys)
    everything = chosen(p, child)
    for words in ("In the kitchen.", "The school rang.", "went missing", "At the door."):
        assert words.lower() in everything.lower(), words
    alone = chosen(p, child, alone="yes")
    assert "In the kitchen." in alone
    assert "At the door." not in alone
    assert "1 of " in alone
    by_school = chosen(p, child, agency=p.school)
    assert "The school rang." in by_school
    assert "In the kitchen." not in by_school
    assert "In the kitchen." in chosen(p, child, worker=p.carys.worker)
    assert "The school rang." not in chosen(p, child, worker=p.carys.worker)
    assert "The school rang." not in chosen(p, child, theme=0)
    tomorrow = today() + timedelta(days=1)
    later = chosen(p, child, **{"until-day": 1, "until-month": 1, "until-year": today().year - 1})
    assert "Nothing here fits" in later
    assert "The first day must be" in chosen(
        p, child, **{"since-day": tomorrow.day, "since-month": tomorrow.month, "since-year": tomorrow.year}
    )


def test_what_is_chosen_stays_while_turning_pages_and_is_taken_away_by_one_link(p: Partnership, child: CaseId) -> None:
    for n in range(30):
        visit(p, child, p.carys, words=f"Visit number {n}.")
    page = chosen(p, child, worker=p.carys.worker, order="first")
    assert f"worker={p.carys.worker}&amp;order=first&amp;page=2" in page
    assert 'href="?order=first"' in page, "the link that takes the person away again"
    whole = chosen(p, child, print="yes")
    assert all(f"Visit number {n}." in whole for n in range(30))


def test_months_head_the_story_and_no_entry_is_a_heading(p: Partnership, child: CaseId) -> None:
    visit(p, child, p.carys, words="Well")
    page = chosen(p, child)
    assert f"{today():%B %Y}" in page
    assert '<p class="hf-event__title">' in page
    assert '<h3 class="hf-event__title">' not in page


WORDS = st.text(max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["theme", "agency", "worker", "alone", "view", "order", "page", "print", "since-day", "until-year"]), WORDS
    )
)
def test_any_address_of_the_story_opens(p: Partnership, query: dict[str, str]) -> None:
    child = CaseId(opened(p, name=f"Wren {date(2012, 1, 1)}"))
    assert pages_of(p.efua).get(f"/children/{child}/happened/?{urlencode(query)}").status_code == 200
