"""Care on paper: the plan of a period to tick and sign, and the book of what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.listing import Column
from app.documents.report import Part, ReportSheet, draw_report
from app.domain.archive import Filing
from app.domain.calendar import show_day
from app.domain.care import USE_BY, CareDone, CareKind, CarePlan, CareResult, months_after
from app.domain.device import Device
from app.domain.fault import Refused
from app.domain.period import Period
from app.domain.record import Record
from app.domain.sentence import Sentence
from app.services.care import CareDue, CareRow
from app.services.finding import find_device
from app.services.letterheads import read_letterhead, signs
from app.services.people import read_school
from app.services.showing import list_filing
from app.store.desk import Desk

_KINDS = {
    CareKind.CHECK: "Kiểm tra",
    CareKind.SERVICE: "Bảo dưỡng",
    CareKind.CALIBRATE: "Hiệu chuẩn",
    USE_BY: "Hết hạn sử dụng",
}
_RESULTS = {CareResult.PASSED: "Đạt", CareResult.FAILED: "Không đạt"}
_PLAN = (
    Column("STT", 6, centred=True), Column("Mã", 12, centred=True), Column("Tên thiết bị", 30),
    Column("Nơi để", 16), Column("Nội dung", 26), Column("Người làm", 18),
    Column("Đến hạn", 13, centred=True), Column("Ngày làm", 13), Column("Kết quả", 13),
    Column("Ký", 11),
)  # fmt: skip
_BOOK = (
    Column("STT", 6, centred=True), Column("Ngày", 13, centred=True),
    Column("Mã", 12, centred=True), Column("Tên thiết bị", 32), Column("Nội dung", 14),
    Column("Người làm", 20), Column("Kết quả", 12, centred=True),
    Column("Chi phí (đồng)", 14, centred=True), Column("Ghi chú", 30),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintCarePlan:
    """The care that falls due in a period, with room to tick and sign, as a PDF.

    What was due before and is not done stands first; a short rhythm comes several times.
    """

    period: Period

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse a period in which nothing falls due."""
        first, last = self.period.first, self.period.last
        found = [(day, row) for row in CareDue().answer(desk) for day in _falls(row, self.period)]
        if not found:
            raise Refused(
                Sentence(
                    "Nothing falls due from {first} to {last}. Choose a longer period, or plan "
                    "the care first.",
                    {"first": show_day(first), "last": show_day(last)},
                ),
                where="last",
            )
        found.sort(key=_by_day)
        rows = tuple(
            (
                str(number), row.code, row.name, row.place, _content(row), row.who,
                show_day(day), "", "", "",
            )
            for number, (day, row) in enumerate(found, start=1)
        )  # fmt: skip
        return draw_report(
            ReportSheet(
                read_letterhead(desk),
                desk.today,
                "KẾ HOẠCH BẢO DƯỠNG THIẾT BỊ DẠY HỌC",
                (f"Từ ngày {show_day(first)} đến ngày {show_day(last)}",),
                (Part("", _PLAN, rows),),
                f"Cộng: {len(rows)} lượt.",
                (("Người lập", read_school(desk).keeper), signs(desk)),
                "KH",
            )
        )

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        del desk
        return list_filing("Kế hoạch bảo dưỡng", "ke-hoach-bao-duong", self.period)


def _by_day(one: tuple[date, CareRow]) -> date:
    return one[0]


def _falls(row: CareRow, period: Period) -> Iterator[date]:
    """Yield the days on which a row falls due: once before the period, each time in it."""
    due = date.fromisoformat(row.due)
    while due <= period.last:
        yield due
        if not row.months:
            return
        due = months_after(max(due, period.first), row.months)


def _content(row: CareRow) -> str:
    return f"{_KINDS[row.kind]}: {row.instruction}" if row.instruction else _KINDS[row.kind]


@dataclass(frozen=True, slots=True)
class PrintCareBook:
    """What was done of the care of a device, by code, or of all, oldest first, as a PDF."""

    code: str = ""

    def answer(self, desk: Desk) -> bytes:
        """Return the PDF's bytes, or refuse when nothing was done yet."""
        device = find_device(desk, self.code) if self.code else None
        done = desk.every(CareDone, status="active")
        if device is not None:
            done = [one for one in done if one.row.device_id == device.id]
        if not done:
            raise Refused(
                Sentence(
                    "No care was written down yet. Mark what was done in the list of care first."
                )
            )
        plans = {record.id: record.row for record in desk.every(CarePlan)}
        devices = {
            number: desk.get(Device, number) for number in {one.row.device_id for one in done}
        }
        rows = tuple(
            _book_row(number, one, plans, devices)
            for number, one in enumerate(sorted(done, key=_when), start=1)
        )
        whose = (f"Thiết bị: {device.row.code} {device.row.name}",) if device else ()
        cost = sum(one.row.cost or 0 for one in done)
        return draw_report(
            ReportSheet(
                read_letterhead(desk),
                desk.today,
                "SỔ THEO DÕI BẢO DƯỠNG THIẾT BỊ DẠY HỌC",
                whose,
                (Part("", _BOOK, rows),),
                f"Cộng: {len(rows)} lượt, chi phí {_money(cost)} đồng.",
                (("Cán bộ thiết bị", read_school(desk).keeper), signs(desk)),
            )
        )

    def filing(self, desk: Desk) -> Filing:
        """Return how the archive files it."""
        title = " ".join(filter(None, ("Sổ theo dõi bảo dưỡng", self.code)))
        name = f"so-bao-duong-{self.code or 'tat-ca'}"
        return list_filing(title, name, Period(desk.today, desk.today))


def _when(one: Record[CareDone]) -> tuple[str, int]:
    return one.row.day, one.id


def _book_row(
    number: int, one: Record[CareDone], plans: dict[int, CarePlan], devices: dict[int, Device]
) -> tuple[str, ...]:
    done, device = one.row, devices[one.row.device_id]
    return (
        str(number), show_day(done.day), device.code, device.name,
        _KINDS[CareKind(plans[done.plan_id].kind)], done.who, _RESULTS[CareResult(done.result)],
        "" if done.cost is None else _money(done.cost), done.note,
    )  # fmt: skip


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
