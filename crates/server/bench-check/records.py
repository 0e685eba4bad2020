"""Distinct records from a seed, as NDJSON: one in ten has one to four errors. Tax numbers are right
for their country, save one in ten that earns advice."""

import random

FIRST = ["Maria", "James", "Anne-Marie", "Olga", "Li", "Priya", "Ahmed", "Zoë", "Jean Luc", "Chloé"]
LAST = ["Garcia", "O'Brien", "Smith", "Ivanova", "Wang", "Sharma", "Müller", "de la Cruz", "Novak"]

# What every peer must refuse.
WRONG = [
    ("first_name", "R2D2"),
    ("last_name", ""),
    ("residence_country", "qq"),
    ("account_opening_reason", "fun"),
    ("tax_residence_country", "zz"),
    ("birth_country", "xx"),
    ("tax_identification_number", "#1"),
    ("citizen_country", ""),
    ("employment_status", "busy"),
    ("date_of_birth", "1999-02-30"),
    ("date_of_birth", "2009-01-01"),
    ("gender", "unsaid"),
    ("reason", ""),
]


def letters(pick, count):
    return "".join(pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(count))


def indian_pan(below, pick):
    return f"{letters(pick, 3)}P{letters(pick, 1)}{1 + below(9998):04}{letters(pick, 1)}"


def kenyan_pin(below, pick):
    return f"A{below(1_000_000_000):09}{letters(pick, 1)}"


def american_ssn(below, _pick):
    return f"{1 + below(665):03}-{1 + below(98):02}-{1 + below(9998):04}"


def spanish_dni(below, _pick):
    number = below(90_000_000) + 1_000_000
    return f"{number:08}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def brazilian_cpf(below, _pick):
    digits = [int(digit) for digit in f"{below(1_000_000_000):09}"]
    for _ in range(2):
        weights = range(len(digits) + 1, 1, -1)
        rest = sum(digit * weight for digit, weight in zip(digits, weights)) * 10 % 11
        digits.append(rest % 10)
    return "".join(map(str, digits))


TAX_COUNTRIES = [
    ("in", indian_pan),
    ("ke", kenyan_pin),
    ("us", american_ssn),
    ("es", spanish_dni),
    ("br", brazilian_cpf),
]


def write(path, count, rules, seed=1):
    """Writes `count` records; returns how many are wrong."""
    source = random.Random(seed)
    pick = source.choice
    wrong = 0

    def below(most):
        return int(source.random() * most)

    with open(path, "w", encoding="utf-8", newline="\n", buffering=1 << 20) as out:
        for number in range(count):
            country, tax_number = pick(TAX_COUNTRIES)
            tax_number = f"UX-{number:07}" if below(10) == 0 else tax_number(below, pick)
            record = {
                "first_name": f"{pick(FIRST)} {letters(pick, 3).capitalize()}",
                "last_name": f"{pick(LAST)}{letters(pick, 3).lower()}",
                "residence_country": pick(rules["countries"]),
                "account_opening_reason": pick(rules["account_opening_reason"]),
                "tax_residence_country": country,
                "birth_country": pick(rules["countries"]),
                "tax_identification_number": tax_number,
                "citizen_country": pick(rules["countries"]),
                "employment_status": pick(rules["employment_status"]),
                "date_of_birth": f"{1930 + below(75)}-{1 + below(12):02}-{1 + below(28):02}",
                "gender": pick(rules["gender"]),
                "reason": f"moved to another flat, case {number}",
            }
            if below(10) == 0:
                wrong += 1
                for _ in range(1 + below(4)):
                    field, value = pick(WRONG)
                    record[field] = value
            # No value has a quote, a backslash or a control character.
            out.write("{%s}\n" % ",".join(f'"{key}":"{value}"' for key, value in record.items()))
    return wrong
