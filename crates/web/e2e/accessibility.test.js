// No finding of axe in any state, theme, direction and width; and the same run finds every defect
// that is planted. Also what axe does not see: dangling ids, sideways scrolling, small targets.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./kit/browser.js";
import { startProxy, startService } from "./kit/service.js";
import { reach, STATES } from "./kit/states.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const THEMES = ["light", "dark"];
const WIDTHS = [320, 1280];

let browser;
let kit;

before(async () => {
  const [started, service] = await Promise.all([startBrowser(), startService()]);
  browser = started;
  kit = { service, proxy: await startProxy(service) };
});

after(async () => {
  await browser?.close();
  await kit?.proxy.stop();
  await kit?.service.stop();
});

/** What axe finds: the rule and where. */
async function findings(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const options = { runOnly: tags, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };
    const { violations } = await window.axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  }, TAGS);
}

/** Ids that something points at and that are not there. */
const dangling = (page) =>
  page.evaluate(() => {
    const names = ["aria-describedby", "aria-labelledby", "aria-controls", "for"];
    return names.flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].flatMap((element) =>
        element
          .getAttribute(name)
          .split(/\s+/)
          .filter((id) => document.getElementById(id) === null),
      ),
    );
  });

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Controls smaller than they may be: 24 px, the main ones 44. Words within a sentence apart. */
const smallTargets = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, textarea, a, summary")]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const target = element.type === "radio" ? element.parentElement : element;
        const { width, height } = target.getBoundingClientRect();
        const least = element.matches(".main, form input, form select, form textarea") ? 44 : 24;
        return { id: element.id || element.className || element.textContent, least, width, height };
      })
      .filter(({ least, width, height }) => Math.min(width, height) < least - 0.5),
  );

for (const [language, direction] of [["en", "ltr"], ["ar", "rtl"]]) {
  for (const state of Object.keys(STATES)) {
    test(`${state}, ${direction}`, async () => {
      const page = await openPage(browser, { viewport: { width: 1280, height: 900 } });
      await reach(page, state, kit, language);
      assert.equal(await page.evaluate(() => document.dir), direction);
      assert.deepEqual(await dangling(page), []);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          const where = `${state} ${direction} ${colorScheme} ${width}`;
          assert.deepEqual(await findings(page), [], where);
          assert.ok((await overflow(page)) <= 0, `${where} scrolls sideways`);
          assert.deepEqual(await smallTargets(page), [], where);
        }
      }
      await page.setViewportSize({ width: 640, height: 900 });
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      assert.ok((await overflow(page)) <= 0, `${state} ${direction} at 200 % text`);
      assert.deepEqual(page.violations, [], "no report of the security policy");
      await page.context().close();
    });
  }
}

/** Defects as careless changes bring them, and the rule that has to find each. */
const PLANTED = [
  ["label", () => document.querySelector("label[for=first_name]").remove()],
  ["color-contrast", () => { document.querySelector(".lead").style.color = "#c9c9c9"; }],
  ["button-name", () => { document.querySelector("form .main").textContent = ""; }],
  ["html-has-lang", () => document.documentElement.removeAttribute("lang")],
  ["document-title", () => { document.title = ""; }],
  ["image-alt", () => document.querySelector("main").append(document.createElement("img"))],
  ["aria-valid-attr-value", () => document.getElementById("last_name").setAttribute("aria-invalid", "perhaps")],
  ["select-name", () => document.querySelector("label[for=birth_country]").remove()],
  ["heading-order", () => {
    const heading = document.createElement("h5");
    heading.textContent = "Too deep";
    document.querySelector("h1").after(heading);
  }],
  ["target-size", () => {
    for (const button of document.querySelectorAll(".actions button")) {
      Object.assign(button.style, { minHeight: "0", height: "10px", width: "10px", padding: "0", fontSize: "4px" });
    }
    document.querySelector(".actions").style.gap = "1px";
  }],
];

test("the same run finds every planted defect", async () => {
  const page = await openPage(browser);
  for (const [rule, plant] of PLANTED) {
    await reach(page, "prefilled", kit);
    await page.evaluate(plant);
    const found = await findings(page);
    assert.ok(found.some((line) => line.startsWith(`${rule}:`)), `${rule} is found, not only ${found}`);
  }
  assert.equal(PLANTED.length, 10);
  await page.context().close();
});

test("nothing moves for those who asked for that", async () => {
  const page = await openPage(browser, { reducedMotion: "reduce" });
  await reach(page, "saving", kit);
  const moving = await page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.ok((await page.evaluate(() => document.getAnimations().length)) > 0, "and would otherwise");
  kit.proxy.fail = null;
  await page.context().close();
});
