"""The part of `verify` about accounts: who may have invited and switched, by what they were then."""

from __future__ import annotations

from holdfast.accounts.kinds import Invited
from holdfast.partnership.policies import check_manages_accounts
from holdfast.partnership.verifying import authority

authority(Invited.kind.name, check_manages_accounts)
