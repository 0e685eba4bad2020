"""Makes numbers from known ones, with what python-stdnum says they tell of their holders.

`tax_number_verdicts` makes numbers from our own shapes, so it never asks about what our shapes
leave out. This starts from the numbers of `../data/tin-vectors.jsonl` that checkers agree on: it
changes some characters for others of their kind (now and then of another kind), mends the end
until python-stdnum is content where it knows the country, and keeps half as they are and mistypes
half.
"""

import collections
import json
import pathlib
import random
import string

from python_stdnum import passes, tells

DATA = pathlib.Path(__file__).parents[1] / "data/tin-vectors.jsonl"
TABLE = pathlib.Path(__file__).parents[2] / "data/tax-numbers.txt"


def peers():
    """The modules of each country, as the table of tax numbers names them."""
    found, country = {}, None
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[:1] == ["country"]:
            country = words[1]
        elif words[:1] in (["python"], ["npm"]):
            found.setdefault(country, {})[words[0]] = [name for name in words[1:] if name != "-"]
    return {country: names for country, names in found.items() if any(names.values())}


def known_numbers(countries):
    """By country and kind of number."""
    known = collections.defaultdict(list)
    for line in DATA.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["expect"] and row["country"] in countries:
            known[row["country"], row["type"]].append(row["tin"])
    return known


def other(character, chance):
    """Another one of its kind, seldom of another kind."""
    digit = character.isdigit() if chance.random() < 0.97 else chance.random() < 0.5
    if not character.isalnum():
        return character
    return chance.choice(string.digits if digit else string.ascii_uppercase)


def changed(number, chance):
    share = chance.choice([0.1, 0.3, 0.6, 1.0])
    return "".join(other(c, chance) if chance.random() < share else c for c in number)


def mended(number, modules):
    """With the last one or two characters that python-stdnum takes, if there are any."""
    if any(passes(name, number) for name in modules):
        return number
    kinds = [string.digits if c.isdigit() else string.ascii_uppercase for c in number[-2:]]
    ends = [a + b for a in kinds[0] for b in kinds[-1] + "ABKX"]
    for end in sorted(ends, key=lambda end: end[0] != number[-2:-1]):
        tried = number[:-2] + end
        if any(passes(name, tried) for name in modules):
            return tried
    return None


def mistyped(number, chance):
    at = chance.randrange(len(number))
    digit = chance.choice(string.digits)
    kind = chance.randrange(5)
    if kind == 0:
        return number[:at] + digit + number[at + 1 :]
    if kind == 1:
        return number[:at] + number[at + 1 :]
    if kind == 2:
        return number[:at] + digit + number[at:]
    if kind == 3 and at:
        return number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :]
    last = chance.choice(string.ascii_uppercase) if number[-1].isalpha() else digit
    return number[:-1] + last


def lines(count, seed):
    """A country, a number, a birth date and a gender each, with tabs between."""
    chance = random.Random(seed)
    countries = peers()
    known = known_numbers(countries)
    kinds = sorted(known)
    for at in range(count):
        country, kind = kinds[at % len(kinds)]
        modules = countries[country].get("python", [])
        start = chance.choice(known[country, kind])
        number = changed(start, chance)
        for _ in range(20 if modules else 0):
            mend = mended(number, modules)
            if mend:
                number = mend
                break
            number = changed(start, chance)
        if chance.random() < 0.5:
            number = mistyped(number, chance)
        yield "\t".join([country, number, *tells(modules, number)])
