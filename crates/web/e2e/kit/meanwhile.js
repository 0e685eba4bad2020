// What comes between a press and its answer, and what a person sees and does around that.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, openPage } from "./browser.js";
import { cutOff } from "./proxy.js";
import { openForm } from "./ways.js";

/** The change that most of these tests make. */
export const TYPED = { first_name: "Grace", reason: "a new name" };

export const ofProfile = ({ path }) => path.endsWith("/client/profile");
export const use = (page, token) => page.evaluate((token) => globalThis.clientProfile.connect(token), token);
export const inForm = (page) => page.locator("#first_name").inputValue();
export const focused = (page) => page.evaluate(() => document.activeElement.id);
export const press = (page, name) => page.getByRole("button", { name }).click();
/**
 * Pressed as by a key: a pointer's press so soon after the review came is taken for half of a double
 * click.
 */
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
  // What it says is another thing where there is no record yet.
  await page.locator("#go-on").click();
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

/** Answers with that text, or with anything else as JSON. */
export function says(status, body, headers = {}) {
  const isText = typeof body === "string";
  return (response) => {
    response.writeHead(status, isText ? headers : { "content-type": "application/json", ...headers });
    response.end(isText ? body : JSON.stringify(body));
    return true;
  };
}

/** The server tells its rules with what `change` says of them. */
export function tellRules({ proxy }, change) {
  proxy.change = (answer, { path }) => {
    if (!path.endsWith("/rules")) return;
    const rules = JSON.parse(answer.body);
    answer.body = Buffer.from(JSON.stringify({ ...rules, ...change(rules) }));
    answer.headers["content-length"] = String(answer.body.length);
  };
}

/** The change arrives and is saved; its answer breaks off. */
export async function savedAndCutOff(response, forward) {
  await forward();
  cutOff(response);
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
    kit.proxy.fail = async (entry, { response, forward }) => {
      if (entry.method !== method || !ofProfile(entry) || ++calls !== number) return false;
      await answer(response, forward);
      return true;
    };
  }

  /** The next change gets no answer, and is not made. */
  const lose = () => once("PUT", cutOff);

  /** Saves; the change is made, and its answer lost. */
  async function loseLanded(page) {
    once("PUT", savedAndCutOff);
    await save(page);
    await lost(page);
  }

  /** Each answer of the API's is made another one, without its versions if there are none. */
  function tellLess(change, { noTags } = {}) {
    kit.proxy.change = (answer, entry) => {
      if (!ofProfile(entry)) return;
      if (noTags) delete answer.headers.etag;
      const { status } = answer;
      answer.body = Buffer.from(JSON.stringify(change(JSON.parse(answer.body), { ...entry, status })));
      delete answer.headers["content-length"];
    };
  }

  /** The review of that change, of that client or a new one. Returns the token. */
  async function toReview(page, own) {
    const token = await openForm(page, kit, "en", own);
    await page.locator("#first_name").fill(TYPED.first_name);
    await page.locator("#reason").fill(TYPED.reason);
    await review(page);
    kit.proxy.seen.length = 0;
    return token;
  }

  /** A page on the review of that change. */
  async function ready() {
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    return {
      page,
      token,
      /** Ends the test: what was typed is stored. */
      async saved() {
        await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
        const { first_name, reason } = await stored(token);
        assert.deepEqual({ first_name, reason }, TYPED);
        await page.context().close();
      },
      /** What was typed is still there. */
      async kept() {
        const review = await changes(page);
        for (const text of Object.values(TYPED)) assert.ok(review.includes(text), text);
      },
    };
  }

  /**
   * The same for a server that tells versions and for one that does not. Another origin is a question
   * of headers, so there only the one that sends more of them is asked.
   */
  function bothWays(name, act) {
    const ways = process.env.SETTING === "another" ? [false] : [false, true];
    for (const noTags of ways) {
      test(`${name} (${noTags ? "without ETags" : "with ETags"})`, () => {
        if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
        return act(noTags);
      });
    }
  }

  return { bothWays, hold, lose, loseLanded, once, ready, stored, tellLess, toReview };
}
