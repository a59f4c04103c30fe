"""The tables of what goes to the city's system: the layouts of its workbooks."""

from __future__ import annotations

from app.store.tables.columns import key, number, table, text

layout = table(
    "layout",
    key(),
    text("name"),
    text("sheet"),
    number("header_row"),
    number("first_row"),
    text("columns"),
    text("date_format"),
    text("file"),
    text("sha256"),
    text("status"),
)
