import type {
  CountryCode,
  CountryField,
  FieldGroup,
  FieldKind,
  FieldName,
  IssueCode,
  ProfileUpdate,
  TinMode,
} from './tables.js';

export type * from './tables.js';

/** One finding. */
export interface Issue {
  /** Where: the key, or nothing for the input as a whole. */
  readonly path: readonly PropertyKey[];
  /** The field, when it is about one of the 12. */
  readonly field?: FieldName;
  /** Why, for programs: codes never change their meaning, the words of `message` may. */
  readonly code: IssueCode;
  /** An error blocks; a warning is shown and never blocks. */
  readonly severity: 'error' | 'warning';
  /** What to do, in the language of the catalogue in use. It never repeats what was typed. */
  readonly message: string;
  readonly params: IssueParams;
}

/** What a message needs besides its words. */
export interface IssueParams {
  /** The limit that was passed: characters, or years. */
  readonly limit?: number;
  /** The country that the finding speaks of. */
  readonly country?: string;
  /** What the country's number looks like. */
  readonly format?: string;
  /** What the country calls its number. */
  readonly number?: string;
}

/** Nothing blocks: the canonical value. */
export interface Success<Value> {
  readonly value: Value;
  readonly warnings: Issue[];
  readonly issues?: undefined;
}

/** Something blocks. */
export interface Failure {
  readonly issues: Issue[];
  readonly warnings: Issue[];
  readonly value?: undefined;
}

export type Result<Value> = Success<Value> | Failure;

export interface FieldOptions {
  /** The day to check by, `YYYY-MM-DD`; otherwise today in UTC. */
  readonly today?: string | undefined;
  /**
   * The language of messages, where `setMessages` has brought it; any other text, such as the `*` that
   * a client may ask for, gets the language that was given last.
   */
  readonly locale?: string | undefined;
}

export interface Options extends FieldOptions {
  /** What is made of keys that are no field: an error each, for the first 32, or nothing. Default: `error`. */
  readonly unknown?: 'error' | 'drop' | undefined;
}

/** A record of NDJSON that has an error. */
export interface LineFailure {
  /** The number of its line, from 1. */
  readonly line: number;
  readonly issues: Issue[];
  readonly warnings: Issue[];
}

/** What was found in NDJSON. */
export interface LinesResult {
  /** Records: lines that are not blank. */
  readonly total: number;
  /** Records without an error. */
  readonly valid: number;
  /** All the others; once these hold a million findings, further ones are only counted. */
  readonly failures: LineFailure[];
}

/** A country and its name in a language. */
export interface CountryName<Code extends string = CountryCode> {
  readonly code: Code;
  readonly name: string;
}

/** A profile in canonical form, under any rules. */
export type AnyProfile = { readonly [Name in FieldName]: string };

/**
 * A profile as it may be typed: any text, such as the empty ones that a form begins with, or `IN`
 * for `in`.
 */
export type ProfileInput<Profile extends AnyProfile = ProfileUpdate> = {
  [Name in FieldName]: Profile[Name] | (string & {});
};

/** Checks by one set of rules. */
export interface Validator<Profile extends AnyProfile = ProfileUpdate> {
  /** Checks a whole profile update. Takes anything; an option that there is not, or a value that one does not take, throws a `TypeError`. */
  validate(profile: unknown, options?: Options): Result<Profile>;
  /**
   * Checks one field. Takes any value; `undefined` and `null` are asked for in the words for an
   * empty one.
   * @param context the other fields, as far as they are known: a tax number is compared with them. It
   * is data too: what is no object counts as one without fields
   */
  validateField<Name extends FieldName>(
    name: Name,
    value: unknown,
    context?: { readonly [Other in FieldName]?: unknown },
    options?: FieldOptions,
  ): Result<Profile[Name]>;
  /** Checks each of a list; what is no array counts as one record that is no object. */
  validateMany(profiles: readonly unknown[], options?: Options): Result<Profile>[];
  /**
   * Checks records that stand as JSON on a line each, straight from their bytes. Blank lines are
   * skipped; a line of more than 1 MiB, or that is no JSON, is a failure of its own. What is neither
   * text nor bytes is one such line.
   */
  validateNdjson(input: string | ArrayBufferView | ArrayBuffer, options?: Options): LinesResult;
  /**
   * The profile as Standard Schema and Standard JSON Schema, for forms and servers alike. Unknown
   * keys are dropped; what is missing or `null` is asked for in the words for an empty field.
   * Standard Schema has no place for warnings: who shows them calls `validate`.
   */
  readonly profileSchema: ProfileSchema<Profile>;
  /**
   * The countries that a field takes (`residence_country` without one), sorted by name. What is no
   * tag of a language throws a `TypeError`.
   */
  countries<Name extends CountryField = 'residence_country'>(
    locale?: string | readonly string[],
    field?: Name,
  ): CountryName<Profile[Name]>[];
}

/** https://standardschema.dev: a Standard Schema and a Standard JSON Schema, version 1. */
export interface ProfileSchema<Profile extends AnyProfile = ProfileUpdate> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'client-profile';
    // Libraries infer what comes out from the values that there may be.
    readonly validate: (value: unknown) => Success<Profile> | Omit<Failure, 'value'>;
    readonly types?: { readonly input: ProfileInput<Profile>; readonly output: Profile } | undefined;
    /** The canonical form; that of `input` says nothing of further keys, which are dropped. */
    readonly jsonSchema: {
      readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
      readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
    };
  };
}

