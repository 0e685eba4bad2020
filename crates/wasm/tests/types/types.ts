// The types are exact: what is right compiles, what is wrong does not.

import {
  countries, createValidator, fields, profileSchema, setMessages, taxNumberHint, validate, validateField,
  validateMany, validateNdjson,
} from 'client-profile';
import type {
  CountryCode, CountryField, FieldName, Gender, Issue, IssueCode, ProfileUpdate, Result, RuleName, Rules, TaxNumberHint, TinMode,
} from 'client-profile';
import english from 'client-profile/locales/en';
import { init, initSync } from 'client-profile/slim';
import module from 'client-profile/client-profile.wasm';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>(): void => {};

is<Same<FieldName, keyof ProfileUpdate>>();
is<Same<
  FieldName,
  | 'first_name' | 'last_name' | 'residence_country' | 'account_opening_reason' | 'tax_residence_country'
  | 'birth_country' | 'tax_identification_number' | 'citizen_country' | 'employment_status' | 'date_of_birth'
  | 'gender' | 'reason'
>>();
is<Same<Gender, 'male' | 'female' | 'other'>>();
is<Same<ProfileUpdate['gender'], Gender>>();
is<Same<ProfileUpdate['birth_country'], CountryCode>>();
is<'in' extends CountryCode ? true : false>();
is<'xk' extends CountryCode ? true : false>();
is<'zz' extends CountryCode ? false : true>();
is<'tin_checksum' extends IssueCode ? true : false>();
is<'nonsense' extends IssueCode ? false : true>();

const result = validate({}, { today: '2026-11-23', locale: 'en', unknown: 'drop' });
is<Same<typeof result, Result<ProfileUpdate>>>();
if (result.issues) {
  is<Same<typeof result.issues, Issue[]>>();
  // @ts-expect-error a failure has no value
  result.value.gender;
} else {
  is<Same<typeof result.value, ProfileUpdate>>();
}
// @ts-expect-error there is no such option
validate({}, { todya: '2026-11-23' });
// @ts-expect-error nor such a way with unknown keys
validate({}, { unknown: 'keep' });

const gender = validateField('gender', 'male', { birth_country: 'in' });
if (!gender.issues) is<Same<typeof gender.value, Gender>>();
// @ts-expect-error there is no such field
validateField('nickname', '');
// @ts-expect-error nor in the context
validateField('gender', '', { nickname: '' });

is<Same<ReturnType<typeof validateMany>, Result<ProfileUpdate>[]>>();
const { total, valid, failures } = validateNdjson(new Uint8Array());
is<Same<typeof total | typeof valid | (typeof failures)[0]['line'], number>>();
// @ts-expect-error neither text nor bytes
validateNdjson([{}]);
// @ts-expect-error no array
validateMany(new Set());
// @ts-expect-error no options
validate({}, 'es');
// @ts-expect-error no tag of a language
countries(null);
// @ts-expect-error no target
profileSchema['~standard'].jsonSchema.input();
// @ts-expect-error nobody can change the fields
fields[0].name = 'reason';
// @ts-expect-error nor their words
fields[0].choices?.push('x');

type Types = NonNullable<(typeof profileSchema)['~standard']['types']>;
is<Same<Types['output'], ProfileUpdate>>();
// A form begins with empty texts, of a closed list too.
({ ...({} as ProfileUpdate), gender: '', birth_country: 'IN' }) satisfies Types['input'];

/** As https://standardschema.dev has it. */
interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Answer<Output> | Promise<Answer<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}
type Answer<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PropertyKey[] | undefined }[] };
// What libraries infer, from the values and from the types.
declare const inferred: <Input, Output>(schema: StandardSchema<Input, Output>) => Output;
is<Same<ReturnType<typeof inferred<Types['input'], ProfileUpdate>>, ProfileUpdate>>();
const output = inferred(profileSchema);
is<Same<typeof output, ProfileUpdate>>();
const answer = profileSchema['~standard'].validate({});
if (!answer.issues) is<Same<typeof answer.value, ProfileUpdate>>();

const own = createValidator({ gender: ['x', 'y'], tin: 'strict', minimum_age: 21 });
const mine = own.validateField('gender', 'x');
if (!mine.issues) is<Same<typeof mine.value, 'x' | 'y'>>();
const all = own.validate({});
if (!all.issues) is<Same<(typeof all.value)['employment_status'], ProfileUpdate['employment_status']>>();
const served = createValidator({} as Rules).validate({});
if (!served.issues) {
  is<Same<typeof served.value.gender | typeof served.value.birth_country, string>>();
}
const more = createValidator({ extra_countries: ['qq'] });
const extra = more.validateField('birth_country', 'qq');
if (!extra.issues) is<Same<typeof extra.value, CountryCode | 'qq'>>();
is<Same<ReturnType<typeof more.countries>[0]['code'], CountryCode | 'qq'>>();
is<Same<CountryField, 'residence_country' | 'tax_residence_country' | 'birth_country' | 'citizen_country'>>();
// @ts-expect-error no field that names a country
createValidator({ countries: { gender: { allowed: ['in'] } } });
// @ts-expect-error nor is this
countries('en', 'first_name');
// @ts-expect-error there is no such rule
createValidator({ minimum_aeg: 21 });
// @ts-expect-error nor such a mode
createValidator({ tin: 'harsh' });

is<Same<keyof Rules, RuleName>>();
is<Same<TinMode, 'basic' | 'advise' | 'strict'>>();

is<Same<(typeof fields)[0]['name'], FieldName>>();
is<Same<ReturnType<typeof countries>[0]['code'], CountryCode>>();
is<Same<ReturnType<typeof taxNumberHint>, TaxNumberHint | undefined>>();
setMessages(english);
// @ts-expect-error a catalogue names its language
setMessages({ messages: {} });
is<Same<typeof module, WebAssembly.Module>>();
initSync(module);
void init(fetch('client-profile.wasm'));

// An option that is not known is left out.
const day = new Date().getDay() > 3 ? '2026-11-23' : undefined;
validate({}, { today: day, locale: day, unknown: undefined });
createValidator({}, { unknown: undefined });
