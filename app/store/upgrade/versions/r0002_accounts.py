"""People at the PC: their accounts, and wrong tries to sign in, frozen."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE account (
  id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  secret TEXT NOT NULL,
  recovery TEXT NOT NULL,
  changed_on TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT""",
    """CREATE TABLE attempt (
  account_id INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  wait_until TEXT NOT NULL,
  PRIMARY KEY (account_id),
  FOREIGN KEY(account_id) REFERENCES account (id)
)
 STRICT""",
    """CREATE TRIGGER account_kept BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'a row of account is never deleted'); END""",
    """CREATE TRIGGER account_not_replaced BEFORE INSERT ON account WHEN EXISTS (SELECT 1 FROM account WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a row of account is never replaced'); END""",
    """CREATE TRIGGER account_fixed BEFORE UPDATE ON account WHEN OLD.id IS NOT NEW.id OR OLD.person_id IS NOT NEW.person_id BEGIN SELECT RAISE(ABORT, 'id, person_id of account never change'); END""",
)
TABLES = ("attempt", "account")


def upgrade() -> None:
    """Make both tables."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take them away again, and who had an account with them."""
    for table in TABLES:
        op.get_bind().exec_driver_sql(f"DROP TABLE {table}")
