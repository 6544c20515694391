"""What is wrong with a running installation, in words that say what to do: for `/healthy` and `holdfast doctor`. No content, no names."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from cryptography import x509
from django.conf import settings

from holdfast.accounts.models import Account
from holdfast.accounts.providers import ProvidersWrong, providers
from holdfast.accounts.sign_on import problem_of
from holdfast.database.time import now
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.duties.queries import oldest_step_due
from holdfast.pages.dates import moment as words_of_moment
from holdfast.pages.dates import plural
from holdfast.partnership import queries as partnership
from holdfast.partnership.models import AccountManager
from holdfast.record.acknowledging import MAXIMUM_MERGE_DELAY
from holdfast.record.gate import installation
from holdfast.record.holding import reading_all
from holdfast.record.queries import ledger_waiting
from holdfast.record.restored import not_settled
from holdfast.vault.master import NoMasterKey, read_master_key
from holdfast.vault.models import KeySplit
from holdfast.vault.shares import fingerprint
from holdfast.web import status, worker
from holdfast.web.checking import clock_of, room_left

#: A step of the ladder that was due so long ago is late; so soon the rota must be whole; so long a certificate must be good.
LATE_STEP, ROTA_AHEAD, CERTIFICATE_GOOD = timedelta(minutes=10), timedelta(days=1), timedelta(days=14)


def _keys() -> str:
    try:
        here = fingerprint(read_master_key())
    except NoMasterKey:
        return "the master key is missing: put it back from its shares (`holdfast keys restore`). No other takes its place"
    if here != installation().master_key:
        return "the master key here is not the one that this record was begun with: put the right one back"
    return ""


def _ladder(moment: datetime) -> str:
    with reading_all():
        oldest = oldest_step_due(moment)
    if oldest is None or moment - oldest <= LATE_STEP:
        return ""
    late = int((moment - oldest).total_seconds() // 60)
    return (
        f"a step by which others are told has been due for {plural(late, 'minute')}: the process `work` does not keep up, or does not run"
    )


def _rota(moment: datetime) -> str:
    with viewing(Viewer.of(EVERYONE)):
        if not partnership.has_a_rota():
            return ""
        gaps = [gap for gap in partnership.unstaffed(moment, 2) if gap[0] < moment + ROTA_AHEAD]
    if not gaps:
        return ""
    return f"nobody is on call from {words_of_moment(gaps[0][0])} to {words_of_moment(gaps[0][1])}: put somebody on the rota"


def _waiting(_moment: datetime) -> str:
    waiting, seconds = ledger_waiting()
    if seconds <= MAXIMUM_MERGE_DELAY:
        return ""
    return f"{waiting} entries wait for the ledger, the oldest for {seconds:.0f} seconds; {MAXIMUM_MERGE_DELAY} were promised"


def running_problems() -> dict[str, str]:
    """What is wrong, by what it is about. Raises DatabaseError where the database does not answer."""
    moment = now()
    found = {name: status.problem_of(name) for name in (worker.LEDGER, worker.DUTIES, worker.RETURNS)}
    found |= {
        "waiting": _waiting(moment),
        "restored": not_settled(),
        "keys": _keys(),
        "ladder": _ladder(moment),
        "rota": _rota(moment),
        "clock": clock_of("default"),
        "disk": room_left(),
    }
    return {about: words for about, words in found.items() if words}


def _split() -> str:
    if installation().nature != "real":
        return ""
    tried = KeySplit.objects.filter(restore_tested_at__isnull=False).order_by("-restore_tested_at").first()
    if tried is None:
        return "the master key was never split, or a restore never tried: `holdfast set-up`"
    return ""


def _managers() -> str:
    with reading_all():
        there = dict.fromkeys((agency.id for agency in partnership.agencies()), 0)
        managers = dict(AccountManager.objects.values_list("worker_id", "agency_id"))
    for who in Account.objects.filter(worker_id__in=managers, is_active=True).values_list("worker_id", flat=True):
        there[managers[who]] += 1
    none, one = sum(count == 0 for count in there.values()), sum(count == 1 for count in there.values())
    words = [f"{plural(none, 'organisation has', 'organisations have')} no account manager who can sign in"] if none else []
    words += [f"{plural(one, 'has', 'have')} one alone: a second keeps them from being shut out"] if one else []
    return "; ".join(words)


def _open() -> str:
    with viewing(Viewer.of(EVERYONE)):
        there = partnership.has_a_rota()
    return "" if there else "nobody was ever on call, so the public form is shut: put somebody on the rota"


def _certificate() -> str:
    """Whether the certificate that browsers are shown is good for a while yet; nothing where no TLS was promised."""
    if not settings.BEHIND_TLS:
        return ""
    host = settings.ALLOWED_HOSTS[0]
    try:
        shown = ssl.get_server_certificate((host, 443), timeout=5)
        until = x509.load_pem_x509_certificate(shown.encode()).not_valid_after_utc
    except (OSError, ValueError):
        return f"https://{host} does not answer from here"
    moment = now()
    if until < moment:
        return f"the certificate of {host} ran out on {words_of_moment(until)}: no browser opens it. Renew it now"
    if until - moment < CERTIFICATE_GOOD:
        return f"the certificate of {host} runs out on {words_of_moment(until)}: renew it"
    return ""


def _sign_on() -> str:
    """Whether each organisation's own accounts that are offered can be signed in with."""
    try:
        known = providers()
    except ProvidersWrong as why:
        return str(why)
    with viewing(Viewer.of(EVERYONE)):
        there = partnership.directory()
        names = {there.name(agency.id) for agency in partnership.agencies()}
    found = [f"{each.name}: no organisation is called {each.organisation!r}" for each in known if each.organisation not in names]
    return "; ".join(found + [problem for each in known if (problem := problem_of(each))])


#: What only `doctor` looks at: it takes longer, or is nobody's business outside.
LOOKED_AT: tuple[tuple[str, Callable[[], str]], ...] = (
    ("The master key is split, and a restore was tried", _split),
    ("Each organisation has account managers", _managers),
    ("Anybody can tell", _open),
    ("The certificate is good", _certificate),
    ("Organisations’ own accounts can be signed in with", _sign_on),
)


def looked_at() -> Iterator[tuple[str, str]]:
    """Each of the things that only `doctor` looks at, and what is wrong with it."""
    for what, look in LOOKED_AT:
        yield what, look()
