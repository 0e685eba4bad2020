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

/** The smallest module with these sections. */
const moduleOf = (...sections) => new WebAssembly.Module(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]));
const FUNCTION = [1, 4, 1, 0x60, 0, 0];

for (const [what, other] of [
  ['that has nothing', moduleOf()],
  ['that wants a function of another name', moduleOf(FUNCTION, [2, 9, 1, 3, ...Buffer.from('env'), 1, ...Buffer.from('f'), 0, 0])],
  ['that wants memory where ours wants a function', moduleOf([2, 11, 1, 2, ...Buffer.from('js'), 3, ...Buffer.from('nfc'), 2, 0, 1])],
  ['that fails as it starts', moduleOf(FUNCTION, [3, 2, 1, 0], [8, 1, 0], [10, 5, 1, 3, 0, 0, 0x0b])],
]) {
  test(`the package says that it was given a module of another: one ${what}`, async () => {
    const slim = await fresh();
    const refused = /^client-profile could not compile its WebAssembly: .*bytes must be those of client-profile\.wasm \(.+\)$/;
    assert.throws(() => slim.initSync(other), (error) => refused.test(error.message) && error.cause instanceof Error);
    await assert.rejects(slim.init(other), { message: refused });
    // Nothing of it stays.
    slim.initSync(new WebAssembly.Module(BYTES));
    assert.deepEqual(slim.validate(EXAMPLE, TODAY).value, EXAMPLE);
  });
}
