// The controls as the design has them, row by row, and when they speak.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, connect, drawn, message, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { gate, tellRules } from "./kit/meanwhile.js";
import { DOCUMENTED } from "./kit/service.js";
import { enter, openForm } from "./kit/ways.js";

const kit = useKit();

/** The tag, and those attributes, of each control. */
const CONTROLS = {
  first_name: { tag: "input", type: "text", autocomplete: "given-name", spellcheck: "false", autocorrect: "off", dir: "auto" },
  last_name: { tag: "input", type: "text", autocomplete: "family-name", spellcheck: "false", autocorrect: "off", dir: "auto" },
  "date_of_birth-day": { tag: "input", autocomplete: "bday-day", inputmode: "numeric" },
  "date_of_birth-month": { tag: "input", autocomplete: "bday-month", inputmode: "text", autocorrect: "off" },
  "date_of_birth-year": { tag: "input", autocomplete: "bday-year", inputmode: "numeric" },
  residence_country: { tag: "select", autocomplete: "country" },
  tax_residence_country: { tag: "select", autocomplete: "off" },
  birth_country: { tag: "select", autocomplete: "off" },
  citizen_country: { tag: "select", autocomplete: "off" },
  tax_identification_number: { tag: "input", autocomplete: "off", autocorrect: "off", dir: "ltr" },
  gender: { tag: "input", type: "radio" },
  employment_status: { tag: "input", type: "radio" },
  account_opening_reason: { tag: "input", type: "radio" },
  reason: { tag: "textarea", autocomplete: "off" },
};

test("each control is what it should be, and says so to browsers", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  for (const [id, { tag, ...attributes }] of Object.entries(CONTROLS)) {
    const found = await page.locator(`#${id}`).evaluate((control, names) => {
      const own = Object.fromEntries(names.map((name) => [name, control.getAttribute(name)]));
      return { tag: control.localName, ...own };
    }, Object.keys(attributes));
    assert.deepEqual(found, { tag, ...attributes }, id);
  }
  assert.deepEqual(
    await page.locator("main h2").allInnerTexts(),
    ["You", "Tax and residence", "This change"],
    "three groups",
  );
  assert.equal((await page.locator("main").innerText()).match(/required/g).length, 1, "said once");
  await page.context().close();
});

for (const language of ["en", "es", "ru", "ar"]) {
  test(`countries have their names in ${language} and are sorted by it, blank first`, async () => {
    const page = await openPage(kit.browser, { locale: language });
    await openForm(page, kit, language);
    const options = await page.locator("#birth_country option").evaluateAll((all) =>
      all.map(({ value, textContent }) => [value, textContent]),
    );
    assert.equal(options.shift()[0], "");
    const names = new Intl.DisplayNames(language, { type: "region" });
    // The browser's own tables may be newer than Node's, so only most names have to agree.
    const same = options.filter(([code, name]) => names.of(code.toUpperCase()) === name);
    assert.ok(same.length > 240, `${same.length} of 250`);
    const sorted = await page.evaluate(
      ([language, names]) => names.toSorted(new Intl.Collator(language).compare),
      [language, options.map(([, name]) => name)],
    );
    assert.deepEqual(options.map(([, name]) => name), sorted);
    await page.context().close();
  });
}

test("the boxes of the date stand in the person's order", async () => {
  for (const [locale, language, order] of [
    ["en-US", "en", ["month", "day", "year"]],
    ["en-GB", "en", ["day", "month", "year"]],
    ["zh-CN", "zh-Hans", ["year", "month", "day"]],
  ]) {
    const page = await openPage(kit.browser, { locale });
    await openForm(page, kit, language);
    const boxes = await page.locator(".boxes input").evaluateAll((all) => all.map(({ id }) => id.split("-")[1]));
    assert.deepEqual(boxes, order, locale);
    await page.context().close();
  }
});

test("a whole date in one box is split though the boxes were drawn anew before they are left", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const words = gate();
  await page.route("**/locales/fr*", async (route) => {
    await words.pass();
    await route.continue();
  });
  await page.locator("#language").selectOption("fr");
  await words.reached;
  await page.locator("#date_of_birth-day").fill("26.12.1972");
  words.open();
  await page.locator("html[lang=fr]").waitFor();
  await page.locator("#reason").focus();
  const boxes = page.locator(".boxes input");
  assert.deepEqual(await boxes.evaluateAll((all) => all.map(({ value }) => value)), ["26", "12", "1972"]);
  await page.context().close();
});

