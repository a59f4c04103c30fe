"""The one door: every action and question goes through `Room`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, TypeVar, runtime_checkable

from app.domain.account import Right, Signed
from app.domain.archive import AS_USUAL, Provision
from app.domain.backup import Why
from app.domain.change import Outcome, Touched
from app.domain.draft import Draft
from app.domain.fault import Cancelled, Damaged, Fault, Refused
from app.domain.secret import Secret
from app.domain.sentence import Sentence
from app.domain.view import Verdict
from app.services.accounts import ChangeSecret, Recover
from app.services.anchors import End, astray, note_end
from app.services.rights import check_right, right_to_ask, right_to_run, right_to_undo
from app.services.signing import find_holder, try_secret
from app.services.typed import InWords
from app.services.undoing import UNDOABLE, undone_kind
from app.store.accounts import has_accounts, keep_attempts, read_attempts
from app.store.book import Book
from app.store.desk import Desk
from app.store.ledger import write, write_history

if TYPE_CHECKING:
    from app.services.archive import Issuable, Issued

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")

Clock = Callable[[], datetime]
Guard = Callable[["Room", Why], None]


class Action(Protocol[T_co]):
    """Something a person does: it reads the desk and drafts one entry."""

    def draft(self, desk: Desk) -> Draft[T_co]:
        """Return what is to be written, or raise `Refused`."""
        ...


@runtime_checkable
class OfWholeBook(Protocol):
    """An action that writes only in a book that adds up.

    The book is recounted before its transaction, so that nobody else waits for that.
    """

    of_whole_book: ClassVar[bool]


class Question(Protocol[T_co]):
    """Something a person asks."""

    def answer(self, desk: Desk) -> T_co:
        """Return values; never rows of the store."""
        ...


_SIGN_IN = Sentence(
    "This book has personal accounts. Sign in with yours (on the command line: --as CODE "
    "--pin-stdin)."
)


class _Recount:
    """Whether the book adds up."""

    def answer(self, desk: Desk) -> Verdict:
        """Return what a recount finds."""
        return desk.verify()


class Room:
    """An open book, a clock, and the person who acts.

    While the book has no accounts, anybody at the PC may do everything, and `operator` is who
    acts: the name the PC knows. From the first account on, it is who is signed in.
    """

    def __init__(self, book: Book, clock: Clock, operator: str) -> None:
        """Take an open book; `clock` tells local time."""
        self._book = book
        self._guard: Guard | None = None
        self._clock = clock
        self._operator = operator
        self.signed: Signed | None = None
        self._has_accounts: bool | None = None  # not looked at yet

    @classmethod
    def make(cls, folder: Path, clock: Clock, actor: str) -> Self:
        """Make a new book in `folder` and enter it."""
        return cls(Book.create(folder), clock, actor)

    @classmethod
    def enter(cls, folder: Path, clock: Clock, actor: str) -> Self:
        """Open the book in `folder` and enter it."""
        return cls(Book.open(folder), clock, actor)

    @staticmethod
    def stands_in(folder: Path) -> bool:
        """Return whether `folder` holds a book."""
        return Book.stands_in(folder)

    @property
    def actor(self) -> str:
        """Who acts, as entries name them."""
        return self.signed.code if self.signed else self._operator

    @property
    def needs_sign_in(self) -> bool:
        """Whether somebody has to sign in before anything else."""
        return self.signed is None and self._looks_for_accounts()

    def sign_in(self, code: str, secret: Secret) -> Signed:
        """Let the holder of an account in; raise `Refused` for anybody else, or to wait.

        Wrong tries are counted in the book, and make the next one wait longer. Whoever is in
        stays in until somebody is let in: work that goes on behind a locked screen is theirs.
        """
        with self._book.writing() as connection:
            now = self._clock()
            desk = Desk(connection, now.date(), self.folder)
            holder = find_holder(desk, code)
            tried = try_secret(desk, holder, secret, read_attempts(connection, holder.id), now)
            keep_attempts(connection, holder.id, tried.attempts)
            if tried.draft is not None:
                write(connection, tried.draft, self._operator, now.isoformat(timespec="seconds"))
        if tried.refusal is not None:
            raise Refused(tried.refusal, where="secret")
        self.signed = holder.signed()
        return self.signed

    def change_secret(self, present: Secret, secret: Secret) -> Outcome[Signed]:
        """Have whoever is signed in choose another secret; a wrong present one is a wrong try."""
        signed = self.signed
        if signed is None:
            raise Refused(_SIGN_IN, where="as")
        self.sign_in(signed.code, present)
        outcome = self._do(ChangeSecret(signed.code, secret))
        self.signed = outcome.value
        return outcome

    def recover(
        self, code: str, secret: Secret, recovery: Secret | None, renewed: Secret | None = None
    ) -> Outcome[Signed]:
        """Give the holder of an account another secret, by the recovery code or without it.

        `renewed` is the next recovery code. Nobody is signed in by it.
        """
        return self._do(Recover(code, secret, recovery, renewed))

    def sign_out(self) -> None:
        """Let nobody act until somebody signs in, if the book has accounts."""
        self.signed, self._has_accounts = None, None

    def demand(self, right: Right) -> None:
        """Refuse unless whoever acts has a right."""
        if self.signed is not None:
            check_right(self.signed, right)
        elif right is not Right.DOOR and self._looks_for_accounts():
            raise Refused(_SIGN_IN, where="as")

    def may(self, right: Right) -> Sentence | None:
        """Return why whoever acts has no such right, None if they have it."""
        try:
            self.demand(right)
        except Fault as fault:
            return fault.sentence
        return None

    def guard(self, guard: Guard) -> None:
        """Have `guard` called before each act that changes much, with what for."""
        self._guard = guard

    @property
    def guarded(self) -> bool:
        """Whether somebody sees to the book's backups."""
        return self._guard is not None

    @property
    def book(self) -> Book:
        """The file itself, for what is done to all of it: backing up and restoring."""
        return self._book

    @property
    def folder(self) -> Path:
        """The folder the book lives in."""
        return self._book.folder

    def now(self) -> datetime:
        """Return the local time by the room's clock."""
        return self._clock()

    def today(self) -> date:
        """Return the day by the room's clock."""
        return self._clock().date()

    def run(self, action: Action[T]) -> Outcome[T]:
        """Do an action in one transaction; all of it is on disk when this returns.

        An action that finds nothing to write leaves no entry.
        """
        if self._looks_for_accounts():
            self.demand(right_to_run(action))
        return self._do(action)

    def _do(self, action: Action[T]) -> Outcome[T]:
        why: Why | None = getattr(action, "backed_up", None)
        if why is not None and self._guard is not None:
            self._guard(self, why)
        known = self.ask(_Recount()) if isinstance(action, OfWholeBook) else None
        entry, end = None, None
        files: list[Path] = []
        with self._blaming(), InWords(), self._book.writing(files) as connection:
            desk = Desk(connection, self.today(), self.folder, known, files)
            draft = action.draft(desk)
            if draft.reverses is not None:
                self.demand(right_to_undo(undone_kind(desk, draft.reverses)))
            if draft.postings or draft.images:
                recorded_at = self._clock().isoformat(timespec="seconds")
                entry, borne = write(connection, draft, self.actor, recorded_at)
                end = End(entry, borne, recorded_at)
        if end is not None:
            note_end(self.folder, end)
        if Touched.ACCOUNTS in draft.change:
            self._has_accounts = None
        undoable = draft.kind in UNDOABLE or draft.reverses is not None
        return Outcome(entry, draft.sentence, draft.change, draft.value, undoable)

    def issue(
        self, paper: Issuable, out: Path | None = None, provision: Provision = AS_USUAL
    ) -> Outcome[Issued]:
        """Draw a paper, keep it in the archive, and write it to `out` or among the papers.

        It is drawn from one state of the book, before the transaction that files it: nobody
        waits for a long list.
        """
        # What draws and what writes workbooks is slow to import: only what is issued needs it.
        from app.services.archive import Archive  # noqa: PLC0415

        return self.run(Archive(paper, self.ask(paper), out, provision))

    def _looks_for_accounts(self) -> bool:
        if self._has_accounts is None:
            with self._book.reading() as connection:
                self._has_accounts = has_accounts(connection)
        return self._has_accounts

    def make_up(self, history: Callable[[Desk], Iterable[tuple[str, Draft[object]]]]) -> int:
        """Write a made-up history in one transaction; return how many entries it has.

        `history` yields each draft with the moment it was recorded. For books of invented
        schools alone: the rules about months and past days are not looked at.
        """
        with self._book.writing() as connection:
            drafts = history(Desk(connection, self.today(), self.folder))
            return write_history(connection, drafts, self.actor)

    def ask(self, question: Question[T]) -> T:
        """Answer a question from one state of the book."""
        self.demand(right_to_ask(question))
        with self._blaming(), InWords(), self._book.reading() as connection:
            return question.answer(Desk(connection, self.today(), self.folder))

    @contextmanager
    def _blaming(self) -> Iterator[None]:
        """Tell an error of the program from what a damaged book makes of it.

        A flipped byte makes a day that is none, a state that is none: nobody foresees where.
        """
        try:
            yield
        except (Fault, Cancelled):
            raise
        except Exception as error:
            if self.is_whole():
                raise
            raise astray() from error

    def is_whole(self) -> bool:
        """Return whether the book adds up."""
        try:
            with self._book.reading() as connection:
                return _Recount().answer(Desk(connection, self.today(), self.folder)).ok
        except Damaged:
            return False

    def leave(self) -> None:
        """Close the book."""
        self._book.close()
