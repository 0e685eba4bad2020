// The package says of generated records what the rules say natively: field by field, code by code,
// message by message, canonical value by value; one by one, in a list, and as NDJSON.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as byDefault from '../pkg/index.js';
import { EXAMPLE } from './example.mjs';

const { createValidator, fields, validate, validateNdjson } = byDefault;

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

/** What is missing, or nothing, is asked for in other words when it alone is looked at. */
const worded = (value, list = []) => (value != null ? list : list.map(({ message, ...rest }) => rest));

function assertBatch({ validate, validateField, validateMany, validateNdjson }, batch) {
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
    assert.deepEqual(worded(profile[name], alone.issues), worded(profile[name], ofField(issues)));
    assert.deepEqual(alone.warnings, ofField(warnings));
    if (value) assert.equal(alone.value, value[name]);
  });
}

/** Starts what makes records and says what the core says of each: so many, or, for `-`, those it is told. */
function generate(records, rules) {
  const generated = spawn(
    'cargo',
    ['run', '--quiet', '--package=client-profile', '--example=generated', '--', String(records), SEED, TODAY, ...rules],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)), stdio: ['pipe', 'pipe', 'inherit'] },
  );
  return { generated, ended: new Promise((resolve) => generated.on('close', resolve)) };
}

/** Compares with what the core says of so many records, under the rules of a file if there is one. */
async function assertSameAsNative(validator, records, ...rules) {
  const { generated, ended } = generate(records, rules);
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
      assertBatch(validator, batch);
      batch = [];
    }
  }
  assertBatch(validator, batch);
  assert.equal(await ended, 0);
  assert.equal(count, records);
  // The generator is worth something only while it makes both kinds.
  assert.ok(blocked > count / 5 && blocked < (count * 4) / 5, `${blocked} of ${count} blocked`);
}

