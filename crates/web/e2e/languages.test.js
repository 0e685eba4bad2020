// Every language: no key shows through, nothing is cut or scrolls sideways; and words that are
// 40 % longer still fit.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { arrived, drawn, message, openPage } from "./kit/browser.js";
import { STATES, show } from "./kit/gallery.js";
import { useKit } from "./kit/kit.js";
import { overflow } from "./kit/look.js";
import { openForm } from "./kit/ways.js";

const MESSAGES = new URL("../messages/", import.meta.url);
const files = await readdir(fileURLToPath(MESSAGES));
const LANGUAGES = files.map((name) => name.replace(".txt", ""));

const kit = useKit({ gallery: true });

const narrow = { viewport: { width: 320, height: 800 } };

test("there are eight", () => assert.equal(LANGUAGES.length, 8));

for (const language of LANGUAGES) {
  test(`${language}: what is counted has the plural forms of the language, and no others`, async () => {
    const text = await readFile(new URL(`${language}.txt`, MESSAGES), "utf8");
    const forms = {};
    for (const [, key, form] of text.matchAll(/^(\w+)\.(\w+) = /gm)) (forms[key] ??= []).push(form);
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    assert.ok("wait" in forms);
    for (const [key, own] of Object.entries(forms)) assert.deepEqual(own.toSorted(), pluralCategories.toSorted(), key);
  });
}

for (const language of LANGUAGES) {
  test(`${language}: no key shows through, and it fits`, async () => {
    const page = await openPage(kit.browser, { ...narrow, locale: language });
    for (const state of ["connect-error", "twelve-errors", "warning", "review", "saved", "conflict-412"]) {
      await show(page, kit, state, language);
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      const text = await page.evaluate(() => {
        document.querySelector("#raw")?.remove();
        document.querySelector("#meta")?.remove();
        return document.body.innerText;
      });
      assert.doesNotMatch(text, /\b[a-z]+_[a-z_]+\b|\{[a-z]+\}/, `${state}: a key or a name shows`);
      assert.ok((await overflow(page)) <= 0, `${state} scrolls sideways`);
    }
    await page.context().close();
  });
}

