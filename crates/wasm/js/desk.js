// The memory that JavaScript and Rust share: inputs are laid on it, answers are read off it.
// The other half is src/desk.rs and src/answer.rs.

import { engine, memory } from './engine.js';
import { FIELDS, MAX_TEXT } from './tables.js';

// What stands in place of a length.
const SURROGATE = -2;
const TOO_LONG = -3;
const NOT_TEXT = -4;

/** Up to here a loop is quicker than a call of the encoder. */
const SHORT = 48;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Texts of the module itself, by their address: they never change. */
const constants = new Map();

export const isWellFormed =
  'isWellFormed' in String.prototype
    ? (text) => text.isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text);

export class Desk {
  constructor(checker) {
    this.checker = checker;
    this.end = 0;
    this.room = 4096;
    this.look();
  }

  /** Looks at the memory anew: it is another once it has grown. */
  look() {
    const text = this.checker.text(this.room);
    const lengths = this.checker.lengths();
    const buffer = memory();
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

  /** Lays an input of any kind where the field of that number is looked for. */
  lay(field, value) {
    if (typeof value !== 'string') {
      if (value !== undefined) this.lengths[field] = NOT_TEXT;
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
      } else if (unit < 0xd800 || unit > 0xdfff) {
        bytes[end++] = 0xe0 | (unit >> 12);
        bytes[end++] = 0x80 | ((unit >> 6) & 63);
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
      const { written } = encoder.encodeInto(value, this.bytes.subarray(this.end));
      this.lengths[field] = written;
      this.end += written;
    }
  }

  /** Where the answer begins in `words`. */
  answer() {
    if (this.words.length === 0) this.look();
    return this.checker.answer() >>> 2;
  }
}

/** Writes as much of `text` as there is room for; returns the bytes written and units read. */
export const encodeInto = (text, bytes) => encoder.encodeInto(text, bytes);

/** Text at an address. */
export const textAt = (address, length) => decoder.decode(new Uint8Array(memory(), address, length));

/** Text that is part of the module. */
export function constantAt(address, length) {
  let text = constants.get(address);
  if (text === undefined) constants.set(address, (text = textAt(address, length)));
  return text;
}

let lastDay = '';
let lastCount;

/** The day as the count of days since 1970-01-01, in UTC. */
export function dayOf(today) {
  if (today === undefined) return Math.floor(Date.now() / 86_400_000);
  if (today !== lastDay) {
    const count = typeof today === 'string' ? engine().days_since_epoch(today) : undefined;
    if (count === undefined) throw new TypeError('today: write a day that exists as YYYY-MM-DD');
    lastDay = today;
    lastCount = count;
  }
  return lastCount;
}
