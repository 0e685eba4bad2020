// What comes in the middle: another token, another language, other rules, while a call is under way.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, connect, drawn, fill, message, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import {
  TYPED, belongsToAnother, focused, gate, inForm, meanwhile, ofProfile, press, refused, review, save, says, tellRules, toForm, use,
} from "./kit/meanwhile.js";
import { DOCUMENTED, startService } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const kit = useKit();
const { hold, once, stored, toReview } = meanwhile(kit);

test("a token of somebody else that comes while the record is compared saves nothing", async () => {
  kit.proxy.change = ({ headers }) => delete headers.etag;
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  const others = await kit.service.client({ ...DOCUMENTED, first_name: "Mallory" });
  const held = hold(({ method }) => method === "GET");
  await save(page);
  await held.reached;
  assert.ok(await use(page, others));
  held.open();
  await belongsToAnother(page);
  assert.equal(kit.proxy.calls("PUT").length, 0);
  assert.deepEqual([(await stored(token)).first_name, (await stored(others)).first_name], ["API", "Mallory"]);
  await page.context().close();
});

test("an answer to the token before fills no form, nor names a version", async () => {
  const [ours, others] = await Promise.all(
    ["Anna", "Mallory"].map((first_name) => kit.service.client({ ...DOCUMENTED, first_name })),
  );
  // A version that says nothing of whose it is, as other servers have it.
  kit.proxy.change = ({ headers }) => {
    if (headers.etag) headers.etag = `"${headers.etag.split("-")[1]}"`;
  };
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  const held = hold(ofProfile);
  await use(page, ours);
  await held.reached;
  await use(page, others);
  held.open();
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Mallory");
  await page.context().close();
});

test("a version that an answer to the token before names guards nothing", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const others = await kit.service.client({ ...DOCUMENTED, first_name: "Mallory" });
  const held = hold(({ method }) => method === "PUT");
  await save(page);
  await held.reached;
  await use(page, others);
  held.open();
  await arrived(page, "record");
  await press(page, "Change something else");
  await arrived(page, "first_name");
  await page.locator("#last_name").fill("Hopper");
  await page.locator("#reason").fill("another name");
  await review(page);
  await save(page);
  await belongsToAnother(page);
  assert.equal((await stored(others)).last_name, DOCUMENTED.last_name);
  await page.context().close();
});

test("the newest token counts, also when an older one is being refused", async () => {
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  const good = await kit.service.client();
  const held = hold(ofProfile);
  await use(page, "expired");
  await held.reached;
  await use(page, good);
  held.open();
  await arrived(page, "first_name");

  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a new name");
  await review(page);
  const { client } = await kit.service.newestToken();
  const fresh = await kit.service.token(client);
  const saving = hold(({ method }) => method === "PUT", refused);
  await save(page);
  await saving.reached;
  await use(page, fresh);
  saving.open();
  await arrived(page, "record");
  assert.equal((await stored(good)).first_name, "Grace");
  await page.context().close();
});

/** In a demonstration. */
async function inDemo(work) {
  const demo = await startService({ demo: true });
  const { pages, api } = kit.proxy;
  Object.assign(kit.proxy, { pages: demo, api: demo });
  try {
    await work(demo);
  } finally {
    Object.assign(kit.proxy, { pages, api });
    await demo.stop();
  }
}

const ofDemo = ({ path }) => path.endsWith("/demo/session");
const demoAnswers = (page) => page.waitForResponse((answer) => answer.url().endsWith("/demo/session"));

for (const [who, isGiven] of [["has given one", true], ["is typing one", false]]) {
  test(`a demo's token comes too late for who ${who}`, () =>
    inDemo(async (demo) => {
      const held = hold(ofDemo);
      const page = await openPage(kit.browser);
      const token = await demo.client({ ...DOCUMENTED, first_name: "Mine" });
      await page.goto(kit.proxy.address);
      await page.locator("#token").waitFor();
      await held.reached;
      const give = async () => {
        await press(page, "Connect");
        await arrived(page, "first_name");
      };
      await page.locator("#token").fill(token);
      if (isGiven) await give();
      const answered = demoAnswers(page);
      held.open();
      await (await answered).finished();
      // Whatever the page does with it is done before it answers the next key.
      if (isGiven) await page.locator("#last_name").pressSequentially("x");
      else await page.locator("#client-id").press("Shift");
      if (!isGiven) await give();
      assert.equal(await inForm(page), "Mine");
      await page.context().close();
    }));
}

