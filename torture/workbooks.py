"""Workbooks that lie, swell or break the rules, and how each is made.

All begin from a list whose headings every kind of import knows, so that a reader which takes
the file goes on into its rows.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, repeat
from pathlib import Path

from app.domain.heading import FIELDS

Make = Callable[[Path], None]
Part = bytes | Iterable[bytes]

CANARY = "KHONG-DUOC-DOC-TEP-NAY"  # what stands in the file that a workbook asks for from outside
HEADINGS = tuple(
    dict.fromkeys(
        (
            *(one.headings[0] for fields in FIELDS.values() for one in fields if one.required),
            "Mã thiết bị",
            "Lý do",
        )
    )
)
_MB = 1 << 20
_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    f'Extension="xml" ContentType="application/xml"/><Override PartName="/{_WORKBOOK}" '
    f'ContentType="{_OFFICE}.sheet.main+xml"/><Override PartName="/{_STYLES}" '
    f'ContentType="{_OFFICE}.styles+xml"/></Types>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str]) -> bytes:
    """Return relationships rId1, rId2, … of (kind, target)."""
    said = "".join(
        f'<Relationship Id="rId{at}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f"<Relationships {_PACKAGE}>{said}</Relationships>".encode()


def cells(row: int, texts: Iterable[str]) -> str:
    """Return a row of text."""
    inside = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{inside}</row>'


def page(rows: Part, before: str = "", after: str = "") -> Iterator[bytes]:
    """Yield a sheet: the headings, then rows."""
    yield f"<worksheet {_MAIN} {_LINKS}>{before}<sheetData>{cells(1, HEADINGS)}".encode()
    yield from (rows,) if isinstance(rows, bytes) else rows
    yield f"</sheetData>{after}</worksheet>".encode()


def rows(count: int, width: int = 2) -> Iterator[bytes]:
    """Yield short rows below the headings."""
    inside = "".join(f"<c><v>{column}</v></c>" for column in range(width))
    numbers = range(2, count + 2)
    for first in range(0, count, 1000):
        batch = numbers[first : first + 1000]
        yield "".join(f'<row r="{row}">{inside}</row>' for row in batch).encode()


def parts(changed: Mapping[str, Part | None]) -> dict[str, Part]:
    """Return the parts of a small workbook with some changed, added, or left out where None."""
    standing: dict[str, Part | None] = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": relations(("officeDocument", _WORKBOOK)),
        _WORKBOOK: f'<workbook {_MAIN} {_LINKS}><sheets><sheet name="Danh sách" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>'.encode(),
        _RELATIONS: relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        _SHEET: page(cells(2, HEADINGS).encode()),
    }
    return {name: said for name, said in {**standing, **changed}.items() if said is not None}


def write(path: Path, said: Mapping[str, Part], method: int = zipfile.ZIP_DEFLATED) -> None:
    """Write a zip of parts, each piece by piece."""
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as packed:
        for name, part in said.items():
            with packed.open(name, "w", force_zip64=True) as into:
                for piece in (part,) if isinstance(part, bytes) else part:
                    into.write(piece)


def _with(changed: Callable[[], Mapping[str, Part | None]]) -> Make:
    return lambda path: write(path, parts(changed()))


def _rows(said: Callable[[], Part], before: str = "", after: str = "") -> Make:
    return _with(lambda: {_SHEET: page(said(), before, after)})


def _cell(said: str) -> Make:
    return _rows(f'<row r="2">{said}</row>'.encode)


def _swollen(size: int) -> Iterator[bytes]:
    return chain(page(b""), repeat(b" " * _MB, size))


# -- sizes ----------------------------------------------------------------------------------------


def _lying(path: Path) -> None:
    """Write a sheet of 512 MB that is said to have 1,000 bytes, under the checksum of these."""
    _with(lambda: {_SHEET: _swollen(512)})(path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        info = packed.getinfo(_SHEET)
        with packed.open(_SHEET) as part:
            checksum = zlib.crc32(part.read(1000))
    central = data.index(b"PK\x01\x02", info.header_offset + info.compress_size)
    while bytes(data[central + 46 : central + 46 + len(_SHEET)]) != _SHEET.encode():
        central = data.index(b"PK\x01\x02", central + 4)
    struct.pack_into("<L", data, central + 16, checksum)
    struct.pack_into("<L", data, central + 24, 1000)
    path.write_bytes(data)


def _overlapping(path: Path) -> None:
    """Write a zip in which 2,000 names share the bytes of one sheet of 100 MB."""
    write(path, parts({_SHEET: _swollen(100)}))
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<LL", data, end + 12)
    central = data[offset : offset + size]
    at = central.index(_SHEET.encode()) - 46
    width = 46 + sum(struct.unpack_from("<HHH", central, at + 28))
    one = central[at : at + width]
    copies = b"".join(
        one.replace(b"sheet1.xml", f"sh{number:04d}.xml".encode()) for number in range(2000)
    )
    count = len(parts({})) + 2000
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count,
                       size + len(copies), offset, 0)  # fmt: skip
    path.write_bytes(data[:offset] + central + copies + tail)


def _nested(path: Path) -> None:
    inner = path.with_suffix(".inner")
    write(inner, {"bomb": repeat(b"\0" * _MB, 512)})
    write(path, parts({"xl/media/image1.zip": inner.read_bytes()}))
    inner.unlink()


def _many_members(path: Path) -> None:
    write(path, parts({f"xl/media/{number}.bin": b"" for number in range(60_000)}))


def _sheets(count: int) -> Mapping[str, Part | None]:
    listed = "".join(
        f'<sheet name="S{at}" sheetId="{at}" r:id="rId{at}"/>' for at in range(1, count + 1)
    )
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, count + 1)]
    return {
        _WORKBOOK: f"<workbook {_MAIN} {_LINKS}><sheets>{listed}</sheets></workbook>".encode(),
        _RELATIONS: relations(*targets),
        **{f"xl/{target}": page(b"") for _kind, target in targets},
    }


def _strings(count: int) -> Mapping[str, Part | None]:
    said = (f"<si><t>chuỗi số {at}</t></si>".encode() for at in range(count))
    used = (f'<row r="{at + 2}"><c t="s"><v>{at}</v></c></row>'.encode() for at in range(1000))
    return {
        _STRINGS: chain((f"<sst {_MAIN}>".encode(),), said, (b"</sst>",)),
        _SHEET: page(used),
    }


def _one_string(size: int) -> Mapping[str, Part | None]:
    said = chain((f"<sst {_MAIN}><si><t>".encode(),), repeat(b"a" * _MB, size),
                 (b"</t></si></sst>",))  # fmt: skip
    return {_STRINGS: said, _SHEET: page(b'<row r="2"><c t="s"><v>0</v></c></row>')}


def _one_cell(size: int) -> Iterator[bytes]:
    yield b'<row r="2"><c t="inlineStr"><is><t>'
    yield from repeat(b"a" * _MB, size)
    yield b"</t></is></c></row>"


def _styled(formats: str, count: int = 1) -> Mapping[str, Part | None]:
    said = '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0"/>' * count
    return {
        _STYLES: f"<styleSheet {_MAIN}><numFmts>{formats}</numFmts><fonts><font><name "
        f'val=".VnTime"/></font></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>'
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{said}</cellXfs></styleSheet>".encode(),
        _SHEET: page(rows(20_000, 6)),
    }


# -- XML ------------------------------------------------------------------------------------------


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
) + "]>"  # fmt: skip


def _typed(doctype: str, entity: str) -> Mapping[str, Part | None]:
    """Return parts whose sheet, strings and workbook each name an entity of a document type."""
    cell = f'<row r="2"><c t="inlineStr"><is><t>{entity}</t></is></c></row>'
    return {
        _SHEET: chain((doctype.encode(),), page(cell.encode())),
        _STRINGS: f"{doctype}<sst {_MAIN}><si><t>{entity}</t></si></sst>".encode(),
    }


def _outside(path: Path) -> None:
    """Write a workbook that asks for a file beside it."""
    beside = path.with_suffix(".secret")
    beside.write_text(CANARY, encoding="utf-8")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{beside.as_uri()}">]>'
    write(path, parts(_typed(doctype, "&e;")))


def _deep() -> Part:
    return b'<row r="2">' + b"<c>" * 200_000 + b"</c>" * 200_000 + b"</row>"


def _many_attributes() -> Part:
    said = " ".join(f'a{at}="1"' for at in range(300_000))
    return f'<row r="2" {said}><c><v>1</v></c></row>'.encode()


def _wide_encoding(path: Path) -> None:
    sheet = b"".join(page(b"")).decode()
    write(path, parts({_SHEET: f'<?xml version="1.0" encoding="utf-16"?>{sheet}'.encode("utf-16")}))


def _prefixed(path: Path) -> None:
    sheet = b"".join(page(rows(3))).decode().replace("xmlns=", "xmlns:x=")
    write(path, parts({_SHEET: re.sub(r"<(/?)(?=\w)", r"<\1x:", sheet).encode()}))


# -- the zip itself -------------------------------------------------------------------------------


def cut(path: Path, share: float) -> None:
    """Write a workbook cut short."""
    write(path, parts({_SHEET: page(rows(500))}))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def _twice(path: Path) -> None:
    """Write a zip with two sheets and two workbooks of one name."""
    write(path, parts({}))
    other = b"".join(page(cells(2, ("khác",) * 20).encode()))
    data = path.read_bytes()
    with zipfile.ZipFile(path.with_suffix(".more"), "w") as packed:
        for name, said in ((_SHEET.replace("1.", "2."), other), (_WORKBOOK[:-1] + "k", b"<x/>")):
            packed.writestr(name, said)
    more = path.with_suffix(".more").read_bytes()
    path.with_suffix(".more").unlink()
    path.write_bytes(_joined(data, more.replace(b"sheet2.xml", b"sheet1.xml")
                             .replace(b"workbook.xmk", b"workbook.xml")))  # fmt: skip


def _joined(data: bytes, more: bytes) -> bytes:
    """Return one zip of the members of two."""
    ends = [(one, one.rindex(b"PK\x05\x06")) for one in (data, more)]
    (size, offset), (other_size, other_offset) = (
        struct.unpack_from("<LL", one, end + 12) for one, end in ends
    )
    counts = [struct.unpack_from("<H", one, end + 10)[0] for one, end in ends]
    central = bytearray(more[other_offset : other_offset + other_size])
    at = 0
    while at < len(central):
        (place,) = struct.unpack_from("<L", central, at + 42)
        struct.pack_into("<L", central, at + 42, place + offset)
        at += 46 + sum(struct.unpack_from("<HHH", central, at + 28))
    body = data[:offset] + more[:other_offset]
    listed = data[offset : offset + size] + central
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, sum(counts), sum(counts),
                      len(listed), len(body), 0)  # fmt: skip
    return body + listed + end


def _locked(path: Path) -> None:
    """Write a zip whose members are said to be encrypted."""
    write(path, parts({}))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + at] |= 1
    path.write_bytes(data)


def _unknown_method(path: Path) -> None:
    write(path, parts({}))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            struct.pack_into("<H", data, found.start() + at, 99)
    path.write_bytes(data)


def _after_program(path: Path) -> None:
    write(path, parts({}))
    path.write_bytes(b"MZ" + bytes(4096) + path.read_bytes())


def _raw(data: bytes) -> Make:
    return lambda path: _ignore(path.write_bytes(data))


def _ignore(_count: int) -> None:
    pass


_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
    "<HHHHHHLLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0,
    0xFFFFFFFE, 0,
)  # fmt: skip

_BY_SIZE: dict[str, Make] = {
    "bomb": _with(lambda: {_SHEET: _swollen(512)}),
    "bomb below the limit": _with(lambda: {_SHEET: _swollen(190)}),
    "bomb with a lying size": _lying,
    "bomb of names that overlap": _overlapping,
    "bomb within a bomb": _nested,
    "60,000 members": _many_members,
    "a cell of 200 MB": _rows(lambda: _one_cell(198)),
    "a shared string of 200 MB": _with(lambda: _one_string(198)),
    "a cell of 40,000 letters": _cell(f'<c t="inlineStr"><is><t>{"ă" * 40_000}</t></is></c>'),
    "the last cell alone": _with(
        lambda: {_SHEET: f'<worksheet {_MAIN}><sheetData><row r="1048576"><c r="XFD1048576"><v>1'
                 "</v></c></row></sheetData></worksheet>".encode()}
    ),
    "headings and the last cell": _rows(
        lambda: b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "a cell in XFD1000": _rows(lambda: b'<row r="1000"><c r="XFD1000"><v>1</v></c></row>'),
    "a cell in A1048576": _rows(lambda: b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "400,000 rows of two cells": _rows(lambda: rows(400_000)),
    "10,000 rows of 20 cells": _rows(lambda: rows(10_000, 20)),
    "200 rows of 16,384 cells": _rows(lambda: rows(200, 16_384)),
    "1,000,000 shared strings": _with(lambda: _strings(1_000_000)),
    "3,000 sheets": _with(lambda: _sheets(3000)),
    "50,000 merged areas": _rows(
        lambda: b"",
        after="<mergeCells>" + "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(2, 50_002))
        + "</mergeCells>",
    ),
    "50,000 conditional formats": _rows(
        lambda: b"",
        after="".join(
            f'<conditionalFormatting sqref="A{at}"><cfRule type="expression" dxfId="0" '
            f'priority="{at}"><formula>A1</formula></cfRule></conditionalFormatting>'
            for at in range(1, 50_001)
        ),
    ),
    "50,000 rules for cells": _rows(
        lambda: b"",
        after="<dataValidations>" + "".join(
            f'<dataValidation type="list" sqref="A{at}"><formula1>"a,b"</formula1></dataValidation>'
            for at in range(1, 50_001)
        ) + "</dataValidations>",
    ),
    "65,000 styles": _with(lambda: _styled('<numFmt numFmtId="200" formatCode="0000"/>', 65_000)),
    "50,000 number formats": _with(
        lambda: _styled("".join(
            f'<numFmt numFmtId="{at}" formatCode="{"0" * (at % 90)}"/>'
            for at in range(200, 50_200)
        ))
    ),
    "a number format of 10 MB": _with(
        lambda: _styled(f'<numFmt numFmtId="200" formatCode="{"&quot;00x&quot;" * 600_000}00"/>')
    ),
    "8,000,000 cells without values": _rows(
        lambda: repeat(b"<row>" + b"<c/>" * 4000 + b"</row>", 2000)
    ),
    "columns without end": _rows(
        lambda: b"", before='<cols><col min="1" max="2147483647" style="0" width="9"/></cols>'
    ),
}  # fmt: skip

_BY_XML: dict[str, Make] = {
    "a dimension too large": _rows(lambda: rows(3), before='<dimension ref="A1:XFD1048576"/>'),
    "a dimension too small": _rows(lambda: rows(3), before='<dimension ref="A1"/>'),
    "a dimension of nonsense": _rows(lambda: rows(3), before='<dimension ref="!!:-1"/>'),
    "laughs": _with(lambda: _typed(_LAUGHS, "&j;")),
    "an entity from outside": _outside,
    "a document type from the network": _with(
        lambda: _typed('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "&x;")
    ),
    "200,000 tags deep": _rows(_deep),
    "300,000 attributes": _rows(_many_attributes),
    "UTF-16": _wide_encoding,
    "prefixed tags": _prefixed,
    "broken XML": _with(lambda: {_SHEET: b"<worksheet><sheetData><row"}),
    "row 0": _rows(lambda: b'<row r="0"><c r="A0"><v>1</v></c></row>'),
    "row -1": _rows(lambda: b'<row r="-1"><c r="A-1"><v>1</v></c></row>'),
    "row 99999999999": _rows(lambda: b'<row r="99999999999"><c r="A99999999999"/></row>'),
    "column ZZZZZZ": _cell('<c r="ZZZZZZ2"><v>1</v></c>'),
    "rows backwards": _rows(
        lambda: "".join(cells(row, HEADINGS) for row in range(50, 1, -1)).encode()
    ),
    "a cell twice": _cell('<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>'),
    "a string beyond the list": _cell('<c t="s"><v>4294967296</v></c><c t="s"><v>-1</v></c>'),
    "formulas without values": _cell("<c><f>1/0</f></c><c><f>A1</f><v/></c>"),
    "errors for values": _cell('<c t="e"><v>#REF!</v></c><c t="e"><v>#LẠ!</v></c>'),
    "numbers that are none": _cell(
        "".join(f"<c><v>{one}</v></c>" for one in ("NaN", "INF", "-inf", "1e400", "1e308", "x"))
    ),
    "whole numbers of 5,000 digits": _cell(f"<c><v>{'9' * 5000}</v></c>" * 12),
    "days out of range": _with(
        lambda: {
            **_styled('<numFmt numFmtId="200" formatCode="dd/mm/yyyy"/>'),
            _SHEET: page(
                cells(2, ()).replace("</row>", "".join(
                    f'<c s="0"><v>{one}</v></c>'
                    for one in (1e9, -1e9, -1, 60, 0, 2958466, "1e300", "NaN", 1e15)
                ) + "</row>").encode()
            ),
        }
    ),
    "control characters": _cell(
        '<c t="inlineStr"><is><t>a_x0000_b_x0008_c_xD800_d&#x202E;e&#x200F;</t></is></c>' * 12
    ),
    "a character XML forbids": _cell('<c t="inlineStr"><is><t>a&#1;b</t></is></c>'),
    "half a surrogate": _cell('<c t="inlineStr"><is><t>a&#xD800;b</t></is></c>'),
    "names of sheets": _with(
        lambda: {_WORKBOOK: f"<workbook {_MAIN} {_LINKS}><sheets><sheet name=\"{'{file}' * 9000}"
                 '&#9;..\\/*?" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode()}
    ),
}  # fmt: skip

_BY_PARTS: dict[str, Make] = {
    "relations in a circle": _with(
        lambda: {
            _RELATIONS: relations(("worksheet", "workbook.xml"), ("chart", "workbook.xml")),
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("worksheet", "sheet1.xml")),
        }
    ),
    "paths that climb": _with(
        lambda: {
            _RELATIONS: relations(("worksheet", "../../../../../etc/passwd")),
            "../../climbed.txt": CANARY.encode(),
            "/absolute.txt": CANARY.encode(),
        }
    ),
    "members twice": _twice,
    "no sheet": _with(lambda: {_SHEET: None}),
    "no relations": _with(lambda: {_RELATIONS: None}),
    "no strings": _cell('<c t="s"><v>0</v></c>'),
    "no styles": _cell('<c s="7"><v>1</v></c>'),
    "no content types": _with(lambda: {"[Content_Types].xml": None, "_rels/.rels": None}),
    "charts alone": _with(
        lambda: {
            _RELATIONS: relations(("chartsheet", "chartsheets/sheet1.xml")),
            _SHEET: None,
            "xl/chartsheets/sheet1.xml": f"<chartsheet {_MAIN}/>".encode(),
        }
    ),
    "no sheets": _with(lambda: {_WORKBOOK: f"<workbook {_MAIN}><sheets/></workbook>".encode()}),
    "encrypted members": _locked,
    "an unknown method": _unknown_method,
    "bzip2": lambda path: write(path, parts({}), zipfile.ZIP_BZIP2),
    "a program before it": _after_program,
    "an encrypted workbook or an .xls": _raw(
        _COMPOUND + b"\xff" * 4096 + "EncryptedPackage".encode("utf-16-le")
    ),
    "an .xls without a container": _raw(struct.pack("<HHHH", 0x0809, 8, 0x0500, 0x10) + bytes(900)),
    "an .xlsb": lambda path: write(
        path, {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": bytes(100)}
    ),
    "an .ods": lambda path: write(
        path,
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"},
    ),
}  # fmt: skip

WORKBOOKS: dict[str, Make] = {**_BY_SIZE, **_BY_XML, **_BY_PARTS}
