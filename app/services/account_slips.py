"""The slip of a secret that is handed over: drawn from memory, never written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from app.documents.account_slip import AccountSlip, draw_account_slip
from app.domain.secret import Secret
from app.services.letterheads import read_letterhead
from app.store.desk import Desk


@dataclass(frozen=True, slots=True)
class DrawAccountSlip:
    """The slip of a first PIN or, with `recovery`, of a recovery code, as a PDF."""

    code: str
    name: str
    secret: Secret
    recovery: bool = False

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes; whoever asks has the secret already."""
        slip = AccountSlip(
            read_letterhead(desk, desk.today), self.code, self.name, self.secret, self.recovery
        )
        return draw_account_slip(slip, created=datetime.combine(desk.today, time()))
