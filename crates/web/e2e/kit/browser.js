// The browser, and what a person does in it.

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Known at once to have no server, whatever resolver this machine has.
  "--host-resolver-rules=MAP *.invalid ~NOTFOUND",
];

/** Starts the browser. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
}

/** A page of its own, which remembers what went wrong in it. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ locale: "en-US", ...options });
  const page = await context.newPage();
  const noise = [];
  const violations = [];
  page.on("console", (message) => {
    // A server may lack the rules; the browser itself notes that on the console.
    if (message.location().url.endsWith("/client/profile/rules")) return;
    noise.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  await page.exposeFunction("reportViolation", (text) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  page.setDefaultTimeout(20_000);
  return Object.assign(page, { noise, violations });
}

/** Opens the page and enters a token. */
export async function connect(page, address, token, clientId) {
  await page.goto(address);
  await page.getByLabel("Token").fill(token);
  if (clientId !== undefined) await page.getByLabel("Rate limit exclusion key").fill(clientId);
  await page.getByRole("button", { name: "Connect" }).click();
}

/**
 * Waits for the screen that has this control. A screen takes the focus to its heading a moment after
 * it is drawn: what is typed before that is lost, or left, and so judged, at once.
 */
export function arrived(page, control) {
  return page.waitForFunction(
    (control) => document.getElementById(control) && document.activeElement.id === "heading",
    control,
  );
}

/** Done when the page is up to date with what happened. */
export const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Has the page's time pass as `page.clock` says, before it is opened or from then on. */
export async function installClock(page) {
  await page.clock.install();
  // It numbers timers from 10 to the 12th on: more than WebAssembly keeps of a number, so none could be
  // taken back.
  const renumber = () => {
    const { setTimeout, clearTimeout } = window;
    const timers = new Map();
    let last = 1_000_000;
    window.setTimeout = (...given) => {
      last += 1;
      timers.set(last, setTimeout(...given));
      return last;
    };
    window.clearTimeout = (number) => clearTimeout(timers.get(number) ?? number);
  };
  await page.addInitScript(renumber);
  await page.evaluate(renumber);
}

/** The page's time stands still from then on, until `page.clock` says otherwise. */
export async function stopClock(page) {
  await installClock(page);
  await page.clock.pauseAt(Date.now() + 60_000);
}

/** What a field's message says; null when it says nothing. */
export async function message(page, field) {
  const line = page.locator(`#${field}-error`);
  if (!(await line.isVisible())) return null;
  return (await line.textContent()).replace("Error: ", "");
}

/** Fills every control of the form with a profile, as a person would. */
export async function fill(page, profile) {
  for (const [name, value] of Object.entries(profile)) {
    if (name === "date_of_birth") {
      const [year, month, day] = value.split("-");
      await page.locator("#date_of_birth-day").fill(day);
      await page.locator("#date_of_birth-month").fill(month);
      await page.locator("#date_of_birth-year").fill(year);
    } else if (name.endsWith("_country")) {
      await page.locator(`#${name}`).selectOption(value);
    } else if (["gender", "employment_status", "account_opening_reason"].includes(name)) {
      await page.locator(`input[name="${name}"][value="${value}"]`).check();
    } else {
      await page.locator(`#${name}`).fill(value);
    }
  }
}

/** What every control of the form holds, under the wire's names. */
export async function held(page) {
  return page.evaluate(() => {
    const value = (id) => document.getElementById(id)?.value ?? null;
    const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
    const two = (text) => text.padStart(2, "0");
    return {
      first_name: value("first_name"),
      last_name: value("last_name"),
      residence_country: value("residence_country"),
      account_opening_reason: chosen("account_opening_reason"),
      tax_residence_country: value("tax_residence_country"),
      birth_country: value("birth_country"),
      tax_identification_number: value("tax_identification_number"),
      citizen_country: value("citizen_country"),
      employment_status: chosen("employment_status"),
      date_of_birth: [
        value("date_of_birth-year"),
        two(value("date_of_birth-month")),
        two(value("date_of_birth-day")),
      ].join("-"),
      gender: chosen("gender"),
      reason: value("reason"),
    };
  });
}
