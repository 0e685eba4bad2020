// One peer in a process of its own: `node measure.mjs PEER`. Prints its figures as JSON.
//
// The gate comes first: the same verdicts and paths as the hand-written checks, or no figures.

import { TODAY } from './rules.mjs';
import { ndjson, records } from './records.mjs';

const [peer] = process.argv.slice(2);
const COUNT = 10_000;
const WARM_ROUNDS = 3;
const ROUNDS = 4;
// One field takes so little that after a few rounds the loop around it is not yet optimised, and is
// most of what is measured.
const FIELD_ROUNDS = 20;
const BATCHES = 12;
// The engine takes some batches of lines to optimise what reads them; the first is told apart.
const LINE_BATCHES = 40;
const CHUNK = 50;

const { default: checks } = await import(`./peers/${peer}.mjs`);
const { default: hand } = await import('./peers/hand.mjs');

const good = records(COUNT);
const bad = records(COUNT, 2, 1);

const paths = ({ issues = [] }) => [...new Set(issues.map(({ path }) => String(path[0])))].sort().join();
for (const record of [...good, ...bad]) {
  const [said, expected] = [paths(checks.validate(record)), paths(hand.validate(record))];
  if (said !== expected) throw new Error(`${peer} finds ${said} where ${expected} is wrong: ${JSON.stringify(record)}`);
}
if (!checks.validate({ ...good[0], nickname: '' }).issues) throw new Error(`${peer} takes an unknown key`);
for (const [name, value] of [['name', 'R2D2'], ['date', '1999-02-30'], ['country', 'qq']]) {
  if (!checks[name](value).issues) throw new Error(`${peer} takes ${value} as ${name}`);
}

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
let kept = 0;

/** Median and 99th percentile of nanoseconds a call, over chunks of calls. */
function time(check, inputs, warm = WARM_ROUNDS, rounds = ROUNDS) {
  const chunks = [];
  for (let round = -warm; round < rounds; round++) {
    for (let from = 0; from < inputs.length; from += CHUNK) {
      const start = process.hrtime.bigint();
      for (let at = from; at < from + CHUNK; at++) kept += check(inputs[at]).issues ? 1 : 0;
      if (round >= 0) chunks.push(Number(process.hrtime.bigint() - start) / CHUNK);
    }
  }
  const middle = median(chunks);
  return { median: middle, p99: chunks[Math.floor(chunks.length * 0.99)] };
}

const timeField = (check, field) =>
  time(checks[check], good.map((record) => record[field]), FIELD_ROUNDS, FIELD_ROUNDS);

function batch() {
  const times = [];
  for (let round = 0; round < BATCHES; round++) {
    const start = performance.now();
    const results = good.map((record) => checks.validate(record));
    times.push(performance.now() - start);
    kept += results.length;
  }
  return { median: median(times), p99: times.at(-1) };
}

const figures = {
  valid: time(checks.validate, good),
  errors: time(checks.validate, bad),
  name: timeField('name', 'first_name'),
  date: timeField('date', 'date_of_birth'),
  country: timeField('country', 'birth_country'),
  batch: batch(),
};

if (peer.startsWith('ours')) {
  const lines = ndjson(COUNT, 3, 10);
  const text = lines.join('\n');
  const one = `[${lines}]`;
  const bytes = new TextEncoder().encode(text);
  const of = (work) => {
    const times = [];
    for (let round = 0; round < LINE_BATCHES; round++) {
      const start = performance.now();
      kept += work().length ?? 0;
      times.push(performance.now() - start);
    }
    return { first: times[0], median: median(times) };
  };
  const { first, median: ours } = of(() => checks.lines(bytes));
  figures.lines = {
    first,
    ours,
    parseOne: of(() => JSON.parse(one)).median,
    parseLines: of(() => text.split('\n').map((line) => JSON.parse(line))).median,
    decodeAndParseLines: of(() => new TextDecoder().decode(bytes).split('\n').map((line) => JSON.parse(line))).median,
    bytes: bytes.length,
  };
}

console.log(JSON.stringify({ peer, today: TODAY, kept, ...figures }));
