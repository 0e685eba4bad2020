// Everything else the package gives: lists, lines, rules, schema, countries, hints.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as api from '../pkg/index.js';
import { EXAMPLE, without } from './example.mjs';

const {
  countries, createValidator, fields, init, profileSchema, setMessages, taxNumberHint, validate, validateField,
  validateMany, validateNdjson,
} = api;
const TODAY = { today: '2026-11-23' };
const BAD = { ...EXAMPLE, gender: 'none' };

test('these names are given, and no others', () => {
  assert.deepEqual(Object.keys(api).sort(), [
    'countries', 'createValidator', 'fields', 'init', 'profileSchema', 'setMessages', 'taxNumberHint',
    'validate', 'validateField', 'validateMany', 'validateNdjson',
  ]);
});

test('a list has a result for each', () => {
  const list = [EXAMPLE, BAD, null, EXAMPLE];
  assert.deepEqual(validateMany(list, TODAY), list.map((profile) => validate(profile, TODAY)));
  assert.deepEqual(validateMany([], TODAY), []);
});

test('a list is judged by one day, though midnight comes in between', () => {
  const { now } = Date;
  let calls = 0;
  Date.now = () => Date.UTC(2026, 10, 24) - 1 + calls++;
  try {
    const list = Array(3).fill({ ...EXAMPLE, date_of_birth: '2008-11-24' });
    const codes = validateMany(list).map(({ issues }) => issues?.[0].code);
    assert.deepEqual(codes, Array(3).fill('age_below_minimum'));
  } finally {
    Date.now = now;
  }
});

test('results and issues are plain: no getters, no prototype of their own, no absent key as null', () => {
  const { issues } = validate({ ...BAD, extra: 1 }, TODAY);
  for (const issue of issues) {
    assert.equal(Object.getPrototypeOf(issue), Object.prototype);
    for (const [key, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(issue))) {
      assert.equal(get, undefined);
      assert.notEqual(value, null, key);
      assert.notEqual(value, undefined, key);
    }
  }
  assert.deepEqual(structuredClone(issues), issues);
});

const line = (record) => JSON.stringify(record);
const bytes = (text) => new TextEncoder().encode(text);
const LINES = [
  ['a byte order mark', `\ufeff${line(EXAMPLE)}\n`, 1, 1, []],
  ['a byte order mark before a record with escapes', `\ufeff${line(EXAMPLE).replace('doge', 'd\\u006fge')}`, 1, 1, []],
  ['a byte order mark anywhere else', `${line(EXAMPLE)}\n\ufeff${line(EXAMPLE)}`, 2, 1, ['2  invalid_json']],
  ['nothing', '', 0, 0, []],
  ['blank lines', '\n\n \r\n\t\n', 0, 0, []],
  ['a record without a line break', line(EXAMPLE), 1, 1, []],
  ['records with CRLF', `${line(EXAMPLE)}\r\n${line(EXAMPLE)}\r\n`, 2, 2, []],
  ['a record with an error', `${line(EXAMPLE)}\n${line(BAD)}\n`, 2, 1, ['2 gender choice_unknown']],
  ['lines are counted with the blank ones', `\n\n${line(BAD)}`, 1, 0, ['3 gender choice_unknown']],
  ['no JSON', `{"first_name":\n${line(EXAMPLE)}`, 2, 1, ['1  invalid_json']],
  ['no object', '[1]\n7\n', 2, 0, ['1  not_an_object', '2  not_an_object']],
  ['an unknown key', line({ ...EXAMPLE, 'Zoë\n': 1 }), 1, 0, ['1 Zoë\n unknown_field']],
  ['a key twice', line(EXAMPLE).replace('{', '{"gender":"male",'), 1, 0, ['1 gender duplicate_field']],
  ['an escape, as JSON.stringify writes it', line({ ...EXAMPLE, reason: 'a\nb "c"' }), 1, 1, []],
  ['a key twice, and an escape', line({ ...EXAMPLE, reason: 'a\nb' }).replace('{', '{"gender":"male",'), 1, 0, ['1 gender duplicate_field']],
  ['an unknown key, and an escape', line({ ...EXAMPLE, reason: 'a\nb', rank: '1' }), 1, 0, ['1 rank unknown_field']],
  ['no text, and an escape', line({ ...EXAMPLE, reason: 'a\nb', gender: 1 }), 1, 0, ['1 gender not_a_string']],
  ['half of a surrogate pair, escaped', line({ ...EXAMPLE, reason: '\ud800' }), 1, 0, ['1 reason text_surrogate']],
  ['escapes', line(EXAMPLE).replace('doge', 'd\\u006fge'), 1, 1, []],
];

