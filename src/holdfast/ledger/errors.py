"""What everything raised by the ledger has in common."""


class LedgerError(Exception):
    """Something given to the ledger is not what it should be. The message says what, in plain words."""
