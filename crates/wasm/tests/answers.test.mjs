// What JavaScript makes of the core's tables is what the core says: rules that are refused, hints,
// and lines of NDJSON that the module leaves to JavaScript.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createValidator, taxNumberHint, validateField, validateNdjson } from '../pkg/index.js';

const TODAY = { today: '2026-11-23' };

/** The values that the core's example prints. */
function native(args, input = '') {
  const { stdout, stderr, status } = spawnSync(
    'cargo',
    ['run', '--quiet', '--package=client-profile', '--features=serde', '--example=answers', '--', ...args],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)), input, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  assert.equal(status, 0, stderr);
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}

const many = (count, word) => Array(count).fill(word);
const RULES = [
  {},
  { version: 1 },
  { version: 2 },
  { version: '1' },
  { name_max_length: 0 },
  { name_max_length: 10_000 },
  { name_max_length: 10_001 },
  { name_max_length: 1.5 },
  { name_max_length: -1 },
  { name_max_length: 4_294_967_296 },
  { name_long: 0 },
  { reason_max_length: 0 },
  { tin_max_length: 51 },
  { tin_max_length: 50 },
  { minimum_age: 121 },
  { minimum_age: 0, age_limit: 0 },
  { minimum_age: 65_536 },
  { age_limit: 65_535 },
  { age_limit: null },
  { extra_countries: ['xk', 'zz'] },
  { extra_countries: ['XK'] },
  { extra_countries: ['abc'] },
  { extra_countries: [1] },
  { extra_countries: 'xk' },
  { extra_countries: many(1000, 'xk') },
  { extra_countries: many(1001, 'xk') },
  { extra_countries: [] },
  { countries: {} },
  { countries: { residence_country: {} } },
  { countries: { residence_country: { allowed: ['in'], refused: ['in'] } } },
  { countries: { residence_country: { allowed: ['xk'], refused: ['xk'] } }, extra_countries: [] },
  { countries: { residence_country: { allowed: ['in', 'gb'], refused: ['in'] } } },
  { countries: { residence_country: { allowed: ['zz'] } } },
  { countries: { residence_country: { allowed: ['uk'] } } },
  { countries: { residence_country: { refused: ['xk'] } }, extra_countries: [] },
  { countries: { residence_country: { refused: ['IN'] } } },
  { countries: { gender: { allowed: [] } } },
  { countries: { nowhere: { allowed: [] } } },
  { countries: { tax_residence_country: { allowed: ['zz'] }, birth_country: { allowed: ['yy'] } } },
  { countries: { birth_country: { allowed: many(1001, 'in') } } },
  { gender: [] },
  { gender: ['Male'] },
  { gender: ['a__b'] },
  { gender: ['_a'] },
  { gender: ['a-b'] },
  { gender: [''] },
  { gender: ['x'.repeat(64)] },
  { gender: ['x'.repeat(65)] },
  { gender: ['a,b'] },
  { gender: ['é'] },
  { employment_status: [] },
  { account_opening_reason: ['a b'] },
  { tin: 'strict' },
  { tin: 'harsh' },
  { tin: 1 },
  { tin_gender: true },
  { tin_gender: 1 },
  { tin_by_country: { in: 'strict', zz: 'basic' } },
  { tin_by_country: { IN: 'strict' } },
  { tin_by_country: { in: 'harsh' } },
  { tin_not_needed_for: { employment_status: ['student'], countries: ['in'] } },
  { tin_not_needed_for: { employment_status: ['Student'] } },
  { tin_not_needed_for: { countries: ['India'] } },
  { tin_not_needed_for: { countries: {} } },
];

test('rules are refused as the core refuses them', () => {
  const said = native(['rules'], RULES.map((rules) => `${JSON.stringify(rules)}\n`).join(''));
  RULES.forEach((rules, at) => {
    let refusal = '';
    try {
      createValidator(rules);
    } catch (error) {
      refusal = error.message.replace('createValidator: ', '');
    }
    if (said[at] === 'another kind of value') assert.ok(refusal, JSON.stringify(rules));
    else assert.equal(refusal, said[at], JSON.stringify(rules));
  });
});

test('countries are meant, and tax numbers look, as the core says', () => {
  for (const [of, text, ...said] of native(['hints'])) {
    if (of === 'number') {
      const { country, name, format, issued } = taxNumberHint(text);
      assert.deepEqual([country, name, format, issued], [text, ...said]);
      continue;
    }
    for (const typed of text.length > 2 ? [text, text.toUpperCase()] : [text]) {
      const { value, issues } = validateField('birth_country', typed);
      // A code that the rules add is no mistake.
      if (value !== 'xk') assert.equal(value ?? issues[0].params.country ?? null, said[0], typed);
    }
  }
});

test('lines that are nearly JSON are read as the core reads them', () => {
  let exact = 0;
  for (const [line, found] of native(['lines', '30000', process.env.SEED ?? '1'])) {
    // A byte order mark at the start of everything is none of the first record's.
    const { total, failures } = validateNdjson(`\n${line}`, TODAY);
    if (line.trim() === '') continue;
    assert.equal(total, 1, line);
    const said = failures.flatMap(({ issues, warnings }) => [...issues, ...warnings].map(({ path, code }) => [path[0] ?? null, code]));
    assert.deepEqual(said, found === null ? [[null, 'invalid_json']] : found, line);
    exact += found === null ? 0 : 1;
  }
  assert.ok(exact > 2_000, `${exact} were JSON`);
});
