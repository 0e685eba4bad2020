"""Compares our verdicts with a peer's: compare.py PEER < lines with `passes` and `peer`.

A disagreement is fine when disagreements.tsv has a line whose country, peer (or *) and verdict of
ours fit, and whose pattern matches the whole number. Prints how many numbers were compared, how
many disagreements each line explains, and every unexplained one; exits 1 when there is any.
"""

import collections
import json
import pathlib
import re
import sys

peer = sys.argv[1]
listed = []
text = (pathlib.Path(__file__).parent / "disagreements.tsv").read_text(encoding="utf-8")
for line in text.splitlines():
    if line and not line.startswith("#"):
        country, who, ours, pattern, reason = line.split("\t")
        if who in (peer, "*"):
            listed.append((country, ours == "passes", re.compile(pattern), line))

compared = collections.Counter()
explained = collections.Counter()
unexplained = []
for line in sys.stdin:
    row = json.loads(line)
    compared[row["country"]] += 1
    if row["passes"] == row["peer"]:
        continue
    for country, ours, pattern, entry in listed:
        fits = country == row["country"] and ours == row["passes"]
        if fits and pattern.fullmatch(row["number"]):
            explained[entry] += 1
            break
    else:
        unexplained.append(row)

print(f"{peer}: {compared.total()} numbers of {len(compared)} countries,"
      f" {explained.total()} explained disagreements, {len(unexplained)} unexplained")
for entry, count in sorted(explained.items()):
    print(f"  {count:6}  {entry}")
for row in unexplained[:200]:
    ours = "passes" if row["passes"] else "fails"
    print(f"  {row['country']} {row['number']}: ours {ours}")
sys.exit(bool(unexplained))