test("a demo whose token has ended gives another, by which what was to be saved is saved", () =>
  inDemo(async (demo) => {
    let [refusals, given] = [2, undefined];
    kit.proxy.fail = async (entry, { response }) => {
      if (ofDemo(entry) && given) return says(200, { token: given })(response);
      return entry.method === "PUT" && refusals-- > 0 && refused(response);
    };
    const page = await openPage(kit.browser);
    await page.goto(kit.proxy.address);
    await arrived(page, "first_name");
    for (const [id, value] of Object.entries(TYPED)) await page.locator(`#${id}`).fill(value);
    await review(page);
    const answered = demoAnswers(page);
    await save(page);
    await (await answered).finished();
    // It was the same again, by which nobody is let in.
    await page.locator("#client-id").press("Shift");
    assert.equal(await page.locator("#notice").getByText("The token was not accepted").count(), 1);
    assert.equal(kit.proxy.calls("PUT").length, 1);
    given = await demo.token((await demo.newestToken()).client);
    await press(page, "Back to the form");
    await review(page);
    await save(page);
    await arrived(page, "record");
    assert.equal((await demo.call("GET", given)).json.data[0].first_name, TYPED.first_name);
    await page.context().close();
  }));

test("a date that is gone back to is typed like any other answer", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#date_of_birth-day").fill("20");
  await page.locator("#reason").fill("a reason");
  await review(page);
  await press(page, "Change Date of birth");
  await page.waitForFunction(() => document.activeElement.id.startsWith("date_of_birth-"));
  const box = await focused(page);
  const form = await page.locator("form").elementHandle();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("12");
  assert.equal(await focused(page), box);
  assert.equal(await page.locator(`#${box}`).inputValue(), "12");
  assert.ok(await form.evaluate((form) => form.isConnected), "the form is not drawn anew");
  await page.context().close();
});

/** Chooses French, whose words are held until the gate opens, and then come or do not. */
async function chooseSlowly(page, comes = true) {
  const held = gate();
  await page.route("**/locales/fr*", async (route) => {
    await held.pass();
    await (comes ? route.continue() : route.abort());
  });
  await page.locator("#language").selectOption("fr");
  await held.reached;
  return held;
}

for (const comes of [true, false]) {
  test(`who types on while a language is awaited types on when it ${comes ? "comes" : "does not come"}`, async () => {
    const page = await openPage(kit.browser);
    await openForm(page, kit);
    const held = await chooseSlowly(page, comes);
    await page.locator("#last_name").focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Rusell");
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowLeft");
    const before = await page.locator("form").elementHandle();
    held.open();
    await page.waitForFunction((form) => !form.isConnected && document.activeElement.id === "last_name", before);
    await page.keyboard.type("s");
    assert.equal(await page.locator("#last_name").inputValue(), "Russell");
    assert.equal(await page.evaluate(() => document.documentElement.lang), comes ? "fr" : "en");
    await page.context().close();
  });
}

test("a token that is typed and values that are picked outlast a change of language", async () => {
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  const held = await chooseSlowly(page);
  await page.locator("#token").fill("half of a tok");
  await page.locator("#client-id").fill("key");
  held.open();
  await page.waitForFunction(() => document.documentElement.lang === "fr");
  assert.equal(await page.locator("#token").inputValue(), "half of a tok");
  assert.equal(await page.locator("#client-id").inputValue(), "key");

  await page.context().close();
  const other = await openPage(kit.browser);
  const token = await toReview(other);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(other);
  await other.getByLabel("Grace (yours)").check();
  await other.locator("#language").selectOption("fr");
  await other.waitForFunction(() => document.documentElement.lang === "fr");
  assert.equal(await other.locator("input[value=mine]").isChecked(), true);
  await other.context().close();
});

