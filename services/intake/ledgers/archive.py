"""What a file must be before it is opened (文件检查): an .xlsx of sensible size, whatever its name says.

A spreadsheet is a packed archive. One of ten megabytes may unpack to gigabytes, and one cell far out makes a reader
allocate all the empty ones before it; both are looked for first, in memory that does not grow with the file.
"""

import re
import zipfile
import zlib
from typing import IO, BinaryIO, Final

from services.intake.errors import LedgerRefused

_LARGEST_UNPACKED: Final = 96 * 1024 * 1024
_MOST_PARTS: Final = 500
_MOST_CELLS: Final = 3_000_000
_PIECE: Final = 1024 * 1024
_MAGIC: Final = b"PK\x03\x04"
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE: Final = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*\s)?r\s*=\s*["']([A-Za-z]{1,4})(\d{1,9})["']""")
"""A cell that says where it stands. Every spreadsheet program writes that, so one that does not is refused."""

_NOT_A_LEDGER: Final = "文件不是 .xlsx 表格，请从模板另存为 .xlsx 后再导入"
_TOO_LARGE: Final = "表格过大，请把数据复制到新的模板中，分批导入"


def require_spreadsheet(file: BinaryIO) -> None:
    """Raise ``LedgerRefused`` unless the file is an .xlsx that can be opened safely; leave it at its beginning."""
    file.seek(0)
    if file.read(len(_MAGIC)) != _MAGIC:
        raise LedgerRefused(_NOT_A_LEDGER)
    try:
        with zipfile.ZipFile(file) as archive:
            _require_parts(archive)
            _require_sizes(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError):
        raise LedgerRefused(_NOT_A_LEDGER) from None
    finally:
        file.seek(0)


def _require_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names or len(set(names)) != len(names):
        raise LedgerRefused(_NOT_A_LEDGER)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise LedgerRefused("文件含有宏，请另存为不含宏的 .xlsx 后再导入")
    if len(names) > _MOST_PARTS:
        raise LedgerRefused(_TOO_LARGE)


def _require_sizes(archive: zipfile.ZipFile) -> None:
    """Unpack every part once, counting: what the archive says of its own sizes proves nothing."""
    left = _LARGEST_UNPACKED
    if sum(part.file_size for part in archive.infolist()) > left:
        raise LedgerRefused(_TOO_LARGE)
    for part in archive.infolist():
        if part.is_dir():
            continue
        with archive.open(part) as stream:
            left -= _measure(stream, left)


def _measure(stream: IO[bytes], left: int) -> int:
    """Return the unpacked size of a part, having looked where its cells lie; which part is a sheet, any file may say."""
    size, furthest, rest = 0, (1, 1), b""
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > left:
            raise LedgerRefused(_TOO_LARGE)
        whole, mark, rest = (rest + piece).rpartition(b"<")
        furthest = _furthest(whole, *furthest)
        rest = mark + rest
    if furthest[0] * furthest[1] > _MOST_CELLS:
        raise LedgerRefused(_TOO_LARGE)
    return size


def _furthest(xml: bytes, column: int, row: int) -> tuple[int, int]:
    places = _PLACE.findall(xml)
    if len(places) != len(_CELL.findall(xml)):
        raise LedgerRefused(_NOT_A_LEDGER)
    if places:
        column = max(column, *map(_column_number, {letters for letters, _ in places}))
        row = max(row, *(int(number) for _, number in places))
    return column, row


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
