// The rules as a zod schema.

import * as z from "zod";

import { CODES, FIELDS } from "./shared.js";
import { LETTER, LIMITS, NAME, NO_DIGIT, TIN, WORDS, say, wrongDate } from "./rules.js";

const given = (field) => z.string().trim().min(1, { error: WORDS.required[field], abort: true });

const name = (field, label) =>
  given(field)
    .regex(NO_DIGIT, { error: say(WORDS.digits, label), abort: true })
    .regex(LETTER, { error: say(WORDS.noLetter, label), abort: true })
    .regex(NAME, { error: say(WORDS.characters, label), abort: true })
    .max(LIMITS.name, say(WORDS.tooLong, label, LIMITS.name));

const one = (field, words) =>
  given(field).refine((word) => words.includes(word), `${WORDS.required[field]} from the list`);

const choice = (field) => one(field, FIELDS.find(({ name }) => name === field).choices);
const country = (field) => one(field, CODES);

export const schema = z.object({
  first_name: name("first_name", "First name"),
  last_name: name("last_name", "Last name"),
  residence_country: country("residence_country"),
  account_opening_reason: choice("account_opening_reason"),
  tax_residence_country: country("tax_residence_country"),
  birth_country: country("birth_country"),
  tax_identification_number: given("tax_identification_number")
    .regex(TIN, { error: WORDS.tin, abort: true })
    .max(LIMITS.tin, say(WORDS.tooLong, "Tax identification number", LIMITS.tin)),
  citizen_country: country("citizen_country"),
  employment_status: choice("employment_status"),
  date_of_birth: given("date_of_birth").check((context) => {
    const message = wrongDate(context.value);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  }),
  gender: choice("gender"),
  reason: given("reason").max(LIMITS.reason, say(WORDS.tooLong, "Reason for this change", LIMITS.reason)),
});
