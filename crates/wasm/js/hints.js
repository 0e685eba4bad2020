// What is known of countries besides the rules: other codes and names of theirs, and their tax
// numbers. Written by xtask from the core's tables in short; read when first asked.

import { ALPHA_3, COUNTRY_NAMES, LEFT_OUT, MAX_HINT_LETTERS, OTHER_CODES, TAX_NUMBERS } from './tables.js';

/** The countries of ISO 3166-1, in the order of their codes. */
let iso;
let isoSet;
/** Countries by what is none of their codes: codes of three letters, others, names. */
let meanings;
/** What was read of tax numbers, by country. */
const numbers = /* @__PURE__ */ new Map();

/** Two letters, and what makes three of them: see `learned`. */
const codes = () => ALPHA_3.matchAll(/(..)(\.(...)|.)/g);

export function isoCountries() {
  if (iso === undefined) {
    iso = [];
    // Everybody waits for these at the start: a pattern would take three times as long.
    for (let at = 0; at < ALPHA_3.length; at += ALPHA_3[at + 2] === '.' ? 6 : 3) iso.push(ALPHA_3.slice(at, at + 2));
  }
  return iso;
}

function learned() {
  const meanings = new Map(Object.entries(OTHER_CODES));
  // The third letter follows, a capital one goes between, or all three stand after a point.
  for (const [, code, tail, all] of codes()) {
    meanings.set(all ?? (tail < 'a' ? code[0] + tail.toLowerCase() + code[1] : code + tail), code);
  }
  // Names without what is no letter, and the country's code where they do not begin with it.
  for (const [, name, code] of COUNTRY_NAMES.matchAll(/([a-z]+)([A-Z]*)/g)) {
    meanings.set(name, code.toLowerCase() || name.slice(0, 2));
  }
  return meanings;
}

const isIso = (code) => (isoSet ??= new Set(isoCountries())).has(code);

/**
 * ASCII's letters, as small ones; when words are left out, without them and with `st` in full, which by
 * itself is a code. By hand: see `isPlain`.
 */
function lettersOf(text, leftOut) {
  let letters = '';
  let word = '';
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = text.charCodeAt(i) | 0x20;
    if (code >= 0x61 && code <= 0x7a) continue;
    // Letter by letter it takes half as long again.
    word += text.slice(from, i).toLowerCase();
    from = i + 1;
    if (text[i] === '&') {
      word += 'and';
    } else {
      if (leftOut === '') letters += word;
      else if (!leftOut.includes(` ${word} `)) letters += word === 'st' ? 'saint' : word;
      word = '';
    }
  }
  return letters;
}

/** The country that a text, which is no code of a country, probably means. */
export function suggest(text) {
  for (const leftOut of ['', ' the ', LEFT_OUT]) {
    const letters = lettersOf(text, leftOut);
    if (letters.length > MAX_HINT_LETTERS) return undefined;
    if (letters.length === 2 && isIso(letters)) return letters;
    meanings ??= learned();
    const country = meanings.get(letters);
    // What was China before the republic was taken away may have been Taiwan.
    if (country && (letters !== 'china' || leftOut !== LEFT_OUT)) return country;
  }
  return undefined;
}

/** The example where there is no other: so many digits that count up, but for the last two. */
function counting(count) {
  const digits = '12345678901234567890';
  return digits.slice(0, count - 2) + digits[count - 1] + digits[count - 2];
}

/** The name and the format of a country's tax number, and whether it is issued. */
export function taxNumberHint(country) {
  const known = numbers.get(country);
  if (known || !/^[a-z]{2}$/.test(country)) return known;
  const at = TAX_NUMBERS.indexOf(`\n${country}`) + 3;
  if (at < 3) return undefined;
  const line = decodeURIComponent(TAX_NUMBERS.slice(at, TAX_NUMBERS.indexOf('\n', at)));
  const [, none, name, sizes, like] = /^(!?)([^|]*)\|?([^|]*)\|?(.*)$/.exec(line);
  const example = like || counting(parseInt(sizes, 10));
  const words = { D: 'digits', L: 'letters', M: 'letters and digits', C: 'characters' };
  const format = sizes && `${sizes.replace(/[DLMC]/g, (kind) => ` ${words[kind]}`)}, like ${example}`;
  const read = { country, name, format, issued: !none };
  numbers.set(country, read);
  return read;
}
