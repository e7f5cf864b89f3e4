"""Spreadsheets in and out: reads what offices send, writes what offices open. Never guesses silently: limits and doubts are said."""

from jikim.shared.sheets.columns import Column, SheetError
from jikim.shared.sheets.read import Sheet, SheetRow, open_sheet
from jikim.shared.sheets.write import write_csv, write_xlsx

__all__ = ["Column", "Sheet", "SheetError", "SheetRow", "open_sheet", "write_csv", "write_xlsx"]
