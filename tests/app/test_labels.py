"""Label sheets read back: every code scans, nothing leaves its label, offsets move all."""

from __future__ import annotations

import io
import json
import unicodedata
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from app.cli import main
from app.documents.labels import bar_width, draw_labels, fit_lines
from app.documents.page import register_fonts
from app.domain.device import Device, check_code
from app.domain.fault import Refused
from app.domain.label import (
    STOCKS,
    STRAIGHT,
    Label,
    Offsets,
    Stock,
    Symbol,
    count_pages,
    place_labels,
)
from app.services.devices import RegisterDevice
from app.services.kits import MakeKit
from app.services.labels import LabelsFor, PrintLabels, PrintTestPage
from app.services.lending import Item
from app.services.room import Room

LONG = "Bộ thực hành Toán biểu diễn phép tính " * 6


def scan(data: bytes, dpi: int, wanted: str = "All") -> list[tuple[str, str]]:
    """Return (format, text) of every code on every page, drawn and read by others' libraries."""
    found = []
    formats = zxingcpp.barcode_formats_from_str(wanted)
    document = PdfDocument(data)
    for page in document:
        drawn = page.render(scale=dpi / 72, grayscale=True)
        view = memoryview(drawn.buffer).cast("B", (drawn.height, drawn.stride))
        found += [(str(one.format), one.text) for one in zxingcpp.read_barcodes(view, formats)]
    document.close()
    return found


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
@pytest.mark.parametrize("symbol", list(Symbol))
def test_every_code_on_a_full_page_scans(stock: Stock, symbol: Symbol) -> None:
    start = min(7, stock.on_page)
    codes = [f"TB{number:05d}" for number in range(1, max(2, stock.on_page - start + 1) + 1)]
    labels = [Label(code, LONG, "Toán", "lot") for code in codes]
    data = draw_labels(
        labels, stock, start, symbol=symbol, offsets=STRAIGHT, school="Trường Tiểu học Hoa Phượng"
    )
    for dpi in (150, 300):
        assert {text for _format, text in scan(data, dpi)} == set(codes)


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
def test_bars_scan_wherever_they_lie_between_the_dots_of_a_printer(stock: Stock) -> None:
    codes = ["TB00417", "VT0", "TB123456", "GV001", "KT09", "TB99999", "LH010", "TB31084"]
    codes = [code for code in codes if bar_width(code, stock, Symbol.CODE128)]
    if stock.name in {"a4-65", "roll-40x30"}:
        assert "TB00417" not in codes
    else:
        assert len(codes) == 8
    labels = [Label(codes[number % len(codes)], f"{number}", "", "lot")
              for number in range(stock.on_page if stock.on_page > 1 else 8)]  # fmt: skip
    for dpi in (150, 300):
        dot = 25.4 / dpi
        for part in range(6):
            offsets = Offsets(dot * part / 6, dot * part / 6)
            data = draw_labels(
                labels, stock, 1, symbol=Symbol.CODE128, offsets=offsets, school="Hoa Phượng"
            )
            found = scan(data, dpi, "Code128")
            assert sorted(text for _format, text in found) == sorted(one.code for one in labels)


def test_a_long_name_of_a_person_stands_whole_on_every_stock() -> None:
    name = "Công Tằng Tôn Nữ Thị Hoàng Phương Thảo Nguyên"
    for stock in STOCKS:
        for symbol in Symbol:
            data = draw_labels(
                [Label("GV012", name, "Nhân viên thiết bị", "person")], stock, 1,
                symbol=symbol, offsets=STRAIGHT, school="Trường Tiểu học Hoa Phượng",
            )  # fmt: skip
            text = " ".join(PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
            assert name in text
            assert "Hoa Phượng" in text


@given(
    st.sampled_from(STOCKS), st.integers(1, 200), st.integers(1, 65),
    st.floats(-5, 5), st.floats(-5, 5),
)  # fmt: skip
def test_labels_lie_on_the_sheet_apart_and_in_order(
    stock: Stock, count: int, start: int, x: float, y: float
) -> None:
    start = min(start, stock.on_page)
    spots = list(place_labels(stock, count, start))
    assert len(set(spots)) == count
    assert spots[-1].page + 1 == count_pages(stock, count, start)
    for spot in spots:
        assert 0 <= spot.x <= stock.page_width - stock.width + 1e-6
        assert 0 <= spot.y <= stock.page_height - stock.height + 1e-6
    moved = place_labels(stock, count, start, Offsets(x, y))
    for spot, other in zip(spots, moved, strict=True):
        assert (other.page, other.x, other.y) == (spot.page, spot.x + x, spot.y + y)


def test_a_long_name_is_cut_with_an_ellipsis_and_a_short_one_is_not() -> None:
    register_fonts()
    lines = fit_lines(LONG, "Serif", 6.5, 60, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert fit_lines("Bảng con", "Serif", 6.5, 60, 3) == ["Bảng con"]


def test_devices_places_kits_and_staff_get_labels(school: Room) -> None:
    school.run(MakeKit("Bộ Toán", (Item("TB00003"),)))
    (place,) = school.ask(LabelsFor(kind="place"))
    codes = ("TB00001", place, "KT001", "GV001")
    data = school.ask(PrintLabels(codes, "a4-24", 7, copies=2))
    text = " ".join(PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    assert unicodedata.is_normalized("NFC", text)
    for said in ("Máy chiếu", "Kho", "Bộ Toán", "Nguyễn Thị Ánh"):
        assert text.count(said) >= 2
    assert sorted(text for _format, text in scan(data, 150)) == sorted(codes * 2)
    assert school.ask(LabelsFor(place="Kho")) == ["TB00001"]
    assert school.ask(LabelsFor(subject="Toán")) == ["TB00003"]
    assert school.ask(PrintTestPage()).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (PrintLabels(("TB99999",)), "TB99999"),
        (PrintLabels(stock="a5"), "a5"),
        (PrintLabels(start=66), "66"),
        (PrintLabels(copies=0), "0"),
    ],
)
def test_what_cannot_be_printed_is_named(school: Room, wanted: PrintLabels, said: str) -> None:
    with pytest.raises(Refused, match=said):
        school.ask(wanted)


def test_the_command_writes_the_sheets(
    school: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school.run(RegisterDevice(Device("", "Quả địa cầu")))
    out = tmp_path / "labels.pdf"
    capsys.readouterr()
    call = ["--data", str(school.folder), "--json", "labels", "--start", "63", "--out", str(out)]
    assert main(call) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"labels": 5, "pages": 2, "file": str(out)}
    assert len(scan(out.read_bytes(), 150)) == 5


@pytest.mark.parametrize("prefix", ["TB", "GV", "LH", "KT", "VT"])
def test_no_code_of_ours_is_rewritten_by_telex(prefix: str) -> None:
    assert check_code(f"{prefix}0123456789")
    assert not set(prefix) & set("ADEOWSFRXJZ")