for (const [why, text, total, valid, found] of LINES) {
  for (const [how, input] of [['text', text], ['bytes', bytes(text)]]) {
    test(`validateNdjson: ${why}, as ${how}`, () => {
      const result = validateNdjson(input, TODAY);
      assert.deepEqual([result.total, result.valid], [total, valid]);
      const said = result.failures.flatMap(({ line, issues }) =>
        issues.map(({ path, code }) => `${line} ${path} ${code}`),
      );
      assert.deepEqual(said, found);
    });
  }
}

test('validateNdjson: what stands in a text as half of a surrogate pair', () => {
  const text = `{"reason":"\ud800"}`;
  assert.equal(validateNdjson(text, TODAY).failures[0].issues.at(-1).code, 'text_surrogate');
});

test('validateNdjson: bytes that are no UTF-8', () => {
  const input = new Uint8Array([...bytes(`${line(EXAMPLE)}\n{"reason":"`), 0xff, ...bytes(`"}\n${line(BAD)}`)]);
  const { total, valid, failures } = validateNdjson(input, TODAY);
  assert.deepEqual([total, valid], [3, 1]);
  assert.deepEqual(failures.map(({ line, issues }) => [line, issues[0].code]), [
    [2, 'invalid_json'],
    [3, 'choice_unknown'],
  ]);
});

test('validateNdjson: other views of bytes', () => {
  const own = bytes(`xx${line(EXAMPLE)}xx`);
  const view = new DataView(own.buffer, 2, own.length - 4);
  assert.equal(validateNdjson(view, TODAY).valid, 1);
  assert.equal(validateNdjson(bytes(line(EXAMPLE)).buffer, TODAY).valid, 1);
});

test('validateNdjson: pieces are put together, and too long a line is passed over', () => {
  const long = `{"reason":"${'é'.repeat(800_000)}"}`;
  const fits = JSON.stringify({ ...EXAMPLE, reason: 'x'.repeat(1_000_000) });
  const records = Array(5000).fill(line(EXAMPLE));
  const text = [...records, long, line(BAD), fits, long + long, ...records, long].join('\n');
  for (const input of [text, bytes(text)]) {
    const { total, valid, failures } = validateNdjson(input, TODAY);
    assert.deepEqual([total, valid], [10_005, 10_000]);
    assert.deepEqual(failures.map(({ line, issues }) => `${line} ${issues[0].code}`), [
      '5001 invalid_json', '5002 choice_unknown', '5003 too_long', '5004 invalid_json', '10005 invalid_json',
    ]);
  }
});

test('validateNdjson: a piece may end within a character', () => {
  for (const wide of ['é', '字', '🙂']) {
    for (let before = 2 ** 20 - 4; before <= 2 ** 20 + 4; before++) {
      const text = `${'a'.repeat(before)}${wide}${wide}`;
      const { total, valid, failures } = validateNdjson(`${text}\n${line(EXAMPLE)}\n${text}`, TODAY);
      assert.deepEqual([total, valid], [3, 1]);
      assert.deepEqual(failures.map(({ line, issues }) => [line, issues[0].code]), [[1, 'invalid_json'], [3, 'invalid_json']]);
    }
  }
});

