"""What a file must be before it is opened (文件检查): an .xlsx of sensible size, whatever its name says.

A spreadsheet is a packed archive. One of ten megabytes may unpack to gigabytes, and one cell far out makes a reader
allocate all the empty ones before it; both are looked for first, in memory that does not grow with the file.
"""

import re
import zipfile
import zlib
from typing import IO, BinaryIO, Final

from shared.spreadsheets.formulas import cut, unreadable_cells

_LARGEST_UNPACKED: Final = 96 * 1024 * 1024
_MOST_PARTS: Final = 500
_MOST_CELLS: Final = 3_000_000
_PIECE: Final = 1024 * 1024
_MOST_UNREADABLE: Final = 10_000
_MAGIC: Final = b"PK\x03\x04"
_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
"""How a compound file begins: a workbook of before 2007, or one that is locked with a password."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE: Final = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*\s)?r\s*=\s*["']([A-Za-z]{1,4})(\d{1,9})["']""")
"""A cell that says where it stands. Every spreadsheet program writes that, so one that does not is refused."""

_NOT_A_SPREADSHEET: Final = "文件不是 .xlsx 表格，请另存为 .xlsx 后再导入"
_LOCKED: Final = "文件设有密码，或者是旧的 .xls 格式，请去掉密码并另存为 .xlsx 后再导入"
_UNCOMPUTED: Final = "表格中有大量出错或尚未计算的公式，请改为数值后再导入"


class SpreadsheetRefused(Exception):
    """The file is not opened, for the reason that the sentence says."""


class SpreadsheetTooLarge(SpreadsheetRefused):
    """It holds more than anybody would write into a sheet by hand."""

    def __init__(self) -> None:
        super().__init__("表格过大，请把数据复制到新的表格中后再导入")


def require_spreadsheet(file: BinaryIO) -> frozenset[str]:
    """Raise ``SpreadsheetRefused`` unless the file is an .xlsx that can be opened safely; leave it at its beginning.

    Return the places at which some sheet has a formula that shows nothing.
    """
    file.seek(0)
    magic = file.read(len(_MAGIC))
    if magic != _MAGIC:
        raise SpreadsheetRefused(_LOCKED if magic == _OLD_OR_LOCKED else _NOT_A_SPREADSHEET)
    try:
        with zipfile.ZipFile(file) as archive:
            _require_parts(archive)
            return frozenset(_measured(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError):
        raise SpreadsheetRefused(_NOT_A_SPREADSHEET) from None
    finally:
        file.seek(0)


def _require_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names or len(set(names)) != len(names):
        raise SpreadsheetRefused(_NOT_A_SPREADSHEET)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SpreadsheetRefused("文件含有宏，请另存为不含宏的 .xlsx 后再导入")
    if len(names) > _MOST_PARTS:
        raise SpreadsheetTooLarge


def _measured(archive: zipfile.ZipFile) -> set[str]:
    """Unpack every part once, counting: what the archive says of its own sizes proves nothing."""
    unreadable: set[str] = set()
    left = _LARGEST_UNPACKED
    if sum(part.file_size for part in archive.infolist()) > left:
        raise SpreadsheetTooLarge
    for part in archive.infolist():
        if part.is_dir():
            continue
        with archive.open(part) as stream:
            left -= _measure(stream, left, unreadable)
    return unreadable


def _measure(stream: IO[bytes], left: int, unreadable: set[str]) -> int:
    """Return the unpacked size of a part, having looked where its cells lie; which part is a sheet, any file may say."""
    size, furthest, rest = 0, (1, 1), b""
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > left:
            raise SpreadsheetTooLarge
        xml = rest + piece
        whole, rest = xml[: cut(xml)], xml[cut(xml) :]
        furthest = _furthest(whole, *furthest)
        unreadable.update(unreadable_cells(whole))
        if len(unreadable) > _MOST_UNREADABLE:
            raise SpreadsheetRefused(_UNCOMPUTED)
    furthest = _furthest(rest, *furthest)
    unreadable.update(unreadable_cells(rest))
    if furthest[0] * furthest[1] > _MOST_CELLS:
        raise SpreadsheetTooLarge
    return size


def _furthest(xml: bytes, column: int, row: int) -> tuple[int, int]:
    places = _PLACE.findall(xml)
    if len(places) != len(_CELL.findall(xml)):
        raise SpreadsheetRefused(_NOT_A_SPREADSHEET)
    if places:
        column = max(column, *map(_column_number, {letters for letters, _ in places}))
        row = max(row, *(int(number) for _, number in places))
    return column, row


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
