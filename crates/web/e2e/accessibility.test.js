// No finding of axe in any state of the gallery, theme, direction and width; and the same run finds
// every defect that is planted. Also what axe does not see: dangling ids, sideways scrolling, small
// targets, faint edges, and what forced colours, paper and the wish for stillness change.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./kit/browser.js";
import { STATES, show } from "./kit/gallery.js";
import { useKit } from "./kit/kit.js";
import { dangling, faint, findings, overflow, smallTargets } from "./kit/look.js";

const THEMES = ["light", "dark"];
const WIDTHS = [320, 1280];

const kit = useKit({ gallery: true });

for (const [language, direction] of [["en", "ltr"], ["ar", "rtl"]]) {
  for (const state of STATES) {
    test(`${state}, ${direction}`, async () => {
      const page = await openPage(kit.browser, { viewport: { width: 1280, height: 900 } });
      await show(page, kit, state, language);
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
        for (const forcedColors of ["none", "active"]) {
          await page.emulateMedia({ colorScheme, forcedColors });
          assert.deepEqual(await faint(page), [], `${state} ${colorScheme}, forced colours ${forcedColors}`);
        }
        await page.emulateMedia({ forcedColors: "none" });
      }
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        assert.ok((await overflow(page)) <= 0, `${state} ${direction} ${width} at 200 % text`);
      }
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
  const page = await openPage(kit.browser);
  for (const [rule, plant] of PLANTED) {
    await show(page, kit, "prefilled");
    await page.evaluate(plant);
    const found = await findings(page);
    assert.ok(found.some((line) => line.startsWith(`${rule}:`)), `${rule} is found, not only ${found}`);
  }
  assert.equal(PLANTED.length, 10);
  await page.context().close();
});

/** Defects that axe is not asked about, and the measure that has to find each. */
const PLANTED_ELSEWHERE = [
  [dangling, () => document.getElementById("first_name-hint").remove()],
  [smallTargets, () => { document.querySelector("form .main").style.minHeight = "0"; document.querySelector("form .main").style.padding = "0"; }],
  [faint, () => { document.getElementById("first_name").style.borderColor = "#ddd"; }],
  [faint, () => { document.getElementById("first_name").style.outline = "none"; }],
  [faint, () => { document.querySelector(".hint").style.color = "#999"; }],
];

test("and what axe does not see is found when it is planted", async () => {
  const page = await openPage(kit.browser, { colorScheme: "light" });
  for (const [measure, plant] of PLANTED_ELSEWHERE) {
    await show(page, kit, "prefilled");
    assert.deepEqual(await measure(page), []);
    await page.evaluate(plant);
    assert.equal((await measure(page)).length, 1, plant.toString());
  }
  await show(page, kit, "prefilled");
  await page.evaluate(() => { document.querySelector("main").style.width = "200vw"; });
  assert.ok((await overflow(page)) > 0);
  await page.context().close();
});

test("nothing moves for those who asked for that", async () => {
  const page = await openPage(kit.browser, { reducedMotion: "reduce" });
  const moving = () => page.evaluate(() => document.getAnimations().length);
  for (const state of STATES) {
    await show(page, kit, state);
    assert.equal(await moving(), 0, state);
  }
  await show(page, kit, "saving");
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.ok((await moving()) > 0, "and would otherwise");
  await page.context().close();
});

test("the bar beside what is wrong is as tall as the question, legend and all", async () => {
  const page = await openPage(kit.browser);
  await show(page, kit, "twelve-errors");
  // The border of a fieldset begins half-way down its legend, unless that is taken out of it.
  const inside = await page.locator("fieldset.field-wrong > legend").evaluateAll((legends) =>
    legends.map((legend) => getComputedStyle(legend).float !== "none"
      && legend.getBoundingClientRect().top >= legend.parentElement.getBoundingClientRect().top),
  );
  assert.deepEqual(inside, [true, true, true, true]);
  await page.context().close();
});

test("a record worth keeping on paper", async () => {
  const page = await openPage(kit.browser, { colorScheme: "dark", viewport: { width: 794, height: 1123 } });
  await show(page, kit, "saved");
  await page.emulateMedia({ media: "print" });
  const shown = (selector) => page.locator(selector).first().isVisible();
  for (const kept of ["h1", "#record", "#meta"]) assert.ok(await shown(kept), kept);
  for (const left of ["button", "select", "details", "footer"]) assert.ok(!(await shown(left)), left);
  assert.deepEqual(await faint(page), []);
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(ground, "rgb(255, 255, 255)", "paper is white, whatever the screen is");
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  assert.equal(pdf.match(/\/Type \/Page\b/g).length, 1, "on one page");
  await page.context().close();
});
