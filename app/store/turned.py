"""An undo seen from the act it takes back: fragments of SQL that every count of moves shares."""

from __future__ import annotations

# An undo turns what it undoes around: seen from the act it takes back, its postings run
# forward and count less. An undo of an undo counts for the act again. `kind` and `day` are
# those of the act at the bottom. A CROSS JOIN is read from the left: from the few undos, or the
# entries of some days, never from the whole ledger.
TURNED = """WITH RECURSIVE turned (id, sign, kind, day) AS (
SELECT e.id, -1, r.kind, r.day FROM entry e CROSS JOIN entry r ON r.id = e.reverses
WHERE e.reverses > 0 AND r.reverses IS NULL
UNION ALL SELECT e.id, -t.sign, t.kind, t.day FROM turned t JOIN entry e ON e.reverses = t.id) """
SIGN = "coalesce(t.sign, 1)"
SOURCE = "CASE WHEN t.sign = -1 THEN p.target ELSE p.source END"
TARGET = "CASE WHEN t.sign = -1 THEN p.source ELSE p.target END"
