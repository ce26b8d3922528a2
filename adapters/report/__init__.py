"""A report in the form that somebody wants: text, CSV, XLSX, a page to attach, JSON."""

from adapters.report.as_csv import csv_of
from adapters.report.as_html import html_of, month_html, year_html
from adapters.report.as_json import json_of
from adapters.report.as_text import text_of
from adapters.report.as_xlsx import write_month_xlsx, write_xlsx
from adapters.report.gaps import GapReport, gaps_csv, gaps_json, gaps_text, write_gaps
from adapters.report.open_data import open_data_of

__all__ = [
    "GapReport",
    "csv_of",
    "gaps_csv",
    "gaps_json",
    "gaps_text",
    "html_of",
    "json_of",
    "month_html",
    "open_data_of",
    "text_of",
    "write_gaps",
    "write_month_xlsx",
    "write_xlsx",
    "year_html",
]
