"""What each command does: options in, a JSON answer and lines for a person out."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from app.accounts import tell_account
from app.domain.archive import Provision
from app.domain.batch import ImportReport
from app.domain.calendar import parse_day, school_year_of
from app.domain.change import Outcome
from app.domain.condition import main_standing
from app.domain.device import HELD, Quality
from app.domain.fault import Refused
from app.domain.label import Symbol, count_pages, find_stock
from app.domain.ledger import Entry
from app.domain.loan import Result
from app.domain.period import range_period, school_year_period
from app.domain.reconciliation import Origin
from app.domain.sentence import Sentence, Words
from app.domain.setting import School
from app.domain.template import Chosen
from app.domain.text import as_figure
from app.domain.upload import Choice
from app.domain.view import DeviceView
from app.entering import Answer, Reply, entered, folder_of, operator
from app.safekeeping import SAFEKEEPING
from app.self_test import answer_self_test
from app.services import lending, queries, telling
from app.services.adjustment import Adjust
from app.services.archive import Issuable
from app.services.archived import InArchive
from app.services.clock import local_time
from app.services.closing import CloseStocktake
from app.services.confirming import ConfirmMonth
from app.services.counting import Count, Seen
from app.services.deadline_telling import tell_deadlines
from app.services.demonstration import Demonstration, give_accounts, make_demonstration
from app.services.entry_words import hide_secrets
from app.services.files import write_file
from app.services.importing import Import, OnDuplicate, PreviewImport, read_list, undo_import
from app.services.labels import LabelsFor, PrintLabels
from app.services.layout_telling import LayoutWish, do_layout
from app.services.month_acts import ApproveMonth, PrintMonth, ReturnMonth, SubmitMonth
from app.services.months import MonthOf
from app.services.notices import SettleNotice
from app.services.pack import Pack
from app.services.people import DescribeSchool
from app.services.reconcile_telling import ReconcileWish, do_reconcile
from app.services.report_files import PrintReport, SaveReport
from app.services.report_kinds import find_report, usual_grouping
from app.services.reports import render, tell
from app.services.rights import ROLES
from app.services.room import Action, Question, Room
from app.services.stocktakes import OpenOne, OpenStocktake, ScopeCalled
from app.services.undoing import Undo
from app.services.upload_telling import Marks, tell_made, tell_marked, tell_upload, tell_uploads
from app.services.uploading import MakeUpload, Selection

T = TypeVar("T")


def _run(options: Namespace, action: Action[T]) -> Outcome[T]:
    with entered(options) as room:
        return room.run(action)


def _ask(options: Namespace, question: Question[T]) -> T:
    with entered(options) as room:
        return room.ask(question)


def _new(options: Namespace, words: Words) -> Reply:
    folder = folder_of(options)
    if options.demo:
        # The last whole school year: its history is past, so every act has its day.
        start = date(school_year_of(local_time().date()) - 1, 9, 5)
        wanted = Demonstration(options.name, options.seed, options.devices, options.loans)
        room = make_demonstration(folder, wanted, start)
        given = give_accounts(room, wanted.seed)
        room.leave()
        answer: Answer = {"book": str(folder), "accounts": [
            {"code": one.code, "name": one.name, "role": one.role.value, "pin": pin}
            for one, pin in given
        ]}  # fmt: skip
        lines = [f"{one.code}\t{pin}\t{words.render(ROLES[one.role])}" for one, pin in given]
        return answer, [words("Made a new book in {folder}", folder=str(folder)), *lines]
    room = Room.make(folder, local_time, operator())
    room.run(DescribeSchool(School(name=options.name)))
    room.leave()
    return {"book": str(folder)}, [words("Made a new book in {folder}", folder=str(folder))]


def _import(options: Namespace, words: Words) -> Reply:
    source = read_list(options.kind, options.file, sheet=options.sheet, chosen=dict(options.map))
    on_duplicate = OnDuplicate(options.on_duplicate)
    if options.preview:
        report = _ask(options, PreviewImport(source, on_duplicate))
        answer = show_report(report, words)
        return answer, [
            words("{added} would be added, {updated} updated, {skipped} skipped, {errors} faults",
                  added=report.added, updated=report.updated, skipped=report.skipped,
                  errors=len(report.errors))
        ]  # fmt: skip
    outcome = _run(options, Import(source, on_duplicate, accept_valid=options.accept_valid))
    return show_report(outcome.value, words), [words.render(outcome.sentence)]


def show_report(report: ImportReport, words: Words) -> Answer:
    """Return an import's report as the command line's JSON."""
    return {
        "batch": report.batch,
        "read": report.read,
        "added": report.added,
        "updated": report.updated,
        "skipped": report.skipped,
        "left": report.left,
        "gone": [one.code or one.said for one in report.gone],
        "errors": [
            {"sheet": fault.sheet, "row": fault.row, "column": fault.column,
             "value": fault.value, "message": words.render(fault.message)}
            for fault in report.errors
        ],
    }  # fmt: skip


def _import_undo(options: Namespace, words: Words) -> Reply:
    outcome = _run(options, undo_import(options.batch, options.reason))
    return {"entry": outcome.entry, "reverses": outcome.value}, [words.render(outcome.sentence)]


def _show_device(view: DeviceView) -> Answer:
    held = view.standings()
    return {
        "code": view.device.code,
        "official_code": view.device.official_code,
        "name": view.device.name,
        "kind": view.device.kind,
        "unit": view.device.unit,
        "balances": {state.value: view.balances.get(state, 0) for state in HELD},
        "condition": main_standing(held) or "",
        "standings": {standing.value: count for standing, count in held.items()},
        "quality": view.device.condition,
        "status": view.device.status,
    }


def _devices(options: Namespace, _words: Words) -> Reply:
    views = _ask(options, queries.Devices(" ".join(options.query), options.limit))
    lines = [
        f"{view.device.code}\t{view.device.name}\t"
        + ", ".join(f"{state}: {count}" for state, count in view.balances.items())
        for view in views
    ]
    return {"devices": [_show_device(view) for view in views]}, lines


def _device(options: Namespace, words: Words) -> Reply:
    story = _ask(options, queries.OneDevice(options.code))
    codes = {story.view.id: story.view.device.code}
    entries = [show_entry(entry, codes, words) for entry in story.history]
    lines = [f"{story.view.device.code}\t{story.view.device.name}"]
    lines += [f"{entry['day']}\t{entry['text']}" for entry in entries]
    return {**_show_device(story.view), "history": entries}, lines


def _items(texts: list[str]) -> list[tuple[str, int | None, str]]:
    items = []
    for text in texts:
        head, _mark, result = text.partition(":")
        code, mark, quantity = head.partition("=")
        if mark and as_figure(quantity) is None:
            raise Refused(
                Sentence(
                    "The quantity “{quantity}” is not a whole number. Write for example {code}=5.",
                    {"quantity": quantity, "code": code},
                ),
                where=code,
            )
        items.append((code, int(quantity) if mark else None, result))
    return items


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None


def _lend(options: Namespace, words: Words) -> Reply:
    items = tuple(
        lending.Item(code, 1 if quantity is None else quantity)
        for code, quantity, _result in _items(options.items)
    )
    action = lending.Lend(
        items, options.class_name, options.teacher, _day(options.day), _day(options.due),
        options.period, options.lesson,
    )  # fmt: skip
    outcome = _run(options, Adjust(action) if options.adjust else action)
    lines = [
        {"line": line.line, "device": line.device, "quantity": line.quantity}
        for line in outcome.value.lines
    ]
    answer = {"loan": outcome.value.loan, "entry": outcome.entry, "lines": lines}
    return answer, [words.render(outcome.sentence)]


def _take_back(options: Namespace, words: Words) -> Reply:
    # What is good may be told by how good it is.
    qualities = {quality.value: quality for quality in Quality if quality is not Quality.GOOD}
    results = {result.value for result in Result} | qualities.keys()
    items = []
    for code, quantity, result in _items(options.items):
        if result and result not in results:
            raise Refused(
                Sentence(
                    "“{result}” is no way to come back. Use one of: {results}.",
                    {"result": result, "results": ", ".join(sorted(results))},
                ),
                where=code,
            )
        quality = qualities.get(result)
        way = Result.GOOD if quality else Result(result or "good")
        items.append(lending.ReturnItem(code, quantity, way, quality=quality))
    action = lending.TakeBack(tuple(items), options.loan, _day(options.day), options.note)
    outcome = _run(options, Adjust(action) if options.adjust else action)
    lines = [
        {"line": line.line, "device": line.device, "quantity": line.quantity,
         "result": line.result.value, "outstanding": line.outstanding}
        for line in outcome.value
    ]  # fmt: skip
    return {"entry": outcome.entry, "lines": lines}, [words.render(outcome.sentence)]


def _loans(options: Namespace, _words: Words) -> Reply:
    views = _ask(options, queries.Loans(options.open, options.overdue, _day(options.on)))
    lines = [
        f"{view.loan}\t{view.day}\t{view.due}\t{view.class_name}\t{view.teacher_name}\t"
        f"{sum(line.outstanding for line in view.lines)}/{sum(line.lent for line in view.lines)}"
        for view in views
    ]
    return {"loans": [telling.show_loan(view) for view in views]}, lines


def _undo(options: Namespace, words: Words) -> Reply:
    outcome = _run(options, Undo(options.reason, options.entry))
    return {"entry": outcome.entry, "reverses": outcome.value}, [words.render(outcome.sentence)]


def show_entry(entry: Entry, codes: dict[int, str], words: Words) -> Answer:
    """Return an entry as the command line's JSON."""
    return {
        "entry": entry.id,
        "kind": entry.kind,
        "day": entry.day,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "text": words(entry.text, **entry.values),
        "reason": entry.reason,
        "reverses": entry.reverses,
        "corrects": entry.corrects or None,
        "postings": [
            {"device": codes.get(posting.device, ""), "quantity": posting.quantity,
             "from": posting.source.value, "to": posting.target.value, "line": posting.line,
             "damage": posting.damage,
             "result": posting.result}
            for posting in entry.postings
        ],
        "images": [
            {"table": image.table, "id": image.id, "before": hide_secrets(image.before),
             "after": hide_secrets(image.after)}
            for image in entry.images
        ],
        "hash": entry.hash,
    }  # fmt: skip


