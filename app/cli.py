"""The command line: the window's actions, for a schedule and for testing."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.batch import ImportReport
    from app.domain.fault import Fault
    from app.domain.sentence import Words

Answer = dict[str, Any]

_KINDS = ("devices", "people", "classes", "teams", "places", "subjects", "funds", "catalogue",
          "plans", "timetable", "assignments", "calendar", "quotas")  # fmt: skip
_REPORTS = ("quality", "usage", "unused", "quota", "stock", "loans", "holders", "overdue",
            "shortage", "book", "deadlines", "teams", "damage")  # fmt: skip
_MOST = 2**63  # beyond what a book can count


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window when there is none; return the exit status."""
    if arguments is None:  # as the program itself: the streams are its own
        _speak_utf8()
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command in {None, "open"}:
        import gc

        gc.disable()  # nothing of what is imported and built at the start is ever garbage
        from ui.application import run

        return run(options.data, options.language, getattr(options, "backup", None))
    from app.commands import COMMANDS
    from app.domain.fault import Fault
    from app.services.wording import load_words

    words = load_words(options.language)
    try:
        answer, lines = COMMANDS[options.command](options, words)
    except Fault as fault:
        _say_fault(fault, words, as_json=options.json)
        return 1
    except Exception as error:  # noqa: BLE001 - a bug: told without its values, and kept
        _say_unforeseen(error, options, words)
        return 1
    print(json.dumps(answer, ensure_ascii=False) if options.json else "\n".join(lines))
    return 0 if answer.get("ok", True) else 1


