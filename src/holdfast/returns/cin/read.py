"""Reads a Children in Need census file as a stream: one child at a time, memory flat however long the file is.

The file is a stranger's: no document type or entity is accepted, nothing is fetched, and no child may be larger than any real one is.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, Any, TypeVar

from lxml import etree

from holdfast.returns.cin.model import Child, Header, How, Problem, Record

#: No council's file comes near it.
LARGEST_FILE = 1_000_000_000
#: Elements of one child. A real one has tens; a hostile one could fill the memory.
LARGEST_CHILD = 20_000
FIRST_YEAR = 2021
LAST_YEAR = 2099
_CHUNK = 65_536
_HEAD = 4096
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_NO = {"true": True, "1": True, "false": False, "0": False}
#: Distinct elements that are reported as unknown; more are counted together.
_MOST_UNKNOWN = 50

RecordT = TypeVar("RecordT", bound=Record)


class UnusableFile(Exception):
    """Nothing of this file can be taken. The message says why, and what to do."""


#: Where a census is read from: a file, or what was uploaded.
Source = Path | bytes


def digest(source: Source) -> str:
    """The file's SHA-256, in hexadecimal. Raises UnusableFile."""
    with _opened(source) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(path: Source) -> BufferedReader | BytesIO:
    if isinstance(path, bytes):
        return BytesIO(path)
    try:
        if not path.is_file():
            raise UnusableFile("There is no such file." if not path.exists() else "This is not a file.")
        size = path.stat().st_size
        if size == 0:
            raise UnusableFile("The file is empty.")
        if size > LARGEST_FILE:
            raise UnusableFile(f"The file is larger than {LARGEST_FILE // 1_000_000:,} MB, which no council’s census is.")
        return path.open("rb")
    except (OSError, ValueError) as why:
        raise UnusableFile("The file cannot be read. Check its name and who may read it.") from why


def plain(value: str, longest: int = 80) -> str:
    """A value as found, made safe to show: invisible and direction-changing characters spelled out, and cut short."""
    spelled = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in value[: longest + 1])
    return spelled if len(spelled) <= longest else spelled[:longest] + "…"


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)


def _said(element: Any) -> str:
    return "".join(element.itertext()).strip(" \t\r\n")


def strict_day(value: str) -> date | None:
    """A day written YYYY-MM-DD and no other way; None when it is not one."""
    if not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