test("the date speaks when it is left as a whole, not box by box", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const speaks = () => message(page, "date_of_birth");
  await page.locator("#date_of_birth-month").fill("2");
  await page.locator("#date_of_birth-day").fill("31");
  assert.equal(await speaks(), null);
  await page.locator("#date_of_birth-year").fill("1970");
  assert.equal(await speaks(), null, "still within the date");
  await page.locator("#reason").focus();
  assert.equal(await speaks(), "Enter your date of birth as a real date");
  await page.locator("#date_of_birth-day").fill("28");
  assert.equal(await speaks(), null);
  await page.context().close();
});

test("who presses the name of a box, or looks into another window, has not left the date", async () => {
  const page = await openPage(kit.browser);
  await enter(page, kit, await kit.service.token());
  await arrived(page, "first_name");
  await page.locator("#date_of_birth-month").pressSequentially("9");
  await page.locator("label[for=date_of_birth-day]").click();
  await page.waitForFunction(() => document.activeElement.id === "date_of_birth-day");
  await drawn(page);
  assert.equal(await message(page, "date_of_birth"), null);
  // As outside of tests, where one window has the focus.
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  const other = await page.context().newPage();
  await other.bringToFront();
  await page.waitForFunction(() => !document.hasFocus(), null, { polling: 50 });
  assert.equal(await message(page, "date_of_birth"), null);
  await page.bringToFront();
  await page.locator("#first_name").focus();
  assert.match(await message(page, "date_of_birth"), /must be in numbers/);
  await page.context().close();
});

test("the hint stays when the message comes, and both describe the control", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const described = async () => {
    const ids = (await page.locator("#first_name").getAttribute("aria-describedby")).split(" ");
    const texts = [];
    for (const id of ids) texts.push(await page.locator(`#${id}`).innerText());
    return texts;
  };
  const hint = "As it stands in your passport or identity card.";
  assert.deepEqual(await described(), [hint]);
  await page.locator("#first_name").fill("4PI");
  await page.locator("#last_name").focus();
  assert.deepEqual(await described(), [hint, "Error: First name must not have digits"]);
  assert.equal(await page.locator("#first_name").getAttribute("aria-invalid"), "true");
  await page.context().close();
});

test("advice is called advice, has another colour than an error, and blocks nothing", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#tax_identification_number").fill("ABCPE1234");
  await page.locator("#reason").fill("a number");
  const advice = page.locator("#tax_identification_number-advice");
  assert.equal(await advice.innerText(), "Advice: Check the number: PAN (India) looks like ABCPE1234F");
  await page.locator("#last_name").fill("7");
  await page.locator("#first_name").focus();
  const colour = (selector) => page.locator(selector).evaluate((line) => getComputedStyle(line).color);
  assert.notEqual(await colour("#last_name-error"), await colour("#tax_identification_number-advice"));
  await page.locator("#last_name").fill("doge");
  await page.locator("form .main").click();
  await page.locator("#save").waitFor();
  assert.match(await page.locator(".changes").innerText(), /Advice: Check the number/);
  await page.context().close();
});

test("a stored value that breaks a rule is an error on the first submit, not before", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.change = (answer, { method, path }) => {
    if (method !== "GET" || !path.endsWith("/client/profile")) return;
    answer.body = Buffer.from(answer.body.toString().replace('"doge"', '"d0ge"'));
    delete answer.headers["content-length"];
  };
  await openForm(page, kit);
  assert.equal(await page.locator("#last_name").inputValue(), "d0ge");
  assert.equal(await message(page, "last_name"), null);
  await page.locator("form .main").click();
  await page.waitForFunction(() => document.activeElement.id === "summary");
  assert.equal(await message(page, "last_name"), "Last name must not have digits");
  await page.context().close();
});

