// The journey, the security policy and the date in Firefox too, driven over WebDriver BiDi.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import puppeteer from "puppeteer-core";

import { useKit } from "./kit/kit.js";
import { DOCUMENTED } from "./kit/service.js";

const kit = useKit();
let firefox;

before(async () => {
  firefox = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    extraPrefsFirefox: { "intl.accept_languages": "en-GB", "intl.locale.requested": "en-GB" },
  });
});

after(() => firefox?.close());

/** A page with the form in it, of a client of its own. */
async function form() {
  const token = await kit.service.client();
  const context = await firefox.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const noise = [];
  page.on("pageerror", (error) => noise.push(error.message));
  page.on("console", (message) => noise.push(message.text()));
  await page.goto(`${kit.proxy.address}/?lang=en`);
  await page.locator("#token").fill(token);
  await page.locator("form .main").click();
  await page.waitForSelector("#first_name");
  // A moment later its heading takes the focus, which would break off what is typed.
  await page.waitForFunction(() => document.activeElement.id === "heading");
  const write = async (id, text) => {
    await page.focus(`#${id}`);
    await page.$eval(`#${id}`, (control) => control.select());
    await page.keyboard.type(text);
  };
  const value = (id) => page.$eval(`#${id}`, (control) => control.value);
  const text = (selector) => page.$eval(selector, (element) => element.innerText);
  const boxes = async () =>
    [await value("date_of_birth-year"), await value("date_of_birth-month"), await value("date_of_birth-day")].join("-");
  return { token, context, page, noise, write, value, text, boxes };
}

test("the journey, and no report of the policy", async () => {
  const { token, context, page, noise, write, text, value, boxes } = await form();
  assert.match(await firefox.version(), /firefox/i);
  assert.equal(await value("first_name"), "API");
  assert.equal(await boxes(), "1969-9-19");
  await write("first_name", "Grace 1");
  await page.focus("#last_name");
  await page.waitForSelector("#first_name-error", { visible: true });
  assert.match(await text("#first_name-error"), /First name must not have digits/);
  await write("first_name", "Grace");
  await page.select("#residence_country", "br");
  await page.click('input[name="gender"][value="female"]');
  await write("reason", "I moved");
  await page.locator("form .main").click();
  await page.waitForSelector("#save");
  assert.match(await text(".changes"), /API\s+Now:\s+Grace/);
  await page.$eval("#save", (save) => save.click());
  await page.waitForSelector("#record");
  const { json } = await kit.service.call("GET", token);
  const { first_name, residence_country, gender, reason } = json.data[0];
  assert.deepEqual(
    { first_name, residence_country, gender, reason },
    { first_name: "Grace", residence_country: "br", gender: "female", reason: "I moved" },
  );
  assert.equal(kit.proxy.calls("PUT").length, 1);
  assert.match(await text("#record"), /19 September 1969/);
  const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get("content-security-policy"));
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  assert.deepEqual(noise, []);
  await context.close();
});

test("a press is not lost to what leaving a field says, and half of a double click saves nothing", async () => {
  const { context, page, write } = await form();
  // All of the form is seen: where a page is scrolled, browsers hold still what is looked at.
  await page.setViewport({ width: 1280, height: 3000 });
  await write("date_of_birth-year", "90");
  await page.click("label[for=gender-1]", { delay: 100 });
  await page.waitForSelector("#date_of_birth-error", { visible: true });
  assert.ok(await page.$eval("#gender-1", (radio) => radio.checked));
  await write("date_of_birth-year", "1969");
  await write("reason", "a reason");
  // Save stands higher up than what leads to it: here it comes to lie in the same place.
  await page.evaluate(() => {
    window.clicked = [];
    addEventListener("click", ({ target, detail }) => window.clicked.push([target.id, detail]), true);
    const { top } = document.querySelector("form .main").getBoundingClientRect();
    new MutationObserver((_, observer) => {
      const save = document.getElementById("save");
      if (!save) return;
      observer.disconnect();
      document.body.style.paddingTop = `${top - save.getBoundingClientRect().top}px`;
    }).observe(document.body, { childList: true, subtree: true });
  });
  const [x, y] = await page.$eval("form .main", (button) => {
    const { left, top } = button.getBoundingClientRect();
    return [left + 20, top + 20];
  });
  await page.mouse.click(x, y, { count: 2 });
  await page.waitForFunction(() => window.clicked.length === 2);
  assert.deepEqual(await page.evaluate(() => window.clicked), [["go-on", 1], ["save", 2]]);
  assert.equal(kit.proxy.calls("PUT").length, 0);
  assert.ok(await page.$("#save"));
  await context.close();
});

