// The words of findings: English at hand, other languages when given.

import { CODES, ENGLISH, FIELDS, REQUIRED } from './tables.js';

/**
 * Catalogues by tag, and by language and script, those of a region apart: each a function from a
 * finding to its words.
 */
const speakers = new Map();

/** More than there are countries, and than most limits. */
const MANY = 1000;

/**
 * Finds the words of findings in a catalogue of `code` and `code/field` entries.
 * @param {Record<string, string>} messages
 */
function speaker(messages) {
  const templates = new Array(CODES.length * 16).fill(undefined);
  /** What was said of countries and limits, by the template's place and the country's index or the limit. */
  const said = [];
  return (code, field, params, country) => {
    const at = code * 16 + field;
    let template = templates[at];
    if (template === undefined) template = templates[at] = templateOf(messages, code, field);
    if (typeof template === 'string') return template;
    const about = country ?? params.limit;
    if (!(about < MANY)) return fill(template, field, params);
    const of = (said[at] ??= []);
    return (of[about] ??= fill(template, field, params));
  };
}

/** The words of a finding; when they have parameters, the parts between, odd ones the names. */
function templateOf(messages, code, field) {
  const name = CODES[code];
  const own = `${name}/${FIELDS[field - 1]}`;
  const words = messages[own] ?? messages[name] ?? ENGLISH[own] ?? ENGLISH[name] ?? name;
  const parts = words.split(/\{(\w+)\}/);
  return parts.length === 1 ? words : parts;
}

/** What is filled in. */
const NAMES = ['name', 'limit', 'country', 'number', 'format', 'example'];

function fill(parts, field, params) {
  let words = parts[0];
  for (let i = 1; i < parts.length; i += 2) {
    const name = parts[i];
    let value = name === 'name' ? (FIELDS[field - 1] ?? 'it') : params[name];
    if (name === 'country') value = value?.toUpperCase();
    else if (name === 'format') value ??= 'another form';
    else if (name === 'example') value = params.format?.split(', like ').pop();
    else if (name === 'number') value ??= 'the number';
    words += (value ?? '') + parts[i + 1];
  }
  return words;
}

let ordinary = speaker(ENGLISH);
speakers.set('en', ordinary).set('en-latn', ordinary);

/** Who speaks the locales that were asked for: it takes longer to find out than to check a profile. */
const asked = new Map();
const MAX_ASKED = 100;

/**
 * Takes the words of a language; findings speak it from now on where a call names no other.
 * @param {Catalogue | { default: Catalogue }} catalogue
 * @typedef {{ locale: string, messages: Record<string, string> }} Catalogue
 */
export function setMessages(catalogue) {
  // What `require` gives of a locale is a module.
  const { locale, messages } = catalogue?.default ?? catalogue ?? {};
  if (typeof locale !== 'string' || typeof messages !== 'object' || messages === null) {
    throw new TypeError('setMessages: give { locale, messages }, as client-profile/locales/* do');
  }
  const script = scriptOf(locale);
  if (script === undefined) {
    throw new TypeError("setMessages: locale must be the tag of a language, such as 'pt' or 'pt-BR'");
  }
  const entries = Object.keys(messages);
  const wordless = entries.find((entry) => typeof messages[entry] !== 'string' || messages[entry].trim() === '');
  if (wordless !== undefined) {
    throw new TypeError(`setMessages: '${wordless}' must be text, and not empty; what is left out is said in English`);
  }
  // Only English is at hand without being given.
  if (entries.length === 0 && !script.startsWith('en-')) {
    throw new TypeError(`setMessages: messages has no entry of a finding, such as '${CODES[REQUIRED]}'`);
  }
  const isKnown = ([code, field, ...more]) =>
    CODES.includes(code) && (field === undefined || FIELDS.includes(field)) && more.length === 0;
  const other = entries.find((entry) => !isKnown(entry.split('/')));
  if (other !== undefined) {
    throw new TypeError(`setMessages: there is no finding '${other}'; write '${CODES[REQUIRED]}' or '${CODES[REQUIRED]}/${FIELDS[0]}'`);
  }
  // Anything in braces but what is filled in.
  const strange = new RegExp(`\\{(?!(?:${NAMES.join('|')})\\})[^}]*\\}?`);
  for (const entry of entries) {
    const found = strange.exec(messages[entry]);
    if (found) throw new TypeError(`setMessages: '${entry}' has ${found[0]}; there are {${NAMES.join('}, {')}}`);
  }
  ordinary = speaker({ ...messages });
  speakers.set(locale.toLowerCase(), ordinary).set(`${script} region`, ordinary);
  if (!new Intl.Locale(locale).region) speakers.set(script, ordinary);
  asked.clear();
}

/** A tag's language and script, which it need not name: `zh-hans` of `zh-CN`; nothing if it is none. */
function scriptOf(tag) {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`.toLowerCase();
  } catch {
    return undefined;
  }
}

/** The one who speaks that language: its region's, or the closest, or else the ordinary one. */
export function speakerOf(locale) {
  if (locale === undefined) return ordinary;
  let found = asked.get(locale);
  if (found === undefined) {
    const tag = locale.toLowerCase();
    found = speakers.get(tag) ?? closestTo(tag) ?? ordinary;
    // Callers may ask for whatever their clients name.
    if (asked.size >= MAX_ASKED) asked.clear();
    asked.set(locale, found);
  }
  return found;
}

/** The script's speaker, in any region; the language's, whatever its script. */
function closestTo(tag) {
  const script = scriptOf(tag);
  return speakers.get(script) ?? speakers.get(`${script} region`) ?? speakers.get(tag.split('-', 1)[0]);
}