def _history(options: Namespace, words: Words) -> Reply:
    found = _ask(options, queries.History(options.first))
    entries = [show_entry(entry, codes, words) for entry, codes in found]
    lines = [f"{entry['entry']}\t{entry['day']}\t{entry['text']}" for entry in entries]
    return {"entries": entries}, lines


def _upload(options: Namespace, words: Words) -> Reply:
    if options.batch is None and options.act in {"show", "mark"}:
        raise Refused(Sentence("Say which upload batch it is about."), where="batch")
    with entered(options) as room:
        if options.act == "make":
            selection = _selection(options)
            return tell_made(room, words, MakeUpload(selection, options.out, options.reason))
        if options.act == "list":
            return tell_uploads(room, options.batch)
        if options.act == "show":
            return tell_upload(room, words, options.batch)
        marks = Marks(options.uploaded, options.reason, options.receipt, dict(options.reject),
                      options.results, options.accepted, options.withdrawn)  # fmt: skip
        return tell_marked(room, words, options.batch, marks)


def _selection(options: Namespace) -> Selection:
    choice, first, last = Choice.ALL if options.all else Choice.CHANGES, None, None
    if options.period:
        first, last = (parse_day(day) for day in options.period)
        choice = Choice.PERIOD
    return Selection(choice, first, last, options.layout, options.leave_out)


