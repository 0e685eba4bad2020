// Checks by one set of rules: results are plain objects made here of what the module found.

import { engine } from './engine.js';
import { Desk, constantAt, dayOf, textAt } from './desk.js';
import { speakerOf } from './messages.js';
import { CODES, FIELD, FIELDS, MAX_UNKNOWN, NOT_AN_OBJECT, TAX_NUMBER, UNKNOWN_FIELD, objectOf, valuesOf } from './tables.js';

const ALL = FIELDS.length;
const NOTHING = Object.freeze({});

/**
 * @param {object} [rules] a deployment's own; those left out are as by default
 */
export function makeValidator(rules) {
  let desk;
  const open = () => {
    const checker = new (engine().Checker)();
    if (rules !== undefined) setRules(checker, rules);
    return (desk = new Desk(checker));
  };
  if (rules !== undefined) open();

  /** Checks a whole profile. */
  function validate(profile, options = NOTHING) {
    const speak = speakerOf(options.locale);
    if (profile === null || typeof profile !== 'object' || Array.isArray(profile)) {
      return { issues: [issue(NOT_AN_OBJECT, 0, [], 0, {}, speak)], warnings: [] };
    }
    const today = dayOf(options.today);
    // Everything is read before anything is written: reading may run someone's code.
    const values = valuesOf(profile);
    const unknown = options.unknown === 'drop' ? undefined : unknownKeys(profile);
    const at = desk ?? open();
    at.clear();
    for (let field = 0; field < ALL; field++) at.lay(field, values[field]);
    const words = at.checker.check(ALL, today);
    if (words === 0 && unknown === undefined) return { value: objectOf(values), warnings: [] };
    return answer(at, words, values, objectOf, speak, unknown);
  }

  /** Checks one field; the context is what it is compared with. */
  function validateField(name, value, context = NOTHING, options = NOTHING) {
    const field = FIELD.get(name);
    const speak = speakerOf(options.locale);
    if (field === undefined) {
      return { issues: [issue(UNKNOWN_FIELD, 0, [name], 0, {}, speak)], warnings: [] };
    }
    const today = dayOf(options.today);
    const values = field === TAX_NUMBER ? valuesOf(Object(context)) : undefined;
    const at = desk ?? open();
    at.clear();
    if (values === undefined) {
      at.lay(field, value);
    } else {
      values[field] = value;
      for (let other = 0; other < ALL; other++) at.lay(other, values[other]);
    }
    const words = at.checker.check(field, today);
    if (words === 0) return { value, warnings: [] };
    const all = [];
    all[field] = value;
    return answer(at, words, all, (values) => values[field], speak);
  }

  return { validate, validateField };
}

/** A result, of the words that the module answered with. */
function answer(desk, count, values, result, speak, unknown) {
  const issues = [];
  const warnings = [];
  let valid = 1;
  if (count > 0) {
    const words = desk.words(count);
    const flags = words[0];
    const text = words[1];
    let at = 2;
    valid = flags & 1;
    for (let field = 0; field < ALL; field++) {
      if (flags & (2 << field)) {
        values[field] = textAt(text + words[at], words[at + 1]);
        at += 2;
      }
    }
    while (at < count) {
      const word = words[at++];
      const params = {};
      if (word & 0x1000000) params.limit = words[at++];
      if (word & 0x2000000) {
        const index = words[at++];
        params.country = String.fromCharCode(97 + index / 26, 97 + (index % 26));
      }
      if (word & 0x4000000) params.format = constantAt(words[at++], words[at++]);
      if (word & 0x8000000) params.number = constantAt(words[at++], words[at++]);
      const field = (word >> 8) & 255;
      const warning = (word >> 16) & 1;
      (warning ? warnings : issues).push(issue(word & 255, field, field ? [FIELDS[field - 1]] : [], warning, params, speak));
    }
  }
  if (unknown !== undefined) {
    valid = 0;
    for (const key of unknown) issues.push(issue(UNKNOWN_FIELD, 0, [key], 0, {}, speak));
  }
  return valid ? { value: result(values), warnings } : { issues, warnings };
}

function issue(code, field, path, warning, params, speak) {
  const message = speak(code, field, params);
  const severity = warning ? 'warning' : 'error';
  return field
    ? { path, field: FIELDS[field - 1], code: CODES[code], severity, message, params }
    : { path, code: CODES[code], severity, message, params };
}

/** The order of the keys of the last object that had no unknown one. */
let order = FIELDS;

/** The first keys that are no field, if there are any. */
function unknownKeys(profile) {
  const keys = Object.keys(profile);
  let at = 0;
  while (at < keys.length && keys[at] === order[at]) at++;
  if (at === keys.length) return undefined;
  const unknown = keys.filter((key) => !FIELD.has(key));
  if (unknown.length > 0) return unknown.slice(0, MAX_UNKNOWN);
  order = keys;
  return undefined;
}

function setRules() {}
