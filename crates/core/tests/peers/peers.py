"""Compares our verdicts on generated tax numbers with those of two independent checkers.

    python3 peers.py VERDICTS COUNT SEED

VERDICTS is the program of `cargo build --example tax_number_verdicts`; half of COUNT numbers come
from that, half from `generate.py`. python-stdnum (requirements.txt) and npm's stdnum (package.json)
say whether they pass, python-stdnum also what day of birth and gender they tell.

A disagreement is fine when disagreements.tsv has a line whose country, peer (or *) and verdict of
ours fit, and whose pattern matches the whole number. Prints how many numbers were compared, how
many disagreements each line explains, and every unexplained one; exits 1 when there is any.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

import generate
import python_stdnum

HERE = pathlib.Path(__file__).parent


def rows(verdicts, count, seed):
    """Ours: NDJSON as `tax_number_verdicts` writes it, of both kinds of numbers."""
    ours = subprocess.run([verdicts, str(count // 2), str(seed)], **CAPTURED)
    numbers = "".join(line + "\n" for line in generate.lines(count - count // 2, seed))
    theirs = subprocess.run([verdicts, "-"], input=numbers, **CAPTURED)
    return [json.loads(line) for line in (ours.stdout + theirs.stdout).splitlines()]


CAPTURED = {"check": True, "stdout": subprocess.PIPE, "encoding": "utf-8"}


def npm(rows):
    """The verdict of npm's stdnum on each row, None where it does not know the country."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    script = ["node", "npm-stdnum.mjs"]
    done = subprocess.run(script, input=text, **CAPTURED)
    return [json.loads(line) for line in done.stdout.splitlines()]


def disagreements():
    for line in (HERE / "disagreements.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, peer, ours, pattern, _ = line.split("\t")
            yield country, peer, ours, re.compile(pattern), line


def report(peer, compared, found):
    """Prints what was found; whether all of it is explained."""
    listed = [entry for entry in disagreements() if entry[1] in (peer, "*")]
    explained, unexplained = collections.Counter(), []
    for country, number, ours in found:
        for listed_country, _, listed_ours, pattern, line in listed:
            if (listed_country, listed_ours) == (country, ours) and pattern.fullmatch(number):
                explained[line] += 1
                break
        else:
            unexplained.append((country, number, ours))
    countries = len(compared)
    print(
        f"figure: {peer}: {compared.total()} numbers of {countries} countries, "
        f"{explained.total()} explained disagreements, {len(unexplained)} unexplained"
    )
    for line, count in sorted(explained.items()):
        print(f"  {count:6}  {line}")
    for country, number, ours in unexplained[:300]:
        print(f"  {country} {number}: ours {ours}")
    return not unexplained


def main():
    all_rows = rows(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    verdicts = {
        "python": [python_stdnum.verdict(row) for row in all_rows],
        "npm": npm(all_rows),
    }
    good = True
    for peer, theirs in verdicts.items():
        compared, found = collections.Counter(), []
        for row, passes in zip(all_rows, theirs, strict=True):
            if passes is None:
                continue
            compared[row["country"]] += 1
            if row["passes"] != passes:
                found.append((row["country"], row["number"], "passes" if row["passes"] else "fails"))
        good &= report(peer, compared, found)
    # What a number tells of its holder, where both of us take it for one.
    compared, found = collections.Counter(), []
    for row in all_rows:
        for tells in ("born", "sex"):
            if row["passes"] and row.get(tells) is not None:
                compared[row["country"]] += 1
                if not row[tells]:
                    found.append((row["country"], row["number"], tells))
    good &= report("births", compared, found)
    sys.exit(not good)


if __name__ == "__main__":
    main()
