// What JavaScript tells where it stands: a record of which all is certain never reaches the module, and
// one with anything else does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EXAMPLE } from './example.mjs';

// Looks over the package's shoulder when it asks its module.
const { Instance } = WebAssembly;
let asked = 0;
WebAssembly.Instance = function (...how) {
  const { exports } = new Instance(...how);
  const counted = (call) => (...what) => {
    asked++;
    return call(...what);
  };
  const { check, accepts } = exports;
  return { exports: check ? { ...exports, check: counted(check), accepts: counted(accepts) } : exports };
};
const { createValidator, profileSchema, validate } = await import('../pkg/index.js');
const TODAY = { today: '2026-11-23' };
const basic = createValidator({ tin: 'basic' });
const own = createValidator({ tin: 'basic', name_long: 5, countries: { birth_country: { refused: ['us'] } }, gender: ['self_described'] });

for (const [field, value, code, validator = basic] of [
  ['first_name', 'R2D2', 'name_digits'],
  ['first_name', 'x<y', 'name_characters'],
  ['first_name', 'é'.repeat(101), 'too_long'],
  ['first_name', 'R2D2R2D2', 'name_digits', own],
  ['last_name', '', 'required'],
  ['last_name', undefined, 'missing_field'],
  ['last_name', null, 'not_a_string'],
  ['residence_country', 'qq', 'country_unknown'],
  ['residence_country', 'IND ', 'country_unknown'],
  ['birth_country', 'us', 'country_not_allowed', own],
  ['gender', 'unsaid', 'choice_unknown'],
  ['gender', 'male', 'choice_unknown', own],
  ['date_of_birth', '1999-02-30', 'date_impossible'],
  ['date_of_birth', '2009-01-01', 'age_below_minimum'],
  ['date_of_birth', '2026-11-24', 'date_future'],
  ['date_of_birth', '1800-01-01', 'age_above_maximum'],
  ['tax_identification_number', '#1', 'tin_characters'],
  ['tax_identification_number', 'x'.repeat(26), 'too_long'],
  ['reason', 'a\0b', 'text_characters'],
  ['reason', 'x'.repeat(256), 'too_long'],
]) {
  test(`${code} of ${field}: ${JSON.stringify(value)?.slice(0, 20)}`, () => {
    const record = { ...EXAMPLE, gender: validator === own ? 'self_described' : 'male', [field]: value };
    asked = 0;
    const { issues } = validator.validate(record, TODAY);
    assert.deepEqual(issues.map((issue) => [issue.field, issue.code]), [[field, code]]);
    assert.equal(asked, 0);
  });
}

test('all is right, or there are keys that are no field', () => {
  asked = 0;
  assert.deepEqual(basic.validate(EXAMPLE, TODAY), { value: EXAMPLE, warnings: [] });
  const { issues } = basic.validate({ ...EXAMPLE, gender: 'unsaid', nickname: '' }, TODAY);
  assert.deepEqual(issues.map(({ path, code }) => [path[0], code]), [['gender', 'choice_unknown'], ['nickname', 'unknown_field']]);
  assert.equal(basic.validate({ ...EXAMPLE, nickname: '' }, TODAY).issues.length, 1);
  assert.equal(asked, 0);
});

test('where there may be advice on a tax number: what is wrong with it, and with another field', () => {
  asked = 0;
  const { issues } = validate({ ...EXAMPLE, tax_identification_number: '#1', gender: 'unsaid' }, TODAY);
  assert.deepEqual(issues.map(({ code }) => code), ['tin_characters', 'choice_unknown']);
  assert.equal(asked, 0);
});

for (const [field, value, validator = basic] of [
  ['first_name', ' Ann'],
  ['first_name', 'Sri @ Sri'],
  ['first_name', 'Eleanora', own],
  ['gender', 'Self-Described', own],
  ['birth_country', 'IN'],
  ['date_of_birth', ' 1969-09-19'],
  ['tax_identification_number', 'none'],
  ['tax_identification_number', '36574261808', { validate }],
]) {
  test(`the module is asked for ${field}: ${value}`, () => {
    asked = 0;
    const record = { ...EXAMPLE, gender: validator === own ? 'self_described' : 'male', [field]: value };
    assert.ok(validator.validate(record, TODAY).value);
    assert.equal(asked, 1);
  });
}

test('a form asks for what is missing, or nothing, in the words for what is empty', () => {
  const { validate: check } = profileSchema['~standard'];
  const messages = (record) => check(record).issues.map(({ message }) => message);
  const empty = messages(Object.fromEntries(Object.keys(EXAMPLE).map((name) => [name, ''])));
  asked = 0;
  assert.deepEqual(messages({}), empty);
  assert.deepEqual(messages(Object.fromEntries(Object.keys(EXAMPLE).map((name) => [name, null]))), empty);
  assert.equal(asked, 0);
});