test("the language chosen last wins, whichever comes last", async () => {
  const page = await openPage(kit.browser, { locale: "en" });
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/locales/ar*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(kit.proxy.address);
  const arabic = page.waitForResponse((response) => response.url().includes("/locales/ar"));
  await page.locator("#language").selectOption("ar");
  await page.locator("#language").selectOption("fr");
  await page.waitForFunction(() => document.documentElement.lang === "fr");
  release();
  await (await arabic).finished();
  // What follows the answer is done once the page has painted twice.
  await drawn(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
  assert.equal(await page.locator("#language").inputValue(), "fr");
  await page.context().close();
});

test("a language that does not come is said, the typing stays, and choosing it again works", async () => {
  const page = await openPage(kit.browser, { locale: "en" });
  await openForm(page, kit);
  const region = await page.locator("#announcement").elementHandle();
  await page.locator("#first_name").fill("Grace");
  await page.route("**/locales/ar*", (route) => route.abort());
  await page.locator("#language").selectOption("ar");
  const said = "That language could not be loaded. Check your connection, then choose it again.";
  await page.locator(".top .error").getByText(said).waitFor();
  assert.equal(await page.locator("#announcement").textContent(), said);
  assert.equal(await page.locator("#language").inputValue(), "en", "the list says what is in use");
  assert.equal(await page.locator("#first_name").inputValue(), "Grace");
  await page.unroute("**/locales/ar*");
  await page.locator("#language").selectOption("ar");
  await page.locator("html[dir=rtl]").waitFor();
  assert.equal(await page.locator(".top .error").count(), 0);
  assert.equal(await page.locator("#announcement").textContent(), "", "what was said in the other language is past");
  assert.ok(await region.evaluate((region) => region.isConnected), "readers would not hear of a new one");
  assert.equal(await page.locator("#first_name").inputValue(), "Grace");
  await page.context().close();
});

test("words that are 40 % longer fit in every state", async () => {
  const page = await openPage(kit.browser, narrow);
  kit.proxy.change = (answer, entry) => {
    if (entry.path !== "/locales/en.txt") return;
    const longer = (words) => words.replace(/\p{L}{4,}/gu, (word) => word + "ə".repeat(Math.ceil(word.length * 0.4)));
    const lines = answer.body.toString().split("\n");
    answer.body = Buffer.from(
      lines.map((line) => line.replace(/ = (.*)/, (_, words) => ` = ${words.split(/(\{\w+\})/).map((part, at) => (at % 2 ? part : longer(part))).join("")}`)).join("\n"),
    );
    delete answer.headers["content-length"];
    delete answer.headers.etag;
  };
  for (const state of STATES) {
    await show(page, kit, state);
    assert.match(await page.locator("h1").innerText(), /ə/);
    assert.ok((await overflow(page)) <= 0, `${state} scrolls sideways`);
    await page.context().setOffline(false);
  }
  kit.proxy.change = null;
  await page.context().close();
});

for (const [browser, language, order, example] of [
  ["en-US", "en", "month day year", "September 19, 1969"],
  ["en-GB", "en", "day month year", "19 September 1969"],
  ["en", "en", "day month year", "19 September 1969"],
  ["de-DE", "en", "day month year", "19 September 1969"],
  ["ja-JP", "en", "day month year", "19 September 1969"],
  ["fr-FR", "en", "day month year", "19 September 1969"],
  ["fr-FR", "fr", "day month year", "19 septembre 1969"],
  ["en-US", "es", "day month year", "19 de septiembre de 1969"],
  ["zh-CN", "zh-Hans", "year month day", "1969年9月19日"],
  ["zh-CN", "ru", "day month year", "19 сентября 1969 г."],
  // Its region has a calendar of its own.
  ["ar-SA", "ar", "day month year", "سبتمبر"],
]) {
  test(`a browser of ${browser} with the page in ${language} has the boxes in the order ${order}`, async () => {
    const page = await openPage(kit.browser, { locale: browser });
    await openForm(page, kit, language);
    const ids = await page.locator("[id^=date_of_birth-]:is(input)").evaluateAll((boxes) => boxes.map(({ id }) => id));
    assert.equal(ids.map((id) => id.replace("date_of_birth-", "")).join(" "), order);
    const hint = await page.locator("#date_of_birth-hint").textContent();
    assert.ok(hint.includes(example), hint);
    assert.doesNotMatch(hint, /\.\.$/);
    await page.context().close();
  });
}

// Regions call some months otherwise than the language does elsewhere.
for (const [browser, language, shown] of [
  ["ar-LB", "ar", "أيلول"],
  ["ar-MA", "ar", "شتنبر"],
  ["es-PE", "es", "setiembre"],
]) {
  test(`a browser of ${browser}: the date is understood as the hint shows it`, async () => {
    const page = await openPage(kit.browser, { locale: browser });
    await openForm(page, kit, language);
    const hint = await page.locator("#date_of_birth-hint").textContent();
    assert.ok(hint.includes(shown), hint);
    const month = page.locator("#date_of_birth-month");
    for (const typed of [shown, { ar: "سبتمبر", es: "septiembre" }[language]]) {
      await month.fill(typed);
      await page.locator("#reason").focus();
      assert.equal(await message(page, "date_of_birth"), null, typed);
    }
    await page.context().close();
  });
}

test("a month that was understood by its name is understood in another language", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit, "fr");
  await page.locator("#date_of_birth-month").fill("juillet");
  await page.locator("#language").selectOption("en");
  await page.waitForFunction(() => document.documentElement.lang === "en");
  assert.equal(await page.locator("#date_of_birth-month").inputValue(), "7");
  await page.locator("#date_of_birth-day").fill("20");
  await page.locator("#reason").focus();
  assert.equal(await message(page, "date_of_birth"), null);
  // One of the next language, typed too soon.
  await page.locator("#date_of_birth-month").fill("avril");
  await page.locator("#reason").focus();
  assert.match(await message(page, "date_of_birth"), /must be in numbers/);
  await page.locator("#language").selectOption("fr");
  await page.waitForFunction(() => document.documentElement.lang === "fr");
  assert.equal(await message(page, "date_of_birth"), null);
  await page.locator("form .link").last().click();
  await page.locator("#language").selectOption("en");
  await page.waitForFunction(() => document.documentElement.lang === "en");
  await page.getByRole("button", { name: "Bring back what I typed" }).click();
  assert.equal(await page.locator("#date_of_birth-month").inputValue(), "4");
  await page.context().close();
});

