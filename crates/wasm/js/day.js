// Days, as the rules count them.

let lastDay;
let lastCount;

/** The day as the count of days since 1970-01-01, in UTC. */
export function dayOf(today) {
  if (today === undefined) return Math.floor(Date.now() / 86_400_000);
  if (today !== lastDay) {
    // What is no text may run someone's code, and engines read much that is no day of the calendar.
    const count = typeof today === 'string' ? Date.parse(today) / 86_400_000 : NaN;
    const isDay = Number.isInteger(count) && today > '0001';
    if (!isDay || new Date(count * 86_400_000).toISOString().slice(0, 10) !== today) {
      throw new TypeError("today: give a day that exists as text, YYYY-MM-DD, such as '2026-11-23'");
    }
    lastDay = today;
    lastCount = count;
  }
  return lastCount;
}