test("a stored answer that the list lacks is a choice of this record, and is never lost", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.change = (answer, { method, path }) => {
    if (method !== "GET" || !path.endsWith("/client/profile")) return;
    answer.body = Buffer.from(answer.body.toString().replace('"retired"', '"on_sabbatical"'));
    delete answer.headers["content-length"];
    delete answer.headers.etag;
  };
  await openForm(page, kit);
  assert.ok(await page.getByLabel("on sabbatical").isChecked());
  await page.getByLabel("Student").check();
  await page.getByLabel("on sabbatical").check();
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a name");
  await page.locator("form .main").click();
  await page.locator("#save").dispatchEvent("click");
  await page.locator("#summary, #record, #notice").first().waitFor();
  assert.equal(JSON.parse(kit.proxy.calls("PUT")[0].body).employment_status, "on_sabbatical");
  await page.context().close();
});

/** Keeps what the live region says, in `window.said`. */
async function listen(page) {
  await page.locator("#announcement").waitFor({ state: "attached" });
  await page.evaluate(() => {
    const region = document.getElementById("announcement");
    window.said = [];
    window.region = region;
    const keep = () => {
      const words = region.textContent.trim();
      if (words) window.said.push(words);
    };
    new MutationObserver(keep).observe(region, {
      characterData: true, childList: true, subtree: true,
    });
  });
}

test("a stored country that is not taken any more is shown by its name", async () => {
  tellRules(kit, ({ countries }) => ({
    countries: { ...countries, citizen_country: { allowed: [], refused: ["in"] } },
  }));
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const shown = await page.locator("#citizen_country").evaluate((select) => select.selectedOptions[0].text);
  assert.equal(shown, "India");
  await page.context().close();
});

test("what another field holds is offered only where it is taken", async () => {
  tellRules(kit, ({ countries }) => ({
    countries: { ...countries, citizen_country: { allowed: [], refused: ["us"] } },
  }));
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const offer = (field) => page.locator(`#${field} ~ .same-as`).isVisible();
  for (const [residence, isOffered] of [["us", false], ["de", true]]) {
    await page.locator("#residence_country").selectOption(residence);
    assert.deepEqual([await offer("citizen_country"), await offer("birth_country")], [isOffered, true], residence);
  }
  await page.context().close();
});

test("what is filled in by a program that tells of it by one event only is taken", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.evaluate(() => {
    const filled = [
      ["first_name", "Grace", "change"], ["last_name", "Hopper", "input"], ["residence_country", "de", "input"],
      ["birth_country", "us", "change"], ["date_of_birth-day", "9", "change"], ["date_of_birth-month", "12", "input"],
      ["reason", "filled", "change"],
    ];
    for (const [id, value, event] of filled) {
      const control = document.getElementById(id);
      control.value = value;
      control.dispatchEvent(new Event(event, { bubbles: true }));
    }
    for (const [word, event] of [["female", "input"], ["student", "change"]]) {
      const control = document.querySelector(`input[value=${word}]`);
      control.checked = true;
      control.dispatchEvent(new Event(event, { bubbles: true }));
    }
  });
  await page.locator("form .main").click();
  await arrived(page, "save");
  const review = await page.locator(".changes").innerText();
  for (const words of ["Grace", "Hopper", "Germany", "United States", "December 9, 1969", "filled", "Female", "Student"]) {
    assert.ok(review.includes(words), words);
  }
  await page.context().close();
});

test("one live region, there for good, says one message an event", async () => {
  const page = await openPage(kit.browser);
  const token = await kit.service.client();
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  await listen(page);
  await page.locator("#token").fill(token);
  await page.locator("form .main").click();
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a name");
  await page.locator("form .main").click();
  await page.context().setOffline(true);
  await page.locator("#save").dispatchEvent("click");
  await page.locator("#notice").waitFor();
  await page.context().setOffline(false);
  await page.locator("#notice").waitFor({ state: "detached" });
  await page.locator("#save").dispatchEvent("click");
  await page.locator("#record").waitFor();
  assert.deepEqual(await page.evaluate(() => window.said), [
    "Saving", "You are offline", "You can try again now", "Saving", "Your client profile is saved",
  ]);
  assert.ok(await page.evaluate(() => window.region === document.getElementById("announcement")));
  await page.getByRole("button", { name: "Change something else" }).click();
  await arrived(page, "first_name");
  assert.equal(await page.locator("#announcement").textContent(), "", "what was said is past");
  assert.equal(await page.locator("[aria-live], [role=status], [role=alert]").count(), 1);
  await page.context().close();
});

