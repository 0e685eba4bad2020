import type { FieldGroup, FieldKind, FieldName, IssueCode, ProfileUpdate } from './tables.js';

export type * from './tables.js';

/** One finding. */
export interface Issue<Code extends string = IssueCode> {
  /** Where: the key, or nothing for the input as a whole. */
  readonly path: readonly PropertyKey[];
  /** The field, when it is about one of the 12. */
  readonly field?: FieldName;
  readonly code: Code;
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
  readonly warnings: readonly Issue[];
  readonly issues?: undefined;
}

/** Something blocks. */
export interface Failure {
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

export type Result<Value> = Success<Value> | Failure;

export interface FieldOptions {
  /** The day to check by, `YYYY-MM-DD`; otherwise today in UTC. */
  readonly today?: string;
  /** The language of messages, where `setMessages` has brought it. */
  readonly locale?: string;
}

export interface Options extends FieldOptions {
  /** What is made of keys that are no field: an error, or nothing. Default: `error`. */
  readonly unknown?: 'error' | 'drop';
}

/** Checks a whole profile update. Takes anything. */
export declare function validate(profile: unknown, options?: Options): Result<ProfileUpdate>;

/**
 * Checks one field. Takes anything.
 * @param context the other fields, as far as they are known: a tax number is compared with them
 */
export declare function validateField<Name extends FieldName>(
  name: Name,
  value: unknown,
  context?: { readonly [Other in FieldName]?: unknown },
  options?: FieldOptions,
): Result<ProfileUpdate[Name]>;

/** The words of findings in one language, by `code` or `code/field`. */
export interface Catalogue {
  readonly locale: string;
  readonly messages: { readonly [entry: string]: string };
}

/** Takes the words of a language. Findings speak it from now on where a call names no other. */
export declare function setMessages(catalogue: Catalogue): void;

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

/** The 12 fields, in the order of the wire. */
export declare const fields: readonly FieldInfo[];
