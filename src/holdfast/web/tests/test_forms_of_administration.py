"""Every form of administration, with whatever anybody may send: it is recorded, or refused by field and rule, and nothing is half-written."""

from __future__ import annotations

import pytest

from holdfast.partnership import actions, changing
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import Wide
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.web.tests.sending import send_whatever

pytestmark = pytest.mark.django_db


def forms_of(p: Partnership) -> list[tuple[str, Acting]]:
    """Each form, with who may send it; what somebody leaves by comes last."""
    post = actions.create_post(agency=p.council, title="Social worker, nights", role=Role.PRACTITIONER, by=p.efua)
    joins = Proposed(what=Wide.ORGANISATION_JOINS, organisation="Tidewater Homes", manager="Hope Ridge", agency_kind=AgencyKind.HOUSING)
    leaves = Proposed(what=Wide.ORGANISATION_LEAVES, agency=p.charity, heir=p.council)
    waiting = [changing.propose(each, reason="Asked", by=p.mina) for each in (joins, leaves)]
    about = f"/people/managing/{p.carys.worker}"
    return [
        # First those of people who may lose their post by what is sent below
        ("/people/cover/", p.dev),
        ("/people/public/", p.bryn),
        ("/people/rota/", p.bryn),
        ("/people/managing/starts/", p.efua),
        ("/people/managing/many/", p.efua),
        ("/people/managing/posts/new/", p.efua),
        (f"/people/managing/posts/{post}/", p.efua),
        ("/people/managing/teams/new/", p.efua),
        ("/people/managing/managers/", p.efua),
        ("/people/managing/joins/", p.efua),
        ("/people/managing/leaves/", p.efua),
        *((f"/people/changes/{each}/", p.efua) for each in waiting),
        (f"{about}/name/", p.efua),
        (f"{about}/invite/", p.efua),
        (f"{about}/away/", p.efua),
        ("/people/working-days/", p.efua),
        ("/people/vetted/", p.efua),
        ("/people/graders/", p.efua),
        ("/people/arrangement/sign/", p.efua),
        ("/duties/rules/ACK_TOLD/", p.efua),
        (f"{about}/moves/", p.efua),
        (f"{about}/hands-over/", p.efua),
        (f"{about}/leaves/", p.efua),
    ]


def test_whatever_is_sent_is_recorded_or_refused_by_field_and_rule() -> None:
    send_whatever(forms_of(a_partnership()))
