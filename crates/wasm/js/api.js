// What the package gives, whichever way its module comes.

import { engine } from './engine.js';
import { makeValidator } from './validator.js';

export { setMessages } from './messages.js';
export { createValidator } from './rules.js';
export { fields } from './tables.js';

export const { validate, validateField, validateMany, validateNdjson, profileSchema, countries } =
  /* @__PURE__ */ makeValidator('');

/** What to tell a person about a country's tax number, where that is known. */
export function taxNumberHint(country) {
  const code = String(country).toLowerCase();
  const hint = engine().tax_number_hint(code);
  if (hint === undefined) return undefined;
  const [name, format, issued] = hint.split('\n');
  return { country: code, name, format, issued: issued !== '' };
}
