// NDJSON: read by the module from its bytes, a piece at a time (src/lines.rs).

import { LOST, forgetMatch, isWellFormed } from './desk.js';
import { encodeInto } from './engine.js';
import { findingOf, readFindings } from './findings.js';
import { INVALID_JSON, MAX_LINE } from './tables.js';

/** With as many findings, further failures are counted and not listed: each takes memory. */
const MAX_FINDINGS = 1_000_000;

/** The longest line that is read, in bytes, and its line break. */
const PIECE = MAX_LINE + 1;

/** Room for it, and for two characters that would not fit at its end, as escapes. */
const ROOM = PIECE + 12;

/** Checks every line; see `validateNdjson`. */
export function checkLines(settings, desk, input, drops, today, speak) {
  const failures = [];
  let findings = 0;
  let total = 0;
  let valid = 0;
  let line = 1;
  let skipping = false;
  const fail = (failure) => {
    failures.push(failure);
    findings += failure.issues.length + failure.warnings.length;
  };
  const broken = () => {
    if (findings < MAX_FINDINGS) fail({ line, issues: [findingOf(INVALID_JSON, [], speak)], warnings: [] });
    total++;
    line++;
  };
  const give = source(input);
  desk.begin();
  if (!give) broken();
  for (let filled = 0, last = !give; !last || filled > 0; ) {
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
    // All of it, or less when there is a lot to answer.
    const read = desk.exports.check_lines(desk.checker, filled, last, drops, today);
    if (read < 0) throw new Error(LOST);
    const at = desk.answer();
    const { words } = desk;
    const end = at + desk.exports.answer_length(desk.checker);
    const text = words[at + 3];
    for (let next = at + 4; next < end && findings < MAX_FINDINGS; ) {
      const failure = { line: line + words[next], issues: [], warnings: [] };
      const from = next + 2;
      next = from + words[next + 1];
      readFindings(settings, undefined, desk, from, next, text, speak, false, failure.issues, failure.warnings);
      fail(failure);
    }
    line += words[at];
    total += words[at + 1];
    valid += words[at + 2];
    const rest = filled - read;
    // A piece without a line break is part of a line that nobody reads.
    skipping ||= rest >= PIECE;
    desk.bytes.copyWithin(0, read, filled);
    // Nothing of the records stays there.
    desk.bytes.fill(0, skipping ? 0 : rest, used);
    desk.forget(text);
    filled = skipping ? 0 : rest;
  }
  desk.finish();
  return { total, valid, failures };
}

const { get: byteLength } = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength');

/** What gives the bytes of an input, as many as there is room for. */
function source(input) {
  if (typeof input === 'string') return fromText(input);
  try {
    if (ArrayBuffer.isView(input)) return fromBytes(new Uint8Array(input.buffer, input.byteOffset, input.byteLength));
    // One of another frame is none of this frame's class.
    byteLength.call(input);
    return fromBytes(new Uint8Array(input));
  } catch {
    // It is something else, or the memory has been given to somebody else: there is nothing to read.
    return undefined;
  }
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
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (!isWellFormed(text)) return fromUnits(text, at);
  return {
    left: () => (text.length - at) * 3,
    into(room) {
      const { read, written } = encodeInto(text.slice(at, at + room.length), room);
      at += read;
      return written;
    },
  };
}

/**
 * The same of text with halves of surrogate pairs. Such a half means in a string what its escape
 * means, of as many as six bytes; after a backslash it is no JSON, and neither is an x.
 */
function fromUnits(text, at) {
  let before = '';
  const readable = (token) => {
    if (token === '\\') before = token;
    const last = token.charCodeAt(token.length - 1);
    if (token.length === 1 && token !== '\\') return `\\u${last.toString(16)}`;
    return token.length === 2 && last >= 0xd800 && last <= 0xdfff ? '\\x' : token;
  };
  return {
    left: () => (text.length - at) * 6,
    into(room) {
      let piece = text.slice(at, at + Math.floor(room.length / 6));
      // Not between the halves of a pair, which are whole together.
      const last = piece.charCodeAt(piece.length - 1);
      if (last >= 0xd800 && last <= 0xdbff && at + piece.length < text.length) piece = piece.slice(0, -1);
      at += piece.length;
      // A backslash at the end of the last piece was given then.
      const given = before.length;
      piece = before + piece;
      before = '';
      const whole = piece.replace(/\\[^]?|\p{Surrogate}/gu, readable);
      forgetMatch();
      return encodeInto(whole.slice(given), room).written;
    },
  };
}
