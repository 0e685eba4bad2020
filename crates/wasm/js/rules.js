// A deployment's own rules: read and checked as the core reads and checks them, by the same names
// and defaults; a test holds both to the same verdicts.

import { frozen } from './frozen.js';
import { isoCountries, suggest } from './hints.js';
import { checkNames, isObject, refuse as refuseCall } from './options.js';
import { CHOICE_FIELDS, COUNTRY_FIELDS, DEFAULT_RULES, MAX_AGE, MAX_LENGTH, MAX_LIST, MAX_NUMBER, MAX_TIN_LENGTH, MAX_WORD, MODES } from './tables.js';
import { makeValidator } from './validator.js';

/** Where any name may stand, and what stands there. */
const ANY = { countries: { allowed: [], refused: [] }, tin_by_country: DEFAULT_RULES.tin };

/** The rules that are ages in years. */
const AGES = ['minimum_age', 'age_limit'];

const refuse = (path, what) => refuseCall('createValidator', path + what);

/**
 * A validator of a deployment's rules. A name that no rule has is refused, or, for rules that may
 * be newer than this package, ignored with one note in the console.
 */
export function createValidator(rules, options) {
  if (!isObject(rules)) refuse('', 'give the rules as an object');
  if (options !== undefined) checkNames(options, ['unknown'], 'createValidator', "{ unknown: 'ignore' }");
  const { unknown = 'error' } = options ?? {};
  if (unknown !== 'error' && unknown !== 'ignore') refuse('', "unknown must be 'error' or 'ignore'");
  const ignored = [];
  const own = read(DEFAULT_RULES, rules, '', ignored);
  check(own);
  if (ignored.length > 0) {
    const names = ignored.join(', ');
    if (unknown === 'error') refuse('there is no rule ', names);
    console.warn(`client-profile ignores rules that it does not know: ${names}`);
  }
  const { describe, ...given } = makeValidator(own);
  return { ...given, fields: frozen(describe()) };
}

/** The value that is given, when it is of the kind of the known one; objects name by name. */
function read(known, given, path, ignored) {
  if (!isObject(known)) {
    // A list of our own: the caller's may change. What is left out in it is in none.
    const value = Array.isArray(given) ? Array.from(given) : given;
    const wanted = kindOf(known, value, path);
    if (wanted) refuse(path, ` must be ${wanted}`);
    return value;
  }
  const out = { ...known };
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value === undefined) continue;
    const inner = path ? `${path}.${name}` : name;
    const of = ANY[path] ?? (Object.keys(known).includes(name) ? known[name] : undefined);
    if (of === undefined) ignored.push(inner);
    else if (isObject(of) && !isObject(value)) refuse(inner, ' must be an object');
    else Object.defineProperty(out, name, { value: read(of, value, inner, ignored), enumerable: true, configurable: true, writable: true });
  }
  return out;
}

/** What a value must be that is of another kind than the known one. */
function kindOf(known, value, path) {
  if (typeof known === 'number') {
    const most = AGES.includes(path) ? MAX_AGE : MAX_NUMBER;
    return Number.isInteger(value) && value >= 0 && value <= most ? '' : `a whole number from 0 to ${most}`;
  }
  if (typeof known === 'boolean') return typeof value === 'boolean' ? '' : 'true or false';
  if (typeof known === 'string') return MODES.includes(value) ? '' : 'basic, advise or strict';
  return Array.isArray(value) && value.every((word) => typeof word === 'string') ? '' : 'a list of words';
}

/** Whether rules make sense, as `Rules::check` of the core says it. */
function check(rules) {
  if (rules.version !== DEFAULT_RULES.version) refuse('version must be ', DEFAULT_RULES.version);
  for (const [name, most] of [
    ['name_max_length', MAX_LENGTH],
    ['reason_max_length', MAX_LENGTH],
    ['tin_max_length', MAX_TIN_LENGTH],
  ]) {
    if (rules[name] < 1 || rules[name] > most) refuse(name, ` must be from 1 to ${most}`);
  }
  if (rules.minimum_age >= rules.age_limit) refuse('age_limit must be above minimum_age', '');
  checkCodes('extra_countries', rules.extra_countries);
  checkCodes('tin_not_needed_for.countries', rules.tin_not_needed_for.countries);
  checkWords('tin_not_needed_for.employment_status', rules.tin_not_needed_for.employment_status);
  checkCodes('tin_by_country', Object.keys(rules.tin_by_country));
  const known = [...isoCountries(), ...rules.extra_countries];
  checkKnown('tin_not_needed_for.countries', rules.tin_not_needed_for.countries, known);
  // In the order of the core, which sorts them.
  checkKnown('tin_by_country', Object.keys(rules.tin_by_country).sort(), known);
  const statuses = [...rules.employment_status, ...DEFAULT_RULES.employment_status];
  const status = rules.tin_not_needed_for.employment_status.find((word) => !statuses.includes(word));
  if (status !== undefined) refuse('tin_not_needed_for.employment_status', `: ${status} is no employment_status`);
  for (const name of Object.keys(rules.countries).sort()) {
    const path = `countries.${name}`;
    if (!COUNTRY_FIELDS.includes(name)) refuse(path, ': name one of the country fields');
    const { allowed, refused } = rules.countries[name];
    checkCodes(path, allowed);
    checkCodes(path, refused);
    checkKnown(path, [...allowed, ...refused], known);
    const from = allowed.length > 0 ? allowed : known;
    if (from.every((code) => refused.includes(code))) refuse(path, ': leave at least one country');
  }
  for (const name of CHOICE_FIELDS) {
    if (rules[name].length === 0) refuse(name, ': list at least one word');
    checkWords(name, rules[name]);
  }
}

function checkList(path, list, form, wanted) {
  if (list.length > MAX_LIST) refuse(path, ` must have ${MAX_LIST} entries or fewer`);
  if (!list.every((entry) => form.test(entry))) refuse(path, `: write each ${wanted}`);
}

function checkKnown(path, codes, known) {
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown === undefined) return;
  const meant = suggest(unknown);
  const instead = known.includes(meant) ? `write ${meant}, or ` : '';
  refuse(path, `: ${unknown} is no country; ${instead}add it to extra_countries`);
}

const checkCodes = (path, codes) => checkList(path, codes, /^[a-z]{2}$/, 'country as two lower-case letters');

const checkWords = (path, words) => {
  const isLong = (word) => word.length > MAX_WORD;
  // The canonical form: single underscores, and only between.
  checkList(path, words.map((word) => (isLong(word) ? '' : word)), /^[a-z0-9]+(_[a-z0-9]+)*$/, `word in at most ${MAX_WORD} lower-case letters, digits and _`);
  const twice = words.find((word, at) => words.indexOf(word) < at);
  if (twice !== undefined) refuse(path, `: ${twice} stands there twice`);
};
