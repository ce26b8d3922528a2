/*
 * Readings that staff wrote. An answer in やさしい日本語 has them in （） after each word (docs/content.md); the ordinary answer
 * of the same entry borrows those of its whole words. Nothing is guessed: a word without a written reading has none.
 */

import { make } from "./make.js";

const WORD = "[0-9０-９]*[\\p{Script=Han}々〆ヶ]+";
const WRITTEN = new RegExp(`(${WORD})（([ぁ-んー]+)）`, "gu");
const WHOLE = new RegExp(WORD, "gu");

/** Whether `easy` has a reading. @param {string} easy */
export function hasReadings(easy) {
  return easy.search(WRITTEN) >= 0;
}

/** `easy` with each written reading above its word. @param {string} easy @returns {(Node | string)[]} */
export function aboveWords(easy) {
  return annotated(easy, WRITTEN, (found) => [found[1], found[2]]);
}

/**
 * `text` with the readings written in `easy` above the words of two or more characters that stand in both.
 * @param {string} text @param {string} easy @returns {(Node | string)[]}
 */
export function borrowed(text, easy) {
  const readings = new Map();
  for (const [, word, reading] of easy.matchAll(WRITTEN)) if (/^\D{2,}$/.test(word)) readings.set(word, reading);
  return annotated(text, WHOLE, ([word]) => (readings.has(word) ? [word, readings.get(word)] : null));
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {(found: RegExpMatchArray) => ?string[]} pair word and reading, or null to leave the text as it is
 */
function annotated(text, pattern, pair) {
  const nodes = [];
  let done = 0;
  for (const found of text.matchAll(pattern)) {
    const both = pair(found);
    if (!both) continue;
    const at = /** @type {number} */ (found.index);
    nodes.push(text.slice(done, at), make("ruby", "", both[0], make("rp", "", "（"), make("rt", "", both[1]), make("rp", "", "）")));
    done = at + found[0].length;
  }
  return [...nodes, text.slice(done)];
}
