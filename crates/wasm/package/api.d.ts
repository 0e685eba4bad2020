import type {
  CountryCode,
  FieldGroup,
  FieldKind,
  FieldName,
  IssueCode,
  ProfileUpdate,
} from './tables.js';

export type * from './tables.js';

/** One finding. */
export interface Issue {
  /** Where: the key, or nothing for the input as a whole. */
  readonly path: readonly PropertyKey[];
  /** The field, when it is about one of the 12. */
  readonly field?: FieldName;
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
  readonly today?: string;
  /** The language of messages, where `setMessages` has brought it. */
  readonly locale?: string;
}

export interface Options extends FieldOptions {
  /** What is made of keys that are no field: an error each, for the first 32, or nothing. Default: `error`. */
  readonly unknown?: 'error' | 'drop';
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
  readonly failures: LineFailure[];
}

/** A country and its name in a language. */
export interface CountryName {
  readonly code: CountryCode;
  readonly name: string;
}

/** Checks by one set of rules. */
export interface Validator<Profile = ProfileUpdate> {
  /** Checks a whole profile update. Takes anything; a value that an option does not take throws a `TypeError`. */
  validate(profile: unknown, options?: Options): Result<Profile>;
  /**
   * Checks one field. Takes any value; `undefined` is asked for in the words for an empty one.
   * @param context the other fields, as far as they are known: a tax number is compared with them
   */
  validateField<Name extends FieldName & keyof Profile>(
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
  validateNdjson(input: string | ArrayBufferView | ArrayBuffer, options?: FieldOptions): LinesResult;
  /** The profile as Standard Schema and Standard JSON Schema. Unknown keys are dropped. */
  readonly profileSchema: ProfileSchema<Profile>;
  /**
   * The countries that a field takes (`residence_country` without one), sorted by name. What is no
   * tag of a language throws.
   */
  countries(locale?: string | readonly string[], field?: FieldName): CountryName[];
}

/** https://standardschema.dev: a Standard Schema and a Standard JSON Schema, version 1. */
export interface ProfileSchema<Profile = ProfileUpdate> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'client-profile';
    readonly validate: (value: unknown) => Result<Profile>;
    readonly types?: { readonly input: Profile; readonly output: Profile } | undefined;
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

/** What is made of the knowledge of tax numbers. */
export type TinMode = 'basic' | 'advise' | 'strict';

/** The rules a deployment may change; what is left out is as by default. */
export interface Rules {
  readonly version?: 1;
  readonly name_max_length?: number;
  readonly name_long?: number;
  readonly reason_max_length?: number;
  readonly tin_max_length?: number;
  readonly minimum_age?: number;
  readonly age_limit?: number;
  readonly extra_countries?: readonly string[];
  readonly countries?: {
    readonly [Name in FieldName]?: {
      readonly allowed?: readonly string[];
      readonly refused?: readonly string[];
    };
  };
  readonly gender?: readonly string[];
  readonly employment_status?: readonly string[];
  readonly account_opening_reason?: readonly string[];
  readonly tin?: TinMode;
  readonly tin_by_country?: { readonly [country: string]: TinMode };
  readonly tin_gender?: boolean;
  readonly tin_not_needed_for?: {
    readonly employment_status?: readonly string[];
    readonly countries?: readonly string[];
  };
}

/** The profile under rules that list words of their own. */
export type ProfileUnder<Own extends Rules> = {
  [Name in FieldName]: Name extends keyof Own
    ? Own[Name] extends readonly (infer Word extends string)[]
      ? Word
      : ProfileUpdate[Name]
    : ProfileUpdate[Name];
};

/**
 * A validator of a deployment's own rules, as given by hand or served by
 * `GET /client/profile/rules`. Throws where they make no sense.
 * @param options.unknown a name that no rule has is an error, or, for rules that may be newer
 * than this package, ignored with one note in the console
 */
export declare function createValidator<const Own extends Rules>(
  rules: Own,
  options?: { readonly unknown?: 'error' | 'ignore' },
): Validator<ProfileUnder<Own>> & { readonly fields: readonly FieldInfo[] };

export declare const validate: Validator['validate'];
export declare const validateField: Validator['validateField'];
export declare const validateMany: Validator['validateMany'];
export declare const validateNdjson: Validator['validateNdjson'];
export declare const profileSchema: Validator['profileSchema'];
export declare const countries: Validator['countries'];

/** What to tell a person about a country's tax number before they type it. */
export interface TaxNumberHint {
  readonly country: CountryCode;
  /** What the country calls it. */
  readonly name: string;
  /** What it looks like, in words; empty where that is not known. */
  readonly format: string;
  /** Whether individuals have one; where not, `n/a` is the answer. */
  readonly issued: boolean;
}

/** The hint for a country; `undefined` where nothing is known. `format` is empty where no format is. */
export declare function taxNumberHint(country: string): TaxNumberHint | undefined;

/** The words of findings in one language, by `code` or `code/field`. */
export interface Catalogue {
  readonly locale: string;
  readonly messages: { readonly [entry: string]: string };
}

/**
 * Takes the words of a language, or the module that `require` gives of them. Findings speak it from
 * now on where a call names no other. Throws where there are no words.
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
