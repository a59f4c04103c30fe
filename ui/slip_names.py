"""What each kind of numbered slip is called."""

from __future__ import annotations

from app.domain.document import SlipKind
from app.domain.sentence import Words


def slip_names(words: Words) -> dict[str, str]:
    """Return what each kind of slip is called."""
    return {
        SlipKind.INCREASE: words("Increase slip"),
        SlipKind.DECREASE: words("Decrease slip"),
        SlipKind.TRANSFER: words("Transfer slip"),
        SlipKind.TRANSFER_OUT: words("Transfer to another school"),
        SlipKind.HANDOVER: words("Handover minutes"),
        SlipKind.REPORT: words("Damage and loss report"),
        SlipKind.MEND: words("Mending slip"),
        SlipKind.FOUND: words("Found slip"),
        SlipKind.REPAIR: words("Repair slip"),
        SlipKind.REPAIRED: words("Repair acceptance minutes"),
        SlipKind.PROPOSAL: words("Disposal proposal"),
        SlipKind.DISPOSAL: words("Disposal minutes"),
        SlipKind.RECONCILIATION: words("Reconciliation minutes"),
    }
