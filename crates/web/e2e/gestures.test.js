// Presses as hands make them: twice where once was meant.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { DOCUMENTED } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const kit = useKit();

/** The form with a change that can be reviewed. */
async function changed() {
  const page = await openPage(kit.browser);
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

/** Clicks on an element the moment it comes, as the second half of a double click does. */
const pressAsItComes = (page, selector) =>
  page.evaluate((selector) => {
    window.pressed = new Promise((pressed) => {
      new MutationObserver((_, observer) => {
        const found = document.querySelector(selector);
        if (!found) return;
        observer.disconnect();
        found.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
        pressed();
      }).observe(document.body, { childList: true, subtree: true });
    });
  }, selector);

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
    document.addEventListener("click", ({ target }) => window.clicked.push(target.textContent), true);
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

test("nor does a double click on Save go past what someone else changed", async () => {
  const { page, token } = await changed();
  await page.locator("form .main").press("Enter");
  await arrived(page, "save");
  await kit.service.call("PUT", token, { ...DOCUMENTED, gender: "other", reason: "theirs" });
  await pressAsItComes(page, ".actions .main:not(#save)");
  await page.locator("#save").press("Enter");
  await page.evaluate(() => window.pressed);
  await arrived(page, "gender");
  assert.equal(await page.locator("h1").innerText(), "Someone else changed this profile");
  await page.locator(".actions .main").press("Enter");
  await arrived(page, "save");
  await page.context().close();
});
