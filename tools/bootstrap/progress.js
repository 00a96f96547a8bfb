// @ts-check
"use strict";

/** What people see on stderr while tools are being made: one line per finished step, and on a terminal a live line below. */
class Progress {
  /** @param {number} total @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [out] @param {() => number} [now] */
  constructor(total, out = process.stderr, now = Date.now) {
    this.total = total;
    this.out = out;
    this.now = now;
    this.done = 0;
    this.started = now();
    /** @type {Map<string, number>} title -> when it began */
    this.running = new Map();
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined;
  }

  /** @param {string} title */
  begin(title) {
    this.running.set(title, this.now());
    if (!this.out.isTTY) return this.line(`        ${title} ...`);
    this.timer ??= setInterval(() => this.live(), 1000).unref();
    this.live();
  }

  /** @param {string} title @param {string} [note] where it came from, if that is worth a word */
  finish(title, note) {
    const took = this.now() - (this.running.get(title) ?? this.now());
    this.running.delete(title);
    this.done++;
    const count = `[${this.done}/${this.total}]`.padStart(7);
    this.line(
      `${count} ${title}${note ? ` (${note})` : ""}: ${spell(took)}, ${spell(this.now() - this.started)} in all`,
    );
    this.live();
  }

  /** Ends the live line; nothing is written afterwards. */
  stop() {
    clearInterval(this.timer);
    if (this.out.isTTY) this.out.write("\r\x1b[K");
    this.running.clear();
  }

  /** @param {string} text */
  line(text) {
    this.out.write(`${this.out.isTTY ? "\r\x1b[K" : ""}${text}\n`);
  }

  live() {
    if (!this.out.isTTY || this.running.size === 0) return;
    const text = `        ${[...this.running.keys()].join(", ")} ... ${spell(this.now() - this.started)}`;
    this.out.write(`\r\x1b[K${text.slice(0, (this.out.columns ?? 80) - 1)}`);
  }
}

/** `7 s`, `3 min 20 s`. @param {number} ms */
function spell(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

module.exports = { Progress, spell };
