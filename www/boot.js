// Starts the page, and speaks for it while it cannot: a failed load, a slow start, a panic.
// Needs no WebAssembly and no inline code, and writes text only, so that a strict
// Content-Security-Policy with Trusted Types holds.

const LANGUAGES = ["en", "es", "fr", "pt", "ru", "ar", "hi", "zh-Hans"];
const RIGHT_TO_LEFT = ["ar"];
const SLOW_AFTER_MS = 20_000;

const script = document.getElementById("boot");
const place = (path) => new URL(path, document.baseURI);
/** What there is of words, by the language's tag. */
const catalogues = new Map();
let stands = false;
let stopped = false;

/** The first of the person's languages that the page speaks. */
function spoken(wishes) {
  for (const wish of wishes) {
    const tag = wish.toLowerCase();
    const exact = LANGUAGES.find((known) => known.toLowerCase() === tag);
    const found = exact ?? LANGUAGES.find((known) => known.split("-")[0] === tag.split("-")[0]);
    if (found) return found;
  }
  return "en";
}

/** Fetches a text; `none` where there is none, null when it cannot be had within the time. */
async function text(address, limit, none = null) {
  try {
    // Old browsers have none: they are told so in their language.
    const answer = await fetch(address, { signal: AbortSignal.timeout?.(limit) });
    if (answer.status === 404) return none;
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/**
 * What the deployment told, which is nothing where it has no such file. Null when that is not known:
 * then nothing is guessed, because the token would go where the API is not.
 */
async function configure(tries) {
  try {
    const told = JSON.parse(await text(place("config.json"), 10_000, "{}"));
    const base = told.api_base ?? "";
    if (told.constructor === Object && typeof base === "string") {
      // It may end in a slash or not: `/` alone is the origin's own.
      return { ...told, api_base: base && base.replace(/\/*$/, "/") };
    }
  } catch {
    // Another page in its place.
  }
  if (tries === 1) return null;
  await new Promise((again) => setTimeout(again, 1_000));
  return configure(tries - 1);
}

const asked = new URLSearchParams(location.search).get("lang");
const settings = configure(3);
const language = settings.then((told) =>
  spoken([asked, told?.locale, ...navigator.languages].filter((wish) => typeof wish === "string")),
);
const words = new Map();
const fetchWords = (tag) => {
  const known = words.get(tag) ?? text(place(`locales/${tag}.txt`), 60_000);
  words.set(tag, known);
  // What did not come, or is a page that something put in its place, is asked for again.
  return known.then((fetched) => {
    if (/^app_title = /m.test(fetched)) {
      catalogues.set(tag, fetched);
      return fetched;
    }
    words.delete(tag);
    return null;
  });
};
const firstWords = language.then(async (tag) => {
  // Until they come, and when they do not, everything that is said is English.
  if (await fetchWords(tag)) boot.language = tag;
});
const rules = settings.then((told) => told && text(place(`${told.api_base}client/profile/rules`), 5_000));

/** What the person is in the midst of, by the event with which it began. */
const midst = new Set();
/** Who waits for the end of it. */
const waiting = [];
const midstOf = (begin, ...ends) => {
  let turn = 0;
  addEventListener(begin, () => {
    turn++;
    midst.add(begin);
  });
  const end = () => {
    midst.delete(begin);
    if (midst.size === 0) for (const go of waiting.splice(0)) go();
  };
  const endSoon = () => {
    const ended = turn;
    // A click comes with its mouseup, and moves the focus with the next frame. The next one may have
    // begun by then.
    requestAnimationFrame(() => setTimeout(() => ended === turn && end()));
  };
  for (const event of ends) addEventListener(event, endSoon);
  return end;
};
// A press that opened a list, a menu or dragged something may not tell its end.
const released = midstOf("mousedown", "mouseup", "keydown", "dragend", "contextmenu");
addEventListener("change", ({ target }) => target.localName === "select" && released());
midstOf("touchstart", "touchend", "touchcancel");
midstOf("keydown", "keyup", "blur");
midstOf("compositionstart", "compositionend", "focusin");

/** The rest of a double click is for what its first half was for: by now, something else may lie there. */
let pressed;
addEventListener("click", (event) => {
  const { target, detail } = event;
  // A press on a label is one on its control too, which some browsers count as well.
  const on = target.closest?.("label")?.control ?? target;
  if (detail > 1 && on !== pressed) {
    event.preventDefault();
    event.stopPropagation();
  }
  // Who goes on pressing means it.
  pressed = on;
}, true);

/** What the page is drawn anew with comes once that breaks off no press, and no character half composed. */
const atRest = (value) => (!stands || midst.size === 0 ? value : new Promise((go) => waiting.push(() => go(value))));

const boot = {
  language: "en",
  config: async () => JSON.stringify(await settings),
  rules: () => rules.then(atRest),
  words: (tag) => fetchWords(tag).then(atRest),
  /**
   * Once the page has been drawn anew, it is where it was, and the focus on its control, where in its
   * text it was.
   */
  keepPlace() {
    const { scrollingElement } = document;
    const active = document.activeElement ?? document.body;
    const { id, localName, selectionStart, selectionEnd } = active;
    // Most links and buttons have no id.
    const alike = () => [...document.querySelectorAll(localName)];
    const at = alike().indexOf(active);
    const top = scrollingElement.scrollTop;
    requestAnimationFrame(() => {
      const control = id ? document.getElementById(id) : alike()[at];
      control?.focus({ preventScroll: true });
      if (selectionStart != null) control?.setSelectionRange?.(selectionStart, selectionEnd);
      scrollingElement.scrollTop = top;
    });
  },
  /** The page stands. */
  started() {
    stands = true;
    clearTimeout(slow);
    document.getElementById("trouble")?.remove();
  },
  /** What is typed is off the screen for a while, or there again. */
  hold(isOff) {
    held = isOff ? held || typed() : "";
  },
  /** The page cannot go on. */
  stopped() {
    // What still runs may stop again; what was typed is told once.
    if (stopped) return;
    stopped = true;
    // Another language may have been chosen; or what translates the page says that it is in its own.
    const { lang } = document.documentElement;
    if (stands && catalogues.has(lang)) boot.language = lang;
    speak("boot_stopped");
  },
};
globalThis.clientProfile = boot;

const ENGLISH = {
  boot_stopped: "The page has stopped working",
  boot_stopped_do: "Nothing was sent without your confirmation. Copy what you typed, then load the page again.",
  boot_failed: "The page could not be loaded",
  boot_failed_do: "Check your connection, then load the page again.",
  boot_slow: "The page is still loading",
  boot_slow_do: "Your connection may be slow. Wait, or load the page again.",
  boot_old: "This browser is too old for this page",
  boot_old_do: "Use an up-to-date version of Chrome, Edge, Firefox or Safari.",
  boot_typed: "What you typed",
  boot_reload: "Load the page again",
};

/** Words in the page's language, in English while there are none. */
function say(key) {
  const line = catalogues.get(boot.language)?.split("\n").find((line) => line.startsWith(`${key} = `));
  return line?.slice(key.length + 3) ?? ENGLISH[key];
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** What was typed, while other screens stand. */
let held = "";

/** Credentials, which may be shown as they are by then, and what is no answer. */
const LEFT_OUT = ["token", "client-id", "language"];

/** What stands in the controls now, each under its label. */
function typed() {
  const lines = [];
  for (const control of document.querySelectorAll("#app input, #app select, #app textarea")) {
    const isChoice = control.type === "radio" || control.type === "checkbox";
    if (LEFT_OUT.includes(control.id)) continue;
    if (isChoice && !control.checked) continue;
    const name = control.closest("fieldset")?.querySelector("legend")?.textContent;
    const label = control.labels?.[0]?.textContent ?? control.name;
    const value = control.selectedOptions?.[0]?.textContent ?? control.value;
    if (control.value === "") continue;
    lines.push(isChoice ? `${name}: ${label}` : `${name ? `${name}, ` : ""}${label}: ${value}`);
  }
  // The review has no controls any more.
  for (const change of document.querySelectorAll("#app .change")) {
    lines.push(["dt", "ins"].map((part) => change.querySelector(part).textContent).join(": "));
  }
  return lines.join("\n");
}

/** Says what happened, how to go on, and keeps what was typed to be copied. */
function speak(key) {
  const goesOn = key === "boot_slow";
  if (!goesOn) clearTimeout(slow);
  const kept = [held, typed()].filter((lines) => lines !== "").join("\n");
  const old = document.getElementById("trouble");
  const tongue = { lang: boot.language, dir: RIGHT_TO_LEFT.includes(boot.language) ? "rtl" : "ltr" };
  const box = make("div", { id: "trouble", className: "notice trouble", tabIndex: -1, ...tongue });
  box.setAttribute("role", "alert");
  box.append(make("h1", { textContent: say(key) }), make("p", { textContent: say(`${key}_do`) }));
  if (kept !== "") {
    const area = make("textarea", { id: "typed", readOnly: true, rows: 14, value: kept });
    box.append(make("label", { htmlFor: "typed", textContent: say("boot_typed") }), area);
  }
  const again = make("button", { type: "button", className: "main", textContent: say("boot_reload") });
  again.addEventListener("click", () => location.reload());
  box.append(again);
  old?.remove();
  if (goesOn) {
    document.body.prepend(box);
  } else {
    // What stands there does not work; it must not look as if it did.
    document.getElementById("app")?.remove();
    Object.assign(document.documentElement, tongue);
    document.body.prepend(make("main", { className: "page" }, box));
    document.title = `${say(key)} – ${document.title}`;
    box.focus();
  }
}

const slow = setTimeout(() => speak("boot_slow"), SLOW_AFTER_MS);

async function start() {
  // Those without the one are older than what the page is built for.
  if (typeof WebAssembly !== "object" || !AbortSignal.timeout) {
    await firstWords;
    speak("boot_old");
    return;
  }
  try {
    const wasm = fetch(place(script.dataset.wasm), { credentials: "same-origin" });
    const code = await import(place(script.dataset.js).href);
    // Words come first: the page begins to speak the moment it stands.
    await firstWords;
    if (!catalogues.has(boot.language) || !(await settings)) throw new Error("not told");
    await code.default({ module_or_path: wasm });
    boot.connect = code.connect;
  } catch {
    if (!stopped) speak("boot_failed");
  }
}

const OURS = [script.dataset.wasm, script.dataset.js].map((path) => path.split("/").pop());

/**
 * Whether an error is a trap in our WebAssembly that no panic announced, or passed through it and left
 * it half done; other scripts have modules of their own. Chromium and Firefox name the module's file
 * in the stack, Safari only that of the script that called it. A stack that names no file, because it
 * is all WebAssembly or the browser keeps none, may be ours.
 */
function isOurs(error) {
  const stack = error?.stack ?? "";
  if (!/^ *at |@/m.test(stack)) return error instanceof WebAssembly.RuntimeError;
  const passed = stack.includes("wasm-function");
  // Chromium calls a module without a file wasm://wasm/…
  return passed && (OURS.some((name) => stack.includes(name)) || !/[^m]:\/\//.test(stack));
}

for (const [event, key] of [["error", "error"], ["unhandledrejection", "reason"]]) {
  addEventListener(event, (happened) => {
    if (!stopped && isOurs(happened[key])) boot.stopped();
  });
}

start();
