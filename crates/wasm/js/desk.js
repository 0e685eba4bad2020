// The memory that JavaScript and Rust share: inputs are laid on it, answers are read off it.
// The other half is src/desk.rs and src/answer.rs.

import { encodeInto, engine } from './engine.js';
import { FIELDS, MAX_TEXT, layAll } from './tables.js';

// What stands in place of a length.
const MISSING = -1;
const SURROGATE = -2;
const TOO_LONG = -3;
const NOT_TEXT = -4;
/** This and less: an accepted value by its number. */
export const ACCEPTED = -16;

/** What is said when the module does not know the desk: better than any answer. */
export const LOST = 'client-profile lost its place in memory; call again';

/** Up to here a loop is quicker than a call of the encoder. */
const SHORT = 64;
/** Bytes of text that there is room for at first: for 12 short ones, whatever they are made of. */
const ROOM = 4096;

/**
 * Writes a short text; returns where it ends, or -1 for one that is long, or has what is no plain
 * character. By hand: a call of the encoder costs as much as fifty characters.
 */
export function put(bytes, end, text) {
  const { length } = text;
  if (length > SHORT || end + 3 * SHORT > bytes.length) return -1;
  // Nearly always it is ASCII: what is not is seen at the end, and written once more. Four units a
  // turn take a quarter less time than one.
  let all = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    const at = end + i;
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    bytes[at] = a;
    bytes[at + 1] = b;
    bytes[at + 2] = c;
    bytes[at + 3] = d;
    all |= a | b | c | d;
  }
  for (; i < length; i++) {
    const unit = text.charCodeAt(i);
    bytes[end + i] = unit;
    all |= unit;
  }
  return all < 0x80 ? end + length : putAny(bytes, end, text);
}

function putAny(bytes, start, text) {
  let end = start;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[end++] = unit;
    } else if (unit < 0x800) {
      bytes[end++] = 0xc0 | (unit >> 6);
      bytes[end++] = 0x80 | (unit & 63);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[end++] = 0xe0 | (unit >> 12);
      bytes[end++] = 0x80 | ((unit >> 6) & 63);
      bytes[end++] = 0x80 | (unit & 63);
    } else {
      // Nobody reads what was written of it, and so nobody wipes it.
      bytes.fill(0, start, start + 3 * text.length);
      return -1;
    }
  }
  return end;
}

/** The number that stands for a country that is taken; 0 for anything else. */
export function countryNumber(taken, value) {
  if (typeof value !== 'string' || value.length !== 2) return 0;
  const first = value.charCodeAt(0) - 97;
  const second = value.charCodeAt(1) - 97;
  if (first < 0 || second < 0 || second > 25) return 0;
  const index = first * 26 + second;
  return taken[index] === 1 ? ACCEPTED - index : 0;
}

/** The number that stands for a word that is taken; 0 for anything else. */
export const wordNumber = (taken, value) => taken.get(value) ?? 0;

/** What stands in place of the length of what is no text. */
export const otherThanText = (value) => (value === undefined ? MISSING : NOT_TEXT);

/** Closes checkers that nobody holds any more. */
const closing =
  typeof FinalizationRegistry === 'function'
    ? /* @__PURE__ */ new FinalizationRegistry(({ engine, checker }) => engine.isBusy || engine.exports.close(checker))
    : undefined;

export const isWellFormed = (text) =>
  text.isWellFormed ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);

export class Desk {
  constructor({ figures, lines }) {
    this.engine = engine();
    this.begin();
    this.exports = this.engine.exports;
    this.checker = this.exports.open();
    closing?.register(this, { engine: this.engine, checker: this.checker });
    this.end = 0;
    this.room = ROOM;
    this.look();
    const text = lines.join('\n');
    this.reach(text.length);
    this.lengths.set(figures);
    this.exports.take_rules(this.checker, encodeInto(text, this.bytes).written);
    this.finish();
  }

  /** Whether work that began here has not come to its end. */
  isCutOff() {
    return this.engine.isBusy;
  }

  /** Work begins: no code but the package's own runs until it ends. */
  begin() {
    this.engine.isBusy = true;
  }

  /** It came to its end. */
  finish() {
    this.engine.isBusy = false;
  }

  /** Looks at the memory anew: it is another once it has grown. */
  look() {
    const text = this.exports.text(this.checker, this.room);
    const lengths = this.exports.lengths(this.checker);
    const { buffer } = this.exports.memory;
    this.bytes = new Uint8Array(buffer, text, this.room);
    this.lengths = new Int32Array(buffer, lengths, FIELDS.length);
    this.words = new Uint32Array(buffer);
  }

  /** Makes room for that many bytes of text, 4 MiB at most. What lies there stays. */
  reach(room) {
    if (room > this.room) this.room = room;
    this.look();
  }

  /** Lays all 12 fields of a profile down. */
  layProfile(numbers, profile) {
    if (this.bytes.length === 0) this.look();
    if (layAll(this, numbers, profile)) return;
    // Long texts, and halves of surrogate pairs: one by one, texts of the lists as well.
    this.end = 0;
    for (let field = 0; field < FIELDS.length; field++) this.lay(field, profile[FIELDS[field]]);
  }

  /** Lays one field's text down, and nothing else; its length, or -1 when there is more to it. */
  layText(text) {
    if (this.bytes.length === 0) this.look();
    return put(this.bytes, 0, text);
  }

  /** Lays one field down, whatever it is, and nothing else. */
  layField(field, value) {
    if (this.bytes.length === 0) this.look();
    this.end = 0;
    this.lengths.fill(MISSING);
    this.lay(field, value);
  }

  /** Lays an input of any kind after the others. */
  lay(field, value) {
    if (typeof value !== 'string') {
      this.lengths[field] = otherThanText(value);
      return;
    }
    const end = put(this.bytes, this.end, value);
    if (end < 0) return this.layLong(field, value);
    this.lengths[field] = end - this.end;
    this.end = end;
  }

  layLong(field, value) {
    if (!isWellFormed(value)) {
      this.lengths[field] = SURROGATE;
    } else if (value.length > MAX_TEXT) {
      // More units are more bytes still: such a text is not copied.
      this.lengths[field] = TOO_LONG;
    } else {
      const most = this.end + value.length * 3;
      if (most > this.bytes.length) this.reach(most);
      const { written } = encodeInto(value, this.bytes.subarray(this.end));
      this.lengths[field] = written;
      this.end += written;
    }
  }

  /** Has the text wiped that an answer has at that address; 0 for none. */
  forget(text) {
    if (text !== 0) this.exports.forget(this.checker);
  }

  /** Where the answer begins in `words`. */
  answer() {
    if (this.words.length === 0) this.look();
    return this.exports.answer(this.checker) >>> 2;
  }
}
