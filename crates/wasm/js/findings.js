// Findings as plain objects, made of the words that the module answers with (src/answer.rs).

import { suggest, taxNumberHint } from './hints.js';
import {
  AGE_ABOVE_MAXIMUM, AGE_BELOW_MINIMUM, CODES, COUNTRY_UNKNOWN, FIELDS, MAX_HINT, MISSING_FIELD, NAME_LONG, NOT_A_STRING, REQUIRED, TIN_FORMAT, TOO_LONG, UNKNOWN_FIELD,
} from './tables.js';

/** One finding; the field is its number + 1, or 0. */
export function finding(code, field, path, severity, params, message) {
  return field > 0
    ? { path, field: FIELDS[field - 1], code: CODES[code], severity, message, params }
    : { path, code: CODES[code], severity, message, params };
}

/** A finding about no field. */
export const findingOf = (code, path, speak) => finding(code, 0, path, 'error', {}, speak(code, 0, {}));

/** The finding about a key that is no field; what can be no key stands in no path. */
export const unknownKey = (key, speak) => findingOf(UNKNOWN_FIELD, /^(string|symbol|number)$/.test(typeof key) ? [key] : [], speak);

/**
 * Reads the findings in a desk's words `at` to `end` into the two lists; of `values`, where there are
 * some. `asks` says of what is missing, or nothing at all, what is said of what is empty.
 */
export function readFindings(settings, values, desk, at, end, text, speak, asks, issues, warnings) {
  const { words } = desk;
  while (at < end) {
    const head = words[at++];
    const code = head & 255;
    const field = (head >> 8) & 255;
    const path = field > 0 ? [FIELDS[field - 1]] : [];
    let params;
    let country;
    if (head & 0x1000000) {
      const index = words[at++];
      if (code === COUNTRY_UNKNOWN) {
        params = meaningOf(meantBy(index), settings);
      } else {
        country = index;
        params = paramsOf(code, index);
      }
    } else if (head & 0x2000000) {
      const start = text + words[at++];
      const length = words[at++];
      if (field > 0) {
        params = meaningOf(meant(values?.[FIELDS[field - 1]], desk, start, length), settings);
      } else {
        params = {};
        path.push(desk.engine.textAt(start, length));
      }
    } else {
      params = limitOf(code, field - 1, settings);
    }
    const isMissing = asks && (code === MISSING_FIELD || code === NOT_A_STRING) && values[FIELDS[field - 1]] == null;
    const message = speak(isMissing ? REQUIRED : code, field, params, country);
    if ((head >> 16) & 1) warnings.push(finding(code, field, path, 'warning', params, message));
    else issues.push(finding(code, field, path, 'error', params, message));
  }
}

/** What is wrong with a field's value, of which the number tells it (numbers.js). */
export function findingBy(settings, values, number, field, speak, asks) {
  const name = FIELDS[field];
  const code = number & 255;
  const params =
    code === COUNTRY_UNKNOWN
      ? meaningOf(number > 255 ? meantBy((number >> 8) - 1) : suggest(values[name]), settings)
      : limitOf(code, field, settings);
  const isMissing = asks && values[name] == null;
  return finding(code, field + 1, [name], 'error', params, speak(isMissing ? REQUIRED : code, field + 1, params));
}

const lettersOf = (index) => (LETTERS[index] ??= String.fromCharCode(97 + index / 26, 97 + (index % 26)));

/** Two letters by their index, as far as they were spoken of. */
const LETTERS = [];

/** The parameters of a finding about what is no country, which may mean one that is known. */
const meaningOf = (country, settings) => (country && settings.isKnown.has(country) ? { country } : {});

/** What two letters that are no country's mean, by their index; '': nothing. */
const meantBy = (index) => (MEANT[index] ??= suggest(lettersOf(index)) ?? '');

/** As far as it was asked. */
const MEANT = [];

/** The parameters of a finding about a country's tax number. */
function paramsOf(code, index) {
  const country = lettersOf(index);
  const hint = code === TIN_FORMAT ? taxNumberHint(country) : undefined;
  return hint ? { country, format: hint.format, number: hint.name } : { country };
}

/**
 * The country that was meant by what was given, which has the letters of its canonical form when it
 * is ASCII, or else by that form, which stands at an address.
 */
function meant(given, desk, address, bytes) {
  if (given?.length <= MAX_HINT && isAscii(given)) return suggest(given);
  return bytes > MAX_HINT ? undefined : suggest(desk.engine.textAt(address, bytes));
}

function isAscii(text) {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** The parameters of a finding about a limit, if that is what it is about. */
function limitOf(code, field, { limits, rules }) {
  if (code === TOO_LONG) return { limit: limits[field] };
  if (code === NAME_LONG) return { limit: rules.name_long };
  if (code === AGE_BELOW_MINIMUM) return { limit: rules.minimum_age };
  if (code === AGE_ABOVE_MAXIMUM) return { limit: rules.age_limit };
  return {};
}
