// Presses as hands make them: twice where once was meant, and on what is about to move.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, drawn, message, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { DOCUMENTED } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const kit = useKit();

/** The form with a change that can be reviewed. */
async function changed(options) {
  const page = await openPage(kit.browser, options);
  const token = await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a new name");
  return { page, token };
}

/** Where to press an element. */
async function middle(page, selector) {
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  return [x + Math.min(width / 2, 40), y + height / 2];
}

/**
 * Clicks on an element the moment it comes, as the second half of a double click does; several times,
 * when there are several counts of a browser's.
 */
const pressAsItComes = (page, selector, counts = [1]) =>
  page.evaluate(([selector, counts]) => {
    window.pressed = new Promise((pressed) => {
      new MutationObserver((_, observer) => {
        const found = document.querySelector(selector);
        if (!found) return;
        observer.disconnect();
        for (const detail of counts) {
          found.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
        }
        pressed(performance.now());
      }).observe(document.body, { childList: true, subtree: true });
    });
  }, [selector, counts]);

test("a double click on what leads to the review does not save", async () => {
  const { page } = await changed();
  const review = page.locator("form .main");
  // Room to scroll in.
  await page.evaluate(() => (document.body.style.paddingBottom = "1000px"));
  await review.press("Enter");
  await arrived(page, "save");
  const [, saveAt] = await middle(page, "#save");
  await page.getByRole("button", { name: "Back to the form" }).click();
  await arrived(page, "first_name");
  // As it happens to be in many windows: one button where the other was.
  await page.evaluate((saveAt) => {
    window.clicked = [];
    addEventListener("click", ({ target }) => window.clicked.push(target.textContent), true);
    const { top, height } = document.querySelector("form .main").getBoundingClientRect();
    window.scrollBy(0, top + height / 2 - saveAt);
  }, saveAt);
  await page.mouse.move(...(await middle(page, "form .main")));
  for (const clickCount of [1, 2]) {
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
    // A hand takes longer than the page.
    if (clickCount === 1) await arrived(page, "save");
  }
  assert.deepEqual(await page.evaluate(() => window.clicked), ["Review changes", "Save changes"]);
  assert.equal(kit.proxy.calls("PUT").length, 0);
  // Nor does a second press that the browser counts as one of its own.
  await page.getByRole("button", { name: "Back to the form" }).click();
  await arrived(page, "first_name");
  await pressAsItComes(page, "#save");
  await review.click();
  await page.evaluate(() => window.pressed);
  await arrived(page, "save");
  // A key means it at once.
  await page.locator("#save").press("Enter");
  await arrived(page, "record");
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await page.context().close();
});

for (const [where, toThere, answer] of [
  ["the form", openForm, "input[name=gender]:not(:checked)"],
  [
    "a conflict",
    async (page, kit) => {
      const token = await openForm(page, kit);
      await page.locator("#first_name").fill("Grace");
      await page.locator("#reason").fill("a new name");
      await page.locator("form .main").press("Enter");
      await arrived(page, "save");
      await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
      await page.locator("#save").press("Enter");
      await arrived(page, "first_name");
    },
    "#first_name",
  ],
]) {
  test(`the rest of a double click on what leads on from ${where} answers no question`, async () => {
    const page = await openPage(kit.browser);
    await toThere(page, kit);
    if (where === "the form") await page.locator("#first_name").fill("");
    const press = async (selector, clickCount) => {
      await page.mouse.move(...(await middle(page, selector)));
      await page.mouse.down({ clickCount });
      await page.mouse.up({ clickCount });
      await drawn(page);
    };
    const id = await page.locator(answer).first().getAttribute("id");
    for (const part of [`#${id}`, `label[for=${id}]`]) {
      // By a key, which is meant at once wherever it is pressed.
      await page.locator(".actions .main").press("Enter");
      await page.waitForFunction(() => /summary$/.test(document.activeElement.id));
      await page.locator(part).scrollIntoViewIfNeeded();
      await press(part, 2);
      assert.equal(await page.locator(`#${id}`).isChecked(), false, part);
    }
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await press(`#${id}`, 1);
    assert.equal(await page.locator(`#${id}`).isChecked(), true, "a press of its own");
    await page.context().close();
  });
}

test("who goes on pressing Save is heard, however quickly", async () => {
  const { page } = await changed();
  await pressAsItComes(page, "#save", [2]);
  await page.locator("form .main").press("Enter");
  const pressed = await page.evaluate(() => window.pressed);
  await arrived(page, "save");
  // The time of presses is the browser's own, which no test moves.
  await page.waitForFunction((pressed) => performance.now() - pressed > 500, pressed);
  assert.equal(kit.proxy.calls("PUT").length, 0, "those at first may be the rest of what led there");
  await page.locator("#save").evaluate((save) => {
    save.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 3 }));
  });
  await arrived(page, "record");
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await page.context().close();
});

test("nor does a double click on Save go past what someone else changed", async () => {
  const { page, token } = await changed();
  await page.locator("form .main").press("Enter");
  await arrived(page, "save");
  await kit.service.call("PUT", token, { ...DOCUMENTED, gender: "other", reason: "theirs" });
  await pressAsItComes(page, ".actions .main:not(#save)");
  await page.locator("#save").press("Enter");
  await page.evaluate(() => window.pressed);
  await arrived(page, "gender");
  assert.equal(await page.locator("h1").innerText(), "This profile was changed meanwhile");
  await page.locator(".actions .main").press("Enter");
  await arrived(page, "save");
  await page.context().close();
});

for (const [hand, options, press] of [
  // All of the form is seen: where a page is scrolled, browsers hold still what is looked at.
  ["mouse", { viewport: { width: 1280, height: 3000 } }, async (page, at) => {
    await page.mouse.move(...at);
    await page.mouse.down();
    // As long as a press takes: the page has been drawn meanwhile.
    await drawn(page);
    await page.mouse.up();
  }],
  ["finger", { viewport: { width: 360, height: 4000 }, hasTouch: true, isMobile: true }, (page, at) =>
    page.touchscreen.tap(...at)],
]) {
  test(`what leaving a field says does not move what is pressed away from the ${hand}`, async () => {
    const { page } = await changed(options);
    await page.locator("#date_of_birth-year").fill("90");
    await press(page, await middle(page, "label[for=gender-1]"));
    await page.locator("#date_of_birth-error").waitFor();
    assert.ok(await page.locator("#gender-1").isChecked());
    await page.locator("#date_of_birth-year").fill("1969");
    assert.equal(await message(page, "date_of_birth"), null);
    await page.locator("#tax_identification_number").fill("12345");
    await page.locator("form .main").scrollIntoViewIfNeeded();
    await press(page, await middle(page, "form .main"));
    await arrived(page, "save");
    await page.context().close();
  });
}

test("a press that ends elsewhere keeps nothing back", async () => {
  const { page } = await changed();
  await page.locator("#first_name").fill("4PI");
  await page.mouse.move(...(await middle(page, "label[for=gender-1]")));
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await page.locator("#first_name-error").waitFor();
  await page.context().close();
});
