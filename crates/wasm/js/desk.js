// The memory that JavaScript and Rust share: inputs are laid on it, answers are read off it.
// The other half is src/desk.rs and src/answer.rs.

import { encodeInto, engine } from './engine.js';
import { FAILED, LAID, MISSING, SURROGATE, TOO_LONG, otherThanText, put } from './inputs.js';
import { layAll } from './lay.js';
import { FIELDS, MAX_TEXT } from './tables.js';

/** What is said when the module does not know the desk: better than any answer. */
export const LOST = 'client-profile lost its place in memory; call again';

/** Bytes of text that there is room for at first: for 12 short ones, whatever they are made of. */
const ROOM = 4096;

/** Closes checkers that nobody holds any more. */
const closing =
  typeof FinalizationRegistry === 'function'
    ? /* @__PURE__ */ new FinalizationRegistry(({ engine, checker }) => engine.isBusy || engine.exports.close(checker))
    : undefined;

export function isWellFormed(text) {
  if (text.isWellFormed) return text.isWellFormed();
  const isBroken = /\p{Surrogate}/u.test(text);
  forgetMatch();
  return !isBroken;
}

/** What a regular expression looked at is in `RegExp.input`, until one has looked at something else. */
export const forgetMatch = () => /^/.test('');

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

  /**
   * Lays all 12 fields of a profile down, where `born` is the number of the date of birth, and says so. Or
   * nothing, when there is nothing that the module need look at: says that all are accepted, or gives what
   * is wrong with those that are not.
   */
  layProfile(settings, born, profile, speak, asks) {
    if (this.bytes.length === 0) this.look();
    const laid = layAll(this, settings, born, profile, speak, asks);
    if (laid !== FAILED) return laid;
    // Long texts, and halves of surrogate pairs: one by one, texts of the lists as well.
    this.end = 0;
    for (let field = 0; field < FIELDS.length; field++) this.lay(field, profile[FIELDS[field]]);
    return LAID;
  }

  /**
   * Days that are alike as a date of birth, one after the other: the number of the first of them, and the
   * code of what is wrong with all.
   */
  birthRuns(today) {
    const words = this.exports.birth_runs(this.checker, today);
    if (words < 0) throw new Error(LOST);
    const at = this.answer();
    return this.words.subarray(at, at + words);
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
