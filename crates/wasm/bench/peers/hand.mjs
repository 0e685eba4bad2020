// What a careful person writes by hand: no library, no table walked, results as plain objects.

import { BORN, CHOICES, COUNTRIES, FIELDS, NAME, NOTE, TIN, isBirthDate } from '../rules.mjs';

const known = new Set(FIELDS);
const countries = new Set(COUNTRIES);
const reasons = new Set(CHOICES.account_opening_reason);
const statuses = new Set(CHOICES.employment_status);
const genders = new Set(CHOICES.gender);

function isName(value) {
  return typeof value === 'string' && NAME.test(value);
}

const issue = (field, code, message) => ({ path: [field], code, message });

function validate(profile) {
  if (profile === null || typeof profile !== 'object' || Array.isArray(profile)) {
    return { issues: [{ path: [], code: 'not_an_object', message: 'Send the profile as one object' }] };
  }
  const {
    first_name, last_name, residence_country, account_opening_reason, tax_residence_country, birth_country,
    tax_identification_number, citizen_country, employment_status, date_of_birth, gender, reason,
  } = profile;
  const issues = [];
  if (!isName(first_name)) issues.push(issue('first_name', 'name', 'Enter your first name in letters'));
  if (!isName(last_name)) issues.push(issue('last_name', 'name', 'Enter your last name in letters'));
  if (!countries.has(residence_country)) issues.push(issue('residence_country', 'country', 'Choose your country of residence from the list'));
  if (!reasons.has(account_opening_reason)) issues.push(issue('account_opening_reason', 'choice', 'Choose why you are opening the account from the list'));
  if (!countries.has(tax_residence_country)) issues.push(issue('tax_residence_country', 'country', 'Choose the country where you pay tax from the list'));
  if (!countries.has(birth_country)) issues.push(issue('birth_country', 'country', 'Choose the country you were born in from the list'));
  if (typeof tax_identification_number !== 'string' || !TIN.test(tax_identification_number)) issues.push(issue('tax_identification_number', 'tin', 'Enter your tax identification number in letters and digits'));
  if (!countries.has(citizen_country)) issues.push(issue('citizen_country', 'country', 'Choose your country of citizenship from the list'));
  if (!statuses.has(employment_status)) issues.push(issue('employment_status', 'choice', 'Choose your employment status from the list'));
  if (typeof date_of_birth !== 'string' || !isBirthDate(date_of_birth)) issues.push(issue('date_of_birth', 'date', `Enter your date of birth between ${BORN.first} and ${BORN.last}`));
  if (!genders.has(gender)) issues.push(issue('gender', 'choice', 'Choose your gender from the list'));
  if (typeof reason !== 'string' || !NOTE.test(reason)) issues.push(issue('reason', 'text', 'Enter the reason for this change'));
  for (const key in profile) {
    if (!known.has(key)) issues.push(issue(key, 'unknown_field', 'Leave this field out'));
  }
  return issues.length > 0
    ? { issues }
    : {
        value: {
          first_name, last_name, residence_country, account_opening_reason, tax_residence_country, birth_country,
          tax_identification_number, citizen_country, employment_status, date_of_birth, gender, reason,
        },
      };
}

const one = (is, field, code, message) => (value) => (is(value) ? { value } : { issues: [issue(field, code, message)] });

const name = one(isName, 'first_name', 'name', 'Enter your first name in letters');
const date = one((value) => typeof value === 'string' && isBirthDate(value), 'date_of_birth', 'date', 'Enter your date of birth');
const country = one((value) => countries.has(value), 'birth_country', 'country', 'Choose the country you were born in from the list');

export default { validate, name, date, country };
