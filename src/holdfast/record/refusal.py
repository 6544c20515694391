"""What an action answers when it does not record something: one exception, whatever the package."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was recorded. `field` names what to change (of a form, its field; else what it is about), and the sentence says how."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
