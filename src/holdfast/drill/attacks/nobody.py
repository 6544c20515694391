"""What nobody can see, said plainly: no log shows it, whoever checks it."""

from __future__ import annotations

from holdfast.drill.claims import Attack, By, Declared, declare

for _by, _what, _why in (
    (
        By.OUTSIDE,
        "never write it down",
        "what was never told to Holdfast is not in it. Anyone can tell, with no account, and is given a word at once; what is said on the telephone "
        "is not shown to have been",
    ),
    (By.OUTSIDE, "tell something that is not so", "the ledger shows that it was said, by whom and when; whether it is true is for people"),
    (
        By.APP,
        "read what the application may read, and carry it away",
        "each look of a page is recorded before anything is opened, but who has taken over the process need ask no page",
    ),
    (By.OWNER, "copy the whole database", "copying leaves no trace. Words lie sealed in it, and the master key does not lie in it"),
    (
        By.ROOT,
        "replace the program, so that pages show something else, or show nothing",
        "the record stays as it is, and an inspector's bundle shows it; a page is whatever the server sends",
    ),
    (
        By.ROOT,
        "replace `verify` by a program that finds nothing",
        "who does not trust the server runs `holdfast-verify` elsewhere: on the ledger, on receipts and on bundles",
    ),
    (
        By.OWNER,
        "alter PostgreSQL itself, or its own catalogue, so that it answers otherwise",
        "`verify` asks the database that it judges; what the ledger committed to is checked without it",
    ),
    (
        By.OWNER,
        "let somebody act for a while in a state of a case that is not so, and put the read model right again",
        "who might record what by role and organisation, and when duties are due, is worked out again from the entries; what an action decided by the "
        "state of a case is not, or not yet",
    ),
    (
        By.ROOT,
        "have the machine's clock be wrong from the first day on",
        "times are then wrong by as much, and in order; cosignatures of witnesses bound them from above",
    ),
    (
        By.ALL,
        "keep a second matter for a child, of which nobody is told",
        "its entries are leaves like others. What shows it is a receipt whose room is in no bundle",
    ),
    (
        By.ALL,
        "sign nothing more, and publish nothing",
        "everybody sees that the head is old, and witnesses that none comes; `/healthy` says so. What was told meanwhile has its signed word",
    ),
    (
        By.ALL,
        "rewrite the past together with every witness, when nobody kept a receipt, a bundle or a copy",
        "then nothing is left outside that could contradict. Hence witnesses of several organisations, and receipts",
    ),
    (
        By.OUTSIDE,
        "watch the public ledger",
        "it shows how many entries there are, when they came (to five seconds) and where a run ended; no audience, kind, organisation or matter",
    ),
):
    declare(Attack(_by, _what, Declared(_why), None))
