// The built package's two first functions, as tables: value, verdict, why.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { setMessages, validate, validateField, validateNdjson } from '../pkg/index.js';
import { EXAMPLE, without } from './example.mjs';

const TODAY = { today: '2026-11-23' };

test('the example of the documentation passes and keeps every byte', () => {
  const result = validate(EXAMPLE, TODAY);
  assert.deepEqual(result, { value: EXAMPLE, warnings: result.warnings });
  assert.notEqual(result.value, EXAMPLE);
});

test('an issue is a plain object with a path, a code and words', () => {
  assert.deepEqual(validate({ ...EXAMPLE, date_of_birth: '2023-02-29' }, TODAY).issues, [
    {
      path: ['date_of_birth'],
      field: 'date_of_birth',
      code: 'date_impossible',
      severity: 'error',
      message: 'Enter your date of birth as a real date',
      params: {},
    },
  ]);
});

const CHANGES = [
  ['a wrong date', { date_of_birth: '19-09-1969' }, ['date_of_birth date_format']],
  ['a minor', { date_of_birth: '2008-11-24' }, ['date_of_birth age_below_minimum']],
  ['an adult of today', { date_of_birth: '2008-11-23' }, []],
  ['a number for a string', { first_name: 7 }, ['first_name not_a_string']],
  ['null', { reason: null }, ['reason not_a_string']],
  ['undefined', { reason: undefined }, ['reason missing_field']],
  ['an empty string', { last_name: '' }, ['last_name required']],
  ['half of a surrogate pair', { last_name: 'a\ud800' }, ['last_name text_surrogate']],
  ['the other half', { last_name: '\udc00b' }, ['last_name text_surrogate']],
  ['a whole pair', { reason: 'moved \u{1F3E0}' }, []],
  ['a name of 100 letters', { first_name: 'é'.repeat(100) }, []],
  ['a name of 101 letters', { first_name: 'é'.repeat(101) }, ['first_name too_long']],
  ['a text of 100 MB', { reason: 'x'.repeat(100_000_000) }, ['reason too_long']],
  ['no country', { birth_country: 'zz' }, ['birth_country country_unknown']],
  ['no choice', { gender: 'none' }, ['gender choice_unknown']],
  ['an unknown key', { nickname: 'x' }, ['nickname unknown_field']],
  [
    'several, in the order of the fields',
    { reason: '', nickname: 'x', gender: 1, first_name: 'R2D2' },
    ['first_name name_digits', 'gender not_a_string', 'reason required', 'nickname unknown_field'],
  ],
];

for (const [why, change, found] of CHANGES) {
  test(`validate: ${why}`, () => {
    const result = validate({ ...EXAMPLE, ...change }, TODAY);
    assert.deepEqual((result.issues ?? []).map((issue) => `${issue.path} ${issue.code}`), found);
    assert.equal('value' in result, found.length === 0);
  });
}

test('what is not there is missing', () => {
  const codes = validate({}, TODAY).issues.map((issue) => issue.code);
  assert.deepEqual(codes, Array(12).fill('missing_field'));
});

for (const input of [null, undefined, 7, 'text', true, [], [EXAMPLE], Symbol('s'), 1n, () => EXAMPLE]) {
  test(`validate takes ${typeof input} ${String(input).slice(0, 20)} for no object`, () => {
    const { issues } = validate(input, TODAY);
    assert.deepEqual(issues.map(({ path, code }) => [path, code]), [[[], 'not_an_object']]);
  });
}

test('the value is canonical', () => {
  const { value } = validate(
    {
      ...EXAMPLE,
      first_name: ' Zoe\u0308\u00a0 Ann ',
      employment_status: 'Self-Employed',
      birth_country: 'IN',
      date_of_birth: ' 1969-09-19 ',
    },
    TODAY,
  );
  assert.equal(value.first_name, 'Zo\u00eb Ann');
  assert.equal(value.employment_status, 'self_employed');
  assert.equal(value.birth_country, 'in');
  assert.equal(value.date_of_birth, '1969-09-19');
});

