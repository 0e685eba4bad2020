// Dates of birth by their numbers. Which days are taken, the module says, once for each year.

import { ACCEPTED } from './inputs.js';

const MONTHS = 12;
const DAYS = 31;
const HYPHEN = 0x2d;

/** No month has so many days: it is not known yet which of them are taken. */
const UNKNOWN = -1;

/** What is more than any year, month or day. */
const NO_DIGIT = 100_000;

/** The dates of birth that are taken. */
export class Births {
  constructor({ minimum_age, age_limit }) {
    this.youngest = minimum_age;
    this.oldest = age_limit;
    /** The day for which that is known, and of each month, from that year on, the days: a bit each. */
    this.today = undefined;
    this.first = 0;
    this.months = [];
  }

  /** The number that stands for a date that is taken; 0 for anything else. For it, nothing may lie on the desk. */
  number(desk, today, value) {
    if (typeof value !== 'string' || value.length !== 10) return 0;
    if (value.charCodeAt(4) !== HYPHEN || value.charCodeAt(7) !== HYPHEN) return 0;
    if (today !== this.today) this.begin(today);
    const year = two(value, 0) * 100 + two(value, 2);
    const month = two(value, 5) - 1;
    const day = two(value, 8) - 1;
    const place = (year - this.first) * MONTHS + month;
    if (month < 0 || month >= MONTHS || day < 0 || day >= DAYS || place < 0 || place >= this.months.length) return 0;
    if (this.months[place] === UNKNOWN) this.months.set(desk.birthDays(year, today), place - month);
    return (this.months[place] >> day) & 1 ? ACCEPTED - ((year * MONTHS + month) * DAYS + day) : 0;
  }

  /** On another day, other days are taken: all of them in the years of these ages. */
  begin(today) {
    const year = new Date(today * 86_400_000).getUTCFullYear();
    const first = Math.max(year - this.oldest, 0);
    const years = Math.max(year - this.youngest - first + 1, 0);
    const months = new Int32Array(years * MONTHS).fill(UNKNOWN);
    // All or nothing: the stack may end in any call above.
    this.today = today;
    this.first = first;
    this.months = months;
  }
}

/** The number that two digits make. */
const two = (text, at) => digit(text, at) * 10 + digit(text, at + 1);

function digit(text, at) {
  const value = text.charCodeAt(at) ^ 0x30;
  return value > 9 ? NO_DIGIT : value;
}
