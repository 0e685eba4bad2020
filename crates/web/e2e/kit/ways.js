// Ways into the page that many tests begin with, on the real service.

import { arrived } from "./browser.js";

/** Opens the page in a language and connects with that token. */
export async function enter(page, { proxy }, token, language = "en") {
  await page.goto(`${proxy.address}/?lang=${language}`);
  await page.locator("#token").fill(token);
  await page.locator("form .main").click();
  await page.locator("#first_name, #notice").first().waitFor();
}

/** The form, filled with the client's record, or with the documentation's of a new one. Returns the client's token. */
export async function openForm(page, kit, language, own) {
  const token = own ?? (await kit.service.client());
  await enter(page, kit, token, language);
  await arrived(page, "first_name");
  return token;
}