test('unknown keys are dropped on request', () => {
  assert.deepEqual(validate({ ...EXAMPLE, csrf: 'x' }, { ...TODAY, unknown: 'drop' }).value, EXAMPLE);
  const lines = `${JSON.stringify({ ...EXAMPLE, csrf: 'x' })}\n{"csrf":1}`;
  const counts = (options) => validateNdjson(lines, options).failures.map(({ issues }) => issues.length);
  assert.deepEqual(counts(TODAY), [1, 13]);
  assert.deepEqual(counts({ ...TODAY, unknown: 'drop' }), [12]);
});

test('keys may come in any order, and unknown ones hide behind none', () => {
  const reversed = Object.fromEntries(Object.entries(EXAMPLE).reverse());
  assert.ok(validate(reversed, TODAY).value);
  assert.ok(validate(reversed, TODAY).value);
  const heir = Object.assign(Object.create({ reason: 'inherited' }), without('reason'), { extra: '' });
  assert.deepEqual(validate(heir, TODAY).issues.map((issue) => issue.path[0]), ['extra']);
});

test('today must be a day', () => {
  for (const today of ['2026-02-30', 'tomorrow', 7, null, new Date()]) {
    assert.throws(() => validate(EXAMPLE, { today }), TypeError);
  }
});

test('a getter that throws throws its own exception, and the next call is whole', () => {
  const mine = new Error('mine');
  const trap = { ...EXAMPLE, get reason() { throw mine; } };
  assert.throws(() => validate(trap, TODAY), (error) => error === mine);
  assert.throws(() => validate(new Proxy(EXAMPLE, { ownKeys() { throw mine; } }), TODAY), (error) => error === mine);
  const { proxy, revoke } = Proxy.revocable(EXAMPLE, {});
  revoke();
  assert.throws(() => validate(proxy, TODAY), { name: 'TypeError', message: /revoked/ });
  assert.deepEqual(validate(EXAMPLE, TODAY).value, EXAMPLE);
});

test('a getter that validates disturbs nothing', () => {
  const nested = {
    ...EXAMPLE,
    get last_name() {
      assert.equal(validate({ ...EXAMPLE, first_name: 'another and longer' }, TODAY).value.first_name, 'another and longer');
      return EXAMPLE.last_name;
    },
  };
  assert.deepEqual(validate(nested, TODAY).value, EXAMPLE);
});

test('a proxy is read like an object', () => {
  assert.deepEqual(validate(new Proxy(EXAMPLE, {}), TODAY).value, EXAMPLE);
});

const FIELDS = [
  ['first_name', 'Zoë', undefined],
  ['first_name', 'R2D2', 'name_digits'],
  ['date_of_birth', '1969-09-19', undefined],
  ['date_of_birth', '1969-09-31', 'date_impossible'],
  ['citizen_country', 'in', undefined],
  ['citizen_country', 'xx', 'country_unknown'],
  ['gender', 'male', undefined],
  ['gender', 'toString', 'choice_unknown'],
  ['tax_identification_number', 'UX-1989389', undefined],
  ['tax_identification_number', '#', 'tin_characters'],
  ['reason', undefined, 'missing_field'],
  ['reason', {}, 'not_a_string'],
  ['nickname', 'x', 'unknown_field'],
  ['toString', 'x', 'unknown_field'],
];

for (const [name, value, code] of FIELDS) {
  test(`validateField: ${name} ${String(value)}: ${code ?? 'fine'}`, () => {
    const result = validateField(name, value, {}, TODAY);
    assert.deepEqual(result.issues?.map((issue) => [issue.path, issue.code]), code && [[[name], code]]);
    if (!code) assert.deepEqual(result, { value, warnings: [] });
  });
}

