"""The ledger: the Merkle log that commits to every entry, its signed heads, and the signed words given about it.

Pure Python: no Django, no database, no clock, no files. Every byte format is described in `docs/ledger-format.md`, so
that others can check the record with programs of their own.
"""
