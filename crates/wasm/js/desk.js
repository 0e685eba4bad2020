// The memory that JavaScript and Rust share: inputs are laid on it, answers are read off it.
// The other half is src/desk.rs and src/answer.rs.

import { encodeInto, engine } from './engine.js';
import { FIELDS, MAX_TEXT, layAll } from './tables.js';

/** The value of a key that stands more than once. */
export const TWICE = /* @__PURE__ */ Symbol('twice');

// What stands in place of a length.
const MISSING = -1;
const SURROGATE = -2;
const TOO_LONG = -3;
const NOT_TEXT = -4;
const DUPLICATE = -5;
/** This and less: an accepted value by its number. */
export const ACCEPTED = -16;

/** Up to here a loop is quicker than a call of the encoder. */
const SHORT = 48;
/** Most characters of texts that are written together: there is room for them, whatever they are. */
const ROOM = 4096;
const MOST_AT_ONCE = ROOM / 3;

/** Closes checkers that nobody holds any more. */
const closing =
  typeof FinalizationRegistry === 'function'
    ? /* @__PURE__ */ new FinalizationRegistry((checker) => engine().close(checker))
    : undefined;

export const isWellFormed = (text) =>
  text.isWellFormed ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);

export class Desk {
  constructor({ figures, lines }) {
    this.engine = engine();
    this.checker = this.engine.open();
    closing?.register(this, this.checker);
    this.end = 0;
    this.room = ROOM;
    this.look();
    const text = lines.join('\n');
    this.reach(text.length);
    this.lengths.set(figures);
    this.engine.take_rules(this.checker, encodeInto(text, this.bytes).written);
  }

  /** Looks at the memory anew: it is another once it has grown. */
  look() {
    const text = this.engine.text(this.checker, this.room);
    const lengths = this.engine.lengths(this.checker);
    const { buffer } = this.engine.memory;
    this.bytes = new Uint8Array(buffer, text, this.room);
    this.lengths = new Int32Array(buffer, lengths, FIELDS.length);
    this.words = new Uint32Array(buffer);
  }

  /** Makes room for that many bytes of text. What lies there stays. */
  reach(room) {
    if (room > this.room) this.room = room;
    this.look();
  }

  /** The number that stands for a country that is taken; 0 for anything else. */
  countryNumber(taken, value) {
    if (typeof value !== 'string' || value.length !== 2) return 0;
    const first = value.charCodeAt(0) - 97;
    const second = value.charCodeAt(1) - 97;
    if (first < 0 || second < 0 || second > 25) return 0;
    const index = first * 26 + second;
    return taken[index] === 1 ? ACCEPTED - index : 0;
  }

  /** The number that stands for a word that is taken; 0 for anything else. */
  wordNumber(taken, value) {
    return taken.get(value) ?? 0;
  }

  /** Lays all 12 fields of a profile down. */
  layProfile(numbers, profile) {
    if (this.bytes.length === 0) this.look();
    if (layAll(this, numbers, profile)) return;
    // Long texts, and halves of surrogate pairs: one by one.
    this.end = 0;
    this.lengths.fill(MISSING);
    for (let field = 0; field < FIELDS.length; field++) this.lay(field, profile[FIELDS[field]]);
  }

  /** Lays one field down, and nothing else. */
  layField(field, value) {
    if (this.bytes.length === 0) this.look();
    this.end = 0;
    this.lay(field, value);
  }

  /** Writes all texts put together; -1 when there may be no room for them. */
  write(text) {
    return text.length > MOST_AT_ONCE ? -1 : encodeInto(text, this.bytes).written;
  }

  /** How many bytes a text is; -1 for one that is no text. */
  measure(text) {
    let bytes = text.length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) continue;
      bytes += unit < 0x800 ? 1 : 2;
      if (unit >= 0xd800 && unit < 0xe000) {
        const next = text.charCodeAt(i + 1);
        if (unit >= 0xdc00 || !(next >= 0xdc00 && next < 0xe000)) return -1;
        // Two units, four bytes.
        i++;
      }
    }
    return bytes;
  }

  /** Lays down what is no text. */
  layOther(field, value) {
    this.lengths[field] = value === undefined ? MISSING : value === TWICE ? DUPLICATE : NOT_TEXT;
  }

  /** Lays an input of any kind after the others. */
  lay(field, value) {
    if (typeof value !== 'string') return this.layOther(field, value);
    const length = value.length;
    const { bytes } = this;
    let end = this.end;
    if (length > SHORT || end + SHORT > bytes.length) return this.layLong(field, value);
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= 0x80) return this.layLong(field, value);
      bytes[end++] = unit;
    }
    this.lengths[field] = length;
    this.end = end;
  }

  layLong(field, value) {
    // More units are more bytes still: such a text is not copied.
    if (value.length > MAX_TEXT) {
      this.lengths[field] = TOO_LONG;
    } else if (!isWellFormed(value)) {
      this.lengths[field] = SURROGATE;
    } else {
      const most = this.end + value.length * 3;
      if (most > this.bytes.length) this.reach(most * 2);
      const { written } = encodeInto(value, this.bytes.subarray(this.end));
      this.lengths[field] = written;
      this.end += written;
    }
  }

  /** Where the answer begins in `words`. */
  answer() {
    if (this.words.length === 0) this.look();
    return this.engine.answer(this.checker) >>> 2;
  }
}
