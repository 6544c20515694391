"""Many people who start at once, from rows as a spreadsheet gives them: read whole, shown before anything is made, and made once."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from holdfast.database.viewing import viewing
from holdfast.partnership import actions, changing, queries
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import Wide
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import check_manages_accounts
from holdfast.partnership.roles import DESCRIPTIONS, ROLES_OF, WIDE, AgencyKind, Role
from holdfast.record.refusal import Refused

#: The columns, by the words of their first line; and how many rows are taken at once.
COLUMNS = ("name", "post", "role", "answers to")
MOST = 500
LONGEST = 200


@dataclass(frozen=True)
class Start:
    """One who starts: their name, what their post is called, its role, and the post that it answers to ("" for none)."""

    row: int
    name: str
    post: str
    role: Role
    above: str


@dataclass(frozen=True)
class WrongRow:
    """A row that cannot be taken: its number as a spreadsheet counts, the column, and the rule."""

    row: int
    column: str
    rule: str

    @property
    def words(self) -> str:
        return f"Row {self.row}, {self.column}: {self.rule}"


@dataclass(frozen=True)
class Read:
    """What some rows say: who starts, and what is wrong. Nothing is made where anything is."""

    starts: tuple[Start, ...]
    wrong: tuple[WrongRow, ...]


def read_rows(text: str, kind: AgencyKind, posts: Sequence[str]) -> Read:
    """Read rows of comma- or tab-separated values, for an organisation of a kind whose posts have these titles."""
    lines = text.lstrip("\ufeff").splitlines()
    if not lines:
        return Read((), (WrongRow(1, "the first line", f"must name the columns: {', '.join(COLUMNS)}"),))
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter="\t" if "\t" in lines[0] else ",")
    starts: list[Start] = []
    wrong: list[WrongRow] = []
    known = {title.casefold() for title in posts}
    try:
        for number, cells in enumerate(rows, start=1):
            if number == 1:
                if [cell.strip().casefold() for cell in cells] != list(COLUMNS):
                    return Read((), (WrongRow(1, "the first line", f"must name the columns, in this order: {', '.join(COLUMNS)}"),))
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(starts) + len(wrong) >= 20 * MOST:
                wrong.append(WrongRow(number, "all of it", f"no more is read. Send at most {MOST} people at once"))
                break
            found = _read_row(number, [cell.strip() for cell in cells], kind, known)
            if isinstance(found, Start):
                starts.append(found)
                known.add(found.post.casefold())
            else:
                wrong += found
    except csv.Error as why:
        wrong.append(WrongRow(rows.line_num, "all of it", f"cannot be read: {why}"))
    if len(starts) > MOST:
        wrong.append(WrongRow(MOST + 2, "all of it", f"more than {MOST} people at once: send the others after these"))
    return Read(tuple(starts), tuple(wrong))


def _read_row(number: int, cells: list[str], kind: AgencyKind, known: set[str]) -> Start | list[WrongRow]:
    if len(cells) != len(COLUMNS):
        return [WrongRow(number, "all of it", f"has {len(cells)} columns, and there are {len(COLUMNS)}")]
    name, post, role, above = cells
    wrong = [
        WrongRow(number, column, f"must have between 1 and {LONGEST} characters, on one line")
        for column, cell in (("name", name), ("post", post))
        if not 0 < len(cell) <= LONGEST or not cell.isprintable()
    ]
    found = _role_called(role, kind)
    if found is None:
        wrong.append(
            WrongRow(
                number, "role", f"is none that a post of this organisation has: {', '.join(DESCRIPTIONS[r].name for r in ROLES_OF[kind])}"
            )
        )
    if above and above.casefold() not in known:
        wrong.append(WrongRow(number, "answers to", "is no post that there is, nor one of a row before this one"))
    return wrong if wrong or found is None else Start(number, name, post, found, above)


def _role_called(words: str, kind: AgencyKind) -> Role | None:
    asked = words.casefold()
    return next((role for role in ROLES_OF[kind] if asked in (role.value, DESCRIPTIONS[role].name.casefold())), None)


def start_many(starts: Sequence[Start], *, reason: str, by: Acting, entry_id: UUID) -> int:
    """Everybody in these rows starts, each in a post of their own; a post of a wide role waits for another organisation. How many wait.

    Sent twice it makes nothing twice, and cut short it goes on where it was. Raises NotPermitted, Refused.
    """
    check_manages_accounts(by)
    if any(start.role in WIDE for start in starts) and not reason:
        raise Refused("reason", "Some of these posts take another organisation’s agreement: enter why, for them to read")
    with viewing(by.viewer):
        directory = queries.directory()
        titles = {directory.name(post.id).casefold(): post.id for post in queries.posts_of(by.agency)}
    waiting = 0
    for start in starts:
        post, worker = uuid5(entry_id, f"post/{start.row}"), uuid5(entry_id, f"worker/{start.row}")
        actions.create_post(
            agency=by.agency,
            title=start.post,
            role=start.role,
            manager_post=titles.get(start.above.casefold()) if start.above else None,
            by=by,
            entry_id=post,
        )
        titles[start.post.casefold()] = post
        actions.join_worker(agency=by.agency, name=start.name, by=by, entry_id=worker)
        if start.role in WIDE:
            change = Proposed(what=Wide.APPOINTMENT, worker=worker, post=post)
            changing.propose(change, reason=reason, by=by, entry_id=uuid5(entry_id, f"proposal/{start.row}"))
            waiting += 1
        elif not _holds(worker, post, by):
            actions.appoint(worker=worker, post=post, by=by)
    return waiting


def _holds(worker: UUID, post: UUID, by: Acting) -> bool:
    with viewing(by.viewer):
        return any(each.id == post and each.holder_id == worker for each in queries.posts_of(by.agency))