def _layout(options: Namespace, words: Words) -> Reply:
    chosen = Chosen(options.sheet, options.header_row, options.first_row)
    wish = LayoutWish(
        options.act, options.name, options.file, chosen, tuple(options.map),
        tuple(options.constant), options.date_format, options.out,
    )  # fmt: skip
    with entered(options) as room:
        return do_layout(room, wish, words)


def _report(options: Namespace, words: Words) -> Reply:
    with entered(options) as room:
        year = school_year_period(school_year_of(room.today()))
        period = range_period(_day(options.first) or year.first, _day(options.last) or year.last)
        report = room.ask(find_report(options.name, period, options.by))
        issued = _issue(room, options, PrintReport(report), SaveReport(report))
    said = {"report": options.name, "by": options.by or usual_grouping(options.name),
            "from": period.first.isoformat(), "to": period.last.isoformat(), **issued}  # fmt: skip
    first = report.tables[0]
    lines = [
        "\t".join(str(render(words, cell)) for cell in row)
        for row in (*first.rows, *([first.totals] if first.totals else []))
    ]
    lacks = [words.render(report.lacks)] if report.lacks else []
    return said | tell(words, report.told), [*lines, *lacks]


def _issue(
    room: Room, options: Namespace, paper: Issuable, workbook: Issuable | None = None
) -> Answer:
    """Write the files that were asked for; return where the archive keeps them, if any were."""
    provision = _provision(options)
    wanted = [(paper, options.pdf)]
    if workbook is not None:
        wanted.append((workbook, options.xlsx))
    kept = [room.issue(one, path, provision).value.file for one, path in wanted if path is not None]
    return {"archive": kept} if kept else {}


def _provision(options: Namespace) -> Provision:
    return Provision(options.purpose, options.recipient, options.approved_by)


def _archive(options: Namespace, _words: Words) -> Reply:
    views = _ask(options, InArchive(" ".join(options.query)))
    lines = [f"{one.recorded_at}\t{one.row.title}\t{one.row.file}" for one in views]
    return {"archive": [telling.show_archived(one) for one in views]}, lines


def _labels(options: Namespace, words: Words) -> Reply:
    with entered(options) as room:
        codes = tuple(options.codes) or tuple(room.ask(LabelsFor()))
        wanted = PrintLabels(codes, options.stock, options.start, Symbol(options.symbol))
        data = room.ask(wanted)
    write_file(options.out, data)
    pages = count_pages(find_stock(options.stock), len(codes), options.start)
    answer = {"labels": len(codes), "pages": pages, "file": str(options.out)}
    return answer, [words("Saved {file}", file=str(options.out))]