test("rules that come late are those of the form that stands", async () => {
  tellRules(kit, ({ countries }) => ({
    employment_status: ["retired", "freelance"],
    countries: { ...countries, residence_country: { allowed: ["in", "de"], refused: [] } },
  }));
  const held = hold(({ path }) => path.endsWith("/rules"));
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("");
  await page.keyboard.type("Gra");
  const before = await page.locator("form").elementHandle();
  held.open();
  await page.waitForFunction((form) => !form.isConnected && document.activeElement.id === "first_name", before);
  await page.keyboard.type("ce");
  assert.equal(await inForm(page), "Grace");
  const statuses = page.locator("input[name=employment_status]");
  assert.deepEqual(await statuses.evaluateAll((all) => all.map(({ value }) => value)), ["retired", "freelance"]);
  assert.equal(await page.locator("#residence_country option").count(), 3, "the two, and none chosen");
  await page.context().close();
});

for (const status of [403, 404]) {
  test(`${status}: another token can be given, and what is typed is saved with it`, async () => {
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    once("PUT", says(status, { errors: [{ status, code: "No", message: "no" }] }));
    await save(page);
    await press(page, "Enter another token");
    await page.locator("#token").fill(token);
    await press(page, "Connect");
    await arrived(page, "record");
    assert.equal((await stored(token)).first_name, "Grace");
    await page.context().close();
  });
}

test("what the server alone refuses is said with the limits that it has", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const errors = [
    { field: "first_name", issue: "too_long", message: "First name must be 4 characters or fewer" },
    { field: "date_of_birth", issue: "age_below_minimum", message: "You must be 60 or older" },
    { field: "last_name", issue: "name_digits", message: "The server's own words" },
  ];
  once("PUT", says(400, { errors: errors.map((error) => ({ status: 400, code: "ValidationError", ...error })) }));
  await save(page);
  await page.locator("#summary").waitFor();
  assert.equal(await message(page, "first_name"), "First name must be 4 characters or fewer");
  assert.equal(await message(page, "date_of_birth"), "You must be 60 or older");
  assert.equal(await message(page, "last_name"), "Last name must not have digits", "the page's words need no limit");
  await page.context().close();
});

test("a complaint about what is not asked is in nobody's way", async () => {
  const page = await openPage(kit.browser);
  await connect(page, kit.proxy.address, await kit.service.token());
  await arrived(page, "first_name");
  const { reason, ...profile } = DOCUMENTED;
  await fill(page, profile);
  await review(page);
  const error = { status: 400, code: "ValidationError", message: "reason is required", field: "reason" };
  once("POST", says(400, { errors: [error] }));
  await save(page);
  await page.locator("#notice").getByText("reason is required").waitFor();
  await save(page);
  await arrived(page, "record");
  await page.context().close();
});

test("a token of somebody without a profile makes none of what is typed", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const others = await kit.service.token();
  once("PUT", refused);
  await save(page);
  await page.locator("#token").fill(others);
  await press(page, "Connect");
  await page.getByText("The server does not know this profile").first().waitFor();
  assert.equal(kit.proxy.calls("POST").length, 0);
  assert.equal((await kit.service.call("GET", others)).status, 404);
  await page.context().close();
});

test("a page around it that brings another token at each refusal is not followed for ever", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await page.evaluate((token) => {
    const { fetch } = window;
    window.fetch = async (...request) => {
      const response = await fetch(...request);
      if (!response.ok) globalThis.clientProfile.connect(token);
      return response;
    };
  }, token);
  kit.proxy.fail = async ({ method }, { response }) =>
    method === "PUT" && says(429, {}, { "retry-after": "30" })(response);
  await save(page);
  await page.locator("#notice").getByText("The server asks you to wait").waitFor();
  assert.ok(kit.proxy.calls("PUT").length < 10);
  await page.context().close();
});

test("a wait that the token before was told holds nobody back", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const { client } = await kit.service.newestToken();
  const fresh = await kit.service.token(client);
  const saving = hold(({ method }) => method === "PUT", says(429, {}, { "retry-after": "3600" }));
  await save(page);
  await saving.reached;
  await use(page, fresh);
  saving.open();
  await arrived(page, "record");
  await page.context().close();
});

