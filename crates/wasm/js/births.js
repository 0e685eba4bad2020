// Dates of birth by their numbers. From which day to which they are taken, and what is wrong with those
// before and after, the module says.

import { ACCEPTED } from './inputs.js';
import { blankError } from './numbers.js';
import { DATE_IMPOSSIBLE, MONTH_DAYS } from './tables.js';

const MONTHS = 12;
const DAYS = 31;
/** So many days has every month. */
const SURE_DAYS = 28;
const HYPHEN = 0x2d;

/** What is more than any year, month or day. */
const NO_DIGIT = 100_000;

/** The number of the last day of the year 9999: what is no year has a higher one. */
const LAST_DAY = 10_000 * MONTHS * DAYS - 1;

/** The dates of birth that are taken. */
export class Births {
  constructor() {
    /** The day for which that is known, and the numbers of the first and the last that are taken. */
    this.today = undefined;
    this.first = 0;
    this.last = 0;
    /** Of all days that are alike, one after the other: the first one's number, what is wrong with all. */
    this.runs = [];
  }

  /** The number of a date, as of other values (numbers.js). For it, nothing may lie on the desk. */
  number(desk, today, value) {
    if (typeof value !== 'string' || value.length !== 10) return blankError(value);
    if (value.charCodeAt(4) !== HYPHEN || value.charCodeAt(7) !== HYPHEN) return 0;
    if (today !== this.today) this.begin(desk, today);
    const year = two(value, 0) * 100 + two(value, 2);
    const month = two(value, 5);
    const day = two(value, 8);
    const number = (year * MONTHS + month - 1) * DAYS + day - 1;
    const isSure = month > 0 && month <= MONTHS && day > 0 && day <= SURE_DAYS;
    return isSure && number >= this.first && number <= this.last ? ACCEPTED - number : this.otherNumber(year, month, day, number);
  }

  otherNumber(year, month, day, number) {
    if (Math.max(year, month, day) >= NO_DIGIT) return 0;
    // There is no year 0, and no month has days but those that the list has.
    if (year === 0 || day === 0 || !(day <= daysIn(year, month))) return DATE_IMPOSSIBLE;
    const { runs } = this;
    let at = runs.length - 2;
    while (number < runs[at]) at -= 2;
    const code = runs[at + 1];
    return code === 0 ? ACCEPTED - number : code;
  }

  /** On another day, other days are taken. */
  begin(desk, today) {
    const runs = Array.from(desk.birthRuns(today));
    // Only a code is 0.
    const taken = runs.indexOf(0);
    const first = taken < 0 ? Infinity : runs[taken - 1];
    const last = taken + 1 < runs.length ? runs[taken + 1] - 1 : LAST_DAY;
    // All or nothing: the stack may end in any call above.
    this.today = today;
    this.first = first;
    this.last = last;
    this.runs = runs;
  }
}

/** How many days the month has; nothing for what is no month. */
const daysIn = (year, month) => (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : MONTH_DAYS[month]);

/** The number that two digits make. */
const two = (text, at) => digit(text, at) * 10 + digit(text, at + 1);

function digit(text, at) {
  const value = text.charCodeAt(at) ^ 0x30;
  return value > 9 ? NO_DIGIT : value;
}
