// What runs inside every page, before its own scripts: it looks on, and changes nothing.

/** Watches when the page can be used and when it holds the record. */
export function watchStart(firstName) {
  const seen = { ready: null, filled: null };
  globalThis.bench = { seen };
  const look = () => {
    seen.ready ??= document.querySelector("#app input") && performance.now();
    // Our page is given its token as a page around it would do it; the peers have theirs built in.
    const page = globalThis.clientProfile;
    if (page?.connect && !seen.connected) seen.connected = page.connect("a-token-of-the-benchmark");
    if (document.getElementById("first_name")?.value === firstName) seen.filled = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** What a field's message says; empty when it says nothing. */
export function message(field) {
  const line = document.getElementById(`${field}-error`);
  return line && !line.hidden ? line.textContent.replace("Error: ", "") : "";
}

/** Waits for the next key, and from it for the message to be another. */
export function armKey(field) {
  const shown = () => {
    const line = document.getElementById(`${field}-error`);
    return line && !line.hidden ? line.textContent : "";
  };
  const before = shown();
  globalThis.bench.latency = new Promise((resolve) => {
    let pressed;
    addEventListener("keydown", ({ timeStamp }) => (pressed = timeStamp), { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (shown() === before) return;
      const latency = performance.now() - pressed;
      observer.disconnect();
      resolve(latency);
    });
    const everything = { subtree: true, childList: true, characterData: true, attributes: true };
    observer.observe(document.getElementById("app"), everything);
  });
}