test("a wait that was asked of one token is none of the next", async () => {
  const page = await openPage(kit.browser);
  once("GET", says(429, {}, { "retry-after": "3600" }));
  await connect(page, kit.proxy.address, await kit.service.client());
  await page.locator("#notice").getByText("Wait 60 minutes").waitFor();
  await press(page, "Enter another token");
  await page.locator("#token").fill(await kit.service.client());
  await press(page, "Connect");
  await arrived(page, "first_name");
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a new name");
  await review(page);
  await save(page);
  await arrived(page, "record");
  await page.context().close();
});

test("what has to be said again is said again", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(503, {}, { "retry-after": "6000" }));
  await save(page);
  await page.locator("#notice").waitFor();
  await toForm(page);
  await press(page, "Undo my changes");
  const region = page.locator("#announcement");
  const said = /^The server asks you to wait. Wait 60 minutes/;
  await region.getByText(said).waitFor({ state: "attached" });
  await page.evaluate(() => {
    window.told = [];
    const region = document.getElementById("announcement");
    new MutationObserver(() => window.told.push(region.textContent)).observe(region, {
      childList: true, characterData: true, subtree: true,
    });
  });
  await review(page);
  await region.getByText(said).waitFor({ state: "attached" });
  assert.match((await page.evaluate(() => window.told)).at(-1) ?? "", said);
  await page.context().close();
});

test("a gateway that has no such path does not say that there is no profile", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(502, {}));
  await save(page);
  await page.locator("#notice").waitFor();
  await toForm(page);
  once("GET", says(404, { message: "no Route matched with those values" }));
  await press(page, "Undo my changes");
  await page.getByText("The server does not know this profile").first().waitFor();
  await toForm(page);
  assert.equal(await inForm(page), "Grace");
  await page.context().close();
});

test("what the server refused is said in the language that is chosen later", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const error = { status: 400, code: "ValidationError", field: "last_name", issue: "name_digits", message: "no" };
  once("PUT", says(400, { errors: [error] }));
  await save(page);
  await page.locator("#summary").waitFor();
  await page.locator("#language").selectOption("fr");
  await page.waitForFunction(() => document.documentElement.lang === "fr");
  await page.getByText("ne doit pas").first().waitFor();
  assert.ok(!(await page.locator("main").innerText()).includes("must not"));
  await page.context().close();
});

test("a language that comes late goes to nothing when nothing has the focus", async () => {
  const held = hold(({ path }) => path.endsWith("/fr.txt"));
  const page = await openPage(kit.browser, { viewport: { width: 1000, height: 700 } });
  await openForm(page, kit);
  await page.locator("#language").selectOption("fr");
  await held.reached;
  await page.evaluate(() => document.activeElement.blur());
  await page.locator("#reason").evaluate((reason) => reason.scrollIntoView());
  const top = await page.evaluate(() => scrollY);
  held.open();
  await page.waitForFunction(() => document.documentElement.lang === "fr");
  await drawn(page);
  assert.deepEqual(await page.evaluate(() => [scrollY, document.activeElement.localName]), [top, "body"]);
  await page.context().close();
});

for (const what of ["rules", "language"]) {
  test(`when the ${what} comes late nothing moves, and nothing is said before its time`, async () => {
    const held = hold(({ path }) => path.endsWith(what === "rules" ? "/rules" : "/fr.txt"));
    const page = await openPage(kit.browser, { viewport: { width: 1000, height: 700 } });
    await openForm(page, kit);
    await page.locator("#citizen_country").selectOption("fr");
    if (what === "language") await page.locator("#language").selectOption("fr");
    await held.reached;
    // It has no id, as links have none.
    await page.locator("#citizen_country ~ .same-as").focus();
    await page.locator("#tax_identification_number").evaluate((number) => number.scrollIntoView({ block: "end" }));
    const top = await page.evaluate(() => scrollY);
    assert.notEqual(top, 0);
    const before = await page.locator("form").elementHandle();
    held.open();
    await page.waitForFunction((form) => !form.isConnected && document.activeElement.matches(".same-as"), before);
    assert.equal(await page.evaluate(() => scrollY), top);
    assert.equal(await page.locator("#tax_identification_number-advice").isVisible(), false, "nobody has left it");
    await page.context().close();
  });

  test(`a button keeps the focus when the ${what} comes late`, async () => {
    const late = gate();
    const page = await openPage(kit.browser);
    if (what === "rules") {
      // With fewer answers before the button.
      await page.route("**/client/profile/rules", async (route) => {
        await late.pass();
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: { ...(await answer.json()), gender: ["male", "female"] } });
      });
    }
    await openForm(page, kit);
    if (what === "language") {
      await page.route("**/locales/fr*", async (route) => {
        await late.pass();
        await route.continue();
      });
      await page.locator("#language").selectOption("fr");
    }
    await late.reached;
    await page.locator("form .main").focus();
    const before = await page.locator("form").elementHandle();
    late.open();
    await page.waitForFunction((form) => !form.isConnected && document.activeElement.matches("form .main"), before);
    await page.context().close();
  });
}

