// What comes between a press and its answer, and what a person sees and does around that.

import { arrived } from "./browser.js";
import { cutOff } from "./proxy.js";
import { openForm } from "./ways.js";

export const ofProfile = ({ path }) => path.endsWith("/client/profile");
export const use = (page, token) => page.evaluate((token) => globalThis.clientProfile.connect(token), token);
export const inForm = (page) => page.locator("#first_name").inputValue();
export const focused = (page) => page.evaluate(() => document.activeElement.id);
export const press = (page, name) => page.getByRole("button", { name }).click();
export const save = (page) => page.locator("#save").dispatchEvent("click");
export const changes = (page) => page.locator(".changes").innerText();
export const labels = (page) => page.locator(".changes dt").allTextContents();
export const lost = (page) => page.locator("#notice").getByText("The connection broke").waitFor();
export const conflict = (page) =>
  page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
export const belongsToAnother = (page) =>
  page.getByText("This token belongs to another profile").first().waitFor();

/** From the review or a conflict back to the form. */
export async function toForm(page) {
  await press(page, "Back to the form");
  await arrived(page, "first_name");
}

/** From the form to the review. */
export async function review(page) {
  await press(page, "Review changes");
  await arrived(page, "save");
}

/** A promise, what fulfils it, and one that somebody waits there. */
export function gate() {
  const gate = {};
  gate.opened = new Promise((open) => Object.assign(gate, { open }));
  gate.reached = new Promise((reach) => Object.assign(gate, { reach }));
  gate.pass = async () => {
    gate.reach();
    await gate.opened;
  };
  return gate;
}

export function says(status, body, headers = {}) {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
    return true;
  };
}

export const refused = says(401, { errors: [{ status: 401, code: "InvalidToken", message: "no" }] });

/** What is done with the proxy and the service of a kit. */
export function meanwhile(kit) {
  const stored = async (token) => (await kit.service.call("GET", token)).json.data?.[0];

  /** Holds the first request that is such a one until the gate opens. */
  function hold(is, answers) {
    const held = gate();
    let first = true;
    kit.proxy.fail = async (entry, how) => {
      if (!first || !is(entry)) return false;
      first = false;
      await held.pass();
      return answers ? answers(how.response) : false;
    };
    return held;
  }

  /** The first call of that method, or the one of that number, is answered so. */
  function once(method, answer, number = 1) {
    let calls = 0;
    kit.proxy.fail = async (entry, { response }) =>
      entry.method === method && ofProfile(entry) && ++calls === number && answer(response);
  }

  /** The next change gets no answer, and is not made. */
  const lose = () =>
    once("PUT", (response) => {
      cutOff(response);
      return true;
    });

  /** Saves; the change is made, and its answer lost. */
  async function loseLanded(page) {
    kit.proxy.fail = async ({ method }, { response, forward }) => {
      if (method !== "PUT") return false;
      kit.proxy.fail = undefined;
      await forward();
      cutOff(response);
      return true;
    };
    await save(page);
    await lost(page);
  }

  /** Each answer of the API's is made another one, without its versions if there are none. */
  function tellLess(change, { noTags } = {}) {
    kit.proxy.change = (answer, entry) => {
      if (!ofProfile(entry)) return;
      if (noTags) delete answer.headers.etag;
      const status = answer.status ?? answer.statusCode;
      answer.body = Buffer.from(JSON.stringify(change(JSON.parse(answer.body), { ...entry, status })));
      delete answer.headers["content-length"];
    };
  }

  /** The review of a change of the first name, of that client or a new one. Returns the token. */
  async function toReview(page, own) {
    const token = await openForm(page, kit, "en", own);
    await page.locator("#first_name").fill("Grace");
    await page.locator("#reason").fill("a new name");
    await review(page);
    kit.proxy.seen.length = 0;
    return token;
  }

  return { hold, lose, loseLanded, once, stored, tellLess, toReview };
}
