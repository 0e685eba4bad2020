// The documentation's own example, byte for byte.

export const EXAMPLE = Object.freeze({
  first_name: 'API',
  last_name: 'doge',
  residence_country: 'in',
  account_opening_reason: 'hedging',
  tax_residence_country: 'in',
  birth_country: 'in',
  tax_identification_number: 'UX-1989389',
  citizen_country: 'in',
  employment_status: 'retired',
  date_of_birth: '1969-09-19',
  gender: 'male',
  reason: 'api test',
});

/** The example without one of its keys. */
export function without(key) {
  const { [key]: _, ...rest } = EXAMPLE;
  return rest;
}
