/* How the reader wants to read: the size of the text, やさしい日本語, ふりがな. Kept like the conversation. */

const SIZES = ["standard", "large", "largest"];

export class Display {
  /** @param {import("./memory.js").Memory} memory */
  constructor(memory) {
    const kept = memory.read("display") || {};
    this.memory = memory;
    this.size = SIZES.includes(kept.size) ? kept.size : SIZES[0];
    this.easy = kept.easy === true;
    this.furigana = kept.furigana === true;
    /** @type {(() => void)[]} what draws something that depends on it */
    this.drawn = [];
  }

  /** Draws now and after every change. @param {() => void} draw */
  follow(draw) {
    this.drawn.push(draw);
    draw();
  }

  /** @param {"easy" | "furigana"} name */
  toggle(name) {
    this[name] = !this[name];
    this.changed();
  }

  nextSize() {
    this.size = SIZES[(SIZES.indexOf(this.size) + 1) % SIZES.length];
    this.changed();
  }

  changed() {
    const { size, easy, furigana } = this;
    this.memory.write("display", { size, easy, furigana });
    for (const draw of this.drawn) draw();
  }
}
