"""Census files of all sorts: whole, half-right, hostile. A file is refused with a reason, or each record stands or falls alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.returns.cin import synth
from holdfast.returns.cin.check import Rejected, check_all
from holdfast.returns.cin.read import UnusableFile
from holdfast.returns.cin.whole import CensusFile, read

HEADER = (
    "<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails>"
    "<Source><SourceLevel>L</SourceLevel><LEA>999</LEA><DateTime>2026-04-01T10:00:00</DateTime></Source></Header>"
)
CHILD = (
    "<Child><ChildIdentifiers><LAchildID>A1</LAchildID><PersonBirthDate>2012-05-06</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>"
    "<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>"
    "<CINdetails><CINreferralDate>2025-10-01</CINreferralDate><ReferralSource>2A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>"
    "<ReferralNFA>false</ReferralNFA></CINdetails></Child>"
)


def census(children: str = CHILD, header: str = HEADER) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><Message>{header}<Children>{children}</Children></Message>"


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "census.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rejected(file: CensusFile, as_of: date = date(2026, 3, 31)) -> list[Rejected]:
    return [r for checked in check_all(file.children, as_of=as_of) for r in checked.rejected]


def test_an_invented_census_is_taken_whole_and_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    texts = ["".join(synth.lines(children=150, seed=3, year=2026)) for _ in range(2)]
    assert texts[0] == texts[1]
    file = read(written(tmp_path, texts[0]))
    assert len(file.children) == 150
    assert rejected(file) == []
    assert not file.unknown
    details = [d for c in file.children for d in c.details]
    assert any(d.assessments for d in details)
    assert any(d.section47s for d in details)


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2026])
def test_old_and_new_years_are_read_with_their_own_sex_field(tmp_path: Path, year: int) -> None:
    file = read(written(tmp_path, "".join(synth.lines(children=40, seed=1, year=year))))
    assert {c.recorded_sex for c in file.children} == {"M", "F"}


UNUSABLE = {
    "empty": b"",
    "not XML": b"LAchildID,Sex\nA1,F\n",
    "wrong root": b"<Massage/>",
    "truncated": census().encode()[:-40],
    "another collection": census(header=HEADER.replace("CIN", "SSDA903")).encode(),
    "no header": census(header="").encode(),
    "a year before 2021": census(header=HEADER.replace("2026", "2015")).encode(),
    "no date": census(header=HEADER.replace("2026-03-31", "31/03/2026")).encode(),
    "no authority": census(header=HEADER.replace("999", "Saltmarsh")).encode(),
    "entity bomb": b'<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Message>&b;</Message>',
    "external entity": b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><Message>&x;</Message>',
    "utf-16 entity bomb": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE m [<!ENTITY a "a">]><Message>&a;</Message>'.encode("utf-16"),
    "wrong encoding": b"<?xml version='1.0' encoding='UTF-8'?><Message>\xff\xfe</Message>",
    "null bytes": b"<Message>\0\0</Message>",
    "deep": b"<Message>" + b"<a>" * 3000 + b"</a>" * 3000 + b"</Message>",
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_file_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read(written(tmp_path, UNUSABLE[name]))
    assert str(refused.value)
    assert "root:" not in str(refused.value)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.xml", tmp_path):
        with pytest.raises(UnusableFile):
            read(path)


WRONG = {
    "a date that is none": (("2025-10-01", "2025-13-45"), "CINreferralDate"),
    "a date in another order": (("2025-10-01", "01/10/2025"), "CINreferralDate"),
    "a referral in the future": (("2025-10-01", "2027-10-01"), "CINreferralDate"),
    "a birth in the future": (("2012-05-06", "2030-01-01"), "PersonBirthDate"),
    "no number": (("<LAchildID>A1</LAchildID>", ""), "LAchildID"),
    "too long a number": ((">A1<", ">" + "A" * 21 + "<"), "LAchildID"),
    "a number that runs right to left": ((">A1<", ">\u202eA1<"), "LAchildID"),
    "a code that is none": (("<ReferralSource>2A", "<ReferralSource>ZZ"), "ReferralSource"),
    "an ethnicity that is none": ((">WBRI<", ">NOPE<"), "Ethnicity"),
    "four-byte characters": ((">WBRI<", ">\U0001f9f8<"), "Ethnicity"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_taken_is_named_by_child_field_and_rule(tmp_path: Path, name: str) -> None:
    (old, new), field = WRONG[name]
    found = rejected(read(written(tmp_path, census(CHILD.replace(old, new)))))
    assert field in {r.field for r in found}
    assert all(r.rule for r in found)


def test_half_right_the_rest_of_the_child_is_taken(tmp_path: Path) -> None:
    second = "<CINdetails><CINreferralDate>never</CINreferralDate></CINdetails></Child>"
    file = read(written(tmp_path, census(CHILD.replace("</Child>", second))))
    (checked,) = check_all(file.children, as_of=date(2026, 3, 31))
    assert checked.child is not None
    assert [d.referred for d in checked.child.details] == [date(2025, 10, 1)]
    assert checked.rejected


def test_a_child_that_comes_twice_is_taken_once(tmp_path: Path) -> None:
    checked = list(check_all(read(written(tmp_path, census(CHILD * 2))).children, as_of=date(2026, 3, 31)))
    assert [c.child is not None for c in checked] == [True, False]


def test_elements_that_are_not_of_the_census_are_counted_and_left(tmp_path: Path) -> None:
    file = read(written(tmp_path, census(CHILD.replace("<Child>", "<Child><Mood>fine</Mood>"))))
    assert sum(file.unknown.values()) == 1
    assert rejected(file) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_whatever_do_more_than_be_refused_or_rejected(tmp_path: Path, data: st.DataObject) -> None:
    whole = census().encode()
    if data.draw(st.booleans()):
        content = data.draw(st.binary(max_size=300))
    else:
        at = data.draw(st.integers(0, len(whole)))
        content = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 30)) :]
    try:
        file = read(written(tmp_path, content))
    except UnusableFile as why:
        assert str(why)
    else:
        rejected(file)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="<>&"), max_size=300))
def test_no_value_whatever_in_any_field_breaks_the_reading(tmp_path: Path, value: str) -> None:
    for old in (">A1<", ">2012-05-06<", ">F<", ">WBRI<", ">2025-10-01<", ">2A<", ">false<"):
        rejected(read(written(tmp_path, census(CHILD.replace(old, f">{value}<")))))
