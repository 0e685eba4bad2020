// The gallery's states, as the tests visit them.

import { FIXTURES } from "./service.js";

/** Their names. */
export const STATES = FIXTURES.states.map(({ name }) => name);

/** Opens a state and waits until it is reached. */
export async function show(page, { proxy }, name, language = "en") {
  await page.goto(`${proxy.address}/state.html?state=${name}&lang=${language}`);
  await page.locator(`html[data-state="${name}"]`).waitFor();
}
