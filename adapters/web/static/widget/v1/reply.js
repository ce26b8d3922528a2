/* A reply on the page: answer, candidates, whom to ask, sources, and whether it helped. */

import { answerView, dayInWords, plainText } from "./answer.js";
import { copy } from "./copy.js";
import { webLink, withTelephoneLinks } from "./links.js";
import { make, makeButton, makeList, makeStatus, mark } from "./make.js";
import { opinionView } from "./opinion.js";
import { HEADINGS, WORDS } from "./words.js";

/**
 * @typedef {import("./api.js").Reply} Reply
 * @typedef {import("./api.js").Ask} Ask
 * @typedef {{ask: Ask, question: string, reply: Reply}} Exchange `question` is what the reader sees of what was asked
 * @typedef {{api: import("./api.js").Api, display: import("./display.js").Display,
 *   submit: (ask: Ask, question: string) => void, retry: (ask: Ask, question: string) => void}} Desk who takes what is pressed
 */

const JUDGED = ["answered", "passage"]; // the replies of which people are asked whether they helped

/** @param {Exchange} exchange @param {Desk} desk */
export function replyView({ ask, question, reply }, desk) {
  const heading = (reply.entry && reply.entry.question) || HEADINGS[reply.outcome];
  const contact = reply.contact || (reply.entry && reply.entry.section ? { section: reply.entry.section } : null);
  const judged = JUDGED.includes(reply.outcome);
  return make(
    "article",
    `reply ${reply.outcome}`,
    make("p", "sender", WORDS.sender),
    heading ? make("h3", "", heading) : null,
    answerView(reply, desk.display),
    reply.choices.length ? choicesView(reply, desk) : null,
    contact ? contactView(contact) : null,
    reply.sources.length ? sourcesView(reply.sources) : null,
    judged ? footView(reply, () => plainText(question, reply, desk.display)) : null,
    reply.outcome === "error" ? retryView(ask, question, desk) : null,
    judged ? opinionView(reply.reply_id, desk.api) : null,
  );
}

/** What went wrong; with `again`, a way to try once more. @param {string} message @param {?Node} again */
export function problemView(message, again) {
  return make("article", "reply problem", make("h3", "", WORDS.problem), make("p", "answer", message), again);
}

/** @param {Ask} ask @param {string} question @param {Desk} desk */
export function retryView(ask, question, desk) {
  return makeButton(WORDS.retry, () => desk.retry(ask, question), "retry");
}

/** @param {Reply} reply @param {Desk} desk */
function choicesView({ outcome, choices }, desk) {
  const list = makeList(
    "choices",
    ...choices.map(({ id, label }) => makeButton(label, () => desk.submit({ choice: id }, label))),
  );
  list.setAttribute("aria-label", WORDS.choices);
  const above = { handoff: WORDS.nearest, answered: WORDS.related }[outcome];
  return above ? make("div", "nearest", make("p", "", above), list) : list;
}

/** @param {Partial<import("./api.js").Contact>} contact */
function contactView({ section, telephone, hours, open_now: open }) {
  const now = open === true ? WORDS.open : open === false ? WORDS.closed : "";
  return make(
    "div",
    "contact",
    section ? make("p", "contact-name", WORDS.section + section) : null,
    telephone ? make("p", "", ...withTelephoneLinks(telephone, `${WORDS.telephone} `)) : null,
    hours || now ? make("p", "", hours || "", " ", now ? make("strong", "", now) : null) : null,
  );
}

/** @param {import("./api.js").Source[]} sources */
function sourcesView(sources) {
  return make("details", "sources", make("summary", "", WORDS.sources), makeList("", ...sources.map(sourceView)));
}

/** @param {import("./api.js").Source} source */
function sourceView({ title, place, url, excerpt }) {
  return make(
    "div",
    "",
    make("p", "", title),
    place ? make("p", "place", place) : null,
    url ? make("p", "", webLink(url)) : null,
    excerpt ? make("blockquote", "", excerpt) : null,
  );
}

/** 更新日, and the answer as text. @param {Reply} reply @param {() => string} text */
function footView({ entry }, text) {
  const told = makeStatus("told");
  const button = makeButton(WORDS.copy, async () => {
    told.textContent = (await copy(text(), button)) ? WORDS.copied : WORDS.notCopied;
  });
  const day = entry && entry.updated_on;
  const updated = day ? make("p", "updated", WORDS.updated, mark(make("time", "", dayInWords(day)), { datetime: day })) : null;
  return make("div", "foot", updated, button, told);
}