test("what a field says is read aloud as it stands when the field is left", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await listen(page);
  const steps = [
    ["first_name", "J0hn", "Error: First name must not have digits"],
    ["first_name", "J@hn", "Error: First name must be made of letters, spaces, hyphens and apostrophes; if it already looks right, type it again rather than paste it"],
    ["first_name", "John", undefined],
    ["tax_residence_country", "de", /IdNr \(Germany\) looks like/],
    ["tax_identification_number", "86095742717", /check digits/],
    ["tax_identification_number", "86095742719", undefined],
    ["tax_residence_country", "fr", /\(France\) looks like/],
    // Left as it stands, it has said so already.
    ["tax_identification_number", undefined, undefined],
  ];
  for (const [field, value, said] of steps) {
    const control = page.locator(`#${field}`);
    await page.evaluate(() => (window.said = []));
    if (field.endsWith("country")) {
      await control.selectOption(value);
    } else {
      await control.focus();
      if (value !== undefined) {
        await control.press("ControlOrMeta+a");
        await control.pressSequentially(value);
      }
      assert.deepEqual(await page.evaluate(() => window.said), [], `${value} while it is typed`);
      await page.keyboard.press("Tab");
    }
    await drawn(page);
    const heard = await page.evaluate(() => window.said);
    assert.equal(heard.length, said === undefined ? 0 : 1, `${value}: ${heard}`);
    if (said instanceof RegExp) assert.match(heard[0], said);
    else if (said !== undefined) assert.equal(heard[0], said);
  }
  await page.context().close();
});

test("a tax number is advised about when what it is compared with is answered, and only for that", async () => {
  const page = await openPage(kit.browser);
  // It carries a person's day of birth.
  const record = { tax_residence_country: "pl", tax_identification_number: "44051401359", date_of_birth: "1944-05-14" };
  await enter(page, kit, await kit.service.client({ ...DOCUMENTED, ...record }));
  await arrived(page, "first_name");
  const advice = async () => {
    const line = page.locator("#tax_identification_number-advice");
    return (await line.isVisible()) ? line.innerText() : "";
  };
  await page.locator("input[name=employment_status][value=student]").check();
  assert.equal(await advice(), "");
  await page.locator("#date_of_birth-day").fill("15");
  assert.equal(await advice(), "", "until the date is left, every key makes another day");
  await page.locator("#last_name").focus();
  assert.match(await advice(), /date of birth/);
  await page.locator("#date_of_birth-day").fill("14");
  assert.equal(await advice(), "");
  await page.locator("#date_of_birth-day").pressSequentially("1");
  assert.equal(await advice(), "", "also when it was said before");
  await page.locator("#last_name").focus();
  assert.equal(await advice(), "", "a date that is none says nothing of a number");
  await page.locator("#date_of_birth-day").fill("15");
  await page.locator("#tax_residence_country").selectOption("de");
  assert.match(await advice(), /typing mistake/, "a choice is whole at once");
  await page.locator("#tax_residence_country").selectOption("pl");
  assert.match(await advice(), /date of birth/);
  await page.locator("#reason").fill("another country");
  await page.locator("form .main").click();
  await arrived(page, "save");
  assert.match(await page.locator(".changes").innerText(), /44051401359[^]*date of birth/);
  await page.context().close();
});

test("another country where tax is paid has all said that its number is compared with", async () => {
  const page = await openPage(kit.browser);
  const record = { ...DOCUMENTED, tax_identification_number: "44051401359" };
  await enter(page, kit, await kit.service.client(record));
  await arrived(page, "first_name");
  await page.locator("#tax_residence_country").selectOption("pl");
  assert.match(await page.locator("#tax_identification_number-advice").innerText(), /date of birth/);
  await page.locator("#reason").fill("another country");
  await page.locator("form .main").click();
  await arrived(page, "save");
  assert.match(await page.locator(".changes").innerText(), /44051401359 \(as before\)[^]*date of birth/);
  await page.context().close();
});

test("a number of no country's shape is not spoken of for another date", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#date_of_birth-day").fill("20");
  await page.locator("#reason").fill("another day");
  assert.equal(await page.locator("#tax_identification_number-advice").isVisible(), false);
  await page.context().close();
});

