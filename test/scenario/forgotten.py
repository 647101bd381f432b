#!/usr/bin/env python3
"""Searches every byte of folders for personal texts, in every form that they could be kept in.

    forgotten.py TEXTS FOLDER...     TEXTS: a file, one text a line

A text is looked for as it is and in other case, in UTF-8 and UTF-16, in hex and in base64 at each of its
three alignments, with the spaces that it has and without, in the bytes of every file and in the files'
names. Prints what was found; exit status 0 if nothing was.
"""
import base64
import os
import sys


def forms(text):
    plain = {text, text.replace(" ", ""), text.replace(" ", "_"), text.replace(" ", "-")}
    for t in plain:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            for s in (t, t.lower(), t.upper()):
                raw = s.encode(encoding)
                yield "as " + encoding, raw
                yield "in hex", raw.hex().encode()
                for skip in range(3):
                    whole = base64.b64encode(b"\0" * skip + raw)
                    # Only the digits that depend on nothing but the text.
                    yield "in base64", whole[(skip * 8 + 5) // 6 : (skip + len(raw)) * 8 // 6]


def files(folder):
    for root, folders, names in os.walk(folder):
        for name in folders + names:
            path = os.path.join(root, name)
            yield path, os.fsencode(name)
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    yield path, f.read()


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        texts = [line.strip() for line in f if line.strip()]
    looked, found = 0, 0
    for folder in sys.argv[2:]:
        for path, data in files(folder):
            looked += len(data)
            folded = data.lower()
            for text in texts:
                for how, form in forms(text):
                    # Base64 has two cases of its own; all else is compared without.
                    if (form in data) if how == "in base64" else (form.lower() in folded):
                        print(f"{path}: \"{text}\" {how}")
                        found += 1
                        break
    if not texts or not looked:
        print("nothing was looked for, or in")
        return 2
    return 1 if found else 0


sys.exit(main())
