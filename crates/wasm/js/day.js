// Days, as the rules count them.

let lastDay;
let lastCount;

/** The day as the count of days since 1970-01-01, in UTC. */
export function dayOf(today) {
  if (today === undefined) return Math.floor(Date.now() / 86_400_000);
  if (today !== lastDay) {
    const count = Date.parse(today) / 86_400_000;
    // Engines read much that is no day of the calendar.
    const isDay = typeof today === 'string' && today > '0001' && Number.isInteger(count);
    if (!isDay || new Date(count * 86_400_000).toISOString().slice(0, 10) !== today) {
      throw new TypeError("today: give a day that exists as text, YYYY-MM-DD, such as '2026-11-23'");
    }
    lastDay = today;
    lastCount = count;
  }
  return lastCount;
}
