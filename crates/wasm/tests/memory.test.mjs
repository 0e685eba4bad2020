// Memory does not grow with the number of calls, failed ones among them, nor with validators made
// and dropped. CALLS=10000000 is the long run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { EXAMPLE } from './example.mjs';

const CALLS = Number(process.env.CALLS ?? 200_000);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

// Looks over the package's shoulder when it starts its module.
const { Instance } = WebAssembly;
let memory;
WebAssembly.Instance = function (...how) {
  const instance = new Instance(...how);
  memory = instance.exports.memory;
  return instance;
};
const { createValidator, validate, validateField, validateMany, validateNdjson } = await import('../pkg/index.js');

const trap = { ...EXAMPLE, get reason() { throw new Error('mine'); } };
const INPUTS = [
  EXAMPLE,
  null,
  { ...EXAMPLE, first_name: ' Zoe\u0308 ', gender: 'MALE' },
  { ...EXAMPLE, reason: 'é'.repeat(300), extra: 1 },
  { ...EXAMPLE, last_name: '\ud800', tax_identification_number: 'x'.repeat(70_000) },
  { ...EXAMPLE, birth_country: 'nowhere', date_of_birth: '2023-02-29' },
];
const LINES = new TextEncoder().encode(INPUTS.map((input) => JSON.stringify(input)).join('\n'));

/** One round of everything, so and so many calls. */
function round(number) {
  for (const input of INPUTS) validate(input);
  validateField('first_name', `Zoë ${number}`);
  validateField('gender', `unknown ${number}`);
  assert.throws(() => validate(trap), /mine/);
  if (number % 100 === 0) {
    validateMany(INPUTS);
    validateNdjson(LINES);
    assert.throws(() => createValidator({ minimum_age: 500 }), /age_limit/);
    createValidator({ reason_max_length: 1 + (number % 1000) }).validate(EXAMPLE);
  }
  return INPUTS.length + 3;
}

async function used() {
  // Finalizers of dropped validators run between turns.
  for (let turn = 0; turn < 5; turn++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { heap: process.memoryUsage().heapUsed, wasm: memory.buffer.byteLength };
}

test('nothing of what was given stays in the memory of the module, nor in what regular expressions leave', () => {
  const name = 'Kanarienvogel';
  const record = { ...EXAMPLE, first_name: name };
  const long = `{"first_name":"${'x'.repeat(1_500_000)}${name}"}`;
  for (const [what, call] of [
    ['a record', ({ validate }) => validate(record)],
    ['one that needs more room', ({ validate }) => validate({ ...record, reason: 'x'.repeat(9_000) })],
    ['what is no canonical form', ({ validate }) => validate({ ...record, first_name: `  ${name} `, reason: ` ${name}\r\n` })],
    ['what is no NFC', ({ validate }) => validate({ ...record, first_name: `${name}e\u0301` })],
    ['a field that is no canonical form', ({ validateField }) => validateField('last_name', ` ${name}`)],
    ['a tax number that is no canonical form', ({ validateField }) => validateField('tax_identification_number', ` ${name}–1`, { tax_residence_country: 'de' })],
    ['lines that are no canonical form', ({ validateNdjson }) => validateNdjson(`${JSON.stringify({ ...record, last_name: ` ${name} ` })}\n`)],
    ['half of a surrogate pair', ({ validate }) => validate({ ...record, last_name: `${name}\ud800` })],
    ['what is told of again', ({ validate }) => validate({ ...EXAMPLE, birth_country: name.toLowerCase() })],
    ['a field', ({ validateField }) => validateField('first_name', name)],
    ['a reason', ({ validate }) => validate({ ...EXAMPLE, reason: `I am ${name}` })],
    ['a reason by itself', ({ validateField }) => validateField('reason', `I am ${name}`)],
    ['a country that is none', ({ validateField }) => validateField('birth_country', `${name} 4`)],
    ['lines with half of a surrogate pair', ({ validateNdjson }) => validateNdjson(`${JSON.stringify(record)}\n"\ud800"`)],
    ['a wrong field', ({ validateField }) => validateField('first_name', `${name}1`)],
    ['lines', ({ validateNdjson }) => validateNdjson(`${JSON.stringify(record)}\n`.repeat(5_000))],
    ['lines with escapes', ({ validateNdjson }) => validateNdjson(`{"first_name":"\\u004b${name.slice(1)}","${name}\\n":1}\n{"reason":"${'\\n'.repeat(9_000)}"}`)],
    ['a line too long', ({ validateNdjson }) => validateNdjson(`${long}\n${JSON.stringify(record)}`)],
    ['a last line too long', ({ validateNdjson }) => validateNdjson(`${JSON.stringify(record)}\n${long}`)],
  ]) {
    // Its own desk, of the least room.
    call(createValidator({}));
    // A part of it is too much as well.
    for (const part of [name.slice(1, 7), name.slice(7)]) {
      assert.ok(!Buffer.from(memory.buffer).includes(part), what);
    }
    assert.ok(!RegExp.input.toLowerCase().includes(name.slice(1)), what);
  }
});

test(`${CALLS} calls`, async () => {
  let calls = 0;
  let number = 0;
  const until = async (limit) => {
    while (calls < limit) {
      calls += round(number++);
      // Dropped validators go when the collector comes and finalizers have their turn. It knows
      // nothing of their WebAssembly memory, so that how far that rises otherwise is chance.
      if (number % 500 === 0) {
        collect();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  };
  await until(CALLS / 2);
  const half = await used();
  await until(CALLS);
  const all = await used();
  assert.ok(all.wasm <= half.wasm, `WebAssembly memory grew from ${half.wasm} to ${all.wasm} bytes`);
  assert.ok(all.heap < half.heap + 1_000_000, `the heap grew from ${half.heap} to ${all.heap} bytes`);
  assert.deepEqual(validate(EXAMPLE, { today: '2026-11-23' }).value, EXAMPLE);
});
