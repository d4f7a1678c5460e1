"""Spreadsheets taken in and given out (.xlsx): looked through before they are opened, and never a formula written."""
