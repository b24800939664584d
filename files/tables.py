"""Tables as files that spreadsheets open: UTF-8 with a byte order mark as CSV, or XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | float | int | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets (OWASP, "CSV Injection")."""


def csv_file(name: str, rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """Excel reads Korean only with the byte order mark."""
    response = _download(HttpResponse("\ufeff", content_type="text/csv; charset=utf-8"), f"{name}.csv")
    csv.writer(response).writerows([_harmless(value) for value in row] for row in rows)
    return response


def xlsx_file(name: str, rows: Iterable[Sequence[Value]]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    kept = BytesIO()
    book.save(kept)
    return _download(HttpResponse(kept.getvalue(), content_type=XLSX), f"{name}.xlsx")


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    """Words are words: openpyxl would take those that begin with "=" for formulas."""
    text = value.translate(UNPRINTABLE) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, text)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


UNPRINTABLE = {code: None for code in range(32) if code not in (9, 10, 13)}
"""XML 1.0 has no place for these."""
