// Names that are not in Unicode NFC: the module hands them to the platform's own normalization, and
// comes to the same canonical form as from the composed name; that form is its own canonical form.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { validate, validateField, validateNdjson } from '../pkg/index.js';

const TODAY = '2026-11-23';
const file = new URL('../../core/tests/data/names-accept.tsv', import.meta.url);
const names = readFileSync(file, 'utf8').split('\n').map((line) => line.split('\t')[2]).filter(Boolean);
const both = names.flatMap((name) => [name, name.toUpperCase()]);
const apart = both.map((name) => [name, name.normalize('NFD')]).filter(([name, nfd]) => name !== nfd);

const canonical = (name) => validateField('first_name', name, {}, { today: TODAY }).value;

test(`${apart.length} names that are not in NFC become those that are`, () => {
  assert.ok(apart.length > 1_000);
  for (const [name, nfd] of apart) {
    const value = canonical(nfd);
    assert.equal(value, canonical(name), name);
    assert.equal(value, value.normalize('NFC'), name);
    assert.equal(canonical(value), value, name);
    // Direction marks between letters and marks keep nothing from composing.
    assert.equal(canonical([...nfd].join('\u200e')), value, name);
  }
});

test('so they do in records, one by one and as lines', () => {
  const record = {
    residence_country: 'in', account_opening_reason: 'hedging', tax_residence_country: 'in',
    birth_country: 'in', tax_identification_number: 'UX-1989389', citizen_country: 'in',
    employment_status: 'retired', date_of_birth: '1969-09-19', gender: 'male', reason: 'api test',
  };
  const records = apart.map(([, nfd]) => ({ first_name: nfd, last_name: nfd, ...record }));
  for (const [at, profile] of records.entries()) {
    const { value, issues } = validate(profile, { today: TODAY });
    assert.equal(issues, undefined);
    assert.equal(value.first_name, canonical(apart[at][0]));
    assert.equal(value.last_name, value.first_name);
  }
  const lines = records.map((profile) => JSON.stringify(profile)).join('\n');
  const { total, valid } = validateNdjson(lines, { today: TODAY });
  assert.deepEqual([total, valid], [records.length, records.length]);
});
