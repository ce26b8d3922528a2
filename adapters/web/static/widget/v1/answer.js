/* The text of a reply as the reader wants to read it: as written, in やさしい日本語, with ふりがな; and as plain text to copy. */

import { aboveWords, borrowed, hasReadings } from "./furigana.js";
import { withTelephoneLinks, withWebLinks } from "./links.js";
import { make, makeButton, mark } from "./make.js";
import { WORDS } from "./words.js";

/**
 * @typedef {import("./api.js").Reply} Reply
 * @typedef {import("./display.js").Display} Display
 */

/** @param {Reply} reply @param {Display} display */
export function answerView(reply, display) {
  const { outcome, text } = reply;
  if (outcome === "crisis") {
    return make("div", "answer", ...text.split("\n").map((line) => make("p", "line", ...withTelephoneLinks(line))));
  }
  if (outcome === "not_japanese") return foreignView(text);
  const easy = easyOf(reply);
  return easy ? readableView(text, easy, display) : make("p", "answer", ...withWebLinks(text));
}

/** @param {Reply} reply */
function easyOf({ entry }) {
  return (entry && entry.easy) || "";
}

/** The answer below the two buttons that change how it reads. @param {string} text @param {string} easy @param {Display} display */
function readableView(text, easy, display) {
  const answer = make("p", "answer");
  const names = /** @type {("easy" | "furigana")[]} */ (hasReadings(easy) ? ["easy", "furigana"] : ["easy"]);
  const buttons = names.map((name) => ({ name, button: makeButton(WORDS[name], () => display.toggle(name), "toggle") }));
  display.follow(() => {
    answer.replaceChildren(...readable(text, easy, display));
    answer.classList.toggle("ruby", display.furigana);
    for (const { name, button } of buttons) button.setAttribute("aria-pressed", String(display[name]));
  });
  const group = make("div", "buttons", ...buttons.map(({ button }) => button));
  return make("div", "readable", mark(group, { role: "group", "aria-label": WORDS.reading }), answer);
}

/** @param {string} text @param {string} easy @param {Display} display @returns {(Node | string)[]} */
function readable(text, easy, display) {
  if (display.easy) return display.furigana ? aboveWords(easy) : [easy];
  const linked = withWebLinks(text);
  if (!display.furigana) return linked;
  return linked.flatMap((part) => (typeof part === "string" ? borrowed(part, easy) : [part]));
}

/** Each line under its own language, so that screen readers choose the right voice. @param {string} text */
function foreignView(text) {
  const lines = text.split("\n").map((line) => mark(make("p", "", line), { lang: languageOf(line) }));
  return make("div", "answer", ...lines);
}

/** @param {string} line */
function languageOf(line) {
  if (/\p{Script=Hangul}/u.test(line)) return "ko";
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(line)) return "ja";
  if (/\p{Script=Devanagari}/u.test(line)) return "ne";
  if (/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/iu.test(line)) return "vi";
  if (/[ãõç]/iu.test(line)) return "pt";
  if (/\b(?:ang|sa|na)\b/u.test(line)) return "tl";
  return /\p{Script=Han}/u.test(line) ? "zh" : "en";
}

/** @param {string} day ISO 8601, as 2026-04-01 */
export function dayInWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return date ? `${year}年${month}月${date}日` : day;
}

/** Everything of a reply that someone may want to paste into a mail. @param {string} question @param {Reply} reply @param {Display} display */
export function plainText(question, reply, display) {
  const { entry, contact, sources } = reply;
  const easy = easyOf(reply);
  const lines = [
    entry ? entry.question : question,
    display.easy && easy ? easy : reply.text,
    contact ? [WORDS.section + contact.section, contact.telephone].filter(Boolean).join(" ") : "",
    sources.length ? `${WORDS.sources}：${sources.map(({ title, place }) => [title, place].filter(Boolean).join(" ")).join("、")}` : "",
    entry && entry.updated_on ? WORDS.updated + dayInWords(entry.updated_on) : "",
  ];
  return lines.filter(Boolean).join("\n");
}
