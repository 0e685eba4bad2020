// The pictures in docs/screenshots. Taken and made smaller on every run, so that they can be; kept only
// when SCREENSHOTS names a folder: `SCREENSHOTS=../../../docs/screenshots node --test screenshots.test.js`.

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

const take = (page) => page.screenshot({ fullPage: true, animations: "disabled" });

/** The same page, as large, with nothing of what it says. */
async function takeBlank(page) {
  const main = page.locator("main");
  await main.evaluate((main) => (main.style.visibility = "hidden"));
  const blank = await take(page);
  await main.evaluate((main) => (main.style.visibility = ""));
  return blank;
}

/** The share of pixels that look otherwise in another picture of that size, as a browser shows both. */
const difference = (page, picture, other) =>
  page.evaluate(
    async (pictures) => {
      const [one, other] = await Promise.all(
        pictures.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes]));
          const { width, height } = image;
          const canvas = new OffscreenCanvas(width, height).getContext("2d");
          canvas.drawImage(image, 0, 0);
          return { size: `${width} x ${height}`, pixels: canvas.getImageData(0, 0, width, height).data };
        }),
      );
      if (one.size !== other.size) return 1;
      const isFar = (at) => Math.abs(one.pixels[at] - other.pixels[at]) > 16;
      let far = 0;
      for (let at = 0; at < one.pixels.length; at += 4) {
        if (isFar(at) || isFar(at + 1) || isFar(at + 2)) far += 1;
      }
      return far / (one.pixels.length / 4);
    },
    [picture, other].map((png) => png.toString("base64")),
  );

for (const state of STATES) {
  test(`a picture of ${state}`, async () => {
    const page = await openPage(kit.browser, { viewport: { width: 1280, height: 900 }, timezoneId: "UTC" });
    await show(page, kit, state);
    for (const [look, colorScheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const picture = await take(page);
      const small = smaller(picture);
      const seen = await difference(page, picture, await takeBlank(page));
      assert.ok(seen > 0.002, `${look}: there is something to see, not ${seen}`);
      const lost = await difference(page, picture, small);
      assert.ok(lost < 0.01, `${look}: the smaller one looks the same, but for ${lost}`);
      assert.ok(small.length < picture.length / 2, `${look}: ${small.length} bytes of ${picture.length}`);
      if (folder) await writeFile(join(folder, `${state}-${look}.png`), small);
    }
    await page.context().close();
  });
}
