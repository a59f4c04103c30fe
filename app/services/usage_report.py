"""The report on the use of the devices (báo cáo tình hình sử dụng, Điều 8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.period import Period
from app.domain.sentence import Sentence
from app.domain.usage import OF_DEVICES, UsedBy, Uses
from app.services.quality_report import DASH, share
from app.services.reports import Cell, Drawn, Kind, Report, ReportTable, Told, Tone, Trend
from app.services.usage_figures import MANY, UsageFigures, UsageRow, UsageView
from app.store.desk import Desk

SAID: Mapping[str, Sentence] = {
    UsedBy.SUBJECT: Sentence("By subject"),
    UsedBy.DEVICE: Sentence("By device"),
    UsedBy.ITEM: Sentence("By row of the minimum list"),
    UsedBy.GRADE: Sentence("By grade"),
    UsedBy.CLASS: Sentence("By class"),
    UsedBy.TEACHER: Sentence("By teacher"),
    UsedBy.TEAM: Sentence("By team"),
}
_NAMES: Mapping[UsedBy, Sentence] = {
    UsedBy.SUBJECT: Sentence("Subject"),
    UsedBy.DEVICE: Sentence("Device"),
    UsedBy.ITEM: Sentence("Row of the minimum list"),
    UsedBy.GRADE: Sentence("Grade"),
    UsedBy.CLASS: Sentence("Class"),
    UsedBy.TEACHER: Sentence("Teacher"),
    UsedBy.TEAM: Sentence("Team"),
}
_BARS = 8  # drawn of a long list
_USES, _HOURS, _QUANTITY = Sentence("Uses"), Sentence("Hours used"), Sentence("Quantity")
_SLIPS, _BLANK = Sentence("Loan slips"), Sentence("Slips naming no hour")
_RULE = Sentence(
    "One use is one line of a slip: one device lent once, whatever the quantity. One lesson hour "
    "is one hour of one class on one day that a slip names; several slips or devices in it are "
    "still one hour, so the hours of the school may be fewer than the rows together; an hour "
    "without a session is one of the morning, and slips that name no hour are counted beside. "
    "Slips that were undone do not count: they are taken off on the day of the undo, and an "
    "adjustment counts on the day it was written. A device is held when some of it was in the "
    "book, neither lost nor disposed of, at the start or the end of the period, or was lent in "
    "it. Uses per device are the uses divided by the devices held. Devices, classes and teachers "
    "are grouped as the book describes them now."
)


@dataclass(frozen=True, slots=True)
class UsageReport:
    """The uses of a period by one grouping, as a report."""

    period: Period
    by: UsedBy = UsedBy.SUBJECT

    def answer(self, desk: Desk) -> Report:
        """Return the report, or refuse a period that has not begun."""
        return show_usage(UsageFigures(self.period, self.by).answer(desk))


def rate(uses: int, held: int) -> str:
    """Return uses per device as people write them, a dash where there is no device."""
    return f"{uses / held:.2f}".replace(".", ",") if held else DASH


def show_usage(view: UsageView) -> Report:
    """Return the figures as a report."""
    tables = [_group_table(view), _month_table(view)]
    if view.by is not UsedBy.DEVICE:
        tables.append(_most_table(Sentence("The most used devices"), UsedBy.DEVICE, view.devices))
    if view.by is not UsedBy.TEACHER:
        title = Sentence("The teachers who use the most")
        tables.append(_most_table(title, UsedBy.TEACHER, view.teachers))
    return Report(
        Sentence("Report on the use of teaching devices"),
        view.period,
        view.called,
        _summary(view),
        _RULE,
        tuple(tables),
        _trend(view),
        _told(view),
    )


def _summary(view: UsageView) -> Sentence:
    total, said = view.total, view.total.said
    return Sentence(
        "{uses} uses on {slips} slips, {quantity} lent; {hours} lesson hours ({blank} slips name "
        "none). {used} of {held} devices were used ({share}); {rate} uses per device.",
        {
            "uses": said.uses, "slips": said.slips, "quantity": said.quantity,
            "hours": said.hours, "blank": said.blank, "used": total.used, "held": total.held,
            "share": share(total.used, total.held), "rate": rate(said.uses, total.held),
        },
    )  # fmt: skip


def _group_table(view: UsageView) -> ReportTable:
    whole = view.total.said.uses

    def cells(row: UsageRow) -> tuple[Cell, ...]:
        said = row.said
        if view.by is UsedBy.DEVICE:
            return said.uses, said.hours, said.quantity, share(said.uses, whole)
        if view.by in OF_DEVICES:
            return (
                row.held, row.used, share(row.used, row.held), said.uses, said.hours,
                said.quantity, rate(said.uses, row.held),
            )  # fmt: skip
        return (
            said.slips, said.uses, said.hours, said.blank, said.quantity, share(said.uses, whole)
        )  # fmt: skip

    rows = [row for row in view.rows if view.by is not UsedBy.DEVICE or row.said != Uses()]
    return ReportTable(
        Sentence("Uses, lesson hours and quantities"),
        (_NAMES[view.by], *_headings(view.by)),
        tuple((row.name, *cells(row)) for row in rows),
        (view.total.name, *cells(view.total)),
    )


def _headings(by: UsedBy) -> tuple[Sentence, ...]:
    part = Sentence("Share of all uses")
    if by is UsedBy.DEVICE:
        return _USES, _HOURS, _QUANTITY, part
    if by not in OF_DEVICES:
        return _SLIPS, _USES, _HOURS, _BLANK, _QUANTITY, part
    return (
        Sentence("Devices held"), Sentence("Devices used"), Sentence("Share used"), _USES,
        _HOURS, _QUANTITY, Sentence("Uses per device"),
    )  # fmt: skip


def _month_table(view: UsageView) -> ReportTable:
    def cells(said: Uses) -> tuple[Cell, ...]:
        return said.slips, said.uses, said.hours, said.blank, said.quantity

    return ReportTable(
        Sentence("Uses of the whole school, by month"),
        (Sentence("Month"), _SLIPS, _USES, _HOURS, _BLANK, _QUANTITY),
        tuple((f"{part.first:%m/%Y}", *cells(said)) for part, said in view.months),
        (Sentence("This period"), *cells(view.total.said)),
    )


def _most_table(title: Sentence, of: UsedBy, rows: tuple[UsageRow, ...]) -> ReportTable:
    return ReportTable(
        title,
        (_NAMES[of], _USES, _QUANTITY),
        tuple((row.name, row.said.uses, row.said.quantity) for row in rows),
        kinds=(Kind.NAME, Kind.FIGURE, Kind.FIGURE),
    )


def _trend(view: UsageView) -> Trend:
    if view.by in MANY or len(view.months) == 1:
        # A long list has its longest bars to look at, one month no course.
        most = sorted((row for row in view.rows if row.said.uses > 0), key=_most_first)
        bars = tuple((row.name, (row.said.uses,), "") for row in most[:_BARS])
        return Trend((_USES,), bars, None, (Tone.ACCENT,), Drawn.BARS)
    points = tuple(
        (f"{part.first:%m/%Y}", (said.uses, said.hours), str(said.slips))
        for part, said in view.months
    )
    under = Sentence("Under each month: how many slips.")
    return Trend((_USES, _HOURS), points, under, (Tone.ACCENT, Tone.GOOD))


def _most_first(row: UsageRow) -> int:
    return -row.said.uses


def _told(view: UsageView) -> Told:
    of_devices = view.by in OF_DEVICES
    rows = tuple(
        {"group": row.name, **_figures(row.said, slips=not of_devices),
         **({"held": row.held, "used": row.used} if of_devices else {})}
        for row in view.rows
    )  # fmt: skip
    totals = _figures(view.total.said) | {"held": view.total.held, "used": view.total.used}
    months = [{"month": f"{part.first:%Y-%m}", **_figures(said)} for part, said in view.months]
    return Told(rows, totals, {"months": months})


def _figures(said: Uses, *, slips: bool = True) -> dict[str, object]:
    """Return the figures by name; of a group of devices slips are not counted."""
    shown: dict[str, object] = {
        "uses": said.uses, "periods": said.hours, "quantity": said.quantity,
    }  # fmt: skip
    return shown | ({"slips": said.slips, "slips_without_period": said.blank} if slips else {})
