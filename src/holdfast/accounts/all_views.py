"""The technical administrator's page: every account, whether it can be signed in with, and switching it off. No child, no case, and nobody let in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.accounts import actions
from holdfast.accounts.models import Account, CodeApp, Passkey
from holdfast.database.viewing import viewing
from holdfast.pages.dates import moment
from holdfast.partnership import queries
from holdfast.partnership.roles import Role
from holdfast.partnership.shell import acting_of, page, recorded, signed_in


@signed_in(Role.ADMINISTRATOR, again=True)
def every_account(request: HttpRequest) -> HttpResponse:
    """Every account, by organisation and post."""
    acting = acting_of(request)
    if "off" in request.POST:
        try:
            worker = UUID(request.POST["off"])
        except ValueError as wrong:
            raise Http404 from wrong
        actions.switch_off(worker=worker, by=acting)
        return recorded(request, "It is off, and every session of it has ended. Their account manager switches it on.", "accounts:all")
    with viewing(acting.viewer):
        directory = queries.directory()
    second = set(Passkey.objects.filter(copied_at=None).values_list("account_id", flat=True))
    second |= set(CodeApp.objects.filter(confirmed_at__isnull=False).values_list("account_id", flat=True))
    rows = [
        (
            each.worker_id,
            directory.post_and_agency(each.worker_id),
            each.email,
            f"last signed in {moment(each.last_login)}" if each.last_login is not None else "never signed in",
            each.id in second,
            each.is_active,
        )
        for each in Account.objects.order_by("email")
    ]
    return page(request, "accounts/all.html", rows=rows)
