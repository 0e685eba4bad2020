// The rules as plain facts, and the words when they are broken: the peers' own forms of them are in
// hand.js and schema.js.

export const NAME = /^[\p{L}\p{M}' .’‐‑·-]+$/u;
export const LETTER = /\p{L}/u;
export const NO_DIGIT = /^\P{N}*$/u;
export const TIN = /^[A-Za-z0-9Ññ ./+&()-]+$/;
export const DATE = /^\d{4}-\d{2}-\d{2}$/;
export const LIMITS = { name: 100, tin: 25, reason: 255 };
export const AGES = { least: 18, most: 120 };

export const WORDS = {
  required: {
    first_name: "Enter your first name",
    last_name: "Enter your last name",
    residence_country: "Choose your country of residence",
    account_opening_reason: "Choose why you are opening the account",
    tax_residence_country: "Choose the country where you pay tax",
    birth_country: "Choose the country you were born in",
    tax_identification_number: "Enter your tax identification number",
    citizen_country: "Choose your country of citizenship",
    employment_status: "Choose your employment status",
    date_of_birth: "Enter your date of birth",
    gender: "Choose your gender",
    reason: "Enter the reason for this change",
  },
  digits: "{field} must not have digits",
  noLetter: "{field} must have a letter",
  characters: "{field} must be made of letters, spaces, hyphens and apostrophes; if it already looks right, type it again rather than paste it",
  tooLong: "{field} must be {limit} characters or fewer",
  tin: "Tax identification number must be made of letters, digits and . / + & ( ) -",
  format: "Enter your date of birth as year, month and day, like 1969-09-19",
  impossible: "Enter your date of birth as a real date",
  young: "You must be 18 or older",
  old: "Check your date of birth: it must be less than 120 years ago",
};

export const say = (words, field, limit) => words.replace("{field}", field).replace("{limit}", limit);

/** What is wrong with the text of a date of birth; "" when nothing is. */
export function wrongDate(text, today = new Date()) {
  if (!DATE.test(text)) return WORDS.format;
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return WORDS.impossible;
  const birthday = (years) => Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate());
  if (birthday(AGES.least) > today) return WORDS.young;
  return birthday(AGES.most) <= today ? WORDS.old : "";
}