def _month(options: Namespace, words: Words) -> Reply:
    acts: dict[str, Action[object]] = {
        "submit": SubmitMonth(options.month),
        "confirm": ConfirmMonth(options.month, options.by, options.note),
        "approve": ApproveMonth(options.month, options.signer, options.scan),
        "return": ReturnMonth(options.month, options.note),
    }
    with entered(options) as room:
        said = []
        if options.act in acts:
            said.append(words.render(room.run(acts[options.act]).sentence))
        issued = _issue(room, options, PrintMonth(options.month))
        view = room.ask(MonthOf(options.month))
    totals = view.totals
    figures = {
        "opening": {state.value: tally.opening for state, tally in totals.states.items()},
        "increase": {state.value: tally.increase for state, tally in totals.states.items()},
        "decrease": {state.value: tally.decrease for state, tally in totals.states.items()},
        "closing": {state.value: tally.closing for state, tally in totals.states.items()},
        "loans": totals.loans,
        "lent_quantity": totals.lent,
        "returned_quantity": totals.returned,
        "damaged_quantity": totals.damaged,
        "lost_quantity": totals.lost,
        "late_entries": totals.late,
    }
    lines = [f"{name}\t{figure}" for name, figure in figures.items() if isinstance(figure, int)]
    # A sheet is signed over the ledger as it was when the month was submitted.
    head = view.record.row.head if view.record else view.head
    answer = {"month": view.month, "status": view.status.value, "closed": view.closed,
              "totals": figures, "head": head, "document": view.number,
              "confirmations": [
                  {"by": one.confirmed_by, "role": one.role, "day": one.day}
                  for one in view.confirmations
              ], **issued}  # fmt: skip
    return answer, [*said, f"{view.month}\t{view.status.value}", *lines]


def _deadlines(options: Namespace, words: Words) -> Reply:
    with entered(options) as room:
        return tell_deadlines(room, words, _day(options.on), options.device)


def _notice(options: Namespace, words: Words) -> Reply:
    outcome = _run(options, SettleNotice(tuple(options.entries), parse_day(options.day)))
    return {"entry": outcome.entry, "settled": outcome.value}, [words.render(outcome.sentence)]


def _pack(options: Namespace, words: Words) -> Reply:
    with entered(options) as room:
        bound = room.ask(Pack(options.month, shortage=options.shortage))
        issued = room.issue(bound, options.out, _provision(options))
    answer, lines = telling.show_pack(bound)
    kept = {"file": str(issued.value.path), "archive": [issued.value.file]}
    return {"month": options.month} | answer | kept, [*lines, words.render(issued.sentence)]


def _stocktake(options: Namespace, words: Words) -> Reply:
    with entered(options) as room:
        said: list[str] = []
        if options.act == "open":
            scope, value = room.ask(ScopeCalled(options.scope))
            outcome = room.run(OpenStocktake(scope, value))
            number, said = outcome.value, [words.render(outcome.sentence)]
        else:
            number = room.ask(OpenOne(options.scope))
        if options.act == "count":
            seen = tuple(Seen(code, quantity) for code, quantity, _rest in _items(options.items))
            counted = room.run(Count(number, seen, options.by, options.place))
            said = [words.render(counted.sentence)]
        elif options.act == "close":
            closed = room.run(CloseStocktake(number, options.explain))
            said = [words.render(closed.sentence)]
        return telling.show_stocktake(room, number, words), said or telling.stocktake_lines(
            room, number, words
        )


def _reconcile(options: Namespace, words: Words) -> Reply:
    wish = ReconcileWish(
        options.file, options.layout, options.sheet, dict(options.map), Origin(options.origin),
        keep=options.keep,
    )  # fmt: skip
    with entered(options) as room:
        return do_reconcile(room, wish, words)


COMMANDS: dict[str, Callable[[Namespace, Words], Reply]] = {
    **SAFEKEEPING,
    "account": tell_account,
    "self-test": answer_self_test,
    "new": _new,
    "import": _import,
    "import-undo": _import_undo,
    "devices": _devices,
    "device": _device,
    "lend": _lend,
    "take-back": _take_back,
    "loans": _loans,
    "undo": _undo,
    "history": _history,
    "upload": _upload,
    "layout": _layout,
    "report": _report,
    "month": _month,
    "pack": _pack,
    "labels": _labels,
    "archive": _archive,
    "stocktake": _stocktake,
    "reconcile": _reconcile,
    "deadlines": _deadlines,
    "notice": _notice,
}
