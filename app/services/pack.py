"""All papers of a month's end in one file, for the principal and the heads of the teams.

Each team's part begins with a cover of its own, so that it can be handed over (Điều 8.2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from app.documents.pack import Bound, PackCover, TeamCover, draw_pack_cover, draw_team_cover
from app.documents.rendering import join_pages, measure_pages
from app.domain.archive import ArchiveKind, Filing
from app.domain.month import MonthStatus, first_day, last_day, parse_month
from app.domain.period import Period
from app.domain.text import sort_key
from app.domain.usage import UsedBy
from app.services.happened_report import HappenedReport
from app.services.holders_report import HoldersReport
from app.services.letterheads import read_letterhead, signs
from app.services.loans_report import LoansReport, LoansView, show_loans
from app.services.month_acts import PrintMonth
from app.services.months import MonthView, read_month
from app.services.people import read_school
from app.services.report_files import PrintReport
from app.services.report_kinds import ReportQuestion
from app.services.reports import check_begun
from app.services.shortage import SHORT
from app.services.shortage_report import ShortageReport
from app.services.slips import PrintReminders
from app.services.team_duties import AllDuties, TeamDuties, draw_duties
from app.services.usage_report import UsageReport
from app.store.desk import Desk

Step = Callable[[int, int], None]
Draw = Callable[[], bytes]
Papers = list[tuple[str, Draw]]  # the name of each, and how it is drawn

_COVER = "Bìa"
_NO_TEAM = "Dùng chung, chưa xếp tổ"
_STATUSES = {
    MonthStatus.OPEN: "chưa trình duyệt (bản nháp)", MonthStatus.SUBMITTED: "đang chờ duyệt",
    MonthStatus.APPROVED: "đã duyệt", MonthStatus.RETURNED: "bị trả lại (bản nháp)",
}  # fmt: skip
_NOTES = (
    "Sổ mượn trả và thống kê là của tháng; phiếu nhắc nêu những việc còn quá hạn đến ngày in.",
)


def _silent(done: int, whole: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class PackPart:
    """A part: its name, its team, None where it is of the whole school, and where it stands.

    `first` is its first page, counted from the pack's cover as 1.
    """

    name: str
    team: str | None
    pages: int
    first: int


@dataclass(frozen=True, slots=True)
class BoundPack:
    """The pack as it was bound: its parts in order, with each team's cover before its own."""

    month: str
    parts: tuple[PackPart, ...]
    pages: int
    data: bytes

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes."""
        del desk
        return self.data

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        del desk
        period = Period(first_day(self.month), last_day(self.month))
        title = f"Hồ sơ cuối tháng {period.first:%m/%Y}"
        return Filing(ArchiveKind.PACK, title, f"ho-so-thang-{self.month}", period)


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack of a month, YYYY-MM: as it was submitted, or a draft of it.

    With `shortage` it has what is short of the minimum list too. `step` is told how many parts
    are drawn of how many, and may raise `Cancelled`: nothing has been written by then.
    """

    month: str
    shortage: bool = False
    step: Step = field(default=_silent, compare=False)

    def answer(self, desk: Desk) -> BoundPack:
        """Return the pack, or refuse a month that has not begun."""
        month = parse_month(self.month)
        period = Period(first_day(month), last_day(month))
        check_begun(desk, period)
        whole = self._whole_school(desk, period)
        teams = _team_parts(desk, period)
        counter = _Counter(self.step, len(whole) + sum(len(one.papers) for one in teams))
        binder = _Binder(desk, read_month(desk, month))
        for name, paper in whole:
            binder.add(name, counter.draw(paper))
        for one in teams:
            binder.add_team(one, [(name, counter.draw(paper)) for name, paper in one.papers])
        counter.finish()
        return binder.bind()

    def _whole_school(self, desk: Desk, period: Period) -> Papers:
        """Return the papers of the whole school, each with how it is drawn."""
        day = min(period.last, desk.today)
        reports: list[tuple[str, ReportQuestion]] = [
            ("Tình hình sử dụng theo tổ", UsageReport(period, UsedBy.TEAM)),
            ("Tình hình sử dụng theo giáo viên", UsageReport(period, UsedBy.TEACHER)),
            (f"Danh sách quá hạn trả đến {day:%d/%m/%Y}", HoldersReport(period, overdue=True)),
            ("Danh sách hư hỏng, mất, sửa chữa", HappenedReport(period)),
        ]
        if self.shortage:
            reports.append(("Thiết bị tối thiểu còn thiếu", ShortageReport(period, SHORT)))
        return [
            ("Bảng tổng hợp cập nhật dữ liệu thiết bị tháng",
             partial(PrintMonth(self.month).answer, desk)),
            *((name, partial(_draw_report, desk, report)) for name, report in reports),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _TeamPart:
    """A team, its head, and its papers, each with how it is drawn."""

    team: str
    head: str
    papers: Papers


class _Counter:
    """Draws paper after paper, and tells how many are drawn."""

    def __init__(self, step: Step, whole: int) -> None:
        self._step, self._whole, self._drawn = step, whole, 0

    def draw(self, paper: Draw) -> bytes:
        """Draw one; whoever called it all off is heard before."""
        self._step(self._drawn, self._whole)
        data = paper()
        self._drawn += 1
        return data

    def finish(self) -> None:
        """Tell that all are drawn."""
        self._step(self._whole, self._whole)


def _draw_report(desk: Desk, report: ReportQuestion) -> bytes:
    return PrintReport(report.answer(desk)).answer(desk)


def _team_parts(desk: Desk, period: Period) -> list[_TeamPart]:
    """Return the teams that have anything in the pack, in order."""
    loans = LoansReport(period).view(desk)
    duties = {one.team: one for one in AllDuties().answer(desk) if not one.is_empty()}
    lent = loans.teams()
    heads = {holder.team: holder.head for holder in loans.holders.values()}
    found = []
    for team in sorted({*lent, *duties}, key=lambda one: (not one, sort_key(one))):
        papers: Papers = []
        if team in lent:
            papers.append(("Sổ mượn trả theo giáo viên", partial(_draw_book, desk, loans, team)))
        if team in duties:
            papers += _reminders(desk, duties[team])
        head = duties[team].head if team in duties else heads.get(team, "")
        found.append(_TeamPart(team, head, papers))
    return found


def _draw_book(desk: Desk, loans: LoansView, team: str) -> bytes:
    return PrintReport(show_loans(loans.of_team(team)), cover=False).answer(desk)


def _reminders(desk: Desk, duties: TeamDuties) -> Papers:
    papers: Papers = [("Phiếu nhắc tổ trưởng", partial(draw_duties, desk, [duties]))]
    if duties.returns:
        answer = partial(PrintReminders(duties.team).answer, desk)
        papers.append(("Phiếu nhắc trả thiết bị từng giáo viên", answer))
    return papers


class _Binder:
    """Puts papers one behind the other, and writes the covers when all are there."""

    def __init__(self, desk: Desk, view: MonthView) -> None:
        self._desk, self._view = desk, view
        self._letterhead, self._keeper = read_letterhead(desk), read_school(desk).keeper
        self._papers: list[bytes] = []
        self._parts: list[PackPart] = []  # their pages are counted without the cover's yet
        self._sections: dict[str, tuple[str, int]] = {}
        self._pages = 0

    def add(self, name: str, data: bytes, team: str | None = None) -> None:
        """Add a paper."""
        pages = len(measure_pages(data))
        self._parts.append(PackPart(name, team, pages, self._pages + 1))
        self._papers.append(data)
        self._pages += pages

    def add_team(self, one: _TeamPart, papers: Sequence[tuple[str, bytes]]) -> None:
        """Add a team's papers behind a cover of their own."""
        said = one.team or _NO_TEAM
        counted = tuple((name, len(measure_pages(data))) for name, data in papers)
        cover = draw_team_cover(
            TeamCover(
                self._letterhead, self._desk.today, self._title(), said,
                (f"Tổ trưởng: {one.head}",) if one.head else (), counted, self._keeper, one.head,
            )
        )  # fmt: skip
        pages = len(measure_pages(cover)) + sum(count for _name, count in counted)
        called = f"{said} (tổ trưởng: {one.head})" if one.head else said
        self._sections[one.team] = (called, pages)
        for name, data in ((_COVER, cover), *papers):
            self.add(name, data, one.team)

    def bind(self) -> BoundPack:
        """Return the pack; its cover is drawn twice where it takes more than a page."""
        before = 1
        cover = self._cover(before)
        while len(measure_pages(cover)) != before:
            before = len(measure_pages(cover))
            cover = self._cover(before)
        return BoundPack(
            self._view.month,
            tuple(replace(part, first=part.first + before) for part in self._parts),
            before + self._pages,
            join_pages([cover, *self._papers]),
        )

    def _title(self) -> str:
        year, month = self._view.month.split("-")
        return f"HỒ SƠ THIẾT BỊ CUỐI THÁNG {int(month)} NĂM {year}"

    def _cover(self, before: int) -> bytes:
        rows, today = [], self._desk.today
        for part in self._parts:
            first = part.first + before
            if part.team is not None and part.name == _COVER:
                called, pages = self._sections[part.team]
                rows.append(Bound(called, pages, first, whole=True))
            else:
                rows.append(Bound(part.name, part.pages, first))
        lines = (f"Tháng này {_STATUSES[self._view.status]}, in ngày {today:%d/%m/%Y}",)
        return draw_pack_cover(
            PackCover(
                self._letterhead, today, self._title(), lines, tuple(rows), self._pages, _NOTES,
                (("Cán bộ phụ trách thiết bị", self._keeper), signs(self._desk)),
            )
        )  # fmt: skip
