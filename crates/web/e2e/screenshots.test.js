// The pictures in docs/screenshots. Taken on every run, so that they can be; kept only when
// SCREENSHOTS names a folder: `SCREENSHOTS=../../../docs/screenshots node --test screenshots.test.js`.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { openPage } from "./kit/browser.js";
import { STATES, show } from "./kit/gallery.js";
import { useKit } from "./kit/kit.js";
import { smaller } from "./kit/png.js";

const folder = process.env.SCREENSHOTS;
const LOOKS = [
  ["light-wide", "light", 1280],
  ["dark-wide", "dark", 1280],
  ["light-320", "light", 320],
  ["dark-320", "dark", 320],
];

const kit = useKit({ gallery: true });

if (folder) await mkdir(folder, { recursive: true });

for (const state of STATES) {
  test(`a picture of ${state}`, async () => {
    const page = await openPage(kit.browser, { viewport: { width: 1280, height: 900 }, timezoneId: "UTC" });
    await show(page, kit, state);
    for (const [look, colorScheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const picture = await page.screenshot({ fullPage: true, animations: "disabled" });
      assert.ok(picture.length > 5000, "there is something to see");
      if (folder) await writeFile(join(folder, `${state}-${look}.png`), smaller(picture));
    }
    await page.context().close();
  });
}
