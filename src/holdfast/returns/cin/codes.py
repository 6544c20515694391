"""Code lists of the Children in Need census (Department for Education, Common Basic Data Set and the census's own)."""

from __future__ import annotations

REFERRAL_SOURCES: dict[str, str] = {
    "1A": "Family member or carer",
    "1B": "Acquaintance",
    "1C": "Self",
    "1D": "Other individual",
    "2A": "School",
    "2B": "Education services",
    "3A": "GP",
    "3B": "Health visitor",
    "3C": "School nurse",
    "3D": "Other primary health",
    "3E": "Accident and emergency",
    "3F": "Other health",
    "4": "Housing",
    "5A": "Social care (this council)",
    "5B": "Other department of this council",
    "5C": "Another council",
    "5D": "Early help",
    "6": "Police",
    "7": "Other legal agency",
    "8": "Other, voluntary organisations among them",
    "9": "Anonymous",
    "10": "Not known",
}

PRIMARY_NEEDS: dict[str, str] = {
    "N0": "Not stated",
    "N1": "Abuse or neglect",
    "N2": "Child’s disability or illness",
    "N3": "Parental disability or illness",
    "N4": "Family in acute stress",
    "N5": "Family dysfunction",
    "N6": "Socially unacceptable behaviour",
    "N7": "Low income",
    "N8": "Absent parenting",
    "N9": "Cases other than children in need",
}

CLOSURES: dict[str, str] = {
    "RC1": "Adopted",
    "RC2": "Died",
    "RC3": "Child arrangements order",
    "RC4": "Special guardianship order",
    "RC5": "Transferred to another council",
    "RC6": "Transferred to adult services",
    "RC7": "Other",
    "RC8": "Closed after assessment, no further action",
    "RC9": "Closed after assessment, to early help",
}

CATEGORIES: dict[str, str] = {
    "NEG": "Neglect",
    "PHY": "Physical abuse",
    "SAB": "Sexual abuse",
    "EMO": "Emotional abuse",
    "MUL": "Multiple",
}

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
