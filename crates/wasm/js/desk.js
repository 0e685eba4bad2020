// The memory that JavaScript and Rust share: inputs are laid on it, answers are read off it.
// The other half is src/desk.rs and src/answer.rs.

import { encodeInto, engine } from './engine.js';
import { FIELDS, MAX_TEXT } from './tables.js';

/** The value of a key that stands more than once. */
export const TWICE = /* @__PURE__ */ Symbol('twice');

// What stands in place of a length.
const SURROGATE = -2;
const TOO_LONG = -3;
const NOT_TEXT = -4;
const DUPLICATE = -5;
/** This and less: an accepted value by its number. */
export const ACCEPTED = -16;

/** Up to here a loop is quicker than a call of the encoder. */
const SHORT = 48;

/** Closes checkers that nobody holds any more. */
const closing =
  typeof FinalizationRegistry === 'function'
    ? /* @__PURE__ */ new FinalizationRegistry((checker) => engine().close(checker))
    : undefined;

export const isWellFormed = (text) =>
  text.isWellFormed ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);

export class Desk {
  constructor({ numbers, lines }) {
    this.engine = engine();
    this.checker = this.engine.open();
    closing?.register(this, this.checker);
    this.end = 0;
    this.room = 4096;
    this.look();
    const text = lines.join('\n');
    this.reach(text.length);
    this.lengths.set(numbers);
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

  /** Clears the desk for the next inputs. */
  clear() {
    if (this.bytes.length === 0) this.look();
    this.end = 0;
  }

  /** Lays down a value of a field that takes one of a list: one that is accepted by its number. */
  choose(field, accepted, value) {
    const number = accepted.get(value);
    if (number === undefined) this.lay(field, value);
    else this.lengths[field] = number;
  }

  /** Lays an input of any kind where the field of that number is looked for. */
  lay(field, value) {
    if (typeof value !== 'string') {
      if (value === TWICE) this.lengths[field] = DUPLICATE;
      else if (value !== undefined) this.lengths[field] = NOT_TEXT;
      return;
    }
    const length = value.length;
    const bytes = this.bytes;
    let end = this.end;
    if (length > SHORT || end + 3 * SHORT > bytes.length) return this.layLong(field, value);
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit < 0x80) {
        bytes[end++] = unit;
      } else if (unit < 0x800) {
        bytes[end++] = 0xc0 | (unit >> 6);
        bytes[end++] = 0x80 | (unit & 63);
      } else {
        return this.layLong(field, value);
      }
    }
    this.lengths[field] = end - this.end;
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
