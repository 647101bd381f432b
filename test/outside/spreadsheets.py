#!/usr/bin/python3
"""Workbooks that Excel saved, each cell as our reader has it against openpyxl's (TAP).

usage: spreadsheets.py SHOW_CELLS FOLDER
"""
import datetime
import json
import pathlib
import subprocess
import sys


def ours(show_cells, path):
    out = subprocess.run([show_cells, path], capture_output=True, check=False)
    if out.returncode:
        raise ValueError(out.stderr.decode())
    cells = (json.loads(line) for line in out.stdout.decode().splitlines())
    return {(c["sheet"], c["row"], c["column"]): (c["kind"], c["text"]) for c in cells}


def theirs(openpyxl, path):
    book = openpyxl.load_workbook(path, read_only=True)  # no charts, which may be broken
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write them wrong, and Excel does not mind
    return {
        (sheet.title, cell.row, cell.column): cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def agree(kind, text, cell):
    """Does what we say of a cell hold by what openpyxl has?"""
    value = cell.value
    if cell.data_type in ("s", "inlineStr", "str"):
        return kind == "text" and text == value
    if cell.data_type == "b":
        return kind == "bool" and text == ("true" if value else "false")
    if cell.data_type == "e":
        return kind == "error" and text == value
    if cell.data_type == "f":
        return kind == "formula"
    if isinstance(value, datetime.datetime):
        return kind == "date" and text == value.date().isoformat()
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return kind == "format"  # a time of day is no day
    return kind in ("number", "format") and float(text) == float(value)


def differences(show_cells, openpyxl, path):
    mine, other = ours(show_cells, path), theirs(openpyxl, path)
    if not other:
        yield "openpyxl finds no cell"
    for at in sorted(mine.keys() | other.keys()):
        if at not in mine or at not in other:
            yield f"{at}: only {'openpyxl' if at in other else 'we'}: {mine.get(at) or other[at].value!r}"
        elif not agree(*mine[at], other[at]):
            yield f"{at}: {mine[at]}, openpyxl {other[at].data_type} {other[at].value!r} {other[at].number_format}"


def main(show_cells, folder):
    books = sorted(pathlib.Path(folder).glob("*.xlsx"))
    try:
        import openpyxl
    except ImportError:
        print("1..0 # SKIP python3-openpyxl is not here (make setup)")
        return
    if not books:
        print("1..0 # SKIP no workbook of Excel's is here (make setup)")
        return
    print(f"1..{len(books)}")
    for number, path in enumerate(books, 1):
        try:
            wrong = list(differences(show_cells, openpyxl, path))
        except ValueError as problem:
            wrong = [str(problem)]
        for line in wrong:
            print(f"# {line}")
        print(f"{'not ok' if wrong else 'ok'} {number} - {path.name}")


main(*sys.argv[1:])
