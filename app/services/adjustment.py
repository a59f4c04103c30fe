"""An adjustment: what belongs to a closed month is written today and names the day it corrects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from app.domain.draft import Draft
from app.services.room import Action
from app.store.desk import Desk

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Adjust(Generic[T_co]):
    """Write an action that lies in a closed month as an adjustment of the open one (Điều 7.6).

    What lies in an open month is written on its own day, as without this.
    """

    action: Action[T_co]

    def draft(self, desk: Desk) -> Draft[T_co]:
        """Draft the action, dated today, with the day it corrects."""
        draft = self.action.draft(desk)
        if not desk.is_closed(draft.day):
            return draft
        return replace(draft, day=desk.open_day().isoformat(), corrects=draft.day)
