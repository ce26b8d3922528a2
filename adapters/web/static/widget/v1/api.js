/* The server: every request of the widget. No cookie is sent. */

import { WORDS } from "./words.js";

/**
 * @typedef {{id: string, question: string, section: string, updated_on: ?string, valid_until: ?string, easy: string}} Entry
 * @typedef {{title: string, place: string, url: string, excerpt: string}} Source
 * @typedef {{id: string, label: string}} Choice
 * @typedef {{section: string, telephone: string, hours: string, open_now: ?boolean}} Contact
 * @typedef {{reply_id: string, outcome: string, text: string, entry: ?Entry, sources: Source[], choices: Choice[],
 *   contact: ?Contact, revision: number}} Reply
 * @typedef {{text: string} | {choice: string}} Ask what is sent: the reader's words, or the id of an offered choice
 * @typedef {{name: string, path: string, entries: Choice[]}} Part
 * @typedef {{name: string, parts: Part[]}} Branch
 * @typedef {{city: string, name: string, colour: string, categories: Branch[]}} Catalogue
 */

const CROWDED = [429, 503];
const ONLY_PASSING = [408, ...CROWDED]; // of the refusals, those after which asking again can help

/** Why there is no reply: a sentence for the reader, and whether asking again can help. */
export class Problem extends Error {
  /** @param {string} message @param {boolean} passing */
  constructor(message, passing) {
    super(message);
    this.passing = passing;
  }
}

export class Api {
  /** @param {string} server the address of the server, with a slash at its end @param {string} city */
  constructor(server, city) {
    this.server = server;
    this.city = city;
  }

  /** @param {Ask} ask @param {string} session @param {string} previous @param {AbortSignal} signal @returns {Promise<Reply>} */
  async ask(ask, session, previous, signal) {
    let response;
    try {
      response = await this.post("api/ask", { city: this.city, ...ask, session, previous }, signal);
    } catch {
      throw new Problem(navigator.onLine ? WORDS.unreachable : WORDS.offline, true);
    }
    const body = await response.json().catch(() => null);
    if (response.ok && body && typeof body.text === "string") return body;
    const told = body && body.error && body.error.message;
    const again = response.status >= 500 || ONLY_PASSING.includes(response.status);
    throw new Problem(told || (CROWDED.includes(response.status) ? WORDS.crowded : WORDS.broken), again);
  }

  /** What to show for what was said of a reply. @param {string} reply_id @param {boolean} helpful @param {string} reason */
  async feedback(reply_id, helpful, reason) {
    try {
      const response = await this.post("api/feedback", { reply_id, helpful, reason });
      const body = await response.json();
      return response.ok ? body.text : body.error.message;
    } catch {
      return WORDS.notKept;
    }
  }

  /** The categories with their entries, or null where they cannot be had. @returns {Promise<?Catalogue>} */
  categories() {
    return this.get("api/categories", {});
  }

  /** Entries for what is being typed; none where the server offers none. @param {string} q @param {AbortSignal} signal @returns {Promise<Choice[]>} */
  async suggest(q, signal) {
    const body = await this.get("api/suggest", { q }, signal);
    const found = body && (body.suggestions || body.entries);
    return Array.isArray(found) ? found.map(({ id, label }) => ({ id: String(id), label: String(label) })) : [];
  }

  /** @param {string} path @param {Record<string, string>} query @param {AbortSignal} [signal] @returns {Promise<any>} */
  async get(path, query, signal) {
    try {
      const response = await fetch(`${this.server}${path}?${new URLSearchParams({ city: this.city, ...query })}`, {
        credentials: "omit",
        signal,
      });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** @param {string} path @param {object} body @param {AbortSignal} [signal] */
  post(path, body, signal) {
    return fetch(this.server + path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      signal,
    });
  }
}
