// The module's own functions, called in any order with any numbers: nothing traps, nobody else's
// checker is touched, and what is known is answered as ever. SEED is another run, CALLS a longer one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { EXAMPLE } from './example.mjs';

const CALLS = Number(process.env.CALLS ?? 200_000);
const SEED = Number(process.env.SEED ?? 1);
const TODAY = { today: '2026-11-23' };
const FIELDS = Object.keys(EXAMPLE).length;
const MAX_TEXT = 1 << 22;

// Looks over the package's shoulder when it starts its module, and calls it from within its own call.
const { Instance } = WebAssembly;
let exports;
let within = () => {};
WebAssembly.Instance = function (module, { js }) {
  const nfc = (...where) => {
    within();
    return js.nfc(...where);
  };
  const instance = new Instance(module, { js: { nfc } });
  exports = instance.exports;
  return instance;
};
const { initSync, validate, validateNdjson } = await import('../pkg/slim.js');
initSync(readFileSync(new URL('../pkg/client-profile.wasm', import.meta.url)));

/** Knuth's multiplier, of 32 bits: plenty of chance for this. */
let state = SEED;
const below = (many) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * many);
};
const pick = (list) => list[below(list.length)];
const oneIn = (many) => below(many) === 0;

const ODD = [0, 1, 11, 12, 13, 4095, 4096, MAX_TEXT, MAX_TEXT + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 53, -1, -2, -4, -16, 0.5, NaN, Infinity, -Infinity, undefined];
const PIECES = [
  'Zoë', 'Zoe\u0308', 'e\u0323\u0301', 'in', 'IN ', 'savings', 'male', '1969-09-19', '2023-02-29', 'UX-1989389', 'n/a', ' ', '\n',
  '{}\n', '[', '{"a":1}\n', `${JSON.stringify(EXAMPLE)}\n`, JSON.stringify(EXAMPLE).replace('doge', 'do\\u0067e'), '"\\ud800"', '\u0000', '🏠',
].map((text) => new TextEncoder().encode(text));

/** Checkers that are open, with the room that each has; and such numbers as were, or are nobody's. */
const open = new Map();
const lost = [-1, 1_000, 2 ** 31, 2 ** 32 - 1];

/** A number of a checker, seldom of one that there is not. Nothing is of the package's own. */
const checker = () => (oneIn(8) || open.size === 0 ? pick(lost) : pick([...open.keys()]));

const length = () => (oneIn(4) ? pick(ODD) : below(300));
const today = () => (oneIn(4) ? pick(ODD) : 20_000 + below(2_000));

/** Lays anything on a checker's desk, where it has room. */
function lay(at) {
  const room = Math.min(open.get(at), 4096);
  const text = exports.text(at, 0);
  const lengths = new Int32Array(exports.memory.buffer, exports.lengths(at), FIELDS);
  const bytes = new Uint8Array(exports.memory.buffer, text, room);
  let end = 0;
  for (let field = 0; field < FIELDS; field++) {
    const piece = pick(PIECES);
    if (end + piece.length > room || oneIn(6)) {
      lengths[field] = oneIn(2) ? pick(ODD) : -1 - below(400_000);
    } else {
      bytes.set(piece, end);
      end += piece.length;
      lengths[field] = piece.length;
    }
  }
  if (oneIn(10)) for (let byte = 0; byte < Math.min(room, 200); byte++) bytes[byte] = below(256);
}

const CALL = {
  open() {
    if (open.size < 8) {
      const at = exports.open();
      open.set(at, 0);
    }
  },
  close() {
    const at = checker();
    exports.close(at);
    if (open.delete(at)) lost.push(at);
  },
  text() {
    const at = checker();
    const bytes = oneIn(50) ? pick(ODD) : below(5_000);
    exports.text(at, bytes);
    if (open.has(at) && bytes > open.get(at) && bytes <= MAX_TEXT) open.set(at, Math.floor(bytes));
  },
  lay() {
    if (open.size > 0) lay(pick([...open.keys()]));
  },
  take_rules: () => exports.take_rules(checker(), length()),
  check: () => exports.check(checker(), oneIn(3) ? pick(ODD) : below(FIELDS + 1), today()),
  accepts() {
    const at = checker();
    const piece = pick(PIECES);
    const isLaid = (open.get(at) ?? 0) >= piece.length;
    if (isLaid) new Uint8Array(exports.memory.buffer, exports.text(at, 0)).set(piece);
    const most = isLaid && oneIn(2) ? piece.length : length();
    return exports.accepts(at, oneIn(3) ? pick(ODD) : below(FIELDS), most, today());
  },
  birth_runs: () => exports.birth_runs(checker(), today()),
  check_lines: () => exports.check_lines(checker(), length(), pick(ODD), pick(ODD), today()),
  answer: () => exports.answer(checker()),
  answer_length: () => exports.answer_length(checker()),
  forget: () => exports.forget(checker()),
  lengths: () => exports.lengths(checker()),
};
const NAMES = Object.keys(CALL);

/** What the package itself answers by the same instance. */
function assertSound(when) {
  assert.deepEqual(validate(EXAMPLE, TODAY).value, EXAMPLE, when);
  assert.equal(validate({ ...EXAMPLE, first_name: ' Zoe\u0308 ' }, TODAY).value.first_name, 'Zoë', when);
  assert.equal(validate({}, TODAY).issues.length, 12, when);
  const { total, valid } = validateNdjson(`{}\n${JSON.stringify(EXAMPLE)}\nx`, TODAY);
  assert.deepEqual([total, valid], [3, 1], when);
}

test(`${CALLS} calls of the module's functions`, () => {
  // Ours first: what is no number reads as 0, and the package's checkers are to be left alone.
  open.set(exports.open(), 0);
  assert.ok(open.has(0));
  assertSound('before');
  const mine = exports;
  let inner = 0;
  const answered = {};
  within = () => {
    inner++;
    // Somebody is at work, who has the checkers.
    for (const call of [exports.open, exports.check, exports.text, exports.answer]) assert.equal(call(0, 0, 0), -1);
    assert.equal(exports.accepts(0, 0, 0, 0), 0);
    exports.close(0);
    exports.take_rules(0, 0);
  };
  for (let call = 0; call < CALLS; call++) {
    // A checker is worth most with something on its desk.
    if (oneIn(3)) CALL.lay();
    const name = pick(NAMES);
    if (CALL[name]() > 0) answered[name] = (answered[name] ?? 0) + 1;
    if (call % 5_000 === 0) assertSound(`after ${call} calls`);
  }
  for (const at of lost.filter((at) => !open.has(at))) {
    assert.equal(exports.check(at, 0, 0), -1);
    assert.equal(exports.text(at, 0), -1);
  }
  assertSound('after');
  assert.equal(exports, mine, 'the instance was given up');
  // Chance is worth something only while there is an answer now and then.
  for (const count of [inner, answered.check, answered.check_lines, answered.accepts]) {
    assert.ok(count > CALLS / 5_000, JSON.stringify({ inner, ...answered }));
  }
});
