// How inputs are laid on the desk: texts byte by byte, accepted values as numbers.

import { PLAIN_END, PLAIN_NAME, PLAIN_NOTE, PLAIN_TAX_NUMBER } from './tables.js';

// What stands in place of a length.
export const MISSING = -1;
export const SURROGATE = -2;
export const TOO_LONG = -3;
const NOT_TEXT = -4;
/** This and less: an accepted value by its number. */
export const ACCEPTED = -16;
/** Texts were laid down, or could not be that way. */
export const LAID = 1;
export const FAILED = 0;

/** Up to here a loop is quicker than a call of the encoder. */
const SHORT = 64;

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

// Where a character may stand in a plain text, by its code.
const [ANYWHERE, BETWEEN] = [1, 2];
const IN_NAMES = /* @__PURE__ */ placesOf(PLAIN_NAME);
const IN_NOTES = /* @__PURE__ */ placesOf(PLAIN_NOTE);
const IN_TAX_NUMBERS = /* @__PURE__ */ placesOf(PLAIN_TAX_NUMBER);

function placesOf([anywhere, between]) {
  const places = new Uint8Array(PLAIN_END);
  for (const [first, last] of anywhere) places.fill(ANYWHERE, first, last + 1);
  for (const [first, last] of between) places.fill(BETWEEN, first, last + 1);
  return places;
}

/**
 * The number that stands for a plain text, of so many characters at most; 0 for anything else. In the
 * module's memory it would cost as much again. A regular expression takes less time on long texts, but
 * what it looked at can be read in `RegExp.input` from then on, and it is not ours: any script may put
 * another `exec` in its place.
 */
function plainNumber(places, most, value) {
  if (typeof value !== 'string' || value.length > most) return 0;
  let before = BETWEEN;
  for (let i = 0; i < value.length; i++) {
    const place = places[value.charCodeAt(i)];
    if (place !== ANYWHERE && (place !== BETWEEN || before === BETWEEN)) return 0;
    before = place;
  }
  return before === ANYWHERE ? ACCEPTED : 0;
}

/** The number that stands for a plain name. */
export const nameNumber = (most, value) => plainNumber(IN_NAMES, most, value);

/** The number that stands for a plain note. */
export const noteNumber = (most, value) => plainNumber(IN_NOTES, most, value);

/** The number that stands for a plain tax number. */
export function tinNumber(most, value) {
  if (plainNumber(IN_TAX_NUMBERS, most, value) === 0) return 0;
  // It has a digit, nearly always at its end.
  for (let i = value.length - 1; i >= 0; i--) {
    const code = value.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) return ACCEPTED;
  }
  return 0;
}

/** What stands in place of the length of what is no text. */
export const otherThanText = (value) => (value === undefined ? MISSING : NOT_TEXT);
