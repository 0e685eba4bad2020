// The exact way to read a line of NDJSON that is no flat object of plain strings: what the core's
// `json::Reader` finds, found with the platform's own reader.

import { TWICE } from './desk.js';
import { FIELD, MAX_DEPTH, MAX_UNKNOWN } from './tables.js';

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Strings, and what opens, closes and separates. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/**
 * Reads a line: its value, and which keys are no field; `undefined` when it is no JSON. The value
 * of a key that stands more than once is `TWICE`.
 * @param {Uint8Array} bytes
 */
export function readLine(bytes) {
  let text;
  let value;
  try {
    text = decoder.decode(bytes);
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isObject && isPlain(value, text)) return { value, unknown: undefined };
  const seen = new Set();
  const record = {};
  const unknown = new Set();
  let depth = 0;
  let last = '';
  // The platform's reader keeps the last of equal keys, and does not tell.
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (++depth > MAX_DEPTH) return undefined;
    } else if (token === '}' || token === ']') {
      depth--;
    } else if (token === ':' && depth === 1 && isObject) {
      const key = JSON.parse(last);
      const isField = FIELD.has(key);
      if (isField) record[key] = seen.has(key) ? TWICE : value[key];
      else if (unknown.size < MAX_UNKNOWN) unknown.add(wellFormed(key));
      seen.add(key);
    }
    last = token;
  }
  return { value: isObject ? record : value, unknown: unknown.size > 0 ? [...unknown] : undefined };
}

/**
 * Whether a line has texts of fields and nothing else, and is what the platform's writer makes of
 * them: that writes each key once.
 */
function isPlain(value, text) {
  for (const key in value) if (typeof value[key] !== 'string' || !FIELD.has(key)) return false;
  return JSON.stringify(value) === text;
}

/** Half of a surrogate pair is no text. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, decodeURIComponent('%EF%BF%BD'));
