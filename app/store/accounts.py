"""Accounts as the door meets them, and wrong tries, counted beside the ledger.

Closing the program forgets no wrong try.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.account import RETIRED, Attempts
from app.store.tables import account, attempt


def has_accounts(connection: Connection) -> bool:
    """Return whether anybody has an account."""
    column = account.c
    found = select(exists().where(column.status != RETIRED))
    return bool(connection.execute(found).scalar())


def read_attempts(connection: Connection, number: int) -> Attempts:
    """Return the wrong tries at an account since it was last opened."""
    column = attempt.c
    row = connection.execute(
        select(column.wrong, column.wait_until).where(column.account_id == number)
    ).first()
    return Attempts(*row) if row else Attempts()


def keep_attempts(connection: Connection, number: int, attempts: Attempts) -> None:
    """Keep the wrong tries at an account; none once the right secret was typed."""
    if not attempts.wrong:
        connection.execute(delete(attempt).where(attempt.c.account_id == number))
        return
    row = {"wrong": attempts.wrong, "wait_until": attempts.wait_until}
    statement = insert(attempt).values(account_id=number, **row)
    connection.execute(statement.on_conflict_do_update(["account_id"], set_=row))
