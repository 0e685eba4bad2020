// From nothing to the first answer, in a process of its own: `node cold.mjs`. Prints milliseconds
// as JSON: of all, of the import, and of what WebAssembly takes of the rest to compile and start.

const profile = {
  first_name: 'API', last_name: 'doge', residence_country: 'in', account_opening_reason: 'hedging',
  tax_residence_country: 'in', birth_country: 'in', tax_identification_number: 'UX-1989389',
  citizen_country: 'in', employment_status: 'retired', date_of_birth: '1969-09-19', gender: 'male',
  reason: 'api test',
};

let compiling = 0;
/** The constructor of the same name, timed. */
const timed = (name) => {
  const Own = WebAssembly[name];
  WebAssembly[name] = function (...how) {
    const before = performance.now();
    const made = new Own(...how);
    compiling += performance.now() - before;
    return made;
  };
  WebAssembly[name].prototype = Own.prototype;
};
timed('Module');
timed('Instance');

const start = performance.now();
const { validate } = await import('../pkg/index.js');
const imported = performance.now();
if (!validate(profile).value) throw new Error('the example passes');
const answered = performance.now();
console.log(JSON.stringify({ all: answered - start, import: imported - start, compiling }));
