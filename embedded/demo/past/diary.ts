/** What is to happen, in the order of its time: things that happen may enter more. */
export class Diary {
  #entries: { at: Date; order: number; happen: () => Promise<void> }[] = [];
  #entered = 0;
  #now = new Date(0);

  /** When what is happening happens. */
  get now(): Date {
    return this.#now;
  }

  enter(at: Date, happen: () => Promise<void>): void {
    this.#entries.push({ at, order: this.#entered++, happen });
  }

  /** Enters what happens right after what is happening now. */
  enterNext(happen: () => Promise<void>): void {
    this.enter(this.#now, happen);
  }

  /** Lets everything happen that was entered, and what is entered meanwhile, each at its time. */
  async live(moveClock: (at: Date) => Promise<void>): Promise<void> {
    while (this.#entries.length > 0) {
      this.#entries.sort((a, b) => b.at.getTime() - a.at.getTime() || b.order - a.order);
      const { at, happen } = this.#entries.pop()!;
      if (at < this.#now) throw new Error(`${at.toISOString()} is over already`);
      if (at > this.#now) await moveClock(at);
      this.#now = at;
      await happen();
    }
  }
}
