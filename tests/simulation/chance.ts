/**
 * Chance that depends on nothing but the seed and what is decided: whoever asks first or last gets the same
 * answer, so that a seed tells one story, in whatever order rows come.
 */
export class Chance {
  constructor(readonly seed: number) {}

  /** A number from 0 to below 1 for what is decided about these things. */
  of(...about: (string | number)[]): number {
    let hash = 0x811c9dc5 ^ this.seed;
    for (const character of about.join(" ")) {
      hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
    }
    // Neighbouring texts are to be far apart.
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
  }

  /** Whether something of that likelihood happens. */
  happens(likelihood: number, ...about: (string | number)[]): boolean {
    return this.of(...about) < likelihood;
  }

  /** One of these, all equally likely. */
  oneOf<T>(choices: readonly T[], ...about: (string | number)[]): T {
    return choices[Math.floor(this.of("which", ...about) * choices.length)];
  }

  /** A whole number from the first to below the second. */
  between(from: number, to: number, ...about: (string | number)[]): number {
    return from + Math.floor(this.of("between", ...about) * (to - from));
  }
}