test("to go to a part of the page is not to go back, and an error of another module is none of ours", async () => {
  const { context, page, write, value, text } = await form();
  const follow = async (fragment) => {
    await page.evaluate(
      (fragment) =>
        new Promise((gone) => {
          const drawn = () => requestAnimationFrame(() => requestAnimationFrame(gone));
          // The same one again is told by no event.
          if (location.hash === `#${fragment}`) drawn();
          else addEventListener("hashchange", drawn, { once: true });
          location.href = `#${fragment}`;
        }),
      fragment,
    );
  };
  await write("first_name", "Grace");
  await write("reason", "moved");
  await follow("a");
  assert.equal(await value("first_name"), "Grace");
  await page.$eval("form .main", (button) => button.click());
  await page.waitForSelector("#save");
  for (let times = 0; times < 2; times++) {
    await follow("b");
    assert.equal(await text("h1"), "Review your changes");
  }
  const back = () => page.evaluate(() => history.back());
  await back();
  await page.waitForFunction(() => location.hash === "#a");
  assert.equal(await text("h1"), "Review your changes");
  await back();
  await page.waitForSelector("#first_name");
  assert.equal(await value("first_name"), "Grace");
  await page.evaluate(() => {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
    window.failed = new Promise((failed) => addEventListener("error", failed, { once: true }));
    Promise.reject(new WebAssembly.RuntimeError("made"));
    setTimeout(() => exports.f());
  });
  await page.evaluate(() => window.failed.then(() => undefined));
  assert.equal(await page.$("#trouble"), null);
  // Ours, as it is told here.
  await page.evaluate(() => {
    Date.now = () => {
      throw new Error("planted");
    };
  });
  await page.focus("#last_name");
  await page.keyboard.type("x");
  await page.waitForSelector("#trouble");
  assert.match(await value("typed"), /First name: Grace/);
  await context.close();
});

test("the policy holds in Firefox: what it forbids is reported and does not run", async () => {
  const { context, page } = await form();
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.append("window.ran = true");
    document.head.append(script);
  });
  await page.waitForFunction(() => window.violations.length > 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await context.close();
});

test("the date: the page's order, names of months, a pasted date, the box that is wrong", async () => {
  const { context, page, write, boxes, text } = await form();
  const order = await page.$$eval(".boxes input", (inputs) => inputs.map((input) => input.id.split("-")[1]));
  assert.deepEqual(order, ["day", "month", "year"], "as British English writes it");
  await write("date_of_birth-month", "February");
  await write("date_of_birth-day", "30");
  await page.focus("#reason");
  await page.waitForSelector("#date_of_birth-error", { visible: true });
  assert.match(await text("#date_of_birth-error"), /real date/);
  const wrong = await page.$$eval(".boxes [aria-invalid]", (inputs) => inputs.map((input) => input.id));
  assert.deepEqual(wrong, ["date_of_birth-day"]);
  // A real copy and a real paste.
  await write("reason", "3 March 1970");
  const press = async (key) => {
    await page.keyboard.down("Control");
    await page.keyboard.press(key);
    await page.keyboard.up("Control");
  };
  for (const key of ["a", "c"]) await press(key);
  await page.focus("#date_of_birth-year");
  await press("v");
  await page.waitForFunction(() => document.getElementById("date_of_birth-year").value === "1970");
  assert.equal(await boxes(), "1970-3-3");
  await page.waitForSelector("#date_of_birth-error", { hidden: true });
  await write("reason", "a date");
  await page.locator("form .main").click();
  await page.waitForSelector("#save");
  await page.$eval("#save", (save) => save.click());
  await page.waitForSelector("#record");
  assert.equal(JSON.parse(kit.proxy.calls("PUT")[0].body).date_of_birth, "1970-03-03");
  assert.notEqual(DOCUMENTED.date_of_birth, "1970-03-03");
  await context.close();
});
