// From nothing to the first answer, in a process of its own: `node cold.mjs`. Prints milliseconds
// as JSON: of all, of the import, and of compiling and starting the module once more.

const profile = {
  first_name: 'API', last_name: 'doge', residence_country: 'in', account_opening_reason: 'hedging',
  tax_residence_country: 'in', birth_country: 'in', tax_identification_number: 'UX-1989389',
  citizen_country: 'in', employment_status: 'retired', date_of_birth: '1969-09-19', gender: 'male',
  reason: 'api test',
};

const start = performance.now();
const { validate } = await import('../pkg/index.js');
const imported = performance.now();
if (!validate(profile).value) throw new Error('the example passes');
const answered = performance.now();

const { readFileSync } = await import('node:fs');
const bytes = readFileSync(new URL('../pkg/client-profile.wasm', import.meta.url));
const before = performance.now();
new WebAssembly.Instance(new WebAssembly.Module(bytes), { js: { nfc: () => 0 } });
const compiling = performance.now() - before;
console.log(JSON.stringify({ all: answered - start, import: imported - start, compiling }));
