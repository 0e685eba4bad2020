// NDJSON: read by the module from its bytes, a piece at a time (src/lines.rs).

import { isWellFormed } from './desk.js';
import { encodeInto } from './engine.js';
import { findingOf, readFindings } from './findings.js';
import { INVALID_JSON } from './tables.js';

/** The longest line that is read, in bytes, and its line break. */
const PIECE = (1 << 20) + 1;

/** Room for it, and for a character that would not fit at its end. */
const ROOM = PIECE + 3;

/** Checks every line; see `validateNdjson`. */
export function checkLines(settings, desk, input, drops, today, speak) {
  const failures = [];
  let total = 0;
  let valid = 0;
  let line = 1;
  let skipping = false;
  const broken = () => {
    failures.push({ line, issues: [findingOf(INVALID_JSON, [], speak)], warnings: [] });
    total++;
    line++;
  };
  const give = source(input);
  if (!give) broken();
  for (let filled = 0, last = !give; !last; ) {
    desk.reach(Math.min(ROOM, filled + give.left()));
    filled += give.into(desk.bytes.subarray(filled));
    last = give.left() === 0;
    const used = filled;
    if (skipping) {
      const end = desk.bytes.subarray(0, filled).indexOf(10);
      const start = end < 0 ? filled : end + 1;
      if (end >= 0 || last) {
        broken();
        skipping = false;
      }
      desk.bytes.copyWithin(0, start, filled);
      filled -= start;
    }
    const read = desk.engine.check_lines(desk.checker, filled, last, drops, today);
    const at = desk.answer();
    const { words } = desk;
    const end = at + desk.engine.answer_length(desk.checker);
    const text = words[at + 3];
    for (let next = at + 4; next < end; ) {
      const failure = { line: line + words[next], issues: [], warnings: [] };
      const from = next + 2;
      next = from + words[next + 1];
      readFindings(settings, undefined, words, from, next, text, speak, false, failure.issues, failure.warnings);
      failures.push(failure);
    }
    line += words[at];
    total += words[at + 1];
    valid += words[at + 2];
    const rest = filled - read;
    // A piece without a line break is part of a line that nobody reads.
    skipping ||= rest >= PIECE;
    desk.bytes.copyWithin(0, read, filled);
    // Nothing of the records stays behind.
    desk.bytes.fill(0, skipping ? 0 : rest, used);
    desk.forget(text);
    filled = skipping ? 0 : rest;
  }
  return { total, valid, failures };
}

/** What gives the bytes of an input, as many as there is room for. */
function source(input) {
  if (typeof input === 'string') return fromText(input);
  try {
    if (ArrayBuffer.isView(input)) return fromBytes(new Uint8Array(input.buffer, input.byteOffset, input.byteLength));
    if (input instanceof ArrayBuffer) return fromBytes(new Uint8Array(input));
  } catch {
    // The memory has been given to somebody else: there is nothing to read.
  }
  return undefined;
}

function fromBytes(bytes) {
  // A byte order mark at the start is none of the first record's.
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return {
    left: () => bytes.length - at,
    into(room) {
      const piece = bytes.subarray(at, at + room.length);
      room.set(piece);
      at += piece.length;
      return piece.length;
    },
  };
}

function fromText(text) {
  // Half of a surrogate pair means in a string what its escape means.
  if (!isWellFormed(text)) {
    text = text.replace(/\p{Surrogate}/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
  }
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return {
    left: () => (text.length - at) * 3,
    into(room) {
      const { read, written } = encodeInto(text.slice(at, at + room.length), room);
      at += read;
      return written;
    },
  };
}
