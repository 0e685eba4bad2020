// What the page owes a person beyond the form: the keyboard, their secrets, their typing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, connect, drawn, fill, message, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { DOCUMENTED } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const kit = useKit();

test("the whole journey without a mouse", async () => {
  const token = await kit.service.client();
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  const keys = page.keyboard;
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  /** Tabs until that control has the focus: it has to come, and within the page's length. */
  const tabTo = async (wanted) => {
    for (let step = 0; step < 60; step += 1) {
      await keys.press("Tab");
      if ((await focused()) === wanted) return;
    }
    assert.fail(`Tab never comes to ${wanted}`);
  };
  /** Presses a key until the control that has the focus has that value, however long each press takes. */
  const pressUntil = async (key, wanted) => {
    for (let press = 0; press < 60; press += 1) {
      await keys.press(key);
      if ((await page.evaluate(() => document.activeElement.value)) === wanted) return;
    }
    assert.fail(`${key} never comes to ${wanted}`);
  };
  await tabTo("token");
  await keys.type(token);
  await keys.press("Enter");
  await arrived(page, "first_name");
  await tabTo("first_name");
  await keys.press("ControlOrMeta+a");
  await keys.type("Grace");
  await tabTo("gender");
  await keys.press("ArrowDown");
  await tabTo("residence_country");
  await pressUntil("b", "br");
  await tabTo("reason");
  await keys.type("I moved");
  await tabTo("go-on");
  await keys.press("Enter");
  await arrived(page, "save");
  await tabTo("save");
  await keys.press("Space");
  await arrived(page, "record");
  const { json } = await kit.service.call("GET", token);
  assert.equal(json.data[0].first_name, "Grace");
  assert.equal(json.data[0].gender, "female");
  assert.equal(json.data[0].residence_country, "br");
  await page.context().close();
});

test("the summary has the words and links of the fields, the third time as well as the first", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  for (let time = 1; time <= 3; time += 1) {
    await page.locator("#first_name").fill("");
    await page.locator("#date_of_birth-month").fill("13");
    await page.locator("form .main").click();
    await page.waitForFunction(() => document.activeElement.id === "summary");
    assert.match(await page.title(), /^Error: /);
    const links = await page.locator("#summary a").evaluateAll((links) =>
      links.map((link) => [link.getAttribute("href"), link.textContent]),
    );
    assert.deepEqual(links, [
      ["#first_name", await message(page, "first_name")],
      ["#date_of_birth-month", await message(page, "date_of_birth")],
      ["#reason", await message(page, "reason")],
    ]);
    assert.equal(links[0][1], "Enter your first name");
    await page.locator("#summary a").nth(1).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "date_of_birth-month");
    await page.locator("#first_name").fill("API");
    assert.equal(await page.locator("#summary a").count(), 2, "what is put right leaves the summary");
    await page.locator("#date_of_birth-month").fill("9");
  }
  await page.context().close();
});

test("what leads to a field shows its question, its message and the answer given", async () => {
  const page = await openPage(kit.browser, { viewport: { width: 640, height: 500 } });
  await openForm(page, kit);
  const seen = async (selector) => {
    const { y, height } = await page.locator(selector).boundingBox();
    return y >= 0 && y + height <= 500;
  };
  await page.locator("#date_of_birth-month").fill("13");
  await page.locator("form .main").press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "summary");
  for (const [link, field, label] of [
    [0, "date_of_birth-month", "fieldset:has(#date_of_birth-month) legend"],
    [1, "reason", "label[for=reason]"],
  ]) {
    await page.locator("#summary a").nth(link).press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), field);
    for (const part of [label, `#${field.split("-")[0]}-error`, `#${field}`]) assert.ok(await seen(part), part);
  }
  await page.locator("#date_of_birth-month").fill("9");
  await page.locator("#gender-1").check();
  await page.locator("#reason").fill("a reason");
  await page.locator("form .main").press("Enter");
  await arrived(page, "save");
  await page.getByRole("button", { name: "Change Gender" }).click();
  await page.waitForFunction(() => document.activeElement.id === "gender-1");
  assert.ok(await seen("fieldset:has(#gender) legend"));
  await page.context().close();
});