export interface JsonSchemaOptions {
  /** `draft-2020-12`, `draft-07` or `openapi-3.0`; any other throws. */
  readonly target: 'draft-2020-12' | 'draft-07' | 'openapi-3.0' | (string & {});
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/**
 * The rules a deployment may change; what is left out is as by default, and a list that is given
 * takes the place of the default one. Countries are two lower-case letters, words lower-case
 * letters, digits and `_`.
 */
export interface Rules {
  readonly version?: 1;
  /** Most characters of a name. */
  readonly name_max_length?: number;
  /** A name of more characters earns a warning. */
  readonly name_long?: number;
  /** Most characters of the reason. */
  readonly reason_max_length?: number;
  /** Most characters of a tax number. */
  readonly tin_max_length?: number;
  /** The age in years from which one may be a client. */
  readonly minimum_age?: number;
  /** From this age in years on, a date of birth is refused as mistyped. */
  readonly age_limit?: number;
  /** Countries beside those of ISO 3166-1. */
  readonly extra_countries?: readonly string[];
  /** A country field takes those of `allowed` (all, where that is absent or empty) but those of `refused`. */
  readonly countries?: {
    readonly [Name in CountryField]?: {
      readonly allowed?: readonly string[];
      readonly refused?: readonly string[];
    };
  };
  readonly gender?: readonly string[];
  readonly employment_status?: readonly string[];
  readonly account_opening_reason?: readonly string[];
  /** For all countries but those of `tin_by_country`. */
  readonly tin?: TinMode;
  readonly tin_by_country?: { readonly [country: string]: TinMode };
  /** Whether a tax number that tells a gender is compared with the person's. */
  readonly tin_gender?: boolean;
  /**
   * Who may answer `n/a` without a warning, besides those whose country issues no numbers. An
   * answer it must be: the field is never left empty.
   */
  readonly tin_not_needed_for?: {
    readonly employment_status?: readonly string[];
    readonly countries?: readonly string[];
  };
}

/** The words of one of the lists; rules whose lists are not known before they run may have any. */
type Listed<Own, List extends PropertyKey, Default> = Own extends { readonly [Key in List]?: infer Words }
  ? List extends keyof Own
    ? Words extends readonly (infer Word)[]
      ? Word
      : Default
    : Default
  : Default;

/** The profile under rules that list words or countries of their own. */
export type ProfileUnder<Own extends Rules> = {
  [Name in FieldName]: Name extends CountryField
    ? CountryCode | (Listed<Own, 'extra_countries', never> & string)
    : Name extends 'gender' | 'employment_status' | 'account_opening_reason'
      ? Listed<Own, Name, ProfileUpdate[Name]> & string
      : ProfileUpdate[Name];
};

/**
 * A validator of a deployment's own rules, as given by hand or served by
 * `GET /client/profile/rules`. Throws where they make no sense.
 * @param options.unknown `'error'`, the default, throws on a name that no rule has; `'ignore'` passes
 * over it with one note in the console, for rules from a service that may be newer
 */
export declare function createValidator<const Own extends Rules>(
  rules: Own,
  options?: { readonly unknown?: 'error' | 'ignore' | undefined },
): Validator<ProfileUnder<Own>> & { readonly fields: readonly FieldInfo[] };

export declare const validate: Validator['validate'];
export declare const validateField: Validator['validateField'];
export declare const validateMany: Validator['validateMany'];
export declare const validateNdjson: Validator['validateNdjson'];
/** The profile by the default rules, for libraries that take a Standard Schema: see `Validator`. */
export declare const profileSchema: Validator['profileSchema'];
export declare const countries: Validator['countries'];

/** What to tell a person about a country's tax number before they type it. */
export interface TaxNumberHint {
  readonly country: CountryCode;
  /** What the country calls it; empty where no name is known. */
  readonly name: string;
  /** What it looks like, in words; empty where that is not known. */
  readonly format: string;
  /** Whether individuals have one; where not, `n/a` is the answer. */
  readonly issued: boolean;
}

/** The hint for a country; `undefined` where nothing is known. `format` is empty where no format is. */
export declare function taxNumberHint(country: string): TaxNumberHint | undefined;

/**
 * The words of findings in one language, by `code` or `code/field`; the more specific one wins.
 * What is missing is said in English. These stand for what the finding is about: `{name}` the
 * field's, `{limit}`, `{country}` its code, `{number}` what the country calls its tax number,
 * `{format}` what that looks like, `{example}` one such number.
 */
export interface Catalogue {
  readonly locale: string;
  readonly messages: { readonly [entry: string]: string };
}

/**
 * Takes the words of a language, or the module that `require` gives of them. It becomes the language
 * of all findings for which a call names no other; the one given last does. A locale
 * finds the closest language that was given: `es-MX` finds `es`, `zh-CN` finds `zh-Hans`. Throws
 * where there are no words, or an entry is of no finding.
 */
export declare function setMessages(catalogue: Catalogue | { readonly default: Catalogue }): void;

/** What is known of a field. */
export interface FieldInfo {
  readonly name: FieldName;
  readonly kind: FieldKind;
  readonly group: FieldGroup;
  /** HTML `autocomplete` token; `off` where none fits. */
  readonly autocomplete: string;
  /** Most characters (Unicode scalar values), where there is a limit. */
  readonly maxLength?: number;
  /** The words of a choice. */
  readonly choices?: readonly string[];
}

/** The 12 fields, in the order of the wire; frozen. */
export declare const fields: readonly FieldInfo[];