class Reader:
    """One reading of one file: `header` once the first child has come, `unknown` elements once all have."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.header: Header | None = None
        self.unknown: Counter[str] = Counter()

    def children(self) -> Iterator[Child]:
        """Each child, as it stands in the file. Raises UnusableFile, at the start or when the file turns out to break off."""
        with _opened(self.source) as file:
            try:
                yield from self._children(file)
            except etree.XMLSyntaxError as why:
                raise UnusableFile(f"The file is not whole XML: {plain(str(why.msg), 160)}.") from why
            except (LookupError, UnicodeError, ValueError, MemoryError, OSError) as why:
                raise UnusableFile("The file cannot be read as XML. Check that it was copied whole, and its encoding.") from why

    def _children(self, file: IO[bytes]) -> Iterator[Child]:
        parser = etree.XMLPullParser(
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            dtd_validation=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            recover=False,
        )
        state = _Place()
        first = file.read(_HEAD)
        # A document type can only stand in front of the root: it is refused before any of it is acted upon.
        if b"<!DOCTYPE" in first.replace(b"\0", b"") or b"<!ENTITY" in first.replace(b"\0", b""):
            raise UnusableFile(
                "The file declares a document type. A census file has none; it is refused, because entities can be declared in one."
            )
        parser.feed(first)
        while True:
            for event, element in _events(parser):
                if not isinstance(element.tag, str):
                    continue
                if element.getroottree().docinfo.doctype and state.depth == 0:
                    raise UnusableFile("The file declares a document type. A census file has none.")
                child = self._step(str(event), element, state)
                if child is not None:
                    yield child
            chunk = file.read(_CHUNK)
            if not chunk:
                break
            parser.feed(chunk)
        parser.close()
        for event, element in _events(parser):
            child = self._step(str(event), element, state) if isinstance(element.tag, str) else None
            if child is not None:
                yield child
        if self.header is None:
            raise UnusableFile("The file has no Header.")
        if not state.found:
            raise UnusableFile("The file holds no child.")

    def _step(self, event: str, element: Any, state: _Place) -> Child | None:
        if event == "start":
            state.depth += 1
            state.size += 1
            if state.size > LARGEST_CHILD:
                raise UnusableFile(f"One part of the file has more than {LARGEST_CHILD:,} elements, which no child’s record has.")
            if state.depth == 1 and _name(element) != "Message":
                raise UnusableFile(f"The file does not begin with Message but with {plain(_name(element), 40)}: it is not a census file.")
            return None
        state.depth -= 1
        name = _name(element)
        child = None
        if state.depth == 1 and name == "Header":
            if self.header is not None:
                raise UnusableFile("The file has two Headers: it seems to be two files in one.")
            self.header = header_of(element)
        elif state.depth == 2 and name == "Child" and _name(element.getparent()) == "Children":
            if self.header is None:
                raise UnusableFile("The file’s children come before its Header.")
            state.found += 1
            child = self.child_of(element, state.found)
        elif state.depth == 1 and name != "Children":
            self._not_known(f"Message/{name}")
        elif state.depth == 2 and _name(element.getparent()) == "Children":
            self._not_known(f"Children/{name}")
        if state.depth <= 2 and not (state.depth == 2 and _name(element.getparent()) == "Header"):
            _forget(element)
            state.size = 0
        return child

    def _not_known(self, where: str) -> None:
        where = plain(where, 120)
        self.unknown[where if where in self.unknown or len(self.unknown) < _MOST_UNKNOWN else "others"] += 1

    def child_of(self, element: Any, place: int) -> Child:
        child = Child(place=place)
        flat = []
        for part in element:
            if _name(part) in ("ChildIdentifiers", "ChildCharacteristics"):
                flat += list(part)
            else:
                flat.append(part)
        self._fill(child, flat, "Child")
        return child

    def _fill(self, record: RecordT, elements: list[Any], path: str) -> RecordT:
        known = {f.metadata["tag"]: f for f in dataclasses.fields(record) if "tag" in f.metadata}
        inside = {f.metadata["inside"]: f for f in known.values() if "inside" in f.metadata}
        given: set[str] = set()
        for element in elements:
            name = _name(element)
            if name in inside:
                field = inside[name]
                for one in element:
                    if _name(one) == field.metadata["tag"]:
                        _add_code(record, field, _said(one))
                    else:
                        self._not_known(f"{path}/{name}/{_name(one)}")
                continue
            found = known.get(name)
            if found is None:
                self._not_known(f"{path}/{name}")
                continue
            how = found.metadata["how"]
            if how is How.RECORDS:
                self._add_records(record, found, element, f"{path}/{name}")
            elif how is How.CODES:
                _add_code(record, found, _said(element))
            elif value := _said(element):
                if name in given:
                    record.problems.append(Problem(name, plain(value), "is given twice"))
                given.add(name)
                _set(record, found, value)
        return record

    def _add_records(self, record: Record, field: dataclasses.Field[Any], element: Any, path: str) -> None:
        into: list[Record] = getattr(record, field.name)
        of: type[Record] = field.metadata["of"]
        # One Reviews may hold many dates, or many Reviews one each: both are in use.
        if of.element == "Reviews":
            for one in element:
                into.append(self._fill(of(), [one], path))
        else:
            into.append(self._fill(of(), list(element), path))


def _events(parser: etree.XMLPullParser) -> Iterator[tuple[Any, Any]]:
    """What the parser has seen since it was last asked."""
    return iter(parser.read_events())


@dataclasses.dataclass
class _Place:
    """Where in the file a reading is."""

    depth: int = 0
    size: int = 0
    found: int = 0


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _add_code(record: Record, field: dataclasses.Field[Any], value: str) -> None:
    # Some systems write several in one element, with blanks or commas between.
    for one in re.split(r"[\s,]+", value):
        if not one:
            continue
        if one in field.metadata["among"]:
            getattr(record, field.name).append(one)
        else:
            record.problems.append(Problem(field.metadata["tag"], plain(one), "is not one of the census’s codes"))


def _set(record: Record, field: dataclasses.Field[Any], value: str) -> None:
    tag, how = field.metadata["tag"], field.metadata["how"]
    read: Any = None
    rule = ""
    match how:
        case How.DAY:
            read, rule = strict_day(value), "is not a day written YYYY-MM-DD"
        case How.YES_NO:
            read, rule = _YES_NO.get(value.lower()), "is not true, false, 1 or 0"
        case How.CODE:
            read, rule = (value if value in field.metadata["among"] else None), "is not one of the census’s codes"
        case How.NUMBER:
            read, rule = (int(value) if re.fullmatch(r"[0-9]{1,3}", value) else None), "is not a whole number from 0 to 999"
        case _:
            read, rule = (
                (value if len(value) <= 200 and value.isprintable() else None),
                "is too long, or has characters that cannot be seen",
            )
    if read is None:
        record.problems.append(Problem(tag, plain(value), rule))
    else:
        setattr(record, field.name, read)


def header_of(element: Any) -> Header:
    """Whose file it is. Raises UnusableFile when it is another collection, or does not say whose it is or when."""
    said: dict[str, str] = {}
    for part in element.iter():
        if isinstance(part.tag, str) and len(part) == 0:
            said.setdefault(_name(part), _said(part))

    collection = said.get("Collection", "")
    if collection != "CIN":
        raise UnusableFile(f"The file’s collection is {plain(collection, 20) or 'not given'}, not CIN: it is another return.")
    year = said.get("Year", "")
    if not re.fullmatch(r"[0-9]{4}", year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise UnusableFile(f"The file’s Year is {plain(year, 20) or 'not given'}. Files from {FIRST_YEAR} on can be taken.")
    reference = strict_day(said.get("ReferenceDate", ""))
    if reference is None:
        raise UnusableFile("The file’s ReferenceDate is missing or is not a day written YYYY-MM-DD.")
    # Some systems name a census by the year in which it began; which census it is, the reference date says.
    if int(year) not in (reference.year, reference.year - 1):
        raise UnusableFile(f"The file’s ReferenceDate, {reference}, is not of its Year, {year}.")
    lea = said.get("LEA", "")
    if not re.fullmatch(r"[0-9]{3}", lea):
        raise UnusableFile(f"The file’s LEA is {plain(lea, 20) or 'not given'}. It is the council’s number, three digits.")
    made = said.get("DateTime", "")
    try:
        made_at = datetime.fromisoformat(made) if made.isascii() and made else None
    except ValueError:
        made_at = None
    return Header(
        reference.year, reference, lea, plain(said.get("SoftwareCode", "")) or None, plain(said.get("SerialNo", "")) or None, made_at
    )