test("changes undone with one press come back with the next, until something else is typed", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("4PI");
  await page.locator("#date_of_birth-month").fill("13");
  await page.locator("#gender-1").check();
  await page.locator("#reason").fill("a long story");
  const held = () => page.locator("form input[type=text], form input:checked, form textarea").evaluateAll((all) =>
    all.map(({ value }) => value),
  );
  const typed = await held();
  const undo = page.getByRole("button", { name: "Undo my changes" });
  const bring = page.getByRole("button", { name: "Bring back what I typed" });
  const said = () => page.locator("#announcement").textContent();
  await undo.click();
  assert.equal(await said(), "Your changes were undone");
  assert.equal(await page.locator("#first_name").inputValue(), "API");
  await bring.click();
  assert.equal(await said(), "What you typed is back");
  assert.deepEqual(await held(), typed);
  await page.locator("form .main").press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "summary");
  assert.equal(await message(page, "first_name"), "First name must not have digits");
  await undo.click();
  await page.locator("#last_name").fill("Hopper");
  assert.equal(await bring.count(), 0, "it would take what is typed now");
  await undo.click();
  await page.locator("#last_name").fill("Hopper");
  await page.locator("#last_name").fill("doge");
  await undo.click();
  assert.match(await said(), /^Nothing is different/);
  await undo.waitFor();
  await page.context().close();
});

test("too much typed is said at once, and counted", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#reason").fill("x".repeat(254));
  assert.equal(await page.locator("#reason-count").innerText(), "You have 1 character left");
  await page.locator("#reason").press("x");
  assert.equal(await message(page, "reason"), null);
  await page.locator("#reason").press("x");
  assert.equal(await message(page, "reason"), "Reason for this change must be 255 characters or fewer");
  assert.equal(await page.locator("#reason-count").innerText(), "You have 1 character too many");
  // What counts is what is sent: spaces in a row are one, a letter and its accent are one.
  await page.locator("#reason").fill(`  ${"x".repeat(250)}   e\u0301 `);
  assert.equal(await page.locator("#reason-count").innerText(), "You have 3 characters left");
  assert.equal(await message(page, "reason"), null);
  await page.context().close();
});

test("a whole date pasted into any box is split, an ambiguous one is left", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const paste = (part, text) =>
    page.locator(`#date_of_birth-${part}`).evaluate((box, text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      return box.dispatchEvent(event);
    }, text);
  const boxes = async () => {
    const values = [];
    for (const part of ["year", "month", "day"]) values.push(await page.locator(`#date_of_birth-${part}`).inputValue());
    return values.join("-");
  };
  assert.equal(await paste("year", "19 September 1970"), false, "the browser's own paste is held back");
  assert.equal(await boxes(), "1970-9-19");
  await paste("day", "1971-03-04");
  assert.equal(await boxes(), "1971-3-4");
  assert.equal(await paste("day", "04/03/1972"), true, "this could be April or March");
  assert.equal(await boxes(), "1971-3-4");
  await paste("month", "\u200e20–09−1973\u200f");
  assert.equal(await boxes(), "1973-9-20", "with dashes, and with marks that nobody sees");
  await page.locator("#date_of_birth-day").fill("\u200f৩১");
  await page.locator("#date_of_birth-year").fill("\u061c1974\u200e");
  await page.locator("#reason").focus();
  assert.equal(await message(page, "date_of_birth"), "Enter your date of birth as a real date", "September has 30 days");
  await page.locator("#date_of_birth-day").fill("\u200f৩০");
  assert.equal(await message(page, "date_of_birth"), null);
  await page.context().close();
});

