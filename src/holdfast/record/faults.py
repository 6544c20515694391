"""What `verify` finds: each fault with where it is, in words, and which database role or person could have done it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from uuid import UUID

MOST_FAULTS = 1_000

OWNER = "the database's owner role, or a superuser of the server"
APP = "the application's process (it may insert as the writer role, and change read models)"
ERASER = "the eraser role"
SEQUENCER = "the ledger's process (the sequencer role)"
FILES = "whoever can write to Holdfast's home on the machine"
NOBODY = "nobody need have: the ledger's process may have been away"

#: Who could have done what. A fault that is not listed here cannot be made.
WHO: dict[str, tuple[str, ...]] = {
    "database is not as declared": (OWNER,),
    "cannot be checked": (OWNER,),
    "order altered": (OWNER,),
    "opened at another time": (OWNER,),
    "head back-dated": (OWNER, SEQUENCER, "whoever sets the machine's clock"),
    "due time is another": (OWNER, APP, "whoever changed a rule, a calendar or the program while it was recorded"),
    "author could not": (OWNER, APP, "whoever changed who is who while it was recorded"),
    "time went back": (OWNER, "whoever sets the machine's clock"),
    "entry cannot be read": (OWNER, APP),
    "entry altered": (OWNER,),
    "entry missing": (OWNER,),
    "entry moved": (OWNER,),
    "content lost": (OWNER, FILES, "whoever put an older backup back"),
    "found again is another": (OWNER, APP),
    "leaf missing": (OWNER, APP),
    "leaf altered": (OWNER,),
    "key missing": (OWNER, ERASER),
    "erased without an order": (OWNER, APP),
    "key is back": (OWNER, "whoever put an older backup back"),
    "key altered": (OWNER,),
    "key moved": (OWNER,),
    "part cannot be opened": (OWNER,),
    "part altered": (OWNER,),
    "part moved": (OWNER,),
    "position altered": (OWNER,),
    "label altered": (OWNER, APP),
    "room has a gap": (OWNER, APP),
    "room missing": (OWNER,),
    "room altered": (OWNER,),
    "room cut or counter altered": (OWNER, APP),
    "room secret altered": (OWNER,),
    "sealed matter altered": (OWNER, APP),
    "ledger has a gap": (OWNER, SEQUENCER),
    "ledger cut": (OWNER,),
    "ledger rewritten": (OWNER, FILES),
    "map altered": (FILES, SEQUENCER),
    "ledger waits": (NOBODY, OWNER, FILES),
    "ledger's files damaged": (FILES,),
    "head missing": (FILES,),
    "head removed": (OWNER, FILES),
    "head damaged": (FILES,),
    "head not signed": (OWNER, SEQUENCER, FILES),
    "signing key missing or damaged": (FILES,),
    "key exchanged in silence": (FILES, OWNER),
    "master key missing or damaged": (FILES,),
    "master key is another": (FILES, OWNER),
    "read model falsified": (OWNER, APP),
    "read models not checked": (OWNER, APP, FILES),
    "nothing is signed": (OWNER, FILES),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: what, where, and in words."""

    what: str
    detail: str
    entry: UUID | None = None
    room: UUID | None = None
    table: str | None = None

    def __post_init__(self) -> None:
        """Raises KeyError for a fault of which nobody has said who could have done it."""
        WHO[self.what]

    @property
    def who_could(self) -> tuple[str, ...]:
        """Which roles or persons could have done this."""
        return WHO[self.what]

    def as_json(self) -> dict[str, object]:
        named = {"entry": self.entry, "room": self.room, "table": self.table}
        where = {k: str(v) for k, v in named.items() if v is not None}
        return {"what": self.what, "detail": self.detail, "who_could": list(self.who_could), **where}


@dataclass
class Verdict:
    """What `verify` found."""

    entries: int = 0
    rooms: int = 0
    #: Leaves of the ledger, and how many of them are the map's.
    size: int = 0
    maps: int = 0
    unsequenced: int = 0
    #: Leaves whose entries were declared lost, found again or not.
    lost: int = 0
    #: Entries whose words were erased by order, and of whose keys nothing is left.
    erased: int = 0
    #: Whether the read models were compared with the record.
    read_models: bool = True
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0

    @property
    def sound(self) -> bool:
        return not self.faults

    def add(self, fault: Fault) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.more_faults += 1

    def as_json(self) -> str:
        return json.dumps(
            {
                "sound": self.sound,
                "entries": self.entries,
                "rooms": self.rooms,
                "ledger_size": self.size,
                "leaves_of_the_map": self.maps,
                "unsequenced": self.unsequenced,
                "words_erased_by_order": self.erased,
                "declared_lost": self.lost,
                "read_models_compared": self.read_models,
                "faults": [f.as_json() for f in self.faults],
                "more_faults": self.more_faults,
            }
        )
