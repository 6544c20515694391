"""Code lists of the Children in Need census (Department for Education, Common Basic Data Set and the census's own)."""

from __future__ import annotations

from holdfast.children.codes import CATEGORIES, CLOSURES, PRIMARY_NEEDS, REFERRAL_SOURCES

__all__ = [
    "CATEGORIES", "CLOSURES", "DISABILITIES", "ETHNICITIES", "FACTORS", "NO_FACTORS", "PRIMARY_NEEDS", "REFERRAL_SOURCES",
    "RETIRED_FACTORS", "SEXES", "SEX_OF_GENDER", "UPN_UNKNOWN",
]  # fmt: skip

ETHNICITIES = frozenset(
    [
        "WBRI",
        "WIRI",
        "WIRT",
        "WOTH",
        "WROM",
        "MWBC",
        "MWBA",
        "MWAS",
        "MOTH",
        "AIND",
        "APKN",
        "ABAN",
        "AOTH",
        "BCRB",
        "BAFR",
        "BOTH",
        "CHNE",
        "OOTH",
        "REFU",
        "NOBT",
    ]
)
DISABILITIES = frozenset(["NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA"])
UPN_UNKNOWN = frozenset(f"UN{n}" for n in range(1, 8))

_FACTOR_LETTERS = {
    **{str(n): "ABC" for n in range(1, 7)},
    "7": "A",
    "8": "BCDEF",
    "9": "A",
    "10": "A",
    "11": "A",
    "12": "A",
    "13": "A",
    "14": "A",
    "15": "A",
    "16": "A",
    "17": "A",
    "18": "BC",
    "19": "BC",
    "22": "A",
    "23": "A",
    "24": "A",
}
#: Retired since 2024-25, when 18 and 19 were divided by who did it. Taken, and queried.
RETIRED_FACTORS = frozenset({"18A", "19A"})
#: "No factors": it must be alone.
NO_FACTORS = "21"
FACTORS = frozenset(n + letter for n, letters in _FACTOR_LETTERS.items() for letter in letters) | {"20", NO_FACTORS} | RETIRED_FACTORS

#: The old field, GenderCurrent (until 2023-24), and the new one, Sex.
SEX_OF_GENDER = {"0": "U", "1": "M", "2": "F", "9": "U"}
SEXES = frozenset({"M", "F", "U"})
