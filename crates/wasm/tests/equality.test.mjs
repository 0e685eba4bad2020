// The package says of generated records what the rules say natively: field by field, code by code,
// message by message, canonical value by value; one by one, in a list, and as NDJSON.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { fields, validate, validateField, validateMany, validateNdjson } from '../pkg/index.js';
import { EXAMPLE } from './example.mjs';

const RECORDS = Number(process.env.RECORDS ?? 100_000);
const SEED = process.env.SEED ?? '1';
const TODAY = '2026-11-23';
const BATCH = 5_000;

const told = ({ path, code, severity, message, params }) => [
  path[0] ?? null, code, severity, message,
  params.limit ?? null, params.country ?? null, params.format ?? null, params.number ?? null,
];

/** What natively comes in field order, here in two lists. */
const apart = (findings) => ({
  issues: findings.filter(([, , severity]) => severity === 'error'),
  warnings: findings.filter(([, , severity]) => severity === 'warning'),
});

const both = ({ issues = [], warnings }) => ({ issues: issues.map(told), warnings: warnings.map(told) });

function assertSame(result, { findings, value }, line) {
  assert.deepEqual(both(result), apart(findings), line);
  assert.deepEqual(result.value ? Object.values(result.value) : null, value, line);
}

function assertBatch(batch) {
  const profiles = batch.map(({ line }) => JSON.parse(line));
  const one = profiles.map((profile) => validate(profile, { today: TODAY }));
  one.forEach((result, at) => assertSame(result, batch[at].native, batch[at].line));
  assert.deepEqual(validateMany(profiles, { today: TODAY }), one);

  const { total, valid, failures } = validateNdjson(batch.map(({ line }) => line).join('\n'), { today: TODAY });
  assert.equal(total, batch.length);
  assert.equal(valid, one.filter(({ issues }) => !issues).length);
  const failed = one.flatMap(({ issues, warnings }, at) => (issues ? [{ line: at + 1, issues, warnings }] : []));
  assert.deepEqual(failures, failed);

  // What a field's own check says is what the whole says of the field.
  profiles.forEach((profile, at) => {
    const { name } = fields[at % fields.length];
    const { issues = [], warnings, value } = one[at];
    const ofField = (list) => list.filter(({ field }) => field === name);
    const alone = validateField(name, profile[name], profile, { today: TODAY });
    // What is missing, or nothing, is asked for in other words when it alone is looked at.
    const worded = (list) => (profile[name] != null ? list : list.map(({ message, ...rest }) => rest));
    assert.deepEqual(worded(alone.issues ?? []), worded(ofField(issues)));
    if (!alone.issues) assert.deepEqual(alone.warnings, ofField(warnings));
    if (value) assert.equal(alone.value, value[name]);
  });
}

test(`${RECORDS} generated records`, async () => {
  const generated = spawn(
    'cargo',
    ['run', '--quiet', '--package=client-profile', '--example=generated', '--', String(RECORDS), SEED, TODAY],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => generated.on('close', resolve));
  let line;
  let batch = [];
  let count = 0;
  let blocked = 0;
  for await (const text of createInterface({ input: generated.stdout })) {
    if (line === undefined) {
      line = text;
      continue;
    }
    const native = JSON.parse(text);
    batch.push({ line, native });
    line = undefined;
    count++;
    blocked += native.value ? 0 : 1;
    if (batch.length === BATCH) {
      assertBatch(batch);
      batch = [];
    }
  }
  assertBatch(batch);
  assert.equal(await ended, 0);
  assert.equal(count, RECORDS);
  // The generator is worth something only while it makes both kinds.
  assert.ok(blocked > count / 5 && blocked < (count * 4) / 5, `${blocked} of ${count} blocked`);
});

// What JavaScript accepts by itself, the module accepts, which reads lines alone.
test('every character in a name and a reason, in records and in lines', () => {
  const around = [(c) => `A${c}a`, (c) => c, (c) => `A${c}`, (c) => `${c}a`, (c) => `A ${c}${c}`];
  const records = [];
  for (let code = 0; code < 0x2100; code++) {
    for (const text of around) {
      const typed = text(String.fromCharCode(code));
      records.push({ ...EXAMPLE, first_name: typed, reason: typed });
    }
  }
  const { failures } = validateNdjson(records.map((record) => JSON.stringify(record)).join('\n'), { today: TODAY });
  const refused = new Map(failures.map(({ line, issues }) => [line - 1, issues]));
  let accepted = 0;
  records.forEach((record, at) => {
    const { value, issues } = validate(record, { today: TODAY });
    assert.deepEqual(issues, refused.get(at), JSON.stringify(record));
    accepted += value ? 1 : 0;
    for (const name of ['first_name', 'reason']) {
      const ofField = (refused.get(at) ?? []).filter(({ field }) => field === name);
      const alone = validateField(name, record[name]);
      assert.deepEqual(alone.issues ?? [], ofField, JSON.stringify(record[name]));
      if (value) assert.equal(alone.value, value[name]);
    }
  });
  assert.ok(accepted > 20_000 && failures.length > 5_000, `${accepted} ${failures.length}`);
});

for (const [name, letter, length, said] of [
  ['first_name', 'é', 50, undefined],
  ['first_name', 'é', 51, 'name_long'],
  ['last_name', 'a', 100, 'name_long'],
  ['last_name', 'a', 101, 'too_long'],
  ['reason', 'a', 255, undefined],
  ['reason', 'a', 256, 'too_long'],
]) {
  test(`${name} of ${length} times ${letter}: ${said ?? 'nothing to say'}`, () => {
    const record = { ...EXAMPLE, [name]: letter.repeat(length) };
    const { issues, warnings } = validate(record, { today: TODAY });
    const { failures } = validateNdjson(JSON.stringify(record), { today: TODAY });
    const told = [...(issues ?? []), ...warnings].find(({ field }) => field === name);
    assert.equal(told?.code, said);
    assert.deepEqual(failures, issues ? [{ line: 1, issues, warnings }] : []);
  });
}
