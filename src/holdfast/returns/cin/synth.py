"""Invented census files with the whole pathway, valid, the same for the same seed, of any size.

Rates are drawn from published national figures where one was found, and say so; the rest are assumed, and say that.

* referrals by source: nearly a quarter from the police (DfE, Characteristics of children in need 2013-14, SFR 43/2014);
* primary need: abuse or neglect 47.2 per cent, family dysfunction 18.6 per cent (the same);
* section 47 enquiries: 142,500 to 657,800 referrals (the same);
* conferences: 60,100, and 52,700 children became the subject of a plan (2012-13);
* categories of plans: neglect 41.0, emotional 31.7, physical 11.7 per cent (2012-13); sexual abuse 2,190 plans in 2024-25;
* sexual exploitation: 12,120 children assessed with it in 2024-25, of whom 67 per cent girls, 81 per cent ten or older
  (DfE ad-hoc release, 11 December 2025);
* assumed: one referral in fourteen ends at once; 82 per cent of assessments within 45 working days; 77 per cent of conferences within 15;
  nine reviews in ten in time; one child in five referred again; one in eight with a disability.

No census holds a name, and none is invented here. The authority's number is 999, which no authority has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TextIO

LEA = "999"
_SOURCES = {
    "6": 24,
    "2A": 17,
    "1A": 8,
    "3A": 3,
    "3B": 4,
    "3E": 4,
    "3F": 8,
    "5A": 5,
    "5B": 5,
    "5D": 4,
    "4": 2,
    "7": 3,
    "8": 6,
    "9": 3,
    "1D": 4,
}
_NEEDS = {"N1": 472, "N5": 186, "N4": 90, "N2": 95, "N3": 30, "N8": 25, "N6": 20, "N7": 6, "N9": 60, "N0": 16}
_CATEGORIES = {"NEG": 410, "EMO": 317, "PHY": 117, "MUL": 100, "SAB": 47}
_ETHNICITIES = {
    "WBRI": 650,
    "WOTH": 60,
    "MWBC": 30,
    "MWAS": 15,
    "MOTH": 30,
    "APKN": 40,
    "ABAN": 15,
    "AIND": 15,
    "AOTH": 20,
    "BAFR": 50,
    "BCRB": 20,
    "OOTH": 25,
    "NOBT": 25,
    "REFU": 5,
}
_DISABILITIES = ("LD", "AUT", "BEH", "COMM", "MOB", "PC", "HEAR", "VIS", "INC", "CON", "HAND", "DDA")
_FACTORS = {
    "3B": 300,
    "4B": 290,
    "17A": 200,
    "16A": 170,
    "4A": 150,
    "2B": 140,
    "1B": 130,
    "18C": 110,
    "3A": 70,
    "15A": 60,
    "5A": 50,
    "6A": 50,
    "10A": 40,
    "13A": 25,
    "24A": 25,
    "19C": 40,
    "19B": 15,
    "12A": 10,
    "7A": 30,
    "20": 60,
}
#: Among those assessed: 12,120 of about 400,000 children in need at a time.
_EXPLOITED = 0.03
_NFA, _IN_TIME_45, _IN_TIME_15, _REVIEW_IN_TIME, _AGAIN, _DISABLED = 0.07, 0.82, 0.77, 0.9, 0.2, 0.12
_SECTION47 = 142_500 / 657_800
_CONFERENCE = 60_100 / 142_500
_PLAN = 52_700 / 60_100


def _pick(random: Random, weights: dict[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _tag(name: str, value: object) -> str:
    return f"<{name}>{value}</{name}>"


@dataclass
class _Maker:
    """Makes children of one census."""

    random: Random
    reference: date
    new_sex_field: bool

    def child(self, number: int) -> str:
        r = self.random
        girl = r.random() < 0.47
        exploited = r.random() < _EXPLOITED
        if exploited:
            girl = r.random() < 0.67
        age = r.randint(10, 17) if exploited and r.random() < 0.81 else r.randint(0, 17)
        born = self.reference - timedelta(days=age * 365 + r.randint(30, 360))
        sex = _tag("Sex", "F" if girl else "M") if self.new_sex_field else _tag("GenderCurrent", 2 if girl else 1)
        identity = [_tag("LAchildID", f"SYN{number:09d}"), _tag("UPNunknown", "UN2"), _tag("PersonBirthDate", born), sex]
        disabled = r.sample(_DISABILITIES, r.randint(1, 2)) if r.random() < _DISABLED else ["NONE"]
        characteristics = _tag("Ethnicity", _pick(r, _ETHNICITIES)) + _tag("Disabilities", "".join(_tag("Disability", d) for d in disabled))
        start = max(born, self.reference - timedelta(days=r.randint(5, 900)))
        details = []
        while start <= self.reference:
            text, closed = self._details(start, born, exploited)
            details.append(text)
            if closed is None or r.random() > _AGAIN:
                break
            start = closed + timedelta(days=r.randint(20, 300))
        return (
            f"<Child>{_tag('ChildIdentifiers', ''.join(identity))}{_tag('ChildCharacteristics', characteristics)}"
            f"{''.join(details)}</Child>\n"
        )

    def _by(self, day: date) -> date | None:
        """The day, if the census can know of it."""
        return day if day <= self.reference else None

    def _details(self, referred: date, born: date, exploited: bool) -> tuple[str, date | None]:
        r = self.random
        parts = [_tag("CINreferralDate", referred), _tag("ReferralSource", _pick(r, _SOURCES)), _tag("PrimaryNeedCode", _pick(r, _NEEDS))]
        if r.random() < _NFA:
            closed = self._by(referred + timedelta(days=1))
            closing = [_tag("CINclosureDate", closed), _tag("ReasonForClosure", "RC7")] if closed else []
            return _tag("CINdetails", "".join([*parts, *closing, _tag("ReferralNFA", "true")])), closed
        started = referred + timedelta(days=r.randint(0, 3))
        long_ = r.randint(66, 110) if r.random() > _IN_TIME_45 else r.randint(10, 60)
        finished = self._by(referred + timedelta(days=long_))
        assessment = self._assessment(started, finished, exploited) if started <= self.reference else ""
        protect, conference, plan_end, planned = "", None, None, False
        if r.random() < _SECTION47 and started <= self.reference:
            protect, conference, plan_end, planned = self._enquiry(started)
        closed, plans = None, ""
        if planned:
            closed = self._by(plan_end + timedelta(days=r.randint(10, 60))) if plan_end is not None else None
        elif finished is not None:
            if r.random() < 0.45:
                closed = self._by(finished + timedelta(days=r.randint(1, 10)))
            else:
                plans, closed = self._cin_plan(finished)
        if closed is not None:
            reason = r.choice(("RC8", "RC9", "RC7")) if not plans and not planned else "RC7"
            parts += [_tag("CINclosureDate", closed), _tag("ReasonForClosure", reason)]
        if conference is not None:
            parts.append(_tag("DateOfInitialCPC", conference))
        steps = ""
        if planned and r.random() < 0.08 and conference is not None and (letter := self._by(conference + timedelta(days=90))):
            steps = _tag("PreProceedingsandFGDM", _tag("PPStartDate", letter) + _tag("LBPSentDate", letter))
        return _tag("CINdetails", "".join([*parts, assessment, plans, protect, steps])), closed

    def _assessment(self, started: date, finished: date | None, exploited: bool) -> str:
        r = self.random
        inner = [_tag("AssessmentActualStartDate", started)]
        if finished is not None:
            finished = max(finished, started)
            factors = list(dict.fromkeys(_pick(r, _FACTORS) for _ in range(5 if exploited else r.randint(1, 3))))
            if exploited:
                factors = list(dict.fromkeys(["11A", *factors]))
            inner += [_tag("AssessmentAuthorisationDate", finished)]
            inner += [_tag("FactorsIdentifiedAtAssessment", "".join(_tag("AssessmentFactors", f) for f in factors))]
        return _tag("Assessments", "".join(inner))

    def _enquiry(self, started: date) -> tuple[str, date | None, date | None, bool]:
        """Section 47, conference, plan and reviews: the text, the conference, the plan's end, whether there is a plan."""
        r = self.random
        begun = self._by(started + timedelta(days=r.randint(0, 5)))
        if begun is None:
            return "", None, None, False
        target = begun + timedelta(days=21)
        inner = [_tag("S47ActualStartDate", begun), _tag("InitialCPCtarget", target)]
        if r.random() > _CONFERENCE:
            return _tag("Section47", "".join([*inner, _tag("ICPCnotRequired", "true")])), None, None, False
        held = self._by(begun + timedelta(days=r.randint(8, 19) if r.random() < _IN_TIME_15 else r.randint(24, 50)))
        if held is None:
            return _tag("Section47", "".join([*inner, _tag("ICPCnotRequired", "false")])), None, None, False
        inner += [_tag("DateOfInitialCPC", held), _tag("ICPCnotRequired", "false")]
        enquiry = _tag("Section47", "".join(inner))
        if r.random() > _PLAN:
            return enquiry, held, None, False
        category = _pick(r, _CATEGORIES)
        ended = self._by(held + timedelta(days=r.randint(120, 600)))
        plan = [_tag("CPPstartDate", held)]
        if ended is not None:
            plan.append(_tag("CPPendDate", ended))
        latest = category if r.random() < 0.9 else _pick(r, _CATEGORIES)
        plan += [
            _tag("InitialCategoryOfAbuse", category),
            _tag("LatestCategoryOfAbuse", latest),
            _tag("NumberOfPreviousCPP", r.choice((0, 0, 0, 1))),
        ]
        reviews, last, gap = [], held, 85
        while True:
            late = 0 if r.random() < _REVIEW_IN_TIME else r.randint(10, 40)
            last += timedelta(days=gap - r.randint(0, 8) + late)
            if last > (ended or self.reference):
                break
            reviews.append(_tag("CPPreviewDate", last))
            gap = 175
        if reviews:
            plan.append(_tag("Reviews", reviews[0]) if len(reviews) == 1 else "".join(_tag("Reviews", review) for review in reviews))
        return enquiry + _tag("ChildProtectionPlans", "".join(plan)), held, ended, True

    def _cin_plan(self, finished: date) -> tuple[str, date | None]:
        ended = self._by(finished + timedelta(days=self.random.randint(60, 400)))
        inner = _tag("CINPlanStartDate", finished) + (_tag("CINPlanEndDate", ended) if ended is not None else "")
        return _tag("CINPlanDates", inner), ended


def lines(*, children: int, seed: int, year: int) -> Iterator[str]:
    """A census file, piece by piece."""
    reference = date(year, 3, 31)
    maker = _Maker(Random(f"{seed}/{year}"), reference, year >= 2025)
    yield "<?xml version='1.0' encoding='UTF-8'?>\n<Message><Header><CollectionDetails><Collection>CIN</Collection>"
    yield f"{_tag('Year', year)}{_tag('ReferenceDate', reference)}</CollectionDetails><Source><SourceLevel>L</SourceLevel>{_tag('LEA', LEA)}"
    yield f"<SoftwareCode>Invented</SoftwareCode><Release>1</Release><SerialNo>1</SerialNo>{_tag('DateTime', f'{reference}T12:00:00')}"
    yield "</Source></Header>\n<Children>\n"
    for number in range(1, children + 1):
        yield maker.child(number)
    yield "</Children></Message>\n"


def write(file: TextIO, *, children: int, seed: int, year: int) -> None:
    """Write a census file."""
    file.writelines(lines(children=children, seed=seed, year=year))
