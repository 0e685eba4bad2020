// From nothing to the first answer, in a process of its own: `node cold.mjs`. Prints milliseconds.

const profile = {
  first_name: 'API', last_name: 'doge', residence_country: 'in', account_opening_reason: 'hedging',
  tax_residence_country: 'in', birth_country: 'in', tax_identification_number: 'UX-1989389',
  citizen_country: 'in', employment_status: 'retired', date_of_birth: '1969-09-19', gender: 'male',
  reason: 'api test',
};

const start = performance.now();
const { validate } = await import('../pkg/index.js');
if (!validate(profile).value) throw new Error('the example passes');
console.log(performance.now() - start);
