"""Measures `client-profile check` beside zod in Node and pydantic 2 in Python, by turns, and prints
a section of docs/BENCHMARKS.md. Needs Linux: CPU time and memory are those that wait4 tells."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import records

HERE = Path(__file__).resolve().parent
TODAY = "2026-11-23"
# People from 18 to 120 years of age on that day.
BORN = {"first": "1905-11-24", "last": "2008-11-23"}
SAMPLE = 10_000
ROUNDS = 3


def rules_of(program):
    """What the peers are to take, from the product's own lists."""
    rules = json.loads(subprocess.run([program, "rules"], capture_output=True, check=True).stdout)
    iso = (HERE / "../../core/data/iso3166.txt").read_text(encoding="utf-8").lower().split()
    words = ["account_opening_reason", "employment_status", "gender"]
    return {
        "countries": sorted({*iso, *rules["extra_countries"]}),
        "born": BORN,
        **{field: rules[field] for field in words},
    }


class Run:
    """One run of a command to its end: what it printed, and what it took."""

    def __init__(self, command, to_nowhere=False):
        out = subprocess.DEVNULL if to_nowhere else subprocess.PIPE
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=out) as child:
            self.printed = "" if to_nowhere else child.stdout.read().decode()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.perf_counter() - start
        self.cpu_seconds = used.ru_utime + used.ru_stime
        self.megabytes = used.ru_maxrss / 1024
        # 1 says that some records are wrong.
        if child.returncode not in (0, 1) or (child.returncode == 1 and command[1] != "check"):
            sys.exit(f"{command} ended with {child.returncode}")


def verdicts_differ(program, peers, sample):
    """The gate: a peer's verdict on each record of the sample is ours."""
    printed = Run([program, "check", "--today", TODAY, sample]).printed
    ours = "".join("1" if json.loads(line)["valid"] else "0" for line in printed.splitlines())
    if len(ours) != SAMPLE or "0" not in ours or "1" not in ours:
        sys.exit("the sample is not what it is to be")
    for name, command in peers.items():
        theirs = Run([*command(sample), "--verdicts"]).printed.strip()
        if theirs != ours:
            at = next((n for n in range(SAMPLE) if theirs[n : n + 1] != ours[n]), SAMPLE)
            line = Path(sample).read_text(encoding="utf-8").splitlines()[at : at + 1]
            sys.exit(f"{name} says otherwise of record {at + 1}: {line}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--records", type=int, default=1_000_000)
    given = arguments.parse_args()
    program, count = given.program, given.records
    if count < 10 * SAMPLE:
        sys.exit(f"measure with {10 * SAMPLE} records or more")

    rules = rules_of(program)
    rules_file = str(given.folder / "rules.json")
    Path(rules_file).write_text(json.dumps(rules), encoding="utf-8")
    whole, tenth, sample = (str(given.folder / f"{name}.ndjson") for name in ("all", "tenth", "sample"))
    wrong = records.write(whole, count, rules)
    records.write(tenth, count // 10, rules)
    records.write(sample, SAMPLE, rules, seed=2)

    zod_version = json.loads((HERE / "node_modules/zod/package.json").read_text())["version"]
    node_version = Run(["node", "--version"]).printed.strip()
    zod = f"Node {node_version}, zod {zod_version}"
    pydantic = f"Python {sys.version.split()[0]}, pydantic {version('pydantic')}"
    peers = {
        zod: lambda file: ["node", str(HERE / "zod.mjs"), file, rules_file],
        pydantic: lambda file: [sys.executable, str(HERE / "pydantic_peer.py"), file, rules_file],
    }
    verdicts_differ(program, peers, sample)

    ours = "`client-profile check --summary`"
    lines = "`client-profile check`, a line for each record"
    check = [program, "check", "--today", TODAY]
    runs = {name: [] for name in (ours, lines, zod, pydantic)}
    for _ in range(ROUNDS):
        runs[ours].append(Run([*check, "--summary", whole]))
        runs[lines].append(Run([*check, whole], to_nowhere=True))
        for name, command in peers.items():
            runs[name].append(Run(command(whole)))
            counts = json.loads(runs[name][-1].printed)
            if (counts["records"], counts["invalid"]) != (count, wrong):
                sys.exit(f"{name} counted {counts}, {wrong} of {count} are wrong")
        counts = json.loads(runs[ours][-1].printed)
        if (counts["records"], counts["invalid"]) != (count, wrong):
            sys.exit(f"client-profile counted {counts}, {wrong} of {count} are wrong")
    of_tenth = Run([*check, "--summary", tenth]).megabytes

    def median(name, figure):
        return statistics.median(figure(run) for run in runs[name])

    per_core = {name: count / median(name, lambda run: run.cpu_seconds) for name in runs}
    elapsed = {name: count / median(name, lambda run: run.seconds) for name in runs}
    peak = {name: median(name, lambda run: run.megabytes) for name in runs}
    size = os.path.getsize(whole) / 1e6
    cores = len(os.sched_getaffinity(0))
    print(
        f"{count:,} records of NDJSON ({size:,.0f} MB) from a seed, {wrong:,} of them with one to four "
        f"errors; medians of {ROUNDS} runs by turns, from start to end of each process. Everybody "
        f"gives the same verdict on each of another {SAMPLE:,} records and counts the same wrong "
        "ones, or nothing is timed. The peers have simpler rules (patterns, words, ISO countries, dates "
        "that exist and ages), we have all of ours, tax advice included. A core's records are those "
        "of a second of CPU time, system and threads included, so that other work on the machine "
        f"counts for little; the elapsed ones are those of the command as it is run: ours uses all {cores} "
        "cores, a script of Node or Python one.\n"
    )
    print("| way | records/s and core | records/s elapsed | peak memory, MB |")
    print("|---|---:|---:|---:|")
    for name in runs:
        print(f"| {name} | {per_core[name]:,.0f} | {elapsed[name]:,.0f} | {peak[name]:,.1f} |")
    print("\nBeside what it is to be:\n")
    print("| | figure | bar | |")
    print("|---|---:|---:|---|")
    growth = peak[ours] / of_tenth
    times = {peer: elapsed[ours] / elapsed[peer] for peer in (zod, pydantic)}
    for what, figure, bar, met in (
        ("records/s and core", f"{per_core[ours]:,.0f}", ">= 2,000,000", per_core[ours] >= 2e6),
        ("elapsed, of zod", f"{times[zod]:.1f}", ">= 40", times[zod] >= 40),
        ("elapsed, of pydantic", f"{times[pydantic]:.1f}", ">= 20", times[pydantic] >= 20),
        ("peak memory, of that for a tenth of the records", f"{growth:.2f}", "<= 1.1", growth <= 1.1),
    ):
        print(f"| {what} | {figure} | {bar} | {'met' if met else 'missed'} |")
    print(
        f"\nCore for core that is {per_core[ours] / per_core[zod]:.1f} times zod and "
        f"{per_core[ours] / per_core[pydantic]:.1f} times pydantic. How many times as fast as the peers it "
        f"is depends on them as much: at their speed here, 40 times zod is {40 * elapsed[zod]:,.0f} records/s, "
        f"20 times pydantic {20 * elapsed[pydantic]:,.0f}. A record has {size * 1e6 / count:.0f} bytes, so that "
        f"this is {40 * elapsed[zod] * size / count / 1e3:.1f} and "
        f"{20 * elapsed[pydantic] * size / count / 1e3:.1f} GB/s, in which each byte is read from the system, "
        "held against UTF-8, scanned as JSON, and its value against every rule."
    )
    for file in (whole, tenth, sample):
        os.remove(file)


main()
