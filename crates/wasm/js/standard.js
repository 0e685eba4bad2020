// The profile as JSON Schema, and as Standard Schema and Standard JSON Schema
// (https://standardschema.dev, version 1).

import { FIELDS, KIND_SCHEMAS, SCHEMA, fields } from './tables.js';

/** The schema of a profile under these settings: what `schema::request` of the core writes. */
export function schemaOf({ values, limits }) {
  const properties = {};
  fields.forEach(({ name, kind }, at) => {
    properties[name] = {
      type: 'string',
      ...(values[at] && { enum: [...values[at]] }),
      ...kindSchema(kind),
      ...(limits[at] !== undefined && { maxLength: limits[at] }),
    };
  });
  return { ...SCHEMA, required: [...FIELDS], properties };
}

/** What all fields of a kind have. */
function kindSchema(kind) {
  const { pattern, ...rest } = KIND_SCHEMAS[kind];
  return pattern === undefined ? rest : { ...rest, pattern: decodeURIComponent(pattern) };
}

/** What is done with the schema for each target; all use the same keywords. */
const TARGETS = {
  'draft-2020-12': (schema) => schema,
  'draft-07': (schema) => ({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' }),
  'openapi-3.0': ({ $schema, ...schema }) => schema,
};

export function standardSchema(validate, schema) {
  const jsonSchema = (of) => (options) => {
    const target = options?.target;
    const targets = Object.keys(TARGETS);
    if (!targets.includes(target)) {
      throw new TypeError(`jsonSchema: give { target } with one of ${targets.join(', ')}`);
    }
    return TARGETS[target](of(schema()));
  };
  return {
    '~standard': {
      version: 1,
      vendor: 'client-profile',
      validate,
      jsonSchema: {
        // What it says nothing of may come, and is dropped.
        input: jsonSchema(({ additionalProperties, ...input }) => input),
        output: jsonSchema((output) => output),
      },
    },
  };
}
