// What the package gives, whichever way its module comes.

import { frozen } from './frozen.js';
import { taxNumberHint as hint } from './hints.js';
import { fields as table } from './tables.js';
import { makeValidator } from './validator.js';

export { setMessages } from './messages.js';
export { createValidator } from './rules.js';

export const fields = /* @__PURE__ */ frozen(table);

export const { validate, validateField, validateMany, validateNdjson, profileSchema, countries } =
  /* @__PURE__ */ makeValidator();

/** What to tell a person about a country's tax number, where that is known. */
export function taxNumberHint(country) {
  const known = hint(String(country).toLowerCase());
  return known && { ...known };
}
