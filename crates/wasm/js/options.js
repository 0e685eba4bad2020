// Options that were given, or none. What is wrong with them is the calling program's mistake, and is
// thrown; what is wrong with a profile is told as a finding.

const NOTHING = {};

/** The options of the function of that name. The day is looked at where it is read (day.js). */
export function optionsOf(options, of) {
  if (options === undefined) return NOTHING;
  // Apart, so that this stays small enough to be made part of what calls it.
  if (options?.locale !== undefined || options?.unknown !== undefined || !isObject(options)) check(options, of);
  return options;
}

export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function check(options, of) {
  const refuse = (what) => {
    throw new TypeError(`${of}: ${what}`);
  };
  if (!isObject(options)) refuse("give the options as an object, such as { locale: 'en' }, or leave them out");
  const { locale = '', unknown = 'error' } = options;
  if (unknown !== 'error' && unknown !== 'drop') refuse("unknown must be 'error' or 'drop'");
  if (typeof locale !== 'string') refuse("locale must be the tag of a language, such as 'en'");
}
