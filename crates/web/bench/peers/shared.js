// What every peer is given: the 12 fields with their words, the countries, and the two calls.

/* global COUNTRY_CODES */

const country = { kind: "select", blank: "Choose a country" };

/** The fields in the order in which a person is asked. */
export const FIELDS = [
  { name: "first_name", label: "First name", kind: "text" },
  { name: "last_name", label: "Last name", kind: "text" },
  { name: "date_of_birth", label: "Date of birth", kind: "text" },
  { name: "gender", label: "Gender", kind: "radio", choices: ["male", "female", "other"] },
  { name: "birth_country", label: "Country of birth", ...country },
  { name: "citizen_country", label: "Country of citizenship", ...country },
  {
    name: "employment_status",
    label: "Employment status",
    kind: "radio",
    choices: ["employed", "self_employed", "student", "unemployed", "retired"],
  },
  {
    name: "account_opening_reason",
    label: "Reason for opening the account",
    kind: "radio",
    choices: [
      "speculative", "income_earning", "hedging", "peer_to_peer_exchange", "additional_revenue",
      "savings",
    ],
  },
  { name: "residence_country", label: "Country of residence", ...country },
  { name: "tax_residence_country", label: "Country where you pay tax", ...country },
  { name: "tax_identification_number", label: "Tax identification number", kind: "text" },
  { name: "reason", label: "Reason for this change", kind: "textarea" },
];

export const CODES = COUNTRY_CODES.split(" ");

const names = new Intl.DisplayNames(["en"], { type: "region" });

/** Codes with their names, sorted by name. */
export const COUNTRIES = CODES.map((code) => [code, names.of(code.toUpperCase())]).sort(([, a], [, b]) =>
  a.localeCompare(b),
);

/** What a choice is called. */
export const called = (word) => word[0].toUpperCase() + word.slice(1).replaceAll("_", " ");

export const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, ""]));

const ADDRESS = "/client/profile";
const headers = { Authorization: "a-token-of-the-benchmark" };

/** The stored profile as the form holds it. */
export async function load() {
  const { data } = await (await fetch(ADDRESS, { headers })).json();
  const stored = FIELDS.map(({ name }) => [name, name === "reason" ? "" : (data[0][name] ?? "")]);
  return Object.fromEntries(stored);
}

/** Saves a change. */
export const save = (profile) =>
  fetch(ADDRESS, {
    method: "PUT",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(profile),
  });
