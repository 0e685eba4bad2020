// Options that were given, or none. What is wrong with them is the calling program's mistake, and is
// thrown; what is wrong with a profile is told as a finding.

const NOTHING = { today: undefined, locale: undefined, unknown: undefined };
const OPTIONS = ['today', 'locale', 'unknown'];
/** Of a function that takes no keys. */
export const FIELD_OPTIONS = ['today', 'locale'];

/**
 * The options of the function of that name, each read once: it may be a getter's, in a class as well, and
 * what was checked is what counts. The day is looked at where it is needed (day.js).
 */
export function optionsOf(options, of, names = OPTIONS) {
  if (options === undefined) return NOTHING;
  let isDayAlone = isObject(options);
  for (const key in options) isDayAlone &&= key === 'today';
  // Apart, so that this stays small enough to be made part of what calls it.
  if (!isDayAlone) checkNames(options, names, of, "{ locale: 'en' }");
  const { today, locale } = options;
  const unknown = names === OPTIONS ? options.unknown : undefined;
  if (locale !== undefined || unknown !== undefined) {
    checkWords(locale, unknown, of);
    return { today, locale, unknown };
  }
  if (today === ofDay.today) return ofDay;
  const own = { today, locale, unknown };
  // What is no day is not kept.
  if (typeof today === 'string' && today.length === DAY) ofDay = own;
  return own;
}

/** The last options that had a day alone: with another object for each record, memory is tidied up more often. */
let ofDay = NOTHING;
const DAY = 'YYYY-MM-DD'.length;

export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Refuses what is no object, and a name that is none of the options of the function of that name. */
export function checkNames(options, names, of, example) {
  if (!isObject(options)) refuse(of, `give the options as an object, such as ${example}, or leave them out`);
  for (const key in options) {
    if (!names.includes(key)) refuse(of, `there is no option '${key}'; write ${names.join(', ')}`);
  }
}

function checkWords(locale = '', unknown = 'error', of) {
  if (unknown !== 'error' && unknown !== 'drop') refuse(of, "unknown must be 'error' or 'drop'");
  if (typeof locale !== 'string') refuse(of, "locale must be the tag of a language, such as 'en'");
}

/** Throws what is wrong with a call of the function of that name. */
export function refuse(of, what) {
  throw new TypeError(`${of}: ${what}`);
}
