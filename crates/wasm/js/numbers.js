// What a look at a value tells, where it stands: a number below 0 by which it is accepted, the code of
// what is wrong with it, or 0. That means nothing: the module decides.

import { ACCEPTED } from './inputs.js';
import {
  CHOICE_UNKNOWN, COUNTRY_UNKNOWN, MAX_HINT, MAX_NO_NUMBER, MAX_TEXT, MISSING_FIELD, NOT_A_STRING, PLAIN_END, PLAIN_NAME, PLAIN_NOTE,
  PLAIN_TAX_NUMBER, PLAIN_WORD, REQUIRED, TOO_LONG,
} from './tables.js';

// Each first part is small enough to be made part of what calls it: nearly every value needs no more.

/** In place of what is wrong with a country. */
export const TAKEN = 0;

/** The number of a country; with the code of what is wrong, from bit 8, the index of two letters + 1. */
export function countryNumber(verdicts, value) {
  if (typeof value !== 'string' || value.length !== 2) return longCountry(value);
  const first = value.charCodeAt(0) - 97;
  const second = value.charCodeAt(1) - 97;
  if (first < 0 || first > 25 || second < 0 || second > 25) return 0;
  const index = first * 26 + second;
  const verdict = verdicts[index];
  return verdict === TAKEN ? ACCEPTED - index : verdict | ((index + 1) << 8);
}

/** The same for what has not two letters: with more of them, it is no code however it is folded. */
function longCountry(value) {
  if (typeof value !== 'string' || value === '') return blankError(value);
  // Nor is what is longer, and means nothing either: it is not worth the look.
  if (value.length > MAX_HINT) return 0;
  let letters = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const letter = code | 0x20;
    if (letter >= 0x61 && letter <= 0x7a) letters++;
    else if (code !== 0x20) return 0;
  }
  return letters > 2 ? COUNTRY_UNKNOWN : 0;
}

/** The number of a word. */
export const wordNumber = (taken, value) => taken.get(value) ?? textError(IN_WORDS, 0, CHOICE_UNKNOWN, value);

// Where a character may stand in a plain text, by its code; higher numbers say what is wrong with every
// text that has it.
const [ANYWHERE, BETWEEN] = [1, 2];
const IN_NAMES = /* @__PURE__ */ placesOf(PLAIN_NAME);
const IN_NOTES = /* @__PURE__ */ placesOf(PLAIN_NOTE);
const IN_TAX_NUMBERS = /* @__PURE__ */ placesOf(PLAIN_TAX_NUMBER);
const IN_WORDS = /* @__PURE__ */ placesOf(PLAIN_WORD);

function placesOf(lists) {
  const places = new Uint8Array(PLAIN_END);
  for (const [place, ...ends] of lists) {
    for (let i = 0; i < ends.length; i += 2) places.fill(place, ends[i], ends[i + 1]);
  }
  return places;
}

/**
 * Whether a text is plain, of so many characters at most. In the module's memory it would cost as much
 * again. A regular expression takes less time on long texts, but what it looked at can be read in
 * `RegExp.input` from then on, and it is not ours: any script may put another `exec` in its place.
 */
function isPlain(places, most, value) {
  if (typeof value !== 'string' || value.length > most) return false;
  let before = BETWEEN;
  for (let i = 0; i < value.length; i++) {
    const place = places[value.charCodeAt(i)];
    if (place !== ANYWHERE && (place !== BETWEEN || before === BETWEEN)) return false;
    before = place;
  }
  return before === ANYWHERE;
}

/**
 * The code of what is wrong with a text of which `beyond` is said if it is plain and has more than `limit`
 * characters; or else of one that has characters all of which say the same.
 */
function textError(places, limit, beyond, value) {
  if (typeof value !== 'string' || value === '') return blankError(value);
  if (value.length > MAX_TEXT) return 0;
  let wrong = 0;
  let before = BETWEEN;
  for (let i = 0; i < value.length; i++) {
    const place = places[value.charCodeAt(i)];
    if (place > BETWEEN) {
      if (wrong > 0 && wrong !== place) return 0;
      wrong = place;
    } else if (place !== ANYWHERE && (place !== BETWEEN || before === BETWEEN)) {
      return 0;
    }
    before = place;
  }
  if (before === BETWEEN) return 0;
  return value.length > limit ? beyond : wrong;
}

/** The code of what is wrong with what is no text, or an empty one. */
export function blankError(value) {
  if (typeof value === 'string') return value === '' ? REQUIRED : 0;
  return value === undefined ? MISSING_FIELD : NOT_A_STRING;
}

/** The number of a name. */
export const nameNumber = (most, value, limits, field) =>
  isPlain(IN_NAMES, most, value) ? ACCEPTED : textError(IN_NAMES, limits[field], TOO_LONG, value);

/** The number of a note. */
export const noteNumber = (most, value, limits, field) =>
  isPlain(IN_NOTES, most, value) ? ACCEPTED : textError(IN_NOTES, limits[field], TOO_LONG, value);

/** The number of a tax number that is accepted; of any other, 0. */
export const tinNumber = (most, value) => (isPlain(IN_TAX_NUMBERS, most, value) && isNumber(value) ? ACCEPTED : 0);

/** The code of what is wrong with a tax number. Apart: where there may be advice on it, it nearly always is right. */
export function tinError(value, limits, field) {
  const code = textError(IN_TAX_NUMBERS, limits[field], TOO_LONG, value);
  return code === TOO_LONG && !isNumber(value) ? 0 : code;
}

/** Whether what is plain means a number: it has a digit, nearly always at its end, or is too long to mean none. */
function isNumber(value) {
  for (let i = value.length - 1; i >= 0; i--) {
    const code = value.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) return true;
  }
  return value.length > MAX_NO_NUMBER;
}
