// Every state a person can meet, and how it comes about. One list for the accessibility tests and
// the pictures. Controls are found by their ids, so that the states work in every language.

import { fill } from "./browser.js";
import { DOCUMENTED } from "./service.js";

const refused = {
  errors: [
    { status: 400, code: "ValidationError", message: "no", field: "last_name", issue: "name_digits" },
    { status: 400, code: "ValidationError", message: "no", field: "reason", issue: "too_long" },
  ],
  meta: { endpoint: "/client/profile", method: "PUT", timing: 1 },
};

async function connectWith(page, token) {
  await page.locator("#token").fill(token);
  await page.locator("form .main").click();
  await page.locator("#first_name, #notice").first().waitFor();
}

async function form(page, { service }) {
  const token = await service.client();
  await connectWith(page, token);
  return token;
}

async function review(page, kit) {
  const token = await form(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#residence_country").selectOption("br");
  await page.locator("#reason").fill("I moved");
  await page.locator("form .main").click();
  await page.locator("#save").waitFor();
  return token;
}

const answers = (status, body, headers = {}) => (entry, { response }) => {
  if (entry.method !== "PUT") return false;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
  return true;
};

/** Name, and what to do on a page that asks for a token. */
export const STATES = {
  async connect() {},
  async "connect-error"(page) {
    await page.locator("form .main").click();
    await page.locator("#connect-summary").waitFor();
  },
  async empty(page, { service }) {
    await connectWith(page, await service.token());
  },
  async prefilled(page, kit) {
    await form(page, kit);
  },
  async "one-error"(page, kit) {
    await form(page, kit);
    await page.locator("#first_name").fill("4PI");
    await page.locator("#last_name").focus();
    await page.locator("#first_name-error").waitFor();
  },
  async "twelve-errors"(page, kit) {
    await form(page, kit);
    await fill(page, {
      first_name: "", last_name: "7", residence_country: "", tax_residence_country: "",
      birth_country: "", citizen_country: "", tax_identification_number: "?", reason: "",
    });
    for (const part of ["day", "month", "year"]) await page.locator(`#date_of_birth-${part}`).fill("");
    // Radio buttons cannot be unchosen by hand; a stored value that is none has the same look.
    await page.locator("form .main").click();
    await page.locator("#summary").waitFor();
  },
  async warning(page, kit) {
    await form(page, kit);
    await page.locator("#tax_identification_number").fill("123456789");
    await page.locator("#reason").focus();
    await page.locator("#tax_identification_number-advice").waitFor();
  },
  async review(page, kit) {
    await review(page, kit);
  },
  async saving(page, kit) {
    await review(page, kit);
    kit.proxy.fail = (entry) => entry.method === "PUT";
    await page.locator("#save").click();
    await page.locator(".progress").waitFor();
  },
  async saved(page, kit) {
    await review(page, kit);
    await page.locator("#save").click();
    await page.locator("#record").waitFor();
  },
  async offline(page, kit) {
    await review(page, kit);
    await page.context().setOffline(true);
    await page.locator("#save").click();
    await page.locator("#notice").waitFor();
  },
  async "refused-400"(page, kit) {
    await review(page, kit);
    kit.proxy.fail = answers(400, refused);
    await page.locator("#save").click();
    await page.locator("#summary").waitFor();
  },
  async "token-401"(page, kit) {
    await review(page, kit);
    kit.proxy.fail = answers(401, { errors: [{ status: 401, code: "InvalidToken", message: "no" }] });
    await page.locator("#save").click();
    await page.locator("#token").waitFor();
  },
  async "conflict-412"(page, kit) {
    const token = await review(page, kit);
    const theirs = { ...DOCUMENTED, first_name: "Alan", gender: "other", reason: "theirs" };
    await kit.service.call("PUT", token, theirs);
    await page.locator("#save").click();
    await page.locator("input[value=theirs]").first().waitFor();
  },
  async "busy-429"(page, kit) {
    await review(page, kit);
    kit.proxy.fail = answers(429, { errors: [{ status: 429, code: "RateLimit", message: "no" }] }, { "retry-after": "90" });
    await page.locator("#save").click();
    await page.locator(".countdown").waitFor();
  },
};

/** Brings a fresh page into a state. */
export async function reach(page, name, kit, language = "en") {
  kit.proxy.fail = null;
  await page.goto(`${kit.proxy.address}/?lang=${language}`);
  await page.locator("#token").waitFor();
  await STATES[name](page, kit);
  // The focus ring and the caret are part of the state, a half-drawn frame is not.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
