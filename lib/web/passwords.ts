/** Characters that a password has at least, as `supabase/config.toml` asks of Auth too. */
export const SHORTEST_PASSWORD = 10;

/** Bytes that Auth's hash reads of it at most: what is longer would be cut off. */
const MOST_BYTES = 72;

/** Beginnings of what is tried first, of ten characters and more with what people put after them. */
const COMMON = [
  ..."password passw0rd motdepasse qwerty azerty asdfgh zxcvbn letmein iloveyou welcome bienvenue"
    .split(
      " ",
    ),
  ..."sunshine princess football baseball hockey monkey dragon superman batman starwars trustno1"
    .split(
      " ",
    ),
  ..."admin administrator changeme secret login office technician maintenance stairlift canada"
    .split(
      " ",
    ),
  ..."toronto ontario winter spring summer autumn january february monday hello abc123 test".split(
    " ",
  ),
];

/** What is written in one go on a keyboard, or counted. */
const ROWS = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  "1q2w3e4r5t6y7u8i9o0p",
];

/**
 * What is wrong with a password that somebody chose, as they are told it; null where it will do. Kept to what
 * guessing begins with: long ones are good, whatever they are made of.
 * @param known words that anybody knows of them: address, company
 */
export function passwordComplaint(password: string, known: string[]): string | null {
  if ([...password].length < SHORTEST_PASSWORD) {
    return `Too short: please take at least ${SHORTEST_PASSWORD} characters. Four words do well.`;
  }
  if (new TextEncoder().encode(password).length > MOST_BYTES) {
    return "Too long: please take at most 70 characters.";
  }
  const plain = password.normalize("NFKC").toLowerCase();
  if (isOften(plain) || ROWS.some((row) => row.includes(plain))) {
    return "Too easy to guess: that is among the first that are tried. Please take another one.";
  }
  const said = known.flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  if (isMadeOf(plain, said)) {
    return "Too easy to guess: it is made of your address or the company's name. " +
      "Please take another one.";
  }
  return null;
}

/** Two or three characters over and over, or a common word with digits and signs around it. */
function isOften(password: string): boolean {
  return new Set(password).size <= 3 || isMadeOf(password, COMMON);
}

/** Whether a password holds any of these words, and little but digits and signs beside them. */
function isMadeOf(password: string, words: string[]): boolean {
  const longestFirst = words.toSorted((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ""), password);
  return rest !== password && rest.replace(/[^\p{L}]/gu, "").length <= 2;
}
