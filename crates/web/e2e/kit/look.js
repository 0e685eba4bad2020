// What is measured on a page as it stands: axe's findings, and what axe does not see.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds: the rule and where. */
export async function findings(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const options = { runOnly: tags, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };
    const { violations } = await window.axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  }, TAGS);
}

/** Ids that something points at and that are not there. */
export const dangling = (page) =>
  page.evaluate(() => {
    const names = ["aria-describedby", "aria-labelledby", "aria-controls", "for"];
    return names.flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].flatMap((element) =>
        element
          .getAttribute(name)
          .split(/\s+/)
          .filter((id) => document.getElementById(id) === null),
      ),
    );
  });

/** By how many pixels the page is wider than its window. */
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Controls smaller than they may be: 24 px, the main ones 44. Words within a sentence apart. */
export const smallTargets = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, textarea, a, summary")]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const target = element.type === "radio" ? element.parentElement : element;
        const { width, height } = target.getBoundingClientRect();
        const least = element.matches(".main, form input, form select, form textarea") ? 44 : 24;
        return { id: element.id || element.className || element.textContent, least, width, height };
      })
      .filter(({ least, width, height }) => Math.min(width, height) < least - 0.05),
  );

/**
 * What is seen too faintly: text under 4.5:1 on what lies behind it (3:1 when large), edges of
 * controls and the mark of the focus under 3:1.
 */
export const faint = (page) =>
  page.evaluate(async () => {
    // The browser itself says what a colour is, however it is written.
    const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const read = (colour) => {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = colour;
      pixel.fillRect(0, 0, 1, 1);
      const [r, g, b, alpha] = pixel.getImageData(0, 0, 1, 1).data;
      return { r, g, b, alpha: alpha / 255 };
    };
    const luminance = ({ r, g, b }) => {
      const [x, y, z] = [r, g, b].map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ratio = (a, b) => {
      const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
      return (light + 0.05) / (dark + 0.05);
    };
    /** The first colour behind an element that hides what is behind it. */
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = read(getComputedStyle(at).backgroundColor);
        if (colour.alpha === 1) return colour;
      }
      return read("Canvas");
    };
    const name = (element) => element.id || element.className || element.textContent.trim().slice(0, 30);
    const found = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const element = words.currentNode.parentElement;
      if (words.currentNode.data.trim() === "" || element.closest("script, style, option, noscript, .visually-hidden")) continue;
      if (!element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const is = ratio(read(style.color), behind(element));
      if (is < (large ? 3 : 4.5)) found.push(`text of ${name(element)}: ${is.toFixed(2)}`);
    }
    for (const control of document.querySelectorAll("input, select, textarea, button, a, summary")) {
      if (!control.checkVisibility()) continue;
      const style = getComputedStyle(control);
      const around = behind(control.parentElement);
      // A radio button is drawn by the browser, in colours that it makes sure of itself.
      if (control.type !== "radio" && parseFloat(style.borderTopWidth) > 0) {
        const edge = ratio(read(style.borderTopColor), around);
        const filled = ratio(behind(control), around);
        if (Math.max(edge, filled) < 3) found.push(`edge of ${name(control)}: ${edge.toFixed(2)}`);
      }
    }
    const last = document.activeElement;
    for (const control of document.querySelectorAll("input, select, textarea, button, a, summary, pre[tabindex]")) {
      if (!control.checkVisibility()) continue;
      control.focus({ focusVisible: true, preventScroll: true });
      const style = getComputedStyle(control);
      const ring = read(style.outlineColor);
      const is = ratio(ring, behind(control.parentElement));
      const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      if (document.activeElement === control && (!shown || is < 3)) found.push(`focus of ${name(control)}: ${is.toFixed(2)}`);
    }
    last?.focus({ preventScroll: true });
    return found;
  });
