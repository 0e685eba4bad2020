// Checks by one set of rules.

import { countriesOf } from './countries.js';
import { dayOf } from './day.js';
import { Desk, LOST } from './desk.js';
import { findingBy, findingOf, readFindings, unknownKey } from './findings.js';
import { LAID } from './inputs.js';
import { checkLines } from './lines.js';
import { speakerOf } from './messages.js';
import { countryNumber, nameNumber, noteNumber, tinError, tinNumber, wordNumber } from './numbers.js';
import { FIELD_OPTIONS, optionsOf } from './options.js';
import { settingsOf } from './settings.js';
import { schemaOf, standardSchema } from './standard.js';
import { DEFAULT_RULES, FIELD, FIELDS, MAX_UNKNOWN, NOT_AN_OBJECT, fields, valuesOf } from './tables.js';

const ALL = FIELDS.length;
const BORN = fields.findIndex(({ kind }) => kind === 'date');
const BIRTH = FIELDS[BORN];

const NUMBERS = {
  name: nameNumber,
  note: noteNumber,
  country: countryNumber,
  choice: wordNumber,
  tax_number: (most, value, limits, field) => tinNumber(most, value) || tinError(value, limits, field),
};

/** For each field: what gives the number of a value; that of a date takes the desk. */
const NUMBER_OF = fields.map(({ kind }) => NUMBERS[kind] ?? (() => 0));

/**
 * What checks by these rules. They are taken in at the first use.
 * @param {object} [rules] whole and checked
 */
