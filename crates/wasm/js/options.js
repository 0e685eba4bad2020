// Options that were given, or none. What is wrong with them is the calling program's mistake, and is
// thrown; what is wrong with a profile is told as a finding.

const NOTHING = {};
const OPTIONS = ['today', 'locale', 'unknown'];

/** The options of the function of that name. The day is looked at where it is read (day.js). */
export function optionsOf(options, of) {
  if (options === undefined) return NOTHING;
  let isDayAlone = isObject(options);
  for (const key in options) isDayAlone &&= key === 'today';
  // Apart, so that this stays small enough to be made part of what calls it.
  return isDayAlone ? options : check(options, of);
}

export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Refuses what is no object, and a name that is none of the options of the function of that name. */
export function checkNames(options, names, of, example) {
  if (!isObject(options)) refuse(of, `give the options as an object, such as ${example}, or leave them out`);
  for (const key in options) {
    if (!names.includes(key)) refuse(of, `there is no option '${key}'; write ${names.join(', ')}`);
  }
}

function check(options, of) {
  checkNames(options, OPTIONS, of, "{ locale: 'en' }");
  const { locale = '', unknown = 'error' } = options;
  if (unknown !== 'error' && unknown !== 'drop') refuse(of, "unknown must be 'error' or 'drop'");
  if (typeof locale !== 'string') refuse(of, "locale must be the tag of a language, such as 'en'");
  return options;
}

/** Throws what is wrong with a call of the function of that name. */
export function refuse(of, what) {
  throw new TypeError(`${of}: ${what}`);
}