test("each screen begins at the top of the page", async () => {
  const page = await openPage(kit.browser, { viewport: { width: 360, height: 740 } });
  const top = () => page.evaluate(() => [scrollY, document.activeElement.id]);
  await openForm(page, kit);
  await drawn(page);
  assert.deepEqual(await top(), [0, "heading"]);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a name");
  await page.locator("form .main").click();
  await arrived(page, "save");
  assert.deepEqual(await top(), [0, "heading"]);
  await page.locator("#save").dispatchEvent("click");
  await page.locator("#record").waitFor();
  await drawn(page);
  assert.deepEqual(await top(), [0, "heading"]);
  await page.context().close();
});

test("each token that is not taken is said", async () => {
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await listen(page);
  const refused = "The token was not accepted";
  for (let time = 1; time <= 3; time += 1) {
    await page.locator("#token").fill(`no-such-token-${time}`);
    await page.locator("form .main").press("Enter");
    await page.waitForFunction((time) => window.said.length >= time, time);
    await arrived(page, "token");
  }
  assert.deepEqual(await page.evaluate(() => window.said), [refused, refused, refused]);
  await page.context().close();
});

test("what stands in the way of connecting is in the title, and what was said of a token before is gone", async () => {
  const page = await openPage(kit.browser);
  await connect(page, kit.proxy.address, "no-such-token");
  await page.locator("#notice").waitFor();
  await arrived(page, "token");
  await page.locator("form .main").press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "connect-summary");
  assert.equal(await page.locator("#notice").count(), 0, "it was about another token");
  assert.match(await page.title(), /^Error: Connect/);
  await page.locator("#language").selectOption("fr");
  await page.waitForFunction(() => document.documentElement.lang === "fr");
  assert.equal(await page.locator("#token-error").isVisible(), true, "in another language it stands in the way as well");
  await page.locator("#language").selectOption("en");
  await page.waitForFunction(() => document.documentElement.lang === "en");
  assert.match(await page.title(), /^Error: Connect/);
  await page.locator("#token").fill("another");
  await page.waitForFunction(() => !document.title.startsWith("Error: "));
  await page.context().close();
});

test("what a field comes to say is said aloud, once", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await listen(page);
  const said = () => page.evaluate(() => window.said);
  await page.locator("#first_name").fill("4PI");
  await page.locator("#last_name").focus();
  await page.locator("#first_name").fill("4PII");
  await page.locator("#last_name").focus();
  const wrong = "Error: First name must not have digits";
  assert.deepEqual(await said(), [wrong]);
  await page.locator("#first_name").fill("Grace");
  assert.equal(await page.locator("#announcement").textContent(), "", "what is put right is not to be read again");
  // The number was of the country that was left: what is said of it stands at another field.
  await page.locator("#tax_residence_country").selectOption("de");
  const advice = await page.locator("#tax_identification_number-advice").innerText();
  assert.match(advice, /^Advice: .*Germany/);
  assert.deepEqual(await said(), [wrong, advice]);
  await page.locator("#reason").fill("moved");
  await page.locator("form .main").press("Enter");
  await arrived(page, "save");
  const number = page.locator(".change", { has: page.getByText("Tax identification number", { exact: true }) });
  assert.match(await number.first().innerText(), /UX-1989389 \(as before\)/);
  assert.ok((await number.first().innerText()).includes(advice), "and the review repeats it");
  await page.context().close();
});

test("without the rules of a server the built-in ones are used, with them theirs", async () => {
  const token = await kit.service.client();
  // A page of its own each time: a browser keeps rules that it has seen.
  const limit = async () => {
    const page = await openPage(kit.browser);
    await enter(page, kit, token);
    const count = await page.locator("#reason-count").innerText();
    await page.context().close();
    return Number(count.match(/\d+/)[0]);
  };
  assert.equal(await limit(), 255);
  tellRules(kit, () => ({ reason_max_length: 99 }));
  assert.equal(await limit(), 99);
  // What names a country of a newer release is left out, and nothing else.
  tellRules(kit, ({ countries }) => ({
    countries: { ...countries, birth_country: { allowed: ["in", "zz"], refused: ["zz"] } },
    tin_by_country: { zz: "strict" },
    reason_max_length: 98,
  }));
  assert.equal(await limit(), 98);
  kit.proxy.change = null;
  kit.proxy.fail = (entry, { response }) => {
    if (!entry.path.endsWith("/rules")) return false;
    response.writeHead(404).end();
    return true;
  };
  assert.equal(await limit(), 255);
});
