"""Reads what apisql has written, with nothing but Python's own modules, and prints each row on a
line of its own: cells as N for null, or a letter for the type and the text in hexadecimal digits,
apart by blanks. Behind each file is a line "end". Usage: read_back.py [FORMAT FILE]..."""

import csv
import json
import math
import re
import sys

MEANT = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def unescaped(text):
    return re.sub(r"\\([tnr\\])", lambda found: MEANT[found[1]], text)


def cell(value):
    if value is None:
        return "N"
    if isinstance(value, bool) or isinstance(value, int):
        kind, text = "I", str(int(value))
    elif isinstance(value, float):
        kind, text = "R", repr(value)
        if math.isinf(value):
            text = "Inf" if value > 0 else "-Inf"
    elif isinstance(value, str):
        kind, text = "T", value
    else:
        kind, text = "J", json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return kind + text.encode().hex()


def rows(form, name):
    encoding = "utf-8-sig" if form == "csv-excel" else "utf-8"
    with open(name, encoding=encoding, newline="") as file:
        if form == "tsv":
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield [unescaped(text) for text in row] or [""]
        elif form.startswith("csv"):
            for row in csv.reader(file, strict=True):
                yield row or [""]
        elif form == "json":
            yield from (list(row.values()) for row in json.load(file))
        else:
            yield from (list(json.loads(line).values()) for line in file)


for form, name in zip(sys.argv[1::2], sys.argv[2::2]):
    for row in rows(form, name):
        print(" ".join(cell(value) for value in row))
    print("end")
