/*
 * What is kept in the reader's browser, and for how long: until the tab is closed, or some days where the city asks for it.
 * Blocked or full storage forgets instead of failing.
 */

const DAY = 86400000; // milliseconds

export class Memory {
  /** @param {string} city @param {number} days 0: this tab only */
  constructor(city, days) {
    this.city = city;
    this.days = days;
  }

  /** @param {string} key @returns {any} null where nothing is kept, or for too long */
  read(key) {
    try {
      const { at, value } = JSON.parse(this.place().getItem(this.name(key)) || "null") || {};
      if (this.days && !(Date.now() - at < this.days * DAY)) return null;
      return value === undefined ? null : value;
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {unknown} value */
  write(key, value) {
    try {
      this.place().setItem(this.name(key), JSON.stringify({ at: Date.now(), value }));
    } catch {
      // The conversation then lasts until the page is left.
    }
  }

  /** Also what was kept under another `days`. @param {string} key */
  forget(key) {
    for (const days of [0, 1]) {
      try {
        (days ? localStorage : sessionStorage).removeItem(this.name(key));
      } catch {
        // Nothing could be stored, so nothing is left.
      }
    }
  }

  place() {
    return this.days ? localStorage : sessionStorage;
  }

  /** @param {string} key */
  name(key) {
    return `madoguchi.${this.city}.${key}`;
  }
}
