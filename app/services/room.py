"""The one door: every action and question goes through `Room`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, TypeVar, runtime_checkable

from app.domain.archive import AS_USUAL, Provision
from app.domain.backup import Why
from app.domain.change import Outcome
from app.domain.draft import Draft
from app.domain.view import Verdict
from app.services.undoing import UNDOABLE
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


class _Recount:
    """Whether the book adds up."""

    def answer(self, desk: Desk) -> Verdict:
        """Return what a recount finds."""
        return desk.verify()


class Room:
    """An open book, a clock, and the person who acts."""

    def __init__(self, book: Book, clock: Clock, actor: str) -> None:
        """Take an open book; `clock` tells local time, `actor` who acts."""
        self._book = book
        self._guard: Guard | None = None
        self._clock = clock
        self.actor = actor

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
        why: Why | None = getattr(action, "backed_up", None)
        if why is not None and self._guard is not None:
            self._guard(self, why)
        known = self.ask(_Recount()) if isinstance(action, OfWholeBook) else None
        with self._book.writing() as connection:
            draft = action.draft(Desk(connection, self.today(), self.folder, known))
            entry = None
            if draft.postings or draft.images:
                recorded_at = self._clock().isoformat(timespec="seconds")
                entry = write(connection, draft, self.actor, recorded_at)
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
        with self._book.reading() as connection:
            return question.answer(Desk(connection, self.today(), self.folder))

    def leave(self) -> None:
        """Close the book."""
        self._book.close()
