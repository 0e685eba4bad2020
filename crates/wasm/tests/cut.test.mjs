// Calls that are cut off while the module works, and calls from within calls: what comes after them
// is judged as ever.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

import * as profile from '../pkg/index.js';
import { EXAMPLE } from './example.mjs';

const { createValidator, validate, validateField, validateMany, validateNdjson } = profile;
const TODAY = { today: '2026-11-23' };
const own = createValidator({ gender: ['x'] });

/** What everybody must answer, whatever happened before. */
function assertSound(when) {
  assert.deepEqual(validate(EXAMPLE, TODAY).value, EXAMPLE, when);
  assert.equal(validate({}, TODAY).issues.length, 12, when);
  assert.equal(validate({ ...EXAMPLE, first_name: ' Zoe\u0308 ' }, TODAY).value.first_name, 'Zoë', when);
  assert.equal(validateMany([null, EXAMPLE], TODAY)[0].issues[0].code, 'not_an_object', when);
  assert.equal(validateField('gender', 'none').issues[0].code, 'choice_unknown', when);
  assert.equal(validateField('first_name', 'R2D2').issues[0].code, 'name_digits', when);
  assert.deepEqual(validateField('first_name', 'Zoë'), { value: 'Zoë', warnings: [] }, when);
  const { total, valid } = validateNdjson(`{}\n${JSON.stringify(EXAMPLE)}\nx`, TODAY);
  assert.deepEqual([total, valid], [3, 1], when);
  assert.deepEqual(own.validateField('gender', 'x'), { value: 'x', warnings: [] }, when);
  assert.equal(own.validateField('gender', 'male').issues[0].code, 'choice_unknown', when);
  assert.equal(createValidator({ minimum_age: 80 }).validate(EXAMPLE, TODAY).issues.length, 1, when);
}

let year = 0;
const ODD = { ...EXAMPLE, first_name: 'Zoe\u0308', last_name: '4', birth_country: 'India' };
for (const [what, call] of [
  ['validate', () => validate(ODD, TODAY)],
  ['validate, a good record', () => validate(EXAMPLE, TODAY)],
  ['validate, on another day each time', () => validate(EXAMPLE, { today: `20${10 + (year++ % 80)}-03-01` })],
  ['validateField', () => validateField('first_name', 'Zoe\u0308')],
  ['validateField, an accepted name', () => validateField('first_name', 'Zoë')],
  ['validateNdjson', () => validateNdjson(`${JSON.stringify(ODD)}\n{"a":1}`, TODAY)],
  ['createValidator', () => createValidator({}).validate(ODD, TODAY)],
  ['own rules', () => own.validate(ODD, TODAY)],
]) {
  test(`the stack ends within ${what}`, () => {
    call();
    let overflows = 0;
    let depth = 0;
    const fall = (left) => {
      depth++;
      return left > 0 ? fall(left - 1) : call();
    };
    // How deep it goes, and then every frame from above there to below: one of them ends within the
    // module. Frames become smaller once they are optimised.
    try {
      fall(Infinity);
    } catch {
      // Where it ended is what was asked.
    }
    for (let left = depth - 200; overflows < 300; left++) {
      try {
        fall(left);
      } catch (error) {
        assert.equal(error.name, 'RangeError');
        overflows++;
      }
      // At times something, so that the next call is one of another kind.
      if (left % 20 === 0) assertSound(`${what}, ${left} deep`);
    }
    assertSound(what);
  });
}

test('somebody ends a program that takes too long', () => {
  const context = createContext({ profile, record: { ...EXAMPLE, reason: '\u0301\u0323'.repeat(500) } });
  for (const work of ['profile.validate(record)', 'profile.validateNdjson(JSON.stringify(record))', "profile.validateField('reason', record.reason)"]) {
    for (let time = 10; time < 20; time++) {
      assert.throws(() => runInContext(`for (;;) ${work}`, context, { timeout: time }), /timed out/);
      assertSound(`${work} after ${time} ms`);
    }
  }
});

test('another instance that does not come is tried again at the next call, without bytes to compile', async () => {
  const slim = await import('../pkg/slim.js');
  slim.initSync(readFileSync(new URL('../pkg/client-profile.wasm', import.meta.url)));
  const context = createContext({ slim, record: { ...EXAMPLE, reason: '\u0301\u0323'.repeat(500) } });
  const { Instance } = WebAssembly;
  let refused = 0;
  // Now and then a time-out falls beside the module; then no other instance is asked for.
  for (let time = 10; refused === 0 && time < 60; time++) {
    assert.throws(() => runInContext('for (;;) slim.validate(record)', context, { timeout: time }), /timed out/);
    WebAssembly.Instance = function () {
      refused++;
      throw new RangeError('no memory');
    };
    try {
      assert.equal(slim.validate({}, TODAY).issues.length, 12);
    } catch (error) {
      assert.equal(error.message, 'no memory');
    } finally {
      WebAssembly.Instance = Instance;
    }
  }
  assert.equal(refused, 1);
  assert.equal(slim.validate({}, TODAY).issues.length, 12);
  assert.deepEqual(slim.validate(EXAMPLE, TODAY).value, EXAMPLE);
});

test('the platform is changed under it', () => {
  const { normalize } = String.prototype;
  String.prototype.normalize = () => {
    throw new Error('changed');
  };
  try {
    assert.equal(validateField('first_name', 'Zoe\u0308').value, 'Zoë');
  } finally {
    String.prototype.normalize = normalize;
  }
  assertSound('normalize');
});

test('calls from within calls', () => {
  const inner = () => {
    assertSound('within');
    return validateField('first_name', ' A ').value;
  };
  const getters = (base, names) =>
    Object.defineProperties(
      { ...base },
      Object.fromEntries(names.map((name) => [name, { enumerable: true, get: () => (inner(), base[name]) }])),
    );
  const names = Object.keys(EXAMPLE);
  assert.deepEqual(validate(getters(EXAMPLE, names), TODAY).value, EXAMPLE);
  const options = getters({ today: '2026-11-23', locale: 'en', unknown: 'error' }, ['today', 'locale', 'unknown']);
  assert.equal(validate({ ...EXAMPLE, date_of_birth: '1969-02-30' }, options).issues[0].code, 'date_impossible');
  const { unknown, ...field } = Object.getOwnPropertyDescriptors(options);
  for (const [name, value, code] of [
    ['date_of_birth', '1969-02-30', 'date_impossible'],
    ['first_name', '1', 'name_digits'],
    ['birth_country', 'nowhere', 'country_unknown'],
    ['tax_identification_number', '#', 'tin_characters'],
  ]) {
    const { issues } = validateField(name, value, getters(EXAMPLE, names), Object.defineProperties({}, field));
    assert.deepEqual(issues.map((issue) => issue.code), [code]);
  }
  assert.equal(validateNdjson('{}', Object.defineProperties({}, field)).valid, 0);
});
