// The slim import before its module runs, and with a module that is another's.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { EXAMPLE } from './example.mjs';

const BYTES = readFileSync(new URL('../pkg/client-profile.wasm', import.meta.url));
const TODAY = { today: '2026-11-23' };

/** Each time one that nobody has started. */
let times = 0;
const fresh = () => import(`../pkg/slim.js?${times++}`);

test('no check works before the module runs, whatever is checked; all else does', async () => {
  const slim = await fresh();
  const own = slim.createValidator({ minimum_age: 21 });
  for (const { validate, validateField, validateMany, validateNdjson, profileSchema } of [slim, own]) {
    for (const check of [
      () => validate(EXAMPLE),
      () => validate({}),
      () => validate(null),
      () => validateField('first_name', 'Zoë'),
      () => validateField('nickname', ''),
      () => validateMany([EXAMPLE]),
      () => validateMany([null]),
      () => validateMany([]),
      () => validateMany(null),
      () => validateNdjson(''),
      () => profileSchema['~standard'].validate(null),
    ]) {
      assert.throws(check, { message: 'Call init() or initSync() of client-profile/slim first' }, String(check));
    }
  }
  assert.equal(slim.fields.length, 12);
  assert.ok(slim.countries('en').length > 200 && own.countries('en').length > 200);
  assert.equal(slim.taxNumberHint('de').country, 'de');
  assert.equal(slim.profileSchema['~standard'].jsonSchema.input({ target: 'draft-07' }).type, 'object');
  slim.initSync(BYTES);
  assert.deepEqual(slim.validate(EXAMPLE, TODAY).value, EXAMPLE);
  assert.equal(own.validate(null).issues[0].code, 'not_an_object');
});
