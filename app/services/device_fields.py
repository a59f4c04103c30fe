"""What each thing said of a device is called."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.sentence import Sentence

DEVICE_SAID: Mapping[str, Sentence] = {
    "code": Sentence("Code"),
    "name": Sentence("Name"),
    "subject": Sentence("Subject"),
    "unit": Sentence("Unit"),
    "in_store": Sentence("In store"),
    "on_loan": Sentence("On loan"),
    "damaged": Sentence("Damaged"),
    "place": Sentence("Place"),
    "place_id": Sentence("Place"),
    "holders": Sentence("Held by"),
    "total": Sentence("In use"),
    "official_code": Sentence("Official code"),
    "kind": Sentence("Counted as"),
    "grades": Sentence("Grades"),
    "category": Sentence("Category"),
    "specification": Sentence("Specification"),
    "maker": Sentence("Maker"),
    "country": Sentence("Country"),
    "year_made": Sentence("Made in (year)"),
    "year_in_use": Sentence("In use since (year)"),
    "fund": Sentence("Paid from"),
    "unit_price": Sentence("Unit price (đồng)"),
    "price": Sentence("Total price (đồng)"),
    "document_number": Sentence("Voucher"),
    "document_date": Sentence("Voucher of"),
    "book_page": Sentence("Page in the paper book"),
    "user": Sentence("Used by"),
    "self_made": Sentence("Self-made"),
    "use_by": Sentence("Use by"),
    "missing": Sentence("Missing"),
    "note": Sentence("Note"),
    "condition": Sentence("Condition"),
    "team": Sentence("Answers for it"),
    "life_years": Sentence("Life (years)"),
    "team_id": Sentence("Answers for it"),
    "catalogue_id": Sentence("Item of the minimum list"),
    "status": Sentence("Status"),
}
