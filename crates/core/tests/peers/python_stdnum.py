"""Adds the verdict of python-stdnum to each line of `tax_number_verdicts`.

Reads NDJSON from stdin, writes the same lines with `peer` (the number passes one of the country's
modules) to stdout. Lines of countries that python-stdnum does not know are left out.
Needs python-stdnum (see requirements.txt).
"""

import importlib
import json
import sys

modules = {}


def module(name):
    if name not in modules:
        modules[name] = importlib.import_module("stdnum." + name)
    return modules[name]


def passes(name, number):
    try:
        return module(name).is_valid(number)
    except (KeyError, IndexError, ValueError):
        # Some modules do not foresee every text: cn.ric a place without counties, gh.tin an X
        # before the end.
        return False


for line in sys.stdin:
    row = json.loads(line)
    if row["python"]:
        row["peer"] = any(passes(name, row["number"]) for name in row["python"])
        print(json.dumps(row, ensure_ascii=False))
