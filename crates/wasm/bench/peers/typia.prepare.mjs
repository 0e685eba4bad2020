// typia writes its checks ahead of time, from types: this writes the types from the rules, has
// typia's own command make code of them, and leaves `.typia/typia.mjs`.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { CHOICES, COUNTRIES } from '../rules.mjs';

const folder = fileURLToPath(new URL('../.typia/', import.meta.url));
const union = (words) => words.map((word) => `'${word}'`).join(' | ');
const choice = (name) => union(CHOICES[name]);

/** typia's own Pattern takes no flags, and it has no tag for a date of birth. */
const tag = (name) =>
  `tags.TagBase<{ kind: '${name}'; target: 'string'; value: undefined; validate: 'globalThis.rules.${name}($input)' }>`;

mkdirSync(`${folder}in`, { recursive: true });
writeFileSync(
  `${folder}tsconfig.json`,
  JSON.stringify({
    compilerOptions: { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', strict: true, skipLibCheck: true, types: [] },
    include: ['in/*.ts'],
  }),
);
writeFileSync(
  `${folder}in/profile.ts`,
  `import typia, { tags } from 'typia';
type Name = string & ${tag('name')};
type Country = ${union(COUNTRIES)};
type BirthDate = string & ${tag('date')};
interface Profile {
  first_name: Name;
  last_name: Name;
  residence_country: Country;
  account_opening_reason: ${choice('account_opening_reason')};
  tax_residence_country: Country;
  birth_country: Country;
  tax_identification_number: string & ${tag('tin')};
  citizen_country: Country;
  employment_status: ${choice('employment_status')};
  date_of_birth: BirthDate;
  gender: ${choice('gender')};
  reason: string & ${tag('note')};
}
export const profile = typia.createValidateEquals<Profile>();
export const name = typia.createValidate<Name>();
export const date = typia.createValidate<BirthDate>();
export const country = typia.createValidate<Country>();
`,
);
const typia = fileURLToPath(new URL('../node_modules/typia/lib/executable/typia.js', import.meta.url));
execFileSync(process.execPath, [typia, 'generate', '--input', `${folder}in`, '--output', `${folder}out`, '--project', `${folder}tsconfig.json`]);
await build({ entryPoints: [`${folder}out/profile.ts`], bundle: true, format: 'esm', outfile: `${folder}typia.mjs`, logLevel: 'error' });
