"""The ministry's minimum list: items to pick, and norms only where confirmed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One row of the list; `quantity` and `per` are a rule such as 04 per lớp.

    `code` is ours, `number` the circular's own, such as B.I.1.1.a: a last letter marks a
    component of the item before it. `confidence` says how sure the row
    is: a row without a confirmed quantity is a name to pick, never a norm.
    """

    code: str
    name: str
    number: str = ""
    circular: str = ""
    subject: str = ""
    grade: str = ""
    unit: str = ""
    quantity: str = ""
    per: str = ""
    user: str = ""
    source: str = ""
    confidence: str = ""
    status: str = "active"