test("the same country with one press, and the hint of the tax number follows its country", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const same = page.locator("#tax_residence_country ~ button");
  assert.ok(!(await same.isVisible()), "not offered when it is the same already");
  await page.locator("#residence_country").selectOption("de");
  for (const label of ["Country where you pay tax", "Country of birth", "Country of citizenship"]) {
    const name = `${label}: Same as country of residence`;
    assert.equal(await page.getByRole("button", { name, exact: true }).count(), 1, name);
  }
  await same.scrollIntoViewIfNeeded();
  const top = () => page.evaluate(() => scrollY);
  const before = await top();
  await same.click();
  assert.equal(await top(), before, "what the person looks at stays where it is");
  assert.equal(await page.locator("#tax_residence_country").inputValue(), "de");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tax_residence_country");
  assert.match(await page.locator("#tax_identification_number-hint").innerText(), /^Germany: /);
  await page.locator("#tax_residence_country").selectOption("ae");
  assert.match(await page.locator("#tax_identification_number-hint").innerText(), /United Arab Emirates/);
  await page.locator("#tax_residence_country").selectOption("iq");
  assert.match(await page.locator("#tax_identification_number-hint").innerText(), /No published format is known for Iraq/);
  await page.context().close();
});

test("another language: the words change, the typing stays, only that catalogue is fetched", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.seen.length = 0;
  await openForm(page, kit);
  await page.locator("#first_name").fill("Grace 1");
  await page.locator("#last_name").focus();
  const catalogues = () => kit.proxy.seen.map(({ path }) => path).filter((path) => path.includes("/locales/"));
  assert.deepEqual(catalogues(), ["/locales/en.txt"]);
  await page.locator("#language").focus();
  await page.locator("#language").selectOption("ar");
  await page.locator("html[dir=rtl]").waitFor();
  assert.equal(await page.locator("#first_name").inputValue(), "Grace 1");
  assert.equal(await message(page, "first_name").then((text) => text.includes("أرقام")), true);
  assert.equal(await page.evaluate(() => document.activeElement.id), "language");
  assert.deepEqual(catalogues(), ["/locales/en.txt", "/locales/ar.txt"]);
  await page.context().close();
});

test("the browser's Back goes from the review to the form, and only then leaves", async () => {
  const page = await openPage(kit.browser);
  await page.goto("about:blank");
  await openForm(page, kit);
  const review = async () => {
    await page.getByRole("button", { name: "Review changes" }).click();
    await arrived(page, "save");
  };
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("moved");
  await review();
  await page.goBack();
  await arrived(page, "first_name");
  assert.equal(await page.locator("#first_name").inputValue(), "Grace");
  // However often the person went to and fro by the page's own buttons.
  for (let times = 0; times < 2; times++) {
    await review();
    await page.getByRole("button", { name: "Back to the form" }).click();
    await arrived(page, "first_name");
  }
  await review();
  await page.goBack();
  await arrived(page, "first_name");
  await page.goForward();
  assert.equal(await page.locator("#first_name").inputValue(), "Grace", "there is nothing ahead");
  const asked = page.waitForEvent("dialog");
  const left = page.goBack().catch(() => undefined);
  await (await asked).accept();
  await left;
  await page.waitForURL("about:blank");
  await page.context().close();
});

test("to go to a part of the page that a link names is not to go back", async () => {
  const page = await openPage(kit.browser);
  await page.goto("about:blank");
  await openForm(page, kit);
  const follow = async (fragment) => {
    await page.evaluate(
      (fragment) =>
        new Promise((gone) => {
          addEventListener("hashchange", gone, { once: true });
          // The same link again is told by no event.
          if (location.hash === `#${fragment}`) gone();
          const link = Object.assign(document.createElement("a"), { href: `#${fragment}` });
          document.body.append(link);
          link.click();
          link.remove();
        }),
      fragment,
    );
    await drawn(page);
  };
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("moved");
  // With nothing to come back from, and after coming back.
  for (const fragment of ["a", "b"]) {
    await follow(fragment);
    assert.equal(await page.locator("#first_name").inputValue(), "Grace");
    await page.goBack();
    assert.equal(await page.locator("#first_name").inputValue(), "Grace");
    await page.getByRole("button", { name: "Review changes" }).click();
    await arrived(page, "save");
    await page.goBack();
    await arrived(page, "first_name");
  }
  // On the review, the same link twice.
  await page.getByRole("button", { name: "Review changes" }).click();
  await arrived(page, "save");
  for (let times = 0; times < 2; times++) {
    await follow("c");
    assert.equal(await page.locator("h1").innerText(), "Review your changes");
  }
  await page.goBack();
  assert.equal(await page.locator("h1").innerText(), "Review your changes");
  await page.goBack();
  await arrived(page, "first_name");
  await page.context().close();
});

