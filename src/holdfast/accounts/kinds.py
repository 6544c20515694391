"""What everybody may see of accounts: who was invited, who vouched for them, who opened one or got back in, and what was switched off."""

from __future__ import annotations

from uuid import UUID

from holdfast.record.kinds import Facts, kind


@kind("account.invited", version=1, line="Somebody was invited to sign in")
class Invited(Facts):
    """By an account manager, who has the link and not the code. `again`: they have an account, and could not get in."""

    worker: UUID
    admission: UUID
    again: bool = False


@kind("account.vouched", version=1, line="Somebody vouched for whom they know")
class Vouched(Facts):
    """By another than invited them, who has the code and not the link."""

    worker: UUID
    admission: UUID


@kind("account.opened", version=1, line="Somebody opened their account")
class Opened(Facts):
    """With the link and the code. `again`: another password, and whatever they signed in with before is gone."""

    worker: UUID
    admission: UUID
    again: bool = False


@kind("account.switched", version=1, line="An account was switched off, or on again")
class Switched(Facts):
    worker: UUID
    on: bool


@kind("account.passkey_copied", version=1, line="A passkey was switched off because it may have been copied")
class PasskeyCopied(Facts):
    worker: UUID


@kind("account.joined", version=1, line="Somebody joined their organisation’s account to theirs here")
class Joined(Facts):
    """By themself: signing in to the one signs in to the other."""

    worker: UUID


@kind("account.parted", version=1, line="Somebody’s organisation’s account opens theirs here no longer")
class Parted(Facts):
    worker: UUID
