// The pictures in docs/screenshots. Taken on every run, so that they can be; kept only when
// SCREENSHOTS names a folder: `SCREENSHOTS=../../../docs/screenshots node --test screenshots.test.js`.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { openPage, startBrowser } from "./kit/browser.js";
import { startProxy, startService } from "./kit/service.js";
import { reach } from "./kit/states.js";

const folder = process.env.SCREENSHOTS;
const SHOWN = ["connect", "prefilled", "twelve-errors", "warning", "review", "saved", "conflict-412", "token-401"];
const LOOKS = [
  ["light-wide", "light", 1280],
  ["dark-wide", "dark", 1280],
  ["light-320", "light", 320],
  ["dark-320", "dark", 320],
];

let browser;
let kit;

before(async () => {
  const [started, service] = await Promise.all([startBrowser(), startService()]);
  browser = started;
  kit = { service, proxy: await startProxy(service) };
  if (folder) await mkdir(folder, { recursive: true });
});

after(async () => {
  await browser?.close();
  await kit?.proxy.stop();
  await kit?.service.stop();
});

for (const state of SHOWN) {
  test(`a picture of ${state}`, async () => {
    const page = await openPage(browser, { viewport: { width: 1280, height: 900 }, timezoneId: "UTC" });
    await reach(page, state, kit);
    for (const [look, colorScheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const path = folder && join(folder, `${state}-${look}.png`);
      const picture = await page.screenshot({ fullPage: true, animations: "disabled", path });
      assert.ok(picture.length > 5000, "there is something to see");
    }
    await page.context().close();
  });
}