def _speak_utf8() -> None:
    """Read and write UTF-8 through pipes and files too: Windows' code page lacks our letters."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _say_fault(fault: Fault, words: Words, *, as_json: bool) -> None:
    from app.commands import show_report
    from app.domain.batch import ImportRefused

    message = words.render(fault.sentence)
    report: ImportReport | None = fault.report if isinstance(fault, ImportRefused) else None
    answer: Answer = {"error": {"kind": fault.kind, "message": message, "where": fault.where}}
    if report is not None:
        answer |= show_report(report, words)
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    print(message, file=sys.stderr)
    for error in answer.get("errors", []):
        print(
            f"  {error['sheet']}, {error['row']}, {error['column']}: "
            f"“{error['value']}” {error['message']}",
            file=sys.stderr,
        )


def _say_unforeseen(error: Exception, options: argparse.Namespace, words: Words) -> None:
    fault = _blamed(options)
    if fault is None:
        _say_bug(error, options, words)
    else:
        _say_fault(fault, words, as_json=options.json)


def _blamed(options: argparse.Namespace) -> Fault | None:
    """Return what is said of a book that does not add up: it, not the program, is at fault."""
    from app.domain.fault import Fault
    from app.entering import folder_of
    from app.services.anchors import astray
    from app.services.clock import local_time
    from app.services.room import Room

    folder = folder_of(options)
    if not Room.stands_in(folder):
        return None
    try:
        room = Room.enter(folder, local_time, "")
    except Fault as fault:
        return fault
    try:
        return None if room.is_whole() else astray()
    finally:
        room.leave()


def _say_bug(error: Exception, options: argparse.Namespace, words: Words) -> None:
    """Keep a report of an error nobody foresaw beside the book, and say where it is."""
    from app.domain.fault import Fault
    from app.domain.sentence import Sentence
    from app.entering import folder_of
    from app.services.bug_report import describe, keep
    from app.services.clock import local_time

    report = describe(error, {"command": options.command}, local_time())
    path = keep(folder_of(options), report)
    sentence = Sentence("Something went wrong that should not. Nothing was written.")
    if path is not None:
        sentence = Sentence(
            "Something went wrong that should not. Nothing was written. Please send {file} to "
            "whoever looks after the program.",
            {"file": str(path)},
        )
    else:
        print(report, file=sys.stderr)
    _say_fault(Fault(sentence, where=options.command), words, as_json=options.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sothietbi", description=__doc__)
    _global_options(parser, first=True)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        _global_options(command, first=False)
        return command

    _add_book_commands(add)
    _add_account_command(add("account", "give, change and take back personal accounts"))
    _add_safekeeping_commands(add)
    _add_paper_commands(add)
    _add_month_commands(add)
    _add_lending_commands(add)
    return parser


def _global_options(parser: argparse.ArgumentParser, *, first: bool) -> None:
    # The options may stand before or after the command; the later one wins.
    default: Any = argparse.SUPPRESS
    parser.add_argument("--data", type=Path, help="the book's folder",
                        default=None if first else default)  # fmt: skip
    parser.add_argument("--json", action="store_true", help="answer in JSON",
                        default=False if first else default)  # fmt: skip
    parser.add_argument("--as", dest="person", metavar="CODE", help="who acts, once there are "
                        "accounts", default="" if first else default)  # fmt: skip
    parser.add_argument("--pin-stdin", action="store_true",
                        help="read that person's PIN from the first line of standard input",
                        default=False if first else default)  # fmt: skip
    parser.add_argument("--language", choices=("vi", "en"), default="vi" if first else default)


def _add_book_commands(add: Any) -> None:  # noqa: ANN401 - argparse's own adder, closed over above
    new = add("new", "make a new book")
    new.add_argument("--name", required=True, help="the school's name")
    new.add_argument("--demo", action="store_true", help="fill it with an invented school")
    new.add_argument("--seed", type=_count, default=2026)
    new.add_argument("--devices", type=_count, default=300)
    new.add_argument("--loans", type=_count, default=400)
    bring = add("import", "import a list")
    bring.add_argument("kind", choices=_KINDS)
    bring.add_argument("file", type=Path)
    bring.add_argument("--sheet")
    bring.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", type=_pair)
    bring.add_argument("--preview", action="store_true")
    bring.add_argument("--accept-valid", action="store_true")
    bring.add_argument("--on-duplicate", choices=("skip", "update", "refuse"), default="skip")
    take_out = add("import-undo", "undo a whole import")
    take_out.add_argument("batch", type=_count)
    take_out.add_argument("--reason", default="Hoàn tác lần nhập")
    devices = add("devices", "list devices")
    devices.add_argument("query", nargs="*")
    devices.add_argument("--limit", type=_count)
    add("device", "show one device").add_argument("code")
    _add_layout_command(add("layout", "the workbooks uploads are written in"))
    _upload_options(add("upload", "make, list, show or mark upload batches"))
    _add_reconcile_command(add("reconcile", "compare a list from elsewhere with the book"))
    history = add("history", "show every entry, oldest first")
    history.add_argument("--from", dest="first", type=_count, default=1)
    verify = add("verify", "recount the whole book, and look at every file beside it")
    verify.add_argument("--paper", action="append", default=[], type=_paper,
                        metavar="ENTRY=HASH",
                        help="hold it against the seal printed on a month's sheet")  # fmt: skip
    self_test = add("self-test", "try the whole program on this PC, in a book that is thrown away")
    self_test.add_argument("--window", type=Path, metavar="DIR",
                           help="open the window too, and leave pictures of it here")  # fmt: skip
    add("open", "open the window, and a backup in it").add_argument("backup", type=Path)
    add("archive", "list what was printed and exported").add_argument("query", nargs="*")


def _add_account_command(account: argparse.ArgumentParser) -> None:
    account.add_argument(
        "act",
        choices=("add", "list", "role", "reset", "retire", "change-secret", "recover",
                 "renew-recovery"),
    )  # fmt: skip
    account.add_argument("code", nargs="?", default="", help="whose it is")
    account.add_argument("--role", choices=("keeper", "principal", "admin", "team_head", "reader"))
    account.add_argument(
        "--without-code", action="store_true", help="recover without the recovery code; the "
        "history says so",
    )  # fmt: skip


def _add_layout_command(layout: argparse.ArgumentParser) -> None:
    layout.add_argument(
        "act",
        choices=("add", "change", "list", "show", "use", "retire", "save", "bring", "check"),
    )
    layout.add_argument("name", nargs="?", default="")
    layout.add_argument("--file", type=Path, help="the city's workbook, or a layout that was saved")
    layout.add_argument("--sheet", default="")
    layout.add_argument("--header-row", type=_count, default=0)
    layout.add_argument("--first-row", type=_count, default=0, help="the first row of data")
    layout.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", type=_pair)
    layout.add_argument(
        "--constant", action="append", default=[], metavar="HEADING=TEXT", type=_pair
    )
    layout.add_argument("--date-format", default="", help="dd/mm/yyyy, or date for Excel's own")
    layout.add_argument("--out", type=Path, help="where a layout is saved for another school")


def _add_safekeeping_commands(add: Any) -> None:  # noqa: ANN401 - argparse's own adder, closed over above
    backup = add("backup", "back the book up")
    backup.add_argument("--to", type=Path, help="also copy it to this folder or file")
    restore = add("restore", "put a backup in the place of the book")
    restore.add_argument("file", type=Path)
    restore.add_argument("--look", action="store_true", help="only tell what is inside")
    restore.add_argument("--practise", action="store_true", help="prove it, and take it away again")
    restore.add_argument(
        "--accept-faults", action="store_true", help="even if its ledger does not add up"
    )
    for sealed in (backup, restore):
        sealed.add_argument(
            "--phrase-stdin", action="store_true", help="read its pass phrase from standard input"
        )
    add("backups", "list the backups, each read whole")


def _upload_options(upload: argparse.ArgumentParser) -> None:
    upload.add_argument("act", choices=("make", "list", "show", "mark"))
    upload.add_argument("batch", nargs="?", type=_count)
    upload.add_argument("--layout", default="", help="the layout in use, if none is named")
    upload.add_argument("--out", type=Path, help="where a copy of the file goes")
    chosen = upload.add_mutually_exclusive_group()
    chosen.add_argument("--period", nargs=2, metavar=("FIRST", "LAST"), help="what changed then")
    chosen.add_argument("--all", action="store_true", help="all devices, changed or not")
    upload.add_argument("--leave-out", action="store_true", help="leave out what has problems")
    upload.add_argument("--reason", default="", help="why it is late, or sent again")
    upload.add_argument("--uploaded", default="", metavar="DAY")
    upload.add_argument("--receipt", type=Path, help="a scan of what the city's system showed")
    upload.add_argument("--accepted", action="store_true", help="all rows that still wait")
    upload.add_argument("--reject", action="append", default=[], metavar="CODE=REASON", type=_pair)
    upload.add_argument("--results", type=Path, help="the city's workbook of rejected rows")
    upload.add_argument("--withdrawn", action="store_true", help="its file was never uploaded")


def _add_reconcile_command(reconcile: argparse.ArgumentParser) -> None:
    reconcile.add_argument("file", type=Path)
    reconcile.add_argument("--layout", default="", help="the layout it was exported in")
    reconcile.add_argument("--sheet")
    reconcile.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING",
                           type=_pair)  # fmt: skip
    reconcile.add_argument(
        "--origin", choices=("city", "sector", "accountant", "other"), default="city"
    )
    reconcile.add_argument("--keep", action="store_true", help="keep it, to be decided later")


def _add_paper_commands(add: Any) -> None:  # noqa: ANN401 - argparse's own adder, closed over above
    labels = add("labels", "draw label sheets")
    labels.add_argument("codes", nargs="*", metavar="CODE")
    labels.add_argument("--start", type=_count, default=1)
    labels.add_argument("--stock", default="a4-65")
    labels.add_argument("--symbol", choices=("qr", "code128", "both"), default="qr")
    labels.add_argument("--out", type=Path, required=True)
    stocktake = add("stocktake", "open, count, list or close a stocktake")
    stocktake.add_argument("act", choices=("open", "count", "list", "close"))
    stocktake.add_argument("items", nargs="*", metavar="CODE[=QTY]")
    stocktake.add_argument("--scope", default="", help="all, place:NAME, subject:NAME, or a name")
    stocktake.add_argument("--by", default="", help="who counts")
    stocktake.add_argument("--place", default="", help="where it was seen")
    stocktake.add_argument("--explain", default="", help="one reason for what is left")
    report = add("report", "make a report")
    report.add_argument("name", choices=_REPORTS)
    report.add_argument("--from", dest="first")
    report.add_argument("--to", dest="last")
    report.add_argument("--by", default="", help="what its rows are of")
    report.add_argument("--pdf", type=Path)
    report.add_argument("--xlsx", type=Path)
    _provision_options(report)
    deadlines = add("deadlines", "by when each change must be in the systems outside")
    deadlines.add_argument("--on", help="as of this day")
    deadlines.add_argument("--device", default="", metavar="CODE")
    notice = add("notice", "write down that notices were entered in the sector's database")
    notice.add_argument("act", choices=("settle",))
    notice.add_argument("entries", nargs="+", type=_count, metavar="ENTRY")
    notice.add_argument("--day", required=True)


def _add_month_commands(add: Any) -> None:  # noqa: ANN401 - argparse's own adder, closed over above
    pack = add("pack", "bind all papers of a month's end in one PDF")
    pack.add_argument("month", metavar="YYYY-MM")
    pack.add_argument("--out", type=Path, required=True, help="write the pack to this file")
    pack.add_argument("--shortage", action="store_true",
                      help="also what is short of the minimum list")  # fmt: skip
    _provision_options(pack)
    month = add("month", "show, submit, confirm, approve or return a month")
    month.add_argument("month", metavar="YYYY-MM")
    month.add_argument("act", choices=("show", "submit", "confirm", "approve", "return"))
    month.add_argument("--by", default="", help="who confirms it before the principal")
    month.add_argument("--pdf", type=Path, help="write the sheet to this file")
    _provision_options(month)
    month.add_argument("--note", default="", help="what is to be mended, when it is returned")
    month.add_argument("--signer", default="", help="who approved it")
    month.add_argument("--scan", type=Path, help="the signed paper, to be kept with the book")


def _provision_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--purpose", default="", help="what the files are issued for")
    command.add_argument("--recipient", default="", help="who outside the school gets them")
    command.add_argument("--approved-by", default="", help="who of the school allowed that")


def _add_lending_commands(add: Any) -> None:  # noqa: ANN401 - argparse's own adder, closed over above
    lend = add("lend", "lend devices to a class")
    lend.add_argument("items", nargs="+", metavar="CODE[=QTY]")
    lend.add_argument("--class", dest="class_name", required=True)
    lend.add_argument("--teacher", default="")
    lend.add_argument("--day")
    lend.add_argument("--due")
    lend.add_argument("--period", default="")
    lend.add_argument("--lesson", default="")
    _adjust_option(lend)
    back = add("take-back", "take devices back")
    back.add_argument("items", nargs="+", metavar="CODE[=QTY][:RESULT]")
    back.add_argument("--loan", type=_count)
    back.add_argument("--day")
    back.add_argument("--note", default="")
    _adjust_option(back)
    loans = add("loans", "list slips")
    loans.add_argument("--open", action="store_true")
    loans.add_argument("--overdue", action="store_true")
    loans.add_argument("--on")
    undo = add("undo", "undo an entry")
    undo.add_argument("entry", nargs="?", type=_count)
    undo.add_argument("--reason", required=True)


def _adjust_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--adjust",
        action="store_true",
        help="should the day be in a closed month, write it today and name the day it corrects",
    )


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number < _MOST:
        raise argparse.ArgumentTypeError(text)
    return number


def _pair(text: str) -> tuple[str, str]:
    name, mark, heading = text.partition("=")
    if not mark:
        raise argparse.ArgumentTypeError(text)
    return name, heading


def _paper(text: str) -> tuple[int, str]:
    entry, printed = _pair(text)
    return _count(entry), printed


if __name__ == "__main__":
    sys.exit(main())