export function makeValidator(rules = DEFAULT_RULES) {
  let settings;
  let desk;
  let linesDesk;

  const known = () => (settings ??= settingsOf(rules));
  /** Where inputs are laid; another one after a call that was cut off. */
  const ready = () => (desk !== undefined && !desk.isCutOff() ? desk : (desk = new Desk(known())));

  /** What the rules come to, once the module runs: else some values would be answered and others not. */
  const settled = () => {
    if (desk === undefined) ready();
    return settings;
  };

  function validate(profile, options) {
    options = optionsOf(options, 'validate');
    return run(profile, options, dayOf(options.today), false);
  }

  /** Checks a profile; with `asks`, one that a person is filling in. */
  function run(profile, options, today, asks) {
    const speak = speakerOf(options.locale);
    settled();
    if (profile === null || typeof profile !== 'object' || Array.isArray(profile)) return notAnObject(speak);
    // Everything is read before anything is laid down: reading may run someone's code.
    const value = valuesOf(profile);
    const unknown = options.unknown === 'drop' ? undefined : unknownKeys(profile);
    const at = ready();
    at.begin();
    const laid = at.layProfile(settings, bornOf(at, today, value), value, speak, asks);
    const count = laid === LAID ? at.exports.check(at.checker, ALL, today) : 0;
    if (count !== 0) return result(at, count, value, undefined, speak, asks, unknown);
    at.finish();
    if (typeof laid === 'object') return refusal(laid, [], unknown, speak);
    return unknown === undefined ? { value, warnings: [] } : refusal([], [], unknown, speak);
  }

  /** The number of a profile's date of birth, before anything lies on the desk. */
  const bornOf = (at, today, value) => settings.numbers[BORN].number(at, today, value[BIRTH]);

  function validateField(name, value, context, options) {
    options = optionsOf(options, 'validateField', FIELD_OPTIONS);
    // A mistake in the options shows with every field, not only with those that need them.
    if (options.today !== undefined) dayOf(options.today);
    const speak = speakerOf(options.locale);
    const { numbers } = settled();
    const field = fieldOf(name);
    if (field === undefined) {
      return { issues: [unknownKey(name, speak)], warnings: [] };
    }
    const number = NUMBER_OF[field](numbers[field], value, settings.limits, field);
    if (number !== 0) return alone(field, number, value, speak);
    const { kind } = fields[field];
    const isOfToday = kind === 'date' || kind === 'tax_number';
    const today = isOfToday ? dayOf(options.today) : 0;
    let others;
    if (kind === 'tax_number') {
      // It is compared with the others.
      others = valuesOf(Object(context));
      others[name] = value;
    }
    const at = ready();
    at.begin();
    const born = kind === 'date' ? numbers[field].number(at, today, value) : 0;
    if (born !== 0) {
      at.finish();
      return alone(field, born, value, speak);
    }
    if (others !== undefined) {
      // Never all is certain: of the number itself it is not.
      at.layProfile(settings, bornOf(at, today, others), others);
    } else {
      const length = typeof value === 'string' ? at.layText(value) : -1;
      if (length >= 0 && at.exports.accepts(at.checker, field, length, today)) {
        at.finish();
        return { value, warnings: [] };
      }
      at.layField(field, value);
    }
    const count = at.exports.check(at.checker, field, today);
    // A field that nobody has filled in yet: a person is asked for it, as when it is empty.
    return result(at, count, others ?? { [name]: value }, name, speak, true);
  }

  /** What the number of a field's value tells of it. */
  const alone = (field, number, value, speak) =>
    number < 0
      ? { value, warnings: [] }
      : { issues: [findingBy(settings, { [FIELDS[field]]: value }, number, field, speak, true)], warnings: [] };

  function validateMany(profiles, options) {
    options = optionsOf(options, 'validateMany');
    // Once, for all: midnight may come in between.
    const today = dayOf(options.today);
    // What is no list is one record that is no object: data never throws, whatever it is.
    if (!Array.isArray(profiles)) return [run(undefined, options, today, false)];
    settled();
    const results = [];
    for (let i = 0; i < profiles.length; i++) results.push(run(profiles[i], options, today, false));
    return results;
  }

  function validateNdjson(input, options) {
    options = optionsOf(options, 'validateNdjson');
    const today = dayOf(options.today);
    const speak = speakerOf(options.locale);
    if (linesDesk === undefined || linesDesk.isCutOff()) linesDesk = new Desk(known());
    return checkLines(settings, linesDesk, input, options.unknown === 'drop', today, speak);
  }

  /** A result, made of the module's answer, with which the work at the desk ends. */
  function result(at, count, value, name, speak, asks, unknown) {
    const issues = [];
    const warnings = [];
    let valid = 1;
    if (count < 0) throw new Error(LOST);
    if (count > 0) {
      let next = at.answer();
      const end = next + count;
      const words = at.words;
      const flags = words[next];
      const text = words[next + 1];
      next += 2;
      valid = flags & 1;
      if (flags > 1) {
        for (let field = 0; field < ALL; field++) {
          if (flags & (2 << field)) value[FIELDS[field]] = at.engine.textAt(text + words[next++], words[next++]);
        }
      }
      readFindings(settings, value, at, next, end, text, speak, asks, issues, warnings);
      at.forget(text);
    }
    at.finish();
    if (!valid || unknown !== undefined) return refusal(issues, warnings, unknown, speak);
    return { value: name === undefined ? value : value[name], warnings };
  }

  const schema = () => schemaOf(known());

  return {
    validate,
    validateField,
    validateMany,
    validateNdjson,
    // Form libraries carry keys of their own.
    profileSchema: standardSchema((value) => run(value, DROP, dayOf(), true), schema),
    countries: (locale, field = 'residence_country') => countriesOf(known(), locale, field),
    /** Not for callers: what the fields are under these rules. */
    describe: () => described(known()),
  };
}

/** The field that was asked for last: who types in a form asks for the same one with each key. */
let lastField = 0;
let lastName = FIELDS[lastField];

/** The number of the field of that name. */
function fieldOf(name) {
  if (name !== lastName) {
    const field = FIELD.get(name);
    // Of what is no field's name nothing is kept.
    if (field === undefined) return undefined;
    lastField = field;
    lastName = name;
  }
  return lastField;
}

/** What is refused, if only for keys that are no fields. */
function refusal(issues, warnings, unknown = [], speak) {
  for (const key of unknown) issues.push(unknownKey(key, speak));
  return { issues, warnings };
}

const DROP = { unknown: 'drop' };

const notAnObject = (speak) => ({ issues: [findingOf(NOT_AN_OBJECT, [], speak)], warnings: [] });

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

/** The fields with the limits and words of the rules. */
const described = ({ values, limits }) =>
  fields.map((field, at) => ({
    ...field,
    ...(limits[at] === undefined ? {} : { maxLength: limits[at] }),
    ...(field.kind === 'choice' ? { choices: [...values[at]] } : {}),
  }));
