// What many read and nobody may change.

/** The fields, their lists of words and the list itself, frozen. */
export function frozen(fields) {
  for (const field of fields) {
    if (field.choices) Object.freeze(field.choices);
    Object.freeze(field);
  }
  return Object.freeze(fields);
}