test("what a browser puts in place of the words, to translate them, is replaced when they change", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const text = (selector) => page.locator(selector).innerText();
  // As Chromium does it: each text goes, and an element with other words comes in its place.
  const translate = () =>
    page.evaluate(() => {
      const walker = document.createTreeWalker(document.querySelector("#app"), NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (const text of texts.filter(({ data, parentNode }) => data.trim() && parentNode.tagName !== "OPTION")) {
        const inner = Object.assign(document.createElement("font"), { textContent: `«${text.data}»` });
        const outer = document.createElement("font");
        outer.append(inner);
        text.replaceWith(outer);
      }
    });
  await page.locator("#first_name").fill("4PI");
  await page.locator("#last_name").focus();
  await translate();
  assert.equal(await text("#first_name-error"), "«Error:» «First name must not have digits»");
  await page.locator("#first_name").fill("!");
  assert.equal(await text("#first_name-error"), "«Error:» First name must be made of letters, spaces, hyphens and apostrophes; if it already looks right, type it again rather than paste it");
  await page.locator("#reason").fill("moved");
  assert.equal(await text("#reason-count"), "You have 250 characters left");
  await page.locator("#tax_residence_country").selectOption("de");
  assert.match(await text("#tax_identification_number-hint"), /^Germany/);
  const announcement = page.locator("#announcement");
  await announcement.getByText("Germany").waitFor({ state: "attached" });
  assert.doesNotMatch(await announcement.textContent(), /«/);
  await page.context().close();
});

test("between words from right to left, numbers and names keep their order", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit, "ar");
  await page.locator("#tax_residence_country").selectOption("se");
  const hint = page.locator("#tax_identification_number-hint");
  await hint.getByText("811228-9874").waitFor();
  // Where its characters are drawn: the first one leftmost.
  const places = await hint.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf("811228-9874");
      if (at < 0) continue;
      const range = document.createRange();
      return [...Array(11).keys()].map((offset) => {
        range.setStart(node, at + offset);
        range.setEnd(node, at + offset + 1);
        return range.getBoundingClientRect().left;
      });
    }
    return null;
  });
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  await page.context().close();
});

test("from right to left, what is empty or a number stands where its words do, and all digits are of one kind", async () => {
  const page = await openPage(kit.browser, { locale: "ar-EG" });
  await openForm(page, kit, "ar");
  const direction = (id) => page.locator(`#${id}`).evaluate((control) => getComputedStyle(control).direction);
  for (const id of ["first_name", "reason"]) {
    for (const [typed, expected] of [["Grace", "ltr"], ["", "rtl"], ["محمد", "rtl"]]) {
      await page.locator(`#${id}`).fill(typed);
      assert.equal(await direction(id), expected, `${id}: ${typed}`);
    }
  }
  for (const part of ["day", "month", "year"]) assert.equal(await direction(`date_of_birth-${part}`), "rtl", part);
  assert.equal(await direction("tax_identification_number"), "ltr");
  const text = await page.locator("body").innerText();
  assert.match(text, /1969/);
  assert.match(text, /251/, "the count");
  assert.doesNotMatch(text, /[٠-٩]/);
  await page.context().close();
});

for (const [language, name] of [["en", "محمد بن عبد الله"], ["ar", "Hopper"]]) {
  test(`${language}: a name in the other direction begins where its column does`, async () => {
    const page = await openPage(kit.browser);
    await openForm(page, kit, language);
    await page.locator("#last_name").fill(name);
    await page.locator("#reason").fill("زواج");
    await page.locator("form .main").click();
    await arrived(page, "save");
    await page.locator("#save").dispatchEvent("click");
    await arrived(page, "record");
    const edges = await page.evaluate(() => {
      const { direction } = getComputedStyle(document.body);
      const edge = (row) => {
        const text = document.createRange();
        text.selectNodeContents(row.querySelector("td"));
        const { left, right } = text.getBoundingClientRect();
        return Math.round(direction === "rtl" ? right : left);
      };
      return [...document.querySelectorAll("#record tr")].map(edge);
    });
    assert.equal(new Set(edges).size, 1, `${edges}`);
    await page.context().close();
  });
}