/** Compares canonical values with those that the core makes of these records. */
async function assertSameValues({ validate }, records, ...rules) {
  const { generated, ended } = generate('-', rules);
  generated.stdin.end(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  let at = 0;
  for await (const text of createInterface({ input: generated.stdout })) {
    // Every other line is the record.
    if (at++ % 2 === 0) continue;
    const record = records[(at >> 1) - 1];
    const { value } = validate(record, { today: TODAY });
    assert.deepEqual(value ? Object.values(value) : null, JSON.parse(text).value, JSON.stringify(record));
  }
  assert.equal(await ended, 0);
  assert.equal(at, records.length * 2);
}

test(`${RECORDS} generated records`, () => assertSameAsNative(byDefault, RECORDS));

const OWN_RECORDS = Math.ceil(RECORDS / 4);
const OWN_RULES = fileURLToPath(new URL('own-rules.json', import.meta.url));
const OWN = createValidator(JSON.parse(readFileSync(OWN_RULES, 'utf8')));

test(`${OWN_RECORDS} generated records by rules in which everything differs`, () => {
  return assertSameAsNative(OWN, OWN_RECORDS, OWN_RULES);
});

/**
 * What JavaScript tells by itself, the module says, which reads lines alone; of each of `names` alone as
 * well. How many records have no error.
 */
function assertSameAsLines({ validate, validateField, validateNdjson }, today, names, records) {
  const { failures } = validateNdjson(records.map((record) => JSON.stringify(record)).join('\n'), { today });
  const refused = new Map(failures.map(({ line, ...told }) => [line - 1, told]));
  records.forEach((record, at) => {
    const { value, ...told } = validate(record, { today });
    // Of what is right, lines tell nothing.
    assert.deepEqual(told.issues ? told : undefined, refused.get(at), JSON.stringify(record));
    for (const name of names) {
      const ofField = (refused.get(at)?.issues ?? []).filter(({ field }) => field === name);
      const alone = validateField(name, record[name], record, { today });
      assert.deepEqual(worded(record[name], alone.issues), worded(record[name], ofField), JSON.stringify(record[name]));
      if (value) assert.equal(alone.value, value[name]);
    }
  });
  return records.length - failures.length;
}

const basic = createValidator(JSON.parse(readFileSync(new URL('basic-rules.json', import.meta.url), 'utf8')));

/** What stands around a character. */
const AROUND = [(c) => `A${c}a`, (c) => c, (c) => `A${c}`, (c) => `${c}a`, (c) => `A ${c}${c}`, (c) => `1${c}2`, (c) => `4 ${c}`];

test('every character in a name, a reason and a tax number, in records and in lines', () => {
  const records = [];
  for (let code = 0; code < 0x2100; code++) {
    for (const text of AROUND) {
      const typed = text(String.fromCharCode(code));
      records.push({ ...EXAMPLE, first_name: typed, reason: typed });
      records.push({ ...EXAMPLE, tax_identification_number: typed });
    }
  }
  const names = ['first_name', 'reason', 'tax_identification_number'];
  const accepted = assertSameAsLines(basic, TODAY, names, records);
  assert.ok(accepted > 20_000 && accepted < records.length - 5_000, accepted);
});

for (const number of ['n/a', 'N/A', 'none', 'na', 'no', '', ' ', '1 ', '1  2', '1-', 'x'.repeat(25), `1${'x'.repeat(24)}`, '1'.repeat(26)]) {
  for (const tin of ['basic', 'advise', 'strict']) {
    test(`the tax number '${number}' by ${tin}`, () => {
      const own = createValidator({ tin, tin_by_country: tin === 'basic' ? { de: 'basic' } : { in: 'basic' } });
      const records = ['in', 'de'].map((country) => ({ ...EXAMPLE, tax_residence_country: country, tax_identification_number: number }));
      assertSameAsLines(own, TODAY, ['tax_identification_number'], records);
    });
  }
}

for (const word of ['none', 'N/A', 'na', 'nil', 'n-a', 'no']) {
  test(`'${word}' in place of a tax number is n/a`, () => {
    const values = [basic, createValidator({})].map((own) => {
      const record = { ...EXAMPLE, tax_identification_number: word };
      return own.validate(record, { today: TODAY }).value.tax_identification_number;
    });
    assert.deepEqual(values, ['n/a', 'n/a']);
  });
}

test('basic in one country only: the others are advised', () => {
  const record = { ...EXAMPLE, tax_residence_country: 'de', tax_identification_number: '36574261808' };
  const codes = (rules) => createValidator(rules).validate(record, { today: TODAY }).warnings.map(({ code }) => code);
  assert.deepEqual(codes({ tin: 'basic' }), []);
  assert.deepEqual(codes({ tin_by_country: { de: 'basic' } }), []);
  assert.deepEqual(codes({ tin: 'basic', tin_by_country: { de: 'advise' } }), ['tin_checksum']);
});

const two = (number) => String(number).padStart(2, '0');

for (const [today, rules] of [
  [TODAY, {}],
  ['2024-02-29', {}],
  ['2026-02-28', { tin: 'basic' }],
  ['2026-01-01', { minimum_age: 0, age_limit: 1 }],
  ['2025-12-31', { minimum_age: 21, age_limit: 65_535 }],
  ['0005-03-01', { minimum_age: 2 }],
  ['9999-12-31', { minimum_age: 0 }],
]) {
  test(`every day of years that matter, on ${today} by ${JSON.stringify(rules)}`, () => {
    const records = [];
    for (const year of [0, 1, 3, 4, 1899, 1900, 1903, 1904, 1905, 1906, 1969, 2000, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2025, 2026, 9999]) {
      for (let month = 0; month < 14; month++) {
        for (let day = 0; day < 33; day++) {
          records.push({ ...EXAMPLE, date_of_birth: `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` });
        }
      }
    }
    const accepted = assertSameAsLines(createValidator(rules), today, ['date_of_birth'], records);
    assert.ok(accepted > 300 && accepted < records.length / 2, accepted);
  });
}

for (const [today, own, dates] of [
  [TODAY, basic, ['1969-09-19', '2000-02-29']],
  ['9999-12-31', createValidator({ tin: 'basic', minimum_age: 0 }), ['9969-09-19', '9999-05-03']],
]) {
  test(`another character anywhere in a date, on ${today}`, () => {
    const records = [];
    for (const date of dates) {
      for (let at = 0; at <= date.length; at++) {
        for (let code = 0; code < 0x180; code++) {
          const other = String.fromCharCode(code);
          records.push({ ...EXAMPLE, date_of_birth: date.slice(0, at) + other + date.slice(at + 1) });
          records.push({ ...EXAMPLE, date_of_birth: date.slice(0, at) + other + date.slice(at) });
        }
      }
    }
    const accepted = assertSameAsLines(own, today, ['date_of_birth'], records);
    assert.ok(accepted > 50 && accepted < 500, accepted);
  });
}

test('the days of one date of birth after the other, and of one validator beside another', () => {
  const days = ['2026-11-23', '2026-11-24', '2026-11-22', '2027-01-01', '1999-12-31'];
  const validators = [createValidator({}), createValidator({ minimum_age: 21 })];
  for (let round = 0; round < 200; round++) {
    const today = days[(round * 7) % 5];
    const year = Number(today.slice(0, 4)) - [18, 21][round % 2];
    for (const own of validators) {
      const records = [-1, 0, 1].map((by) => ({
        ...EXAMPLE,
        date_of_birth: new Date(Date.UTC(year, Number(today.slice(5, 7)) - 1, Number(today.slice(8)) + by)).toISOString().slice(0, 10),
      }));
      assertSameAsLines(own, today, ['date_of_birth'], records);
    }
  }
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

/** Each with the file of its rules, where they are not the default ones. */
const RULES = [
  ['the default rules', byDefault],
  ['tin: basic', basic, fileURLToPath(new URL('basic-rules.json', import.meta.url))],
  ['rules in which everything differs', OWN, OWN_RULES],
];

/** Numbers below another, from a seed. */
function generator(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffff_ffff_ffff_ffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}

/** For each kind of field, what is right, or nearly always, and what is wrong, nearly always for certain. */
const VALUES = {
  name: [
    ['Ann', 'Zoë', "O'Brien", 'de la Cruz', 'Anne-Marie', 'Eleanora-Maria', 'Ł'],
    ['R2D2', '4', 'é4', '4 a', '0-0', 'x<y', '<', 'a < b', 'a @ b', '#-#', '4<', '\0', 'A\x7f', 'a'.repeat(101), 'a-'.repeat(60) + '1', '<'.repeat(200), ' 4', "-4", '4-'],
  ],
  note: [
    ['moved', 'a % b', '<b>', 'x'.repeat(30)],
    ['a\0b', '\0', '\x1f', '\x7f\x01', 'a\tb', '\t', ' \0', '%'.repeat(256), 'a b'.repeat(100), '\0'.repeat(300), 'é'.repeat(256)],
  ],
  tax_number: [
    ['UX-1989389', '1', '12/34.5', 'n/a', '36574261808'],
    ['#1', '#', 'none#', '1_2', 'é1', 'x'.repeat(26), 'none'.padEnd(20, '-') + 'x', 'none'.padEnd(18, '.') + 'a', '1'.repeat(26), '#'.repeat(30), 'x'.repeat(18), 'no-t-a-p-p-licable', 'n-o-t-a-p-p-l-icable', 'n-o-t-a-p-p-l-i-cable', '1 #', '1  #', '\0'],
  ],
  country: [
    [],
    ['qq', 'zz', 'uk', 'xx', 'us', 'ae', 'fr', '~a', 'a~', '{a', 'a{', 'IND ', ' ind', 'India', 'the  Gambia', 'germany', 'UK', 'In', 'I N', 'i n d', 'a', 'abc', 'nowhere', 'x'.repeat(60), 'x'.repeat(300), 'in-d', '4', 'ñandu'],
  ],
  choice: [
    [],
    ['unsaid', 'busy', 'a_b', 'a__b', '_a', 'a_', 'Male', 'other!', 'a b', 'a-b', '4', '__proto__', 'constructor', 'x'.repeat(300), 'é', '\0'],
  ],
  date: [
    ['1969-09-19', '2000-02-29', '1984-12-31'],
    ['1999-02-30', '1900-02-29', '1990-13-01', '1990-00-10', '1990-01-00', '1990-99-99', '0000-01-01', '0001-01-01', '1800-05-05', '2009-01-01', '2020-02-29', '2026-11-23', '2026-11-24', '9999-12-31', '2027-02-29', '1990-1-1', '1990/01/01', ' 1990-01-01', '199a-01-01', '1990-01-0a'],
  ],
};
/** Of any kind. */
const NOTHING = ['', undefined, null, 0, 5, true, [], ['in'], {}, ' ', '\ud800', 'x'.repeat(70_000)];

/** What takes the place of another character: all of ASCII, and what is special beyond. */
const CHARACTERS = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'\x80\x85\xa0\xad\xb4\xb7éñŁſƀİ\u0301\u200b\u200e\u2019\u2010\u202e\u3000Ａ１字😀\ud800',
];

const namesOf = (own) => (own.fields ?? fields).map(({ name }) => name);

/** What gives a right value of each field by those rules. */
const rightOf = (own, pick) => {
  const lists = (own.fields ?? fields).map(({ name, kind, choices }) => {
    if (kind === 'country') return own.countries('en', name).map(({ code }) => code);
    return choices ?? VALUES[kind][0];
  });
  return () => Object.fromEntries(fields.map(({ name }, at) => [name, pick(lists[at])]));
};

for (const [rules, own, ...file] of RULES) {
  test(`${rules}: values that are wrong for certain, and nearly so, one by one and together`, () => {
    const below = generator(SEED);
    const pick = (list) => list[below(list.length)];
    const right = rightOf(own, pick);
    const records = fields.flatMap(({ name, kind }) => [...VALUES[kind].flat(), ...NOTHING].map((value) => ({ ...right(), [name]: value })));
    for (let count = 0; count < RECORDS / 10; count++) {
      const record = right();
      for (const { name, kind } of fields) {
        if (below(3) === 0) record[name] = pick(below(9) === 0 ? NOTHING : VALUES[kind][1]);
      }
      if (below(20) === 0) record.nickname = '';
      records.push(record);
    }
    const accepted = assertSameAsLines(own, TODAY, namesOf(own), records);
    assert.ok(accepted > 10 && accepted < records.length / 5, `${accepted} of ${records.length}`);
  });

  test(`${rules}: right values with one or two characters changed`, async () => {
    const below = generator(SEED);
    const pick = (list) => list[below(list.length)];
    const right = rightOf(own, pick);
    const changed = (text) => {
      const at = below(text.length + 1);
      return text.slice(0, at) + pick([pick(CHARACTERS), pick(CHARACTERS), '']) + text.slice(at + below(2));
    };
    const records = Array.from({ length: RECORDS / 5 }, () => {
      const record = right();
      for (let count = 1 + below(3); count > 0; count--) {
        const { name } = pick(fields);
        record[name] = changed(below(2) === 0 ? record[name] : changed(record[name]));
      }
      return record;
    });
    const accepted = assertSameAsLines(own, TODAY, namesOf(own), records);
    assert.ok(accepted > records.length / 20 && accepted < records.length / 2, `${accepted} of ${records.length}`);
    await assertSameValues(own, records, ...file);
  });
}