test("leaving asks if, and only if, something differs", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const asks = async () => {
    let asked = false;
    page.once("dialog", (dialog) => {
      asked = true;
      void dialog.accept();
    });
    await page.reload();
    page.removeAllListeners("dialog");
    return asked;
  };
  await page.locator("#reason").fill("only a reason");
  assert.equal(await asks(), false);
  await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  assert.equal(await asks(), true);
  await openForm(page, kit);
  // Older browsers ask for a value, whatever it is.
  const value = () =>
    page.evaluate(() => {
      const event = document.createEvent("BeforeUnloadEvent");
      event.initEvent("beforeunload", false, true);
      dispatchEvent(event);
      return event.returnValue;
    });
  assert.equal(await value(), "");
  await page.locator("#first_name").fill("Grace");
  assert.notEqual(await value(), "");
  await page.locator("#first_name").fill("API");
  assert.equal(await asks(), false);
  await page.context().close();
});

test("nothing personal and no credential is left behind anywhere", async () => {
  const canaries = {
    ...DOCUMENTED,
    first_name: "Canaryone",
    last_name: "Canarytwo",
    tax_identification_number: "CANARY-3",
    reason: "canaryfour",
    date_of_birth: "1971-02-27",
    employment_status: "self_employed",
    account_opening_reason: "peer_to_peer_exchange",
  };
  const token = await kit.service.client({ ...canaries, first_name: "Canaryfive" });
  const clientId = "canary-six";
  const secrets = [
    "anaryone", "anarytwo", "ANARY-3", "anaryfour", "anaryfive", "anaryseven", "1971-02-27", "self_employed",
    "peer_to_peer_exchange", token, clientId,
    // The codes of countries are too short to look for; nothing of them can be where no field is named.
    ...Object.keys(DOCUMENTED).filter((name) => name !== "reason"),
  ];
  const page = await openPage(kit.browser);
  kit.proxy.seen.length = 0;
  await connect(page, kit.proxy.address, token, clientId);
  await fill(page, canaries);
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.context().setOffline(true);
  await page.locator("#save").dispatchEvent("click");
  await page.locator("#notice").waitFor();
  await page.context().setOffline(false);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Canaryseven", reason: "theirs" });
  await page.locator("#save").dispatchEvent("click");
  await page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
  for (const mine of await page.locator("input[value=mine]").all()) await mine.check();
  await page.getByRole("button", { name: "Review changes" }).press("Enter");
  await page.locator("#save").dispatchEvent("click");
  await page.locator("#record").waitFor();
  const left = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const kept = await caches.keys();
    return JSON.stringify([
      location.href, document.cookie, { ...localStorage }, { ...sessionStorage }, databases, kept,
      history.state, performance.getEntriesByType("resource").map(({ name }) => name), document.title,
    ]);
  });
  const places = {
    "the page's stores": left,
    "the console": page.noise.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED")).join("\n"),
    "addresses": kit.proxy.seen.map(({ path, headers }) => `${path} ${headers.referer}`).join("\n"),
    "the service's log": kit.service.said.join("\n"),
  };
  for (const [place, text] of Object.entries(places)) {
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} is in ${place}`);
  }
  assert.ok((await page.locator("#record").innerText()).includes("Canaryone"), "the canaries were there");
  await page.context().close();
});
