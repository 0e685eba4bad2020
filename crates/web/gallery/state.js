// Shows one state of the page: `?state=` names a row of states.json. It answers in the server's
// place and does what a person would do. Everything that is seen is the page itself.

(() => {
  const asked = new URLSearchParams(location.search).get("state");
  const network = globalThis.fetch;
  const known = network("gallery/states.json").then((answer) => answer.json());
  const fixture = known.then(({ states }) => states.find(({ name }) => name === asked));

  /** What is stored: a record, null for none. */
  let record;
  let version = 1;

  function envelope(status, content, { method, headers = {} }) {
    const meta = { endpoint: "/client/profile", method, timing: 12 };
    return new Response(JSON.stringify({ ...content, meta }), { status, headers });
  }

  async function answer(request) {
    const { method } = request;
    const state = await fixture;
    if (record === undefined) {
      record = state.stored === null ? null : { ...(await known).record, ...state.stored };
    }
    const given = state.answers?.[method];
    if (given === "none") return new Promise(() => {});
    if (given === "offline") {
      Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
    }
    if (typeof given === "string") throw new TypeError("no network");
    if (given?.text !== undefined) return new Response(given.text, { status: given.status });
    if (given) {
      const { status, headers, code, errors = [{ code, message: "no" }] } = given;
      return envelope(status, { errors: errors.map((error) => ({ status, ...error })) }, { method, headers });
    }
    if (method !== "GET") {
      if (state.meanwhile && version === 1) {
        record = { ...record, ...state.meanwhile };
        version += 1;
        return envelope(412, { errors: [{ status: 412, code: "PreconditionFailed", message: "no" }] }, { method });
      }
      record = { ...(await known).record, ...record, ...(await request.json()) };
      version += 1;
    }
    if (record === null) {
      return envelope(404, { errors: [{ status: 404, code: "NotFound", message: "no" }] }, { method });
    }
    return envelope(200, { data: [record] }, { method, headers: { etag: `"${version}"` } });
  }

  globalThis.fetch = async (what, options) => {
    const { pathname } = new URL(what.url ?? what, document.baseURI);
    if (pathname.endsWith(".wasm") && (await fixture).fails) throw new TypeError("no network");
    if (pathname.endsWith("/client/profile")) return answer(new Request(what, options));
    return network(what, options);
  };

  /** The element, as soon as it is there and shown. */
  async function there(selector) {
    for (;;) {
      const found = document.querySelector(selector);
      if (found?.checkVisibility()) return found;
      await new Promise(requestAnimationFrame);
    }
  }

  /** Leaves the control that has the focus. A window in the background sends no such events. */
  function leave() {
    const control = document.activeElement;
    if (!document.hasFocus()) {
      control.dispatchEvent(new FocusEvent("blur"));
      control.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
    control.blur();
  }

  function write(id, value) {
    const control = document.getElementById(id);
    control.focus();
    control.value = value;
    for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }));
  }

  function type(field, value) {
    const radio = document.querySelector(`input[name="${field}"][value="${value}"]`);
    if (radio) radio.click();
    else if (field === "date_of_birth") {
      const [year, month, day] = value.split("-");
      for (const [part, text] of Object.entries({ day, month, year })) write(`${field}-${part}`, text);
    } else write(field, value);
  }

  async function reach(state) {
    if (!state.fails) await there("#token");
    if (state.stored !== undefined) {
      write("token", "gallery");
      document.querySelector("form .main").click();
      await there(state.answers?.GET ? state.shows : "#first_name");
    }
    const { change, record } = await known;
    const { reason, ...profile } = record;
    const typed = { ...(state.change && change), ...(state.all && profile), ...state.type };
    for (const [field, value] of Object.entries(typed)) {
      if (state.all && !document.querySelector(`[name^="${field}"]`)) continue;
      type(field, value);
    }
    if (state.leave) {
      leave();
      document.getElementById(state.leave).focus();
    }
    for (const selector of state.press ?? []) (await there(selector)).click();
    if (state.stop) globalThis.clientProfile.stopped();
    await there(state.shows);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }

  fixture.then(async (state) => {
    await reach(state);
    document.documentElement.dataset.state = state.name;
  });
})();
