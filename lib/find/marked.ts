/** A piece of a text, and whether it is what was typed. */
export type Piece = [text: string, isTyped: boolean];

/**
 * Cuts a text where a typed word stands in it, whatever its accents, capitals and punctuation:
 * "Lebœuf" typed as "leboeuf", "905-555-0112" as "5550112".
 */
export function marked(text: string, typed: string): Piece[] {
  const { letters, places } = folded(text);
  const isTyped = new Array<boolean>(text.length).fill(false);
  for (const word of wordsOf(typed)) {
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length)) {
      isTyped.fill(true, places[at], places[at + word.length - 1] + 1);
    }
  }
  const pieces: Piece[] = [];
  for (const [index, letter] of text.split("").entries()) {
    const last = pieces.at(-1);
    if (last?.[1] === isTyped[index]) last[0] += letter;
    else pieces.push([letter, isTyped[index]]);
  }
  return pieces;
}

/** Letters that no accent was put on, but which people type as others. */
const OTHERS: Record<string, string> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d" };

/** The letters and digits of a text as they are compared, and where in it each stands. */
function folded(text: string): { letters: string; places: number[] } {
  const places: number[] = [];
  let letters = "";
  for (const [index, written] of text.split("").entries()) {
    const plain = written.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "")
      .replace(/[œæßøłđ]/g, (letter) => OTHERS[letter]);
    letters += plain;
    places.push(...new Array<number>(plain.length).fill(index));
  }
  return { letters, places };
}

/** The typed words; a telephone number in groups is one, without the country's 1. */
function wordsOf(typed: string): string[] {
  const whole = folded(typed).letters;
  const words = typed.split(/[\s,;]+/).map((word) => folded(word).letters);
  const phone = /^1?(\d{4,10})$/.exec(whole)?.[1];
  return [...new Set(phone ? [phone, whole] : words)].filter((word) => word.length > 1);
}