test('a record of the longest texts there are has an answer, and so has the next', () => {
  const own = createValidator({});
  const longest = Object.fromEntries(Object.keys(EXAMPLE).map((name) => [name, 'あ'.repeat(65_536)]));
  for (const short of Object.keys(EXAMPLE)) {
    assert.ok(own.validate({ ...longest, [short]: 'あ'.repeat(100) }, TODAY).issues.length >= 11);
    assert.deepEqual(own.validate(EXAMPLE, TODAY).value, EXAMPLE);
  }
  assert.equal(own.validateNdjson(line(longest), TODAY).failures[0].issues[0].code, 'invalid_json', 'longer than a line may be');
});

test('half of a surrogate pair is told of however long the text is', () => {
  for (const text of ['\ud800', `\ud800${'x'.repeat(70_000)}`, `${'x'.repeat(70_000)}\udc00`]) {
    const { issues } = validate({ ...EXAMPLE, first_name: text, birth_country: text }, TODAY);
    assert.deepEqual(issues.map(({ code }) => code), ['text_surrogate', 'text_surrogate']);
    assert.deepEqual(validateNdjson(line({ ...EXAMPLE, first_name: text, birth_country: text }), TODAY).failures[0].issues, issues);
  }
});

test('a day that is none is refused before any other was given', () => {
  const code = `import { validate } from ${JSON.stringify(new URL('../pkg/index.js', import.meta.url).href)};
    try { validate({}, { today: '' }); } catch (error) { console.log(error.message); }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
  assert.match(stdout, /^today: give a day/);
});

test('the schema is a Standard Schema, and drops unknown keys', () => {
  const standard = profileSchema['~standard'];
  assert.equal(standard.version, 1);
  assert.equal(standard.vendor, 'client-profile');
  assert.deepEqual(standard.validate({ ...EXAMPLE, csrf: 'x' }).value, EXAMPLE);
  const failed = standard.validate(BAD);
  assert.ok(!('value' in failed));
  assert.deepEqual(failed.issues[0].path, ['gender']);
  // Forms give what nobody has filled in yet.
  const { reason, ...begun } = { ...EXAMPLE, gender: null, first_name: 7 };
  const said = standard.validate(begun).issues.map(({ code, message }) => [code, message]);
  assert.deepEqual(said, [
    ['not_a_string', 'Give first_name as text'],
    ['not_a_string', 'Choose your gender'],
    ['missing_field', 'Enter the reason for this change'],
  ]);
});

test('the schema is a Standard JSON Schema', () => {
  const { jsonSchema } = profileSchema['~standard'];
  const schema = jsonSchema.input({ target: 'draft-2020-12' });
  assert.deepEqual(schema.required, fields.map(({ name }) => name));
  assert.equal(schema.properties.first_name.maxLength, 100);
  assert.deepEqual(schema.properties.gender.enum, ['male', 'female', 'other']);
  assert.equal(schema.additionalProperties, undefined, 'further keys are dropped');
  const output = jsonSchema.output({ target: 'draft-2020-12' });
  assert.deepEqual(output, { ...schema, additionalProperties: false });
  assert.match(jsonSchema.output({ target: 'draft-07' }).$schema, /draft-07/);
  assert.ok(!('$schema' in jsonSchema.input({ target: 'openapi-3.0' })));
  assert.throws(() => jsonSchema.input({ target: 'draft-03' }), /draft-07/);
});

test('a name that is taken fits the schema, whose patterns all engines know', () => {
  const { properties } = profileSchema['~standard'].jsonSchema.output({ target: 'draft-2020-12' });
  const patterns = Object.values(properties).flatMap(({ pattern }) => pattern ?? []);
  assert.ok(!patterns.some((pattern) => /\\[pPuU]/.test(pattern)), 'Python has no \\p, Go no \\u');
  const name = new RegExp(properties.first_name.pattern, 'u');
  let taken = 0;
  for (let code = 0; code < 0x32000; code++) {
    const { value } = validateField('first_name', String.fromCodePoint(code));
    if (value === undefined) continue;
    taken++;
    assert.match(value, name, code.toString(16));
  }
  assert.ok(taken > 100_000);
  for (const none of ['', ' ', "'-.", '\u00a0', '7', '\n']) assert.doesNotMatch(none, name);
});

test('a deployment has its own rules', () => {
  const own = createValidator({
    minimum_age: 21,
    reason_max_length: 10,
    gender: ['male', 'female', 'x'],
    countries: { residence_country: { refused: ['in'] } },
  });
  const codes = own.validate({ ...EXAMPLE, date_of_birth: '2006-01-01', gender: 'other', reason: 'x'.repeat(11) }, TODAY).issues;
  assert.deepEqual(
    codes.map(({ path, code, params }) => [path[0], code, params.limit]),
    [
      ['residence_country', 'country_not_allowed', undefined],
      ['date_of_birth', 'age_below_minimum', 21],
      ['gender', 'choice_unknown', undefined],
      ['reason', 'too_long', 10],
    ],
  );
  assert.equal(own.validateField('gender', 'x').value, 'x');
  assert.ok(validateField('gender', 'x').issues, 'the default rules are as they were');
  assert.deepEqual(own.fields.find(({ name }) => name === 'gender').choices, ['male', 'female', 'x']);
  assert.equal(own.fields.find(({ name }) => name === 'reason').maxLength, 10);
  assert.ok(!own.countries('en').some(({ code }) => code === 'in'));
  assert.ok(own.countries('en', 'birth_country').some(({ code }) => code === 'in'));
  assert.equal(own.validateNdjson(line({ ...EXAMPLE, residence_country: 'gb' }), TODAY).valid, 1);
  assert.equal(own.profileSchema['~standard'].jsonSchema.input({ target: 'draft-07' }).properties.reason.maxLength, 10);
});

for (const [rules, words] of [
  [{ minimum_aeg: 21 }, /minimum_aeg/],
  [{ minimum_age: '21' }, /minimum_age/],
  [{ minimum_age: 200 }, /age_limit/],
  [{ tin: 'harsh' }, /tin/],
  [{ version: 99 }, /version/],
  [{ countries: { gender: { allowed: [] } } }, /countries.gender/],
  [{ tin_by_country: { uk: 'strict' } }, /tin_by_country: uk is no country; write gb, or add it/],
  [{ tin_by_country: [] }, /tin_by_country must be an object/],
  [{ countries: { residence_country: ['in'] } }, /countries.residence_country must be an object/],
  [{ countries: { residence_country: { allowed: ['in'], refused: ['in'] } } }, /leave at least one country/],
  [{ minimum_age: -1 }, /minimum_age must be a whole number from 0 to 65535/],
  [{ tin_not_needed_for: { countries: ['uk'] } }, /countries: uk is no country/],
  [{ tin_not_needed_for: { employment_status: ['studnet'] } }, /studnet is no employment_status/],
  [{ gender: ['x', 'y', 'x'] }, /gender: x stands there twice/],
  [{ 'tin\ngender': 1 }, /tin/],
  [null, /object/],
]) {
  test(`rules are refused: ${JSON.stringify(rules)}`, () => {
    assert.throws(() => createValidator(rules), words);
  });
}

test('the largest number that a rule takes is no small one', () => {
  const most = 2 ** 32 - 1;
  const own = createValidator({ name_long: most });
  assert.deepEqual(own.validateField('first_name', 'Аннана').warnings, []);
  assert.throws(() => createValidator({ name_long: most + 1 }), /name_long must be a whole number from 0 to 4294967295/);
});

test('rules are taken as they are when they are given', () => {
  const rules = { gender: ['x', 'y'], tin_not_needed_for: { countries: ['de'] } };
  const own = createValidator(rules);
  rules.gender.push('z');
  rules.tin_not_needed_for.countries[0] = 'in';
  const { properties } = own.profileSchema['~standard'].jsonSchema.input({ target: 'draft-07' });
  assert.deepEqual(properties.gender.enum, ['x', 'y']);
  assert.equal(own.validateField('gender', 'z').issues[0].code, 'choice_unknown');
  const answer = (country) => own.validateField('tax_identification_number', 'n/a', { tax_residence_country: country });
  assert.deepEqual([answer('de').warnings.length, answer('in').warnings.length], [0, 1]);
  // What a list leaves out is no word.
  assert.throws(() => createValidator({ gender: [, 'x'] }), /gender must be a list of words/);
  assert.throws(() => createValidator({ extra_countries: [, 'zz'] }), /extra_countries must be a list of words/);
});

test('rules that go round in a circle are refused by name', () => {
  const rules = { minimum_age: 18 };
  rules.self = rules;
  assert.throws(() => createValidator(rules), /there is no rule self/);
  const countries = {};
  countries.birth_country = countries;
  assert.throws(() => createValidator({ countries }), /there is no rule countries.birth_country.birth_country/);
  const gender = [];
  gender.push(gender);
  assert.throws(() => createValidator({ gender }), /gender must be a list of words/);
});

const OPTIONS = /give the options as an object/;
const MISTAKES = [
  ['validate: null for options', () => validate(EXAMPLE, null), OPTIONS],
  ['validate: a language for options', () => validate(EXAMPLE, 'es'), OPTIONS],
  ['validate: an index for options', () => [EXAMPLE, EXAMPLE].map(validate), OPTIONS],
  ['validate: a list for options', () => validate(EXAMPLE, []), OPTIONS],
  ['validate: a way with unknown keys that there is not', () => validate(EXAMPLE, { unknown: 'x' }), /'error' or 'drop'/],
  ['validate: null for unknown', () => validate(EXAMPLE, { unknown: null }), /'error' or 'drop'/],
  ['validate: a locale that is no text', () => validate(EXAMPLE, { locale: 7 }), /locale must be/],
  ['validate: null for a locale', () => validate(EXAMPLE, { locale: null }), /locale must be/],
  ['validate: a symbol for a day', () => validate(EXAMPLE, { today: Symbol('x') }), /YYYY-MM-DD/],
  ['validate: an object for a day', () => validate(EXAMPLE, { today: { toString: () => assert.fail() } }), /YYYY-MM-DD/],
  ['validate: no day', () => validate(EXAMPLE, { today: 'x' }), /YYYY-MM-DD/],
  ['validate: no day, and no profile', () => validate(null, { today: 'x' }), /YYYY-MM-DD/],
  ['validateField: null for options', () => validateField('gender', 'male', {}, null), OPTIONS],
  ['validateField: a locale that is no text', () => validateField('gender', 'male', {}, { locale: 7 }), /locale must be/],
  ['validateField: no day', () => validateField('date_of_birth', '1969-09-19', {}, { today: 'x' }), /YYYY-MM-DD/],
  ['validateMany: null for options', () => validateMany([EXAMPLE], null), OPTIONS],
  ['validateField: no day, of a field that needs none', () => validateField('first_name', 'A', {}, { today: 'x' }), /YYYY-MM-DD/],
  ['validateField: no day, of no field', () => validateField('x', 'A', {}, { today: 'x' }), /YYYY-MM-DD/],
  ['validateMany: no day, and no profiles', () => validateMany([], { today: 'x' }), /YYYY-MM-DD/],
  ['validateNdjson: null for options', () => validateNdjson('', null), OPTIONS],
  ['validateNdjson: no day', () => validateNdjson('', { today: 'x' }), /YYYY-MM-DD/],
  ...[null, undefined, 'de', {}, { locale: 'de' }, { messages: {} }].map((nothing) => [
    `setMessages: ${JSON.stringify(nothing)}`, () => setMessages(nothing), /give \{ locale, messages \}/,
  ]),
  ['setMessages: a language without a word', () => setMessages({ locale: 'zz', messages: {} }), /no entry/],
  ['setMessages: words of no finding', () => setMessages({ locale: 'zz', messages: { hello: 'x' } }), /there is no finding 'hello'; write 'required'/],
  ['setMessages: words of no field', () => setMessages({ locale: 'zz', messages: { 'required/first_nam': 'x' } }), /no finding 'required\/first_nam'/],
  ['setMessages: a word that is no text', () => setMessages({ locale: 'zz', messages: { required: 1 } }), /'required' must be text/],
  ['setMessages: a word that is empty', () => setMessages({ locale: 'zz', messages: { required: 'x', 'required/first_name': ' ' } }), /'required\/first_name' must be text, and not empty/],
  ['setMessages: words with a name that nothing fills', () => setMessages({ locale: 'zz', messages: { too_long: 'at most {limt}' } }), /'too_long' has \{limt\}; there are \{name\}, \{limit\}/],
  ['setMessages: words with an open brace', () => setMessages({ locale: 'zz', messages: { too_long: 'at most { limit }, {limit' } }), /has \{ limit \};/],
  ['setMessages: no tag', () => setMessages({ locale: 'pt_BR', messages: { required: 'x' } }), /'pt-BR'/],
  ['countries: null for a language', () => countries(null), /the tag of a language/],
  ['countries: no tag', () => countries('no_tag'), /the tag of a language/],
  ['countries: no letter', () => countries('!!'), /the tag of a language/],
  ['countries: no field', () => countries('en', 'nickname'), /name a country field, such as 'residence_country'/],
  ['countries: a field that is no country', () => countries('en', 'gender'), /name a country field/],
  ['countries: a number for a language', () => countries(5), /the tag of a language/],
  ['jsonSchema: nothing', () => profileSchema['~standard'].jsonSchema.input(), /\{ target \} with one of draft-2020-12, draft-07/],
  ['jsonSchema: no target', () => profileSchema['~standard'].jsonSchema.output({}), /openapi-3\.0/],
  ['validate: an option that there is not', () => validate(EXAMPLE, { locales: 'es' }), /no option 'locales'; write today, locale, unknown/],
  ['validateField: an option that there is not', () => validateField('gender', 'male', {}, { day: '2026-11-23' }), /no option 'day'/],
  ['validateField: what is made of keys, of which it takes none', () => validateField('gender', 'male', {}, { unknown: 'drop' }), /no option 'unknown'; write today, locale$/],
  ['validateNdjson: an option that there is not', () => validateNdjson('', { today: '2026-11-23', drop: true }), /no option 'drop'/],
  ['createValidator: an option that there is not', () => createValidator({}, { unknwn: 'ignore' }), /no option 'unknwn'; write unknown/],
  ['createValidator: a word for options', () => createValidator({}, 'ignore'), OPTIONS],
  ['createValidator: null for options', () => createValidator({}, null), OPTIONS],
  ['createValidator: a way with unknown rules that there is not', () => createValidator({}, { unknown: 'drop' }), /'error' or 'ignore'/],
  ['createValidator: null for unknown', () => createValidator({}, { unknown: null }), /'error' or 'ignore'/],
];

/** Options as a class has them: none of its getters is a key. */
const inClass = (today, locale, unknown) =>
  new (class {
    get today() { return today; }
    get locale() { return locale; }
    get unknown() { return unknown; }
  })();

MISTAKES.push(
  ['validate: a locale of a class that is no text', () => validate(EXAMPLE, inClass(undefined, 5)), /locale must be/],
  ['validate: a way of a class with unknown keys that there is not', () => validate(EXAMPLE, inClass(undefined, undefined, 'bogus')), /'error' or 'drop'/],
  ['validateField: a locale of a class that is no text', () => validateField('gender', 'x', {}, inClass(undefined, 5)), /locale must be/],
  ['validate: a locale that is hidden, and no text', () => validate(EXAMPLE, Object.defineProperty({}, 'locale', { value: 5 })), /locale must be/],
);

test('each option is read once, and what was read is what counts', () => {
  const read = [];
  const of = (name, first) => ({
    enumerable: true,
    get: () => (read.push(name), read.filter((one) => one === name).length === 1 ? first : Symbol(name)),
  });
  const options = (...names) => {
    read.length = 0;
    const right = { today: '2026-11-23', locale: 'en', unknown: 'drop' };
    return Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, of(name, right[name])])));
  };
  const all = ['today', 'locale', 'unknown'];
  const odd = { ...EXAMPLE, first_name: ' Zoë ', nickname: '' };
  assert.equal(validate(odd, options(...all)).value.first_name, 'Zoë');
  assert.deepEqual(read.sort(), [...all].sort());
  assert.equal(validateMany([odd, odd], options(...all))[1].value.first_name, 'Zoë');
  assert.deepEqual(read.sort(), [...all].sort());
  assert.equal(validateNdjson(JSON.stringify(odd), options(...all)).valid, 1);
  assert.deepEqual(read.sort(), [...all].sort());
  for (const [name, value] of [['first_name', ' 4'], ['date_of_birth', ' 2027-01-01'], ['tax_identification_number', '_']]) {
    assert.equal(validateField(name, value, {}, options('today', 'locale')).issues.length, 1);
    assert.deepEqual(read.sort(), ['locale', 'today']);
  }
  const { issues } = validate(odd, inClass('2026-11-23', 'en', 'error'));
  assert.deepEqual(issues.map(({ code }) => code), ['unknown_field']);
});

for (const [what, call, words] of MISTAKES) {
  test(`a mistake of the program is thrown: ${what}`, () => {
    assert.throws(call, (error) => {
      assert.equal(error.name, 'TypeError');
      // A day is the same to all functions.
      if (!error.message.startsWith('today: ')) assert.ok(error.message.startsWith(what.split(' ')[0]), error.message);
      assert.match(error.message, words);
      return true;
    });
  });
}

test('what a list of languages throws reaches the caller unchanged', () => {
  const own = new Error('mine');
  const list = { length: 1, get 0() { throw own; } };
  assert.throws(() => countries(list), (error) => error === own);
});

test('where names of countries are not there, nobody is asked for another tag', () => {
  const { DisplayNames } = Intl;
  Intl.DisplayNames = undefined;
  try {
    assert.throws(() => countries('en'), /DisplayNames/);
  } finally {
    Intl.DisplayNames = DisplayNames;
  }
});

test('whatever is given as data has an answer', () => {
  const gone = new Uint8Array(8);
  structuredClone(gone, { transfer: [gone.buffer] });
  const odd = [gone, gone.buffer, null, undefined, 7, 'x', true, Symbol('x'), 9n, {}, new Set([EXAMPLE]), () => {}];
  for (const data of odd) {
    const what = String(typeof data);
    assert.deepEqual(validateMany(data, TODAY), [validate(undefined, TODAY)], what);
    if (typeof data !== 'string') {
      const { total, valid, failures } = validateNdjson(data, TODAY);
      assert.deepEqual([total, valid, failures.length], [1, 0, 1], what);
    }
    assert.equal(validateField(data, 'x').issues[0].code, 'unknown_field', what);
    assert.deepEqual(validateField('gender', 'male', data), { value: 'male', warnings: [] }, what);
    assert.equal(validateField('tax_identification_number', 'UX-1989389', data, TODAY).issues, undefined, what);
  }
});

test('a language without words is not spoken', () => {
  assert.throws(() => setMessages({ locale: 'zz', messages: {} }));
  for (const locale of ['zz', '*', '!!', 'no_tag', '']) {
    assert.equal(validate(BAD, { ...TODAY, locale }).issues[0].message, validate(BAD, TODAY).issues[0].message);
  }
  setMessages({ locale: 'en-GB', messages: {} });
});

test('an exception is shown with a short line of the code', () => {
  for (const [kind, load] of [
    ['commonjs', "require('./index.cjs')"],
    ['module', "(await import('./index.js'))"],
  ]) {
    const script = `${load}.validate({}, { today: 'x' })`;
    const cwd = fileURLToPath(new URL('../pkg/', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [`--input-type=${kind}`, '--eval', script], { cwd, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /TypeError: today: /);
    const longest = Math.max(...stderr.split('\n').map((line) => line.trim().length));
    assert.ok(longest < 800, `${longest} characters in a line`);
  }
});

test('rules that are newer than the package can be ignored, with one note', (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  const own = createValidator({ minimum_age: 19, shoe_size: 44 }, { unknown: 'ignore' });
  assert.equal(warn.mock.callCount(), 1);
  assert.match(warn.mock.calls[0].arguments[0], /shoe_size/);
  assert.ok(own.validate(EXAMPLE, TODAY).value);
});

test('the fields tell what a form needs', () => {
  assert.equal(fields.length, 12);
  assert.deepEqual(fields[0], { name: 'first_name', kind: 'name', group: 'you', autocomplete: 'given-name', maxLength: 100 });
});

test('nobody can change the fields, nor those of other rules', () => {
  for (const list of [fields, createValidator({ gender: ['x'] }).fields]) {
    const choices = list.flatMap((field) => (field.choices ? [field.choices] : []));
    assert.equal(choices.length, 3);
    for (const part of [list, ...list, ...choices]) assert.ok(Object.isFrozen(part));
  }
});

test('32 unknown keys are told of, and no more', () => {
  const extra = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`extra_${at}`, at]));
  const { issues } = validate({ ...EXAMPLE, ...extra }, TODAY);
  assert.deepEqual(issues.map(({ path }) => path[0]), Object.keys(extra).slice(0, 32));
});

test('countries come with their names, in the order of the language', () => {
  const english = countries('en');
  assert.equal(english.length, 250);
  assert.deepEqual(english[0], { code: 'af', name: 'Afghanistan' });
  assert.equal(countries('de').find(({ code }) => code === 'de').name, 'Deutschland');
});

test('hints say what a tax number looks like', () => {
  const hint = taxNumberHint('in');
  assert.equal(hint.country, 'in');
  assert.equal(hint.issued, true);
  assert.ok(hint.name && hint.format);
  assert.deepEqual(taxNumberHint('IN'), hint);
  for (const country of ['zz', '', 'india', null, undefined, 7]) assert.equal(taxNumberHint(country), undefined);
});

test('a tax number is compared with the other fields', () => {
  const context = without('tax_identification_number');
  const { value, warnings } = validateField('tax_identification_number', 'UX-1989389', context, TODAY);
  assert.equal(value, 'UX-1989389');
  assert.deepEqual(warnings.map(({ code, severity }) => [code, severity]), [['tin_format', 'warning']]);
  assert.equal(warnings[0].params.country, 'in');
  assert.ok(warnings[0].message.includes(warnings[0].params.format));
  assert.deepEqual(warnings, validate(EXAMPLE, TODAY).warnings);
  for (const nothing of [undefined, null, {}]) {
    assert.deepEqual(validateField('tax_identification_number', 'UX-1989389', nothing, TODAY).warnings, []);
  }
});

test('init is there for those who wait', async () => {
  await init();
  assert.ok(validate(EXAMPLE, TODAY).value);
  // A download that fails when the module runs already is told of to whoever asked for it.
  await assert.rejects(init(Promise.reject(new Error('no network'))), /no network/);
});