/** A form whose rules, with fewer answers, have come while `midst` was done, and not been used yet. */
async function rulesMeanwhile(midst) {
  tellRules(kit, () => ({ gender: ["male", "female"] }));
  const held = hold(({ path }) => path.endsWith("/rules"));
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await fill(page, TYPED);
  await midst(page);
  const told = page.waitForResponse((response) => response.url().endsWith("/rules")).then((response) => response.finished());
  held.open();
  await told;
  await drawn(page);
  await drawn(page);
  assert.equal(await page.locator("input[name=gender]").count(), 3, "nothing was drawn anew");
  return page;
}

test("rules that come while a button is held down take no press away", async () => {
  const page = await rulesMeanwhile(async (page) => {
    await page.locator("form .main").hover();
    await page.mouse.down();
  });
  await page.mouse.up();
  await arrived(page, "save");
  await press(page, "Back to the form");
  await page.waitForFunction(() => document.querySelectorAll("input[name=gender]").length === 2);
  await page.context().close();
});

test("rules that come while what leads on is held down do not take the focus from what is in the way", async () => {
  const page = await rulesMeanwhile(async (page) => {
    await page.locator("#first_name").fill("");
    await page.locator("form .main").hover();
    await page.mouse.down();
  });
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelectorAll("input[name=gender]").length === 2);
  await drawn(page);
  assert.equal(await focused(page), "summary");
  const { y } = await page.locator("#summary").boundingBox();
  assert.ok(y >= 0 && y < 100, `${y}`);
  await page.context().close();
});

test("rules that come while characters are composed wait until the last is written", async () => {
  let session;
  const page = await rulesMeanwhile(async (page) => {
    session = await page.context().newCDPSession(page);
    await page.locator("#reason").fill("");
    await page.locator("#reason").focus();
    await session.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
  });
  // As when the next one begins with the key that ends the one before.
  await page.evaluate(() => {
    for (const event of ["compositionend", "compositionstart"]) {
      document.activeElement.dispatchEvent(new CompositionEvent(event, { bubbles: true }));
    }
  });
  await drawn(page);
  await drawn(page);
  assert.equal(await page.locator("input[name=gender]").count(), 3, "nothing was drawn anew");
  await session.send("Input.insertText", { text: "日本" });
  await page.waitForFunction(() => document.querySelectorAll("input[name=gender]").length === 2);
  assert.equal(await page.locator("#reason").inputValue(), "日本");
  assert.equal(await focused(page), "reason");
  await page.context().close();
});

test("a word that only the record before had is no choice of the next one", async () => {
  let isFirst = true;
  kit.proxy.change = (answer, { method, path }) => {
    if (method !== "GET" || !path.endsWith("/client/profile") || !isFirst) return;
    isFirst = false;
    answer.body = Buffer.from(answer.body.toString().replace('"retired"', '"on_sabbatical"'));
    delete answer.headers["content-length"];
  };
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.getByLabel("Student").check();
  await page.locator("#reason").fill("studies");
  await review(page);
  await save(page);
  await arrived(page, "record");
  await press(page, "Change something else");
  await arrived(page, "first_name");
  assert.equal(await page.getByLabel("on sabbatical").count(), 0);
  await page.context().close();
});

test("what was right at the review, and is emptied, is asked for at the next one", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  await toForm(page);
  await page.locator("#last_name").fill("");
  await page.locator("#first_name").focus();
  assert.equal(await message(page, "last_name"), null);
  await press(page, "Review changes");
  await page.locator("#summary").waitFor();
  assert.equal(await message(page, "last_name"), "Enter your last name");
  await page.context().close();
});
