"""What stands, brought up to one more entry: the rows that it changes, against folding the whole matter again; and how the cost grows with the case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from common import heading, installation, timed

SIZES = (50, 200, 2_000)
TIMES = 200


def main() -> None:
    with installation():
        from holdfast.children.kinds import case, pathway
        from holdfast.children.rooms import place_of
        from holdfast.database.time import today
        from holdfast.demonstration.people import found_partnership
        from holdfast.partnership.roles import casework
        from holdfast.record.append import append_all
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
        from holdfast.record.folding import folded_changes
        from holdfast.record.holding import reading_all
        from holdfast.record.kinds import Facts
        from holdfast.record.queries import entries_of_matter
        from holdfast.when import When

        agency = found_partnership()["carys"].agency
        heading("What stands: one more entry in a case")
        print("| entries | a visit | the end of a plan | reading the whole case | a visit against that |")
        print("|---|---|---|---|---|")
        for size in SIZES:
            one = uuid4()

            def draft(facts: Facts, days: int, one: UUID = one) -> Draft:
                at = place_of(facts, case_id=one, agency=agency)
                return Draft(facts=facts, room=at.room, cites=at.cites, opens=at.opens, when=When.on(today() - timedelta(days=days)))

            opened = case.CaseOpened(person=uuid4(), origin="referral")
            drafts = [Draft(facts=opened, room=one, opens=Opening("case", (casework(agency),)))]
            kinds = (case.VisitRecorded(seen=True), case.NoteRecorded(), case.VisitRecorded(seen=False), pathway.CoreGroupHeld())
            drafts += [draft(kinds[n % 4], 1 + n % 700) for n in range(size - 4)]
            drafts += [draft(pathway.CpPlanStarted(category="NEG"), 400), draft(pathway.CpPlanCategoryChanged(category="SAB"), 300)]
            more = append_all(drafts, by=SYSTEM_AUTHOR, react=False)
            visit, end = append_all(
                [draft(case.VisitRecorded(seen=True), 0), draft(pathway.CpPlanEnded(), 0)], by=SYSTEM_AUTHOR, react=False
            )
            assert len(more) + 2 > size - 1
            took = []
            with reading_all():
                for entry in (visit, end):
                    list(folded_changes([entry]))
                    with timed() as seconds:
                        for _ in range(TIMES):
                            list(folded_changes([entry]))
                    took.append(seconds[0] / TIMES * 1000)
                with timed() as whole:
                    for _ in range(5):
                        entries_of_matter(one)
            again = whole[0] / 5 * 1000
            print(f"| {size:,} | {took[0]:.2f} ms | {took[1]:.2f} ms | {again:.1f} ms | {took[0] / again:.3f} |")


if __name__ == "__main__":
    main()
