// The rules as a careful person writes them by hand, without a library.

import { CODES, FIELDS } from "./shared.js";
import { LETTER, LIMITS, NAME, NO_DIGIT, TIN, WORDS, say, wrongDate } from "./rules.js";

const countries = new Set(CODES);
const long = (text, limit, field) => (text.length > limit ? say(WORDS.tooLong, field, limit) : "");

function name(text, field) {
  if (!NO_DIGIT.test(text)) return say(WORDS.digits, field);
  if (!LETTER.test(text)) return say(WORDS.noLetter, field);
  if (!NAME.test(text)) return say(WORDS.characters, field);
  return long(text, LIMITS.name, field);
}

/** What is wrong with a field's value; "" when nothing is. */
export function check(field, value) {
  const text = value.trim();
  if (text === "") return WORDS.required[field];
  switch (field) {
    case "first_name":
      return name(text, "First name");
    case "last_name":
      return name(text, "Last name");
    case "date_of_birth":
      return wrongDate(text);
    case "tax_identification_number":
      return TIN.test(text) ? long(text, LIMITS.tin, "Tax identification number") : WORDS.tin;
    case "reason":
      return long(text, LIMITS.reason, "Reason for this change");
    default: {
      const { choices } = FIELDS.find(({ name }) => name === field);
      const known = choices ? choices.includes(text) : countries.has(text);
      return known ? "" : `${WORDS.required[field]} from the list`;
    }
  }
}
