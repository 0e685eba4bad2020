"""What python-stdnum says of a number (see requirements.txt for its version)."""

import importlib

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


def verdict(row):
    """Whether one of the country's modules takes the number; None where there is none."""
    if not row["python"]:
        return None
    return any(passes(name, row["number"]) for name in row["python"])


def tells(names, number):
    """The birth date (ISO 8601) and the gender (M or F) that the number tells; "" for neither."""
    for name in names:
        if not passes(name, number):
            continue
        told = []
        for function in ("get_birth_date", "get_gender"):
            try:
                value = getattr(module(name), function)(number)
            except (AttributeError, ValueError):
                value = None
            told.append(str(value or ""))
        return told
    return ["", ""]