test('a field that nobody filled in is asked for as an empty one is, in every language', () => {
  const said = (name, value, options) => validateField(name, value, {}, options).issues.map(({ code, message }) => [code, message]);
  for (const name of Object.keys(EXAMPLE)) {
    const [[, words]] = said(name, '');
    assert.deepEqual(said(name, undefined), [['missing_field', words]]);
    assert.deepEqual(said(name, null), [['not_a_string', words]]);
  }
  setMessages(createRequire(import.meta.url)('../pkg/locales/es.cjs'));
  setMessages({ locale: 'en', messages: {} });
  assert.deepEqual(said('gender', undefined), [['missing_field', 'Choose your gender']]);
  assert.equal(said('gender', undefined, { locale: 'es' })[0][1], said('gender', '', { locale: 'es' })[0][1]);
  assert.notEqual(said('gender', '', { locale: 'es' })[0][1], 'Choose your gender');
});

test('validateField gives the canonical value', () => {
  assert.deepEqual(validateField('gender', ' MALE '), { value: 'male', warnings: [] });
});

test('messages speak another language when given one, and English where it has no word', () => {
  setMessages({ locale: 'xx', messages: { 'too_long/reason': 'MAX {limit}', name_digits: 'NO 7' } });
  const record = { ...EXAMPLE, first_name: 'R2D2', reason: 'x'.repeat(256), gender: '' };
  const words = (options) => validate(record, { ...TODAY, ...options }).issues.map((issue) => issue.message);
  assert.deepEqual(words(), ['NO 7', 'Choose your gender', 'MAX 255']);
  assert.deepEqual(words({ locale: 'xx-YY' }), words());
  assert.equal(words({ locale: 'en-GB' })[0], 'First name must not have digits');
  setMessages({ locale: 'en', messages: {} });
  assert.equal(words()[0], 'First name must not have digits');
  assert.throws(() => setMessages({ locale: 'xx' }), TypeError);
});

test('half of a surrogate pair in lines means what its escape means, wherever the text is cut', () => {
  const codes = (text) => validateNdjson(text, TODAY).failures.flatMap(({ issues }) => issues.map(({ code }) => code));
  for (const [inside, code] of [
    ['a\ud800b', 'text_surrogate'],
    ['\udc00', 'text_surrogate'],
    ['\\\\\ud800', 'text_surrogate'],
    ['\\\ud800', 'invalid_json'],
    ['\\\\\\\udc00', 'invalid_json'],
    ['\\n\ud800', 'text_surrogate'],
    ['\ud83d\ude00\ud83d', 'text_surrogate'],
    ['\ud83d\\n\ude00', 'text_surrogate'],
  ]) {
    const line = JSON.stringify(EXAMPLE).replace('api test', inside);
    assert.deepEqual(codes(line), [code], JSON.stringify(inside));
    // As many units as are read at a time, and some before and after.
    for (let before = 174_700; before < 174_800; before++) {
      assert.deepEqual(codes(`${' '.repeat(before - line.indexOf(inside))}${line}\n`), [code], `${before} ${JSON.stringify(inside)}`);
    }
  }
});

test('as many failures are listed as hold a million findings, and all are counted', () => {
  const { total, valid, failures } = validateNdjson('{}\n'.repeat(100_000), TODAY);
  assert.deepEqual([total, valid, failures.length], [100_000, 0, Math.ceil(1_000_000 / 12)]);
  assert.deepEqual(failures.map(({ line }) => line).slice(-1), [failures.length]);
});

test('lines of more than 1 MiB are failures, blank ones too', () => {
  const most = 1 << 20;
  for (const [end, length] of [['\n', 0], ['', 0], ['\r\n', 1]]) {
    for (let more = 0; more < 6; more++) {
      const { total } = validateNdjson(`${' '.repeat(most + more - length)}${end}`, TODAY);
      assert.equal(total, more > 0 ? 1 : 0, `${more} ${JSON.stringify(end)}`);
    }
  }
});

test('bytes of another frame are bytes', () => {
  const { buffer } = runInNewContext('new Uint8Array([123, 125])');
  assert.equal(validateNdjson(buffer, TODAY).failures[0].issues.length, 12);
});

