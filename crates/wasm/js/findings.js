// Findings as plain objects, made of the words that the module answers with (src/answer.rs).

import { constantAt, textAt } from './desk.js';
import { CODES, FIELDS, UNKNOWN_FIELD } from './tables.js';

/** One finding; the field is its number + 1, or 0. */
export function finding(code, field, path, severity, params, speak) {
  const message = speak(code, field, params);
  return field > 0
    ? { path, field: FIELDS[field - 1], code: CODES[code], severity, message, params }
    : { path, code: CODES[code], severity, message, params };
}

/** The finding about a key that is no field. */
export const unknownKey = (key, speak) => finding(UNKNOWN_FIELD, 0, [key], 'error', {}, speak);

/** Reads the findings in words `at` to `end` into the two lists. */
export function readFindings(words, at, end, text, speak, issues, warnings) {
  while (at < end) {
    const head = words[at++];
    const code = head & 255;
    const field = (head >> 8) & 255;
    const params = {};
    let path;
    if (head >>> 24 === 0) {
      path = field > 0 ? [FIELDS[field - 1]] : [];
    } else {
      if (head & 0x1000000) params.limit = words[at++];
      if (head & 0x2000000) {
        const index = words[at++];
        params.country = String.fromCharCode(97 + index / 26, 97 + (index % 26));
      }
      if (head & 0x4000000) params.format = constantAt(words[at++], words[at++]);
      if (head & 0x8000000) params.number = constantAt(words[at++], words[at++]);
      if (head & 0x10000000) path = [textAt(text + words[at++], words[at++])];
      else path = field > 0 ? [FIELDS[field - 1]] : [];
    }
    if ((head >> 16) & 1) warnings.push(finding(code, field, path, 'warning', params, speak));
    else issues.push(finding(code, field, path, 'error', params, speak));
  }
}
