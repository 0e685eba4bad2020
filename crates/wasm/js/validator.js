// Checks by one set of rules.

import { countriesOf } from './countries.js';
import { Desk, dayOf, textAt } from './desk.js';
import { engine } from './engine.js';
import { finding, readFindings, unknownKey } from './findings.js';
import { checkLines } from './lines.js';
import { speakerOf } from './messages.js';
import { standardSchema } from './standard.js';
import * as tables from './tables.js';

const { FIELD, FIELDS, MAX_UNKNOWN, NOT_AN_OBJECT, objectOf, valuesOf } = tables;
const ALL = FIELDS.length;
const NOTHING = Object.freeze({});

// Which fields take one of a list, which are compared with others, and which with today.
const isClosed = tables.fields.map(({ kind }) => kind === 'country' || kind === 'choice');
const isCompared = tables.fields.map(({ kind }) => kind === 'tax_number');
const isDated = tables.fields.map(({ kind }) => kind === 'tax_number' || kind === 'date');

/**
 * What checks by these rules. They are taken in at the first use.
 * @param {string} rules lines of `path=JSON`
 * @param {(ignored: string[]) => void} [tell] hears which paths are no rule's
 */
export function makeValidator(rules, tell) {
  let desk;
  /** For each field that takes one of a list: what was accepted as it came. */
  const accepted = isClosed.map((closed) => (closed ? new Set() : undefined));

  function open() {
    const checker = new (engine().Checker)(rules);
    tell?.(checker.ignored().split('\n').slice(0, -1));
    return (desk = new Desk(checker));
  }

  function validate(profile, options = NOTHING) {
    const speak = speakerOf(options.locale);
    if (profile === null || typeof profile !== 'object' || Array.isArray(profile)) {
      return { issues: [finding(NOT_AN_OBJECT, 0, [], 'error', {}, speak)], warnings: [] };
    }
    const today = dayOf(options.today);
    // Everything is read before anything is laid down: reading may run someone's code.
    const values = valuesOf(profile);
    const unknown = options.unknown === 'drop' ? undefined : unknownKeys(profile);
    const at = desk ?? open();
    at.clear();
    for (let field = 0; field < ALL; field++) at.lay(field, values[field]);
    const count = at.checker.check(ALL, today);
    if (count === 0 && unknown === undefined) return { value: objectOf(values), warnings: [] };
    return result(at, count, values, objectOf, speak, unknown);
  }

  function validateField(name, value, context = NOTHING, options = NOTHING) {
    const field = FIELD.get(name);
    if (field === undefined) {
      return { issues: [unknownKey(name, speakerOf(options.locale))], warnings: [] };
    }
    if (isClosed[field] && accepted[field].has(value)) return { value, warnings: [] };
    const today = isDated[field] ? dayOf(options.today) : 0;
    const others = isCompared[field] ? valuesOf(Object(context)) : undefined;
    const at = desk ?? open();
    at.clear();
    if (others !== undefined) {
      others[field] = value;
      for (let other = 0; other < ALL; other++) at.lay(other, others[other]);
    } else {
      at.lay(field, value);
    }
    const count = at.checker.check(field, today);
    if (count === 0) {
      if (isClosed[field]) accepted[field].add(value);
      return { value, warnings: [] };
    }
    const values = others ?? valuesOf(NOTHING);
    values[field] = value;
    return result(at, count, values, (all) => all[field], speakerOf(options.locale));
  }

  function validateMany(profiles, options) {
    if (!Array.isArray(profiles)) return [validate(undefined, options)];
    const results = [];
    for (let i = 0; i < profiles.length; i++) results.push(validate(profiles[i], options));
    return results;
  }

  function validateNdjson(input, options = NOTHING) {
    const today = dayOf(options.today);
    return checkLines(desk ?? open(), input, today, speakerOf(options.locale));
  }

  const schema = () => JSON.parse((desk ?? open()).checker.schema());
  const countries = (locale, field = 'residence_country') =>
    countriesOf((desk ?? open()).checker.countries(FIELD.get(field) ?? ALL), locale);

  return {
    validate,
    validateField,
    validateMany,
    validateNdjson,
    profileSchema: standardSchema(validate, schema),
    countries,
    /** Not for callers: what the fields are under these rules. */
    describe: () => described(schema()),
    open,
  };
}

/** A result, made of the module's answer. */
function result(desk, count, values, make, speak, unknown) {
  const issues = [];
  const warnings = [];
  let valid = 1;
  if (count > 0) {
    let at = desk.answer();
    const end = at + count;
    const words = desk.words;
    const flags = words[at];
    const text = words[at + 1];
    at += 2;
    valid = flags & 1;
    if (flags > 1) {
      for (let field = 0; field < ALL; field++) {
        if (flags & (2 << field)) values[field] = textAt(text + words[at++], words[at++]);
      }
    }
    readFindings(words, at, end, text, speak, issues, warnings);
  }
  if (unknown !== undefined) {
    valid = 0;
    for (const key of unknown) issues.push(unknownKey(key, speak));
  }
  return valid ? { value: make(values), warnings } : { issues, warnings };
}

/** The order of the keys of the last object that had no unknown one. */
let order = FIELDS;

/** The first keys that are no field, if there are any. */
function unknownKeys(profile) {
  // Quicker than a list of its keys; inherited ones come last, and are looked at below.
  let at = 0;
  for (const key in profile) {
    if (key !== order[at]) return findUnknownKeys(profile);
    at++;
  }
  return undefined;
}

function findUnknownKeys(profile) {
  const keys = Object.keys(profile);
  const unknown = keys.filter((key) => !FIELD.has(key));
  if (unknown.length > 0) return unknown.slice(0, MAX_UNKNOWN);
  order = keys;
  return undefined;
}

/** The fields with the limits and words of a schema. */
function described({ properties }) {
  return tables.fields.map((field) => {
    const { maxLength, enum: words } = properties[field.name];
    return {
      ...field,
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(field.kind === 'choice' ? { choices: words } : {}),
    };
  });
}
