/* The greeting, questions to begin with, and the categories for choosing without typing. */

import { bringIntoView, make, makeButton, makeList, mark } from "./make.js";
import { WORDS } from "./words.js";

/**
 * @typedef {import("./api.js").Choice} Choice
 * @typedef {import("./reply.js").Desk} Desk
 */

/** @param {Desk} desk */
export function welcomeView(desk) {
  const examples = WORDS.example.map((text) => makeButton(text, () => desk.submit({ text }, text)));
  return make(
    "section",
    "welcome",
    mark(make("h3", "hello", WORDS.hello), { tabindex: "-1" }),
    make("p", "", WORDS.how),
    make("p", "notice", make("strong", "", WORDS.private)),
    make("h4", "", WORDS.examples),
    makeList("examples", ...examples),
  );
}

/** 一覧から選ぶ: 大分類, 小分類, then entries; each step replaces the one before. */
export class Browse {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.title = mark(make("h4", "", WORDS.browse), { tabindex: "-1" });
    this.body = make("div", "");
    this.view = mark(make("nav", "browse", this.title, this.body), { "aria-label": WORDS.browse });
    this.view.hidden = true;
  }

  /** @param {import("./api.js").Branch[]} branches */
  show(branches) {
    this.view.hidden = branches.length === 0;
    this.top = () => {
      this.step(WORDS.browse, "chips", branches.map((branch) => makeButton(branch.name, () => this.branch(branch))));
    };
    this.top();
  }

  /** @param {import("./api.js").Branch} branch */
  branch({ name, parts }) {
    const buttons = parts.map((part) => {
      const button = makeButton(part.name, () => this.part(name, part));
      button.append(" ", make("span", "count", WORDS.count(part.entries.length)));
      return button;
    });
    this.step(name, "chips", buttons, true);
  }

  /** @param {string} branch @param {import("./api.js").Part} part */
  part(branch, { name, entries }) {
    const buttons = entries.map(({ id, label }) => makeButton(label, () => this.desk.submit({ choice: id }, label)));
    this.step(`${branch}：${name}`, "choices", buttons, true);
  }

  /** @param {string} title @param {string} look @param {Node[]} buttons @param {boolean} [deeper] */
  step(title, look, buttons, deeper = false) {
    const back = makeButton(WORDS.back, () => {
      if (this.top) this.top();
      this.focus();
    }, "back");
    this.title.textContent = title;
    this.body.replaceChildren(...(deeper ? [back] : []), makeList(look, ...buttons));
    if (deeper) this.focus();
  }

  focus() {
    this.title.focus({ preventScroll: true });
    bringIntoView(this.view, "start");
  }
}