test('a language is found by its region, its script, and without either', () => {
  const speaks = (given, asked) => {
    setMessages({ locale: given, messages: { required: `as ${given}` } });
    setMessages({ locale: 'en', messages: {} });
    return validateField('gender', '', {}, { locale: asked }).issues[0].message === `as ${given}`;
  };
  for (const [given, asked, is] of [
    ['zh-Hans', 'zh-hans', true],
    ['zh-Hans', 'zh-CN', true],
    ['zh-Hans', 'zh', true],
    ['zh-Hans', 'zh-Hans-SG', true],
    ['zh-Hans', 'zh-TW', false],
    ['zh-Hant', 'zh-HK', true],
    ['pt-BR', 'pt', true],
    ['fr', 'fr-CA', true],
    ['sr-Latn', 'sr', false],
    ['fr', 'de', false],
    ['fr', 'no tag', false],
  ]) {
    assert.equal(speaks(given, asked), is, `${asked} where there is ${given}`);
  }
});

test('of several catalogues of a language the closest speaks', () => {
  const given = ['zh', 'zh-Hant', 'sr', 'sr-Latn', 'pt', 'pt-BR', 'en-GB'];
  const speak = (order) => {
    for (const locale of order) setMessages({ locale, messages: { required: `as ${locale}` } });
    setMessages({ locale: 'en', messages: {} });
  };
  for (const order of [given, given.toReversed()]) {
    speak(order);
    for (const [asked, speaks] of [
      ['zh-TW', 'zh-Hant'],
      ['zh-Hant-HK', 'zh-Hant'],
      ['zh-SG', 'zh'],
      ['zh-Hans-CN', 'zh'],
      ['sr-Latn-RS', 'sr-Latn'],
      ['sr-RS', 'sr'],
      ['pt-PT', 'pt'],
      ['pt-BR', 'pt-BR'],
      ['en-GB', 'en-GB'],
    ]) {
      const said = validateField('gender', '', {}, { locale: asked }).issues[0].message;
      assert.equal(said, `as ${speaks}`, `${asked}, of ${order}`);
    }
    assert.equal(validateField('gender', '', {}, { locale: 'en-AU' }).issues[0].message, 'Choose your gender');
  }
  // Words that came since the last call are spoken.
  assert.equal(validateField('gender', '', {}, { locale: 'zh-TW' }).issues[0].message, 'as zh-Hant');
  setMessages({ locale: 'zh-TW', messages: { required: 'newer' } });
  setMessages({ locale: 'en', messages: {} });
  assert.equal(validateField('gender', '', {}, { locale: 'zh-TW' }).issues[0].message, 'newer');
});

test('a catalogue may be the module that require gives, and shows the example without English words', () => {
  setMessages(createRequire(import.meta.url)('../pkg/locales/es.cjs'));
  const number = { ...EXAMPLE, tax_residence_country: 'in', tax_identification_number: 'UX-1989389' };
  const { warnings } = validate(number, TODAY);
  setMessages({ locale: 'en', messages: {} });
  const { code, message, params } = warnings.find(({ field }) => field === 'tax_identification_number');
  assert.equal(code, 'tin_format');
  assert.equal(message, 'Revise el número: PAN de IN tiene esta forma: ABCPE1234F');
  assert.equal(params.format, '10 letters and digits, like ABCPE1234F');
});

test('every language says which letters a tax number has: those of other scripts look like them', async () => {
  for (const tag of ['en', 'es', 'fr', 'pt', 'ru', 'hi', 'ar', 'zh-Hans']) {
    const { default: catalogue } = await import(`../pkg/locales/${tag}.js`);
    setMessages(catalogue);
    const { issues } = validateField('tax_identification_number', '\u0391\u0392123456');
    assert.match(issues[0].message, /\bA .*\bZ\b|латинск|लैटिन|لاتينية|拉丁/, tag);
  }
  setMessages({ locale: 'en', messages: {} });
});
