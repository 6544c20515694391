"""Checks receipts and ledgers of Holdfast, independently of Holdfast: nothing here comes from the server's code."""
