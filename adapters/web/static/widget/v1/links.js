/* Telephone numbers that call, and web addresses that lead on. */

import { make } from "./make.js";
import { WORDS } from "./words.js";

const EMERGENCY = ["110", "118", "119", "171", "188", "189"];
const DIGITS = /[#＃]?[0-9０-９]+(?:[-－‐‑ー][0-9０-９]+)*/g;

/**
 * The tel: address of a number as written, or "" when `written` is no telephone number.
 * A "#" must be escaped, or the dialler would take it for a fragment and call nothing.
 * @param {string} written
 */
function telephoneAddress(written) {
  const digits = written.normalize("NFKC").replace(/[^#0-9]/g, "");
  const callable = EMERGENCY.includes(digits) || /^#\d{4}$/.test(digits) || /^0\d{9,10}$/.test(digits);
  return callable ? `tel:${digits.replace("#", "%23")}` : "";
}

/**
 * `text` as nodes, each telephone number in it a link. For crisis replies and contacts only: elsewhere 119 may be a count.
 * @param {string} text
 * @param {string} [prefix] words to take into the link, before the number
 * @returns {(Node | string)[]}
 */
export function withTelephoneLinks(text, prefix = "") {
  const nodes = [];
  let done = 0;
  for (const found of text.matchAll(DIGITS)) {
    const address = telephoneAddress(found[0]);
    if (!address) continue;
    const link = /** @type {HTMLAnchorElement} */ (make("a", "tel", prefix, make("span", "number", found[0])));
    link.href = address;
    nodes.push(text.slice(done, found.index), link);
    done = found.index + found[0].length;
  }
  return [...nodes, text.slice(done)];
}

const ADDRESS = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/g;

/** `text` as nodes, each web address in it a link. @param {string} text @returns {(Node | string)[]} */
export function withWebLinks(text) {
  const nodes = [];
  let done = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const at = /** @type {number} */ (found.index);
    nodes.push(text.slice(done, at), webLink(found[0]));
    done = at + found[0].length;
  }
  return [...nodes, text.slice(done)];
}

/** A link for web addresses only; anything else stays text. @param {string} url */
export function webLink(url) {
  if (!/^https?:\/\//i.test(url)) return make("span", "url", url);
  const link = /** @type {HTMLAnchorElement} */ (make("a", "url", url, WORDS.newTab));
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
