/** What the font of our papers has: most letters of the languages that are written in Latin letters, and signs. */
const KNOWN = new RegExp(
  "^[\\n" +
    "\\u0020-\\u007e\\u00a0-\\u00ac\\u00ae-\\u00b4\\u00b6-\\u0107\\u010a-\\u0113\\u0116-\\u011b" +
    "\\u011e-\\u0123\\u0126\\u0127\\u012a\\u012b\\u012e-\\u0133\\u0136\\u0137\\u0139-\\u013e\\u0141-" +
    "\\u0148\\u0150-\\u0155\\u0158-\\u015b\\u015e-\\u0165\\u016a\\u016b\\u016e-\\u017e\\u0192\\u0218-" +
    "\\u021b\\u0237\\u02c6\\u02c7\\u02c9\\u02d8-\\u02dd\\u0394\\u03a9\\u03bc\\u03c0\\u1e80-\\u1e85" +
    "\\u1e9e\\u1ef2\\u1ef3\\u2009\\u2013\\u2014\\u2018-\\u201a\\u201c-\\u201e\\u2020-\\u2022\\u2026" +
    "\\u2030\\u2039\\u203a\\u2044\\u20ac\\u20b9\\u2113\\u2122\\u212e" +
    "]$",
  "u",
);

const INSTEAD: Record<string, string> = {
  "\u2010": "-",
  "\u2011": "-",
  "\u2212": "–",
  "\u202f": "\u00a0",
};

/**
 * A text as the font of our papers can show it. A letter with a mark that it does not have loses the mark; of what it
 * has nothing at all a question mark is left, which is seen, where an empty space would not be.
 */
export function printable(text: string): string {
  return [...text.normalize("NFC")].map((letter) => {
    if (KNOWN.test(letter)) return letter;
    const plain = INSTEAD[letter] ?? letter.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
    return [...plain].every((part) => KNOWN.test(part)) ? plain : "?";
  }).join("");
}
