"""The demonstration in a real browser: the story of a concern that nobody answers, and every page accessible at both widths."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.allegations import actions as allegations
from holdfast.allegations.kinds import ToldParts as AllegationParts
from holdfast.children import actions as children
from holdfast.children.actions import ToDo
from holdfast.children.codes import MeetingType
from holdfast.children.kinds import pathway
from holdfast.children.models import Case, Meeting, Sighting
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.models import Telling as Telling_
from holdfast.concerns.telling import Telling
from holdfast.concerns.tests.test_telling import number_on, tell
from holdfast.database.time import today
from holdfast.demonstration.tests.steps import a_case, address, be, go_on, look_at, move_the_clock, people
from holdfast.duties.models import Duty
from holdfast.duties.weekly import run_weekly
from holdfast.erasure import actions as erasure
from holdfast.erasure.codes import Right
from holdfast.notices import actions as notices
from holdfast.notices.codes import About
from holdfast.pages.tests import browser
from holdfast.partnership.people import Acting
from holdfast.record.holding import reading_all
from holdfast.record.sequencer import sequence
from holdfast.when import When
from holdfast_verify.policies import one_log
from holdfast_verify.receipts import check_receipt, read_receipt

pytestmark = pytest.mark.browser
__all__ = ["address", "people"]


def test_a_concern_that_nobody_answers_reaches_the_others_and_the_partners_with_no_click(address: str) -> None:
    with browser.open_page() as page:
        # Given that the school's safeguarding lead tells the front door
        be(page, address, "Lena Umber")
        page.goto(f"{address}/concerns/tell/")
        page.get_by_label("No", exact=True).check()
        go_on(page)
        page.get_by_label("Referral", exact=True).check()
        go_on(page)
        page.get_by_label("Who is the child?").fill("Skye, 14, year 9")
        go_on(page)
        page.get_by_label("What are you worried about?").fill("An older man waits for her and gives her lifts")
        look_at(page, "tell-us-worry")
        go_on(page)
        page.get_by_label("Sexual exploitation").check()
        go_on(page)
        page.locator("input[type=radio]").last.check()
        go_on(page)
        page.get_by_label("Yes", exact=True).check()
        go_on(page)
        look_at(page, "tell-us-check")
        go_on(page, "Send it to the front door")
        assert page.get_by_role("heading", name="The front door has it").is_visible()
        look_at(page, "tell-us-received")
        # When nobody reads it, and somebody says that it is in hand
        be(page, address, "Bryn Castle")
        page.get_by_role("link", name="Decide what happens with a concern").click()
        page.get_by_role("link", name="Say that it is in hand").click()
        page.get_by_label("What is in hand?").fill("The police know him")
        look_at(page, "duty-assure")
        go_on(page, "Record what was said")
        assert page.get_by_text("Said to be in hand, not yet shown").first.is_visible()
        look_at(page, "duty")
        # and three weeks pass
        for _ in range(3):
            move_the_clock(page, address, "1 week")
        look_at(page, "clock")
        # Then the school was told, and the delegated and the lead partners of other organisations, by nobody's click
        for name, told_as in (
            ("Lena Umber", "the other organisations involved"),
            ("Tomas Reed", "the delegated safeguarding partners"),
            ("Tomas Reed", "the lead safeguarding partners"),
        ):
            be(page, address, name)
            page.goto(f"{address}/told/")
            row = page.locator("tr", has_text="Decide what happens with a concern").filter(has_text=told_as)
            assert row.count() >= 1, (name, told_as)
            assert "Front door manager" in row.first.inner_text()
            assert "Bryn" not in page.locator("main").inner_text()
        look_at(page, "told")
        page.get_by_role("link", name="Decide what happens with a concern").first.click()
        look_at(page, "told-of")
        page.goto(f"{address}/told/")
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name="Acknowledge what you have read").click()
        assert page.get_by_text("Nothing that your organisation was told waits to be acknowledged").is_visible()
        # and the scrutineer sees it on the board, late to start
        be(page, address, "Noor Wick")
        page.goto(f"{address}/board/")
        assert page.locator("tr", has_text="Decide what happens with a concern").count() >= 1
        look_at(page, "board")
        # When at last someone reads it and decides, finding no child on the record
        be(page, address, "Bryn Castle")
        page.goto(f"{address}/concerns/")
        look_at(page, "front-door")
        page.locator(".hf-duty a").first.click()
        page.get_by_role("button", name="Record that you have read it").click()
        go_on(page, "I have read it")
        look_at(page, "concern")
        page.get_by_role("button", name="Decide what happens").first.click()
        page.get_by_role("link", name="find or record the child").click()
        look_at(page, "which-child")
        page.get_by_label("Name", exact=True).fill("Skye Fable")
        go_on(page, "Record this child")
        page.get_by_label("What was considered?").fill("Her school’s account, and three weeks")
        page.get_by_label("Strategy discussion (section 47)").check()
        page.get_by_label("Skye Fable").check()
        page.get_by_label("Why?").fill("An adult gives a child lifts and asks her to keep it quiet")
        look_at(page, "decide")
        go_on(page, "Record the decision")
        # Then the duty has ended, the case is open, and its own clocks run
        with reading_all():
            assert Duty.objects.get(rule="REF_DECISION").state == "done"
            child = Case.objects.get()
            assert {"STRAT", "ALLOCATE"} <= set(Duty.objects.filter(matter_id=child.id, state="open").values_list("rule", flat=True))
        be(page, address, "Dev Marlow")
        page.goto(f"{address}/children/{child.id}/")
        assert page.get_by_role("heading", name="Skye Fable").is_visible()
        look_at(page, "case-new")


def test_anyone_tells_without_javascript_and_comes_back(address: str) -> None:
    with browser.open_page(width=browser.PHONE, javascript=False) as page:
        page.goto(address)
        page.get_by_role("button", name="Tell us").click()
        page.get_by_label("Yes", exact=True).check()
        go_on(page)
        assert page.get_by_role("link", name="Call 999 now").is_visible()
        go_on(page)
        page.get_by_label("A friend or neighbour").check()
        go_on(page)
        page.get_by_label("What are you worried about?").fill("A man waits for my friend")
        go_on(page)
        go_on(page)
        go_on(page)
        page.locator("input[type=radio]").last.check()
        for _ in range(4):
            go_on(page)
        page.get_by_label("No. I will use my number to come back").check()
        go_on(page)
        go_on(page, "Send it to us")
        number = page.locator(".hf-reference").inner_text()
        assert "A man waits" not in page.content()
        page.get_by_role("link", name="Come back with it").click()
        page.get_by_label("What is your reference number?").fill(number)
        go_on(page)
        assert page.get_by_text("Not yet").is_visible()
        assert number not in page.url


def told_before(people: dict[str, Acting]) -> UUID:
    """A concern that was read, and waits to be decided."""
    told = telling.tell(Telling(words=ToldParts(worry="Worried about lifts")), once=uuid4())
    concerns.read(concern=told.concern, by=people["amira"])
    return told.concern


def test_every_page_of_a_case_is_accessible_at_both_widths(people: dict[str, Acting], address: str) -> None:
    case = a_case(people)
    with reading_all():
        duty = Duty.objects.filter(matter_id=case, owner_id=people["carys"].worker, state="open")[0].id
    facts = pathway.AssessmentCompleted(factors=("16A",), seen=True)
    waits = children.record(child=case, facts=facts, parts=pathway.Analysis(analysis="All said"), when=When.on(today()), by=people["carys"])
    assert waits is not None
    danger, undecided = telling.say_danger(once=uuid4(), where="The blue door by the harbour"), told_before(people)
    with browser.open_page() as page:
        for path, name in (
            ("/", "front"),
            ("/sign-in/", "sign-in"),
            ("/demonstration/", "people-to-be"),
            ("/back/", "come-back"),
            ("/tell/danger", "danger"),
        ):
            page.goto(f"{address}{path}")
            look_at(page, name)
        be(page, address, "Carys Lund")
        look_at(page, "home")
        pages = {
            "case": "", "happened": "happened/?view=everything", "happened-chosen": "happened/?alone=yes", "plan": "plan/",
            "meetings": "meetings/", "family": "family/", "people": "people/", "flag": "flags/", "summary": "record/summary/",
            "record": "record/", "record-visit": "record/visit/", "record-assessment": "record/assessment-completed/",
            "record-first-account": "record/first-account/", "restricted": "restricted/", "actions": "actions/", "ask": "ask/",
            "who": "who/", "relative": "relative/", "thing": "thing/", "find": "../find/",
        }  # fmt: skip
        for name, path in pages.items():
            page.goto(f"{address}/children/{case}/{path}")
            look_at(page, f"case-{name}")
        for name, path in (
            ("my-duties", "/duties/"),
            ("rules", "/duties/rules/"),
            ("one-duty", f"/duties/{duty}/"),
            ("people", "/people/"),
            ("cover", "/people/cover/"),
        ):
            page.goto(f"{address}{path}")
            look_at(page, name)
        be(page, address, "Dev Marlow")
        for name, path in (("children", "/children/"), ("allocate", f"/children/{case}/allocate/"), ("close", f"/children/{case}/close/")):
            page.goto(f"{address}{path}")
            look_at(page, name)
        page.goto(f"{address}/children/{case}/meetings/")
        page.get_by_role("link", name="Strategy discussion,").first.click()
        look_at(page, "strategy")
        page.goto(f"{address}/children/{case}/conference/")
        look_at(page, "arrange-a-conference")
        page.goto(f"{address}/children/{case}/meetings/")
        page.get_by_role("link", name="Initial child protection conference, arranged").first.click()
        look_at(page, "conference")
        page.get_by_role("button", name="Record that it was held").click()
        look_at(page, "conference-held")
        page.goto(f"{address}/children/{case}/")
        look_at(page, "case-with-what-waits")
        page.goto(f"{address}/children/{case}/authorise/{waits.id}/")
        look_at(page, "authorise")
        page.goto(f"{address}/board/")
        look_at(page, "board")
        be(page, address, "Bryn Castle")
        look_at(page, "home-with-danger")
        for name, path in (
            ("rota", "/people/rota/"),
            ("queue", "/concerns/"),
            ("concern-in-danger", f"/concerns/{danger}/"),
            ("answer-danger", f"/concerns/{danger}/answer-danger/"),
            ("which-child", f"/concerns/{danger}/child/"),
            ("decide", f"/concerns/{undecided}/decide/"),
        ):
            page.goto(f"{address}{path}")
            look_at(page, name)
        page.goto(f"{address}/concerns/{danger}/child/")
        page.get_by_label("Name", exact=True).last.fill("Ren Exampel")
        page.get_by_role("button", name="Record this child").click()
        assert page.get_by_text("Somebody on the record may be this child").is_visible()
        look_at(page, "perhaps-there")


def test_what_is_told_beside_a_childs_case_is_accessible_at_both_widths(people: dict[str, Acting], address: str) -> None:
    case = a_case(people)
    words = AllegationParts(alleged="Messages late in the evening", person="The games teacher")
    allegation = allegations.tell(words=words, employer=people["lena"].agency, noticed_on=today(), by=people["mina"])
    places, told = "A car park", [people["ines"].agency]
    notice = notices.tell(about=About.PLACES, exploitation=True, words=places, agencies=told, by=people["mina"])
    run_weekly()
    with reading_all():
        received = Telling_.objects.get(teller_worker_id=people["lena"].worker).id
        conference = Meeting.objects.get(room_id=case, type=MeetingType.INITIAL).id
        entry = Sighting.objects.filter(case_id=case).values_list("id", flat=True)[0]
    with browser.open_page() as page:
        for who, paths in (
            (
                "Esme Loft",
                (f"/allegations/{allegation}/", "/allegations/", "/allegations/tell/", f"/allegations/{allegation}/acknowledge/"),
            ),
            ("Ines Rowan", ("/", f"/notices/{notice}/", "/notices/", "/notices/tell/", f"/notices/{notice}/respond/")),
            ("Noor Wick", ("/", "/board/weeks/", "/counts/")),
            (
                "Efua North",
                (
                    "/children/unseen/",
                    f"/bundle/of/{case}/",
                    f"/children/{case}/meeting/{conference}/move/",
                    f"/children/{case}/happened/?order=first",
                ),
            ),
            ("Carys Lund", (f"/children/{case}/entry/{entry}/", f"/children/{case}/meeting/{conference}/took-part/")),
            (
                "Lena Umber",
                (
                    f"/children/{case}/meeting/{conference}/took-part/",
                    "/concerns/mine/",
                    f"/concerns/{received}/told/",
                    f"/concerns/{received}/told/challenge/",
                ),
            ),
        ):
            be(page, address, who)
            for path in paths:
                response = page.goto(f"{address}{path}")
                assert response is not None
                assert response.status == 200, (who, path)
                look_at(page, "beside" + path.replace(str(case), "case").replace("/", "-").replace("?", "-"))


def test_an_offer_and_changes_that_take_two_organisations_are_answered_in_the_browser(people: dict[str, Acting], address: str) -> None:
    case = a_case(people)
    todo = ToDo("Go with her to the club", people["carys"].worker, today() + timedelta(days=3))
    children.agree_actions(child=case, todos=[todo], by=people["dev"])
    with reading_all():
        duty = Duty.objects.get(matter_id=case, rule="ACTION", owner_id=people["carys"].worker).id
    with browser.open_page() as page:
        # Given that the social worker offers a duty to someone of an organisation that has no part in the case
        be(page, address, "Carys Lund")
        page.goto(f"{address}/duties/{duty}/offer/")
        options = page.get_by_label("Who should own it?").locator("option").all_inner_texts()
        page.get_by_label("Who should own it?").select_option(label=next(o for o in options if "Open Door" in o or "charity" in o.lower()))
        page.get_by_label("Why?").fill("She talks to you more than to us")
        look_at(page, "duty-offer")
        go_on(page, "Offer it")
        # Then that person sees what is asked, and not about whom
        be(page, address, "Mina Vale")
        look_at(page, "home-offered")
        page.get_by_role("link", name="Do what was agreed").first.click()
        assert "Wren" not in page.content()
        look_at(page, "offer")
        page.get_by_label("No", exact=True).check()
        page.get_by_label("If not, why not?").fill("We are shut that day")
        go_on(page, "Answer")
        assert page.get_by_text("Nothing is owed by you now").is_visible()
        # When a school's lead proposes a longer clock, and the calendar is to change
        be(page, address, "Lena Umber")
        page.goto(f"{address}/duties/rules/CHALLENGE/")
        page.get_by_label("How long?").fill("3")
        page.get_by_label("Counted in").select_option(value="working_days")
        page.get_by_label("Why?").fill("We are a small school")
        look_at(page, "rule-propose")
        go_on(page, "Propose it")
        look_at(page, "rules-waiting")
        page.goto(f"{address}/people/working-days/")
        look_at(page, "working-days")
        # Then nothing has changed until the council's lead agrees
        be(page, address, "Efua North")
        look_at(page, "home-proposed")
        page.get_by_role("link", name="1 change of a clock waits").click()
        page.get_by_role("link", name="Answer a challenge").first.click()
        look_at(page, "rule-proposal")
        page.get_by_label("Yes", exact=True).check()
        page.get_by_label("Why, or why not?").fill("Three days are fair")
        go_on(page, "Record your answer")
        assert page.get_by_text("2 working days became 3 working days (looser)").is_visible()


def test_an_order_to_erase_is_accessible_at_both_widths_from_the_entry_to_the_story(people: dict[str, Acting], address: str) -> None:
    case = a_case(people)
    with reading_all():
        entry = Sighting.objects.filter(case_id=case).values_list("id", flat=True)[0]
    order = erasure.ask(
        matter=case,
        entries=[entry],
        right=Right.COURT,
        ordered_on=today(),
        authority="Family Court at Saltmarsh, SM26C00123",
        why="The court named this visit",
        by=people["efua"],
    )
    with browser.open_page() as page:
        be(page, address, "Efua North")
        page.goto(f"{address}/children/{case}/entry/{entry}/")
        page.get_by_role("link", name="An order to erase names this").click()
        look_at(page, "erasure-ask")
        page.get_by_role("button", name="Bring the order").click()
        look_at(page, "erasure-ask-wrong")
        be(page, address, "Noor Wick")
        for path in ("/erasure/", f"/erasure/{order}/", f"/erasure/{order}/lift/"):
            page.goto(f"{address}{path}")
            look_at(page, f"erasure{path.replace(str(order), 'order').replace('/', '-')}noor")
        page.get_by_label("Why?").fill("No inquiry, claim or inspection needs it")
        page.get_by_role("button", name="Lift the legal hold for this order").click()
        be(page, address, "Ines Rowan")
        page.goto(f"{address}/erasure/{order}/")
        page.get_by_role("button", name="Agree to it").click()
        look_at(page, "erasure-agree")
        page.get_by_label("Why?").fill("Seen, and agreed")
        page.get_by_label("I have seen the order").check()
        page.get_by_role("button", name="Agree to it").click()
        assert page.get_by_text("Nobody opens these words any more").is_visible()
        look_at(page, "erasure-agreed")
        be(page, address, "Carys Lund")
        page.goto(f"{address}/children/{case}/happened/?view=everything")
        assert page.get_by_text("Words were erased by order").first.is_visible()
        look_at(page, "erasure-in-the-story")


def test_the_catalogue_of_measures_is_accessible_at_both_widths_and_takes_who_answers(people: dict[str, Acting], address: str) -> None:
    with browser.open_page() as page:
        be(page, address, "Ines Rowan")
        page.goto(f"{address}/measures/")
        look_at(page, "measures")
        page.get_by_role("button", name="What could be done?").click()
        page.get_by_label("A person", exact=True).check()
        page.get_by_label("If a person: how old?").fill("34")
        look_at(page, "measures-weigh")
        go_on(page, "Show what could be done")
        look_at(page, "measures-weighed")
        page.get_by_role("link", name="Child abduction warning notice").click()
        look_at(page, "measure")
        page.get_by_role("button", name="Record that a lawyer signed it").click()
        page.get_by_role("button", name="Record the signature").click()
        look_at(page, "measure-signed-wrong")
        page.goto(f"{address}/measures/bodies/")
        page.locator("a[href='/measures/bodies/police/']").click()
        look_at(page, "measure-body")
        page.get_by_label("Which post of your organisation answers for it?").select_option("Detective chief inspector")
        go_on(page, "Record who answers")
        assert page.get_by_text("The police: whoever holds that post answers from now.").is_visible()
        look_at(page, "measure-bodies")


def test_a_proof_to_print_is_accessible_and_a_reader_of_codes_reads_it_back(
    people: dict[str, Acting], address: str, tmp_path: Path
) -> None:
    number = number_on(tell(Client()))
    sequence()
    with browser.open_page() as page:
        page.goto(f"{address}/back/")
        page.get_by_label("What is your reference number?").fill(number)
        page.get_by_role("main").get_by_role("button").first.click()
        page.get_by_text("Proof that this is on the record").click()
        look_at(page, "proof-asked")
        page.get_by_role("button", name="Show it as a page to print").click()
        assert page.get_by_role("img", name="A QR code that holds the proof").is_visible()
        look_at(page, "proof-to-print")
        picture = tmp_path / "code.png"
        page.get_by_role("img", name="A QR code that holds the proof").screenshot(path=picture)
        keys = [row.inner_text() for row in page.locator("dd").all()]
        page.get_by_role("link", name="every key that there was").click()
        look_at(page, "keys-of-the-ledger")
    # What a camera reads from the printed page is the proof, and it is checked with the key that is printed beside it.
    read = shutil.which("zbarimg")
    if read is None:
        pytest.skip("no reader of QR codes is installed")
    text = subprocess.run([read, "--quiet", "--raw", "-Sbinary", str(picture)], capture_output=True, check=True, timeout=60).stdout.decode()
    assert check_receipt(read_receipt(text), one_log(keys[0])).origin == "test.example/holdfast"
