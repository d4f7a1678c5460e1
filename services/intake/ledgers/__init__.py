"""Spreadsheets (.xlsx) as officials keep them (台账): read, written, and nothing else. No SQL here."""
