"""A journey in the browser: a page, where it goes, and what people do again and again in a story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Page

from holdfast.children.actions import allocate
from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.concerns.models import Concern
from holdfast.database.time import today
from holdfast.demonstration.tests.steps import be, go_on, move_the_clock
from holdfast.partnership.people import Acting
from holdfast.persons.models import Person
from holdfast.record.holding import reading_all


class Journey:
    """A page, where it goes, and what is found there by number."""

    def __init__(self, page: Page, address: str, people: dict[str, Acting]) -> None:
        self.page, self.address, self.people = page, address, people

    def be(self, name: str) -> None:
        be(self.page, self.address, name)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def fill(self, words: Mapping[str, str]) -> None:
        for label, text in words.items():
            self.page.get_by_label(label).first.fill(text)

    def choose(self, options: Mapping[str, str]) -> None:
        for label, option in options.items():
            self.page.get_by_label(label).first.select_option(label=option)

    def check(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).first.check()

    def say(self, group: str, answer: str) -> None:
        self.page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()

    def on(self, group: str, days: int) -> None:
        day = today() + timedelta(days=days)
        fields = self.page.get_by_role("group", name=group).first
        for part in ("Day", "Month", "Year"):
            fields.get_by_label(part, exact=True).fill(str(getattr(day, part.lower())))

    def sees(self, words: str) -> None:
        assert self.page.get_by_text(words).first.is_visible(), (words, self.page.locator("main").inner_text())

    def go(self, button: str) -> None:
        go_on(self.page, button)
        wrong = self.page.locator(".govuk-error-summary")
        assert not wrong.count(), wrong.inner_text()

    def weeks(self, many: int) -> None:
        for _ in range(many):
            move_the_clock(self.page, self.address, "1 week")

    # What comes again in the story.

    def anybody_tells(self, worry: str, teller: str) -> UUID:
        """By the public page, without a name."""
        self.page.context.clear_cookies()
        self.open("/")
        self.page.get_by_role("button", name="Tell us").click()
        self.check("No")
        go_on(self.page)
        self.check(teller)
        go_on(self.page)
        self.fill({"What are you worried about?": worry})
        go_on(self.page)
        for _ in range(8):
            if self.page.get_by_role("button", name="Send it to us").count():
                break
            if self.page.locator("input[type=radio]").count():
                self.page.locator("input[type=radio]").last.check()
            go_on(self.page)
        go_on(self.page, "Send it to us")
        with reading_all():
            return Concern.objects.latest("told_at").id

    def read(self, concern: UUID) -> None:
        self.open(f"/concerns/{concern}/")
        self.page.get_by_role("button", name="Record that you have read it").click()
        go_on(self.page, "I have read it")

    def name_somebody(self, concern: UUID, name: str, said: str, plate: str = "") -> UUID:
        with reading_all():
            before = set(Person.objects.values_list("id", flat=True))
        self.open(f"/concerns/{concern}/whom/somebody/")
        self.fill({"What are they called?": name, "What was said of them?": said, "The registration mark of a car of theirs": plate})
        self.check("18 or over")
        self.choose({"Do they work for, or belong to, one of these?": "None of them, or it is not known"})
        self.go("Record them")
        with reading_all():
            (found,) = Person.objects.exclude(id__in=before).values_list("id", flat=True)
        return found

    def graded(self) -> None:
        self.choose(
            {
                "How reliable is the source?": "2: untested",
                "How is the information known?": "B: known indirectly, and corroborated",
                "How may it be handled?": "P: lawful sharing permitted",
            }
        )

    def open_person(self, person: UUID, next_: str, apart: str = "") -> None:
        self.open(f"/persons/{person}/open/")
        self.graded()
        self.fill(
            {
                "On what information does it rest?": "Two people saw it, on two days",
                "Why are they a person of concern?": "Children get into his car",
                "What is done next, and by whom?": next_,
            }
        )
        self.choose({"Who owns it?": "Carys Lund, Saltmarsh Council"})
        self.on("By which day?", 10)
        self.on("When is it looked at again?", 60)
        if apart:
            self.check(apart)
        self.go("Record the decision")

    def decide(self, concern: UUID, child: str, worker: str) -> CaseId:
        """The front door finds no child of that name, records one, and decides; a manager gives the case to somebody."""
        self.open(f"/concerns/{concern}/child/")
        self.page.get_by_label("Name", exact=True).last.fill(child)
        self.page.get_by_role("button", name="Record this child").click()
        self.open(f"/concerns/{concern}/decide/")
        self.fill({"What was considered?": "All that was told", "Why?": "A child is met by older men"})
        self.check("Strategy discussion (section 47)", child)
        go_on(self.page, "Record the decision")
        with reading_all():
            case = CaseId(Case.objects.latest("opened_at").id)
        allocate(child=case, worker=self.people[worker].worker, by=self.people["dev" if worker == "carys" else "petra"])
        return case
