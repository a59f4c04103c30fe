"""An account of the city's system (Điều 5): who has it; its password is in the keyring alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ADDRESS = "https://thietbi.hcm.edu.vn/"  # Điều 3.6
ROTATE_AFTER = timedelta(days=180)  # no rule says how long; people forget after a school year


class Owner(StrEnum):
    """Whose an account is: the school's, or one person's."""

    UNIT = "unit"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class CityAccount:
    """One account; `changed_on` is the ISO day its password was last changed.

    Blank means that it still has the password it was handed out with, which must be changed
    before anything else (Điều 5.2).
    """

    username: str
    owner: str
    person_id: int | None
    changed_on: str
    status: str = "active"

    def rotate_on(self) -> date | None:
        """Return from which day on the password should be changed again, if it ever was."""
        return date.fromisoformat(self.changed_on) + ROTATE_AFTER if self.changed_on else None
