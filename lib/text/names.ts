/** "Stair lift" as it stands within a sentence: "stair lift". What is in brackets is for the office. */
export function kindName(kind: string): string {
  const plain = kind.replace(/\s*\(.*\)\s*/g, " ").trim();
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/**
 * A unit as its owner would call it: "Handicare 1000 stair lift". A product's name that says what the
 * thing is ("Pride Pathrider Scooter") stays as it is.
 */
export function unitName(
  { kind, product_name }: { kind: string; product_name?: string | null },
): string {
  const plainKind = kindName(kind);
  const product = product_name?.trim();
  if (!product) return plainKind;
  const lastWord = plainKind.split(" ").at(-1)!;
  return product.toLowerCase().includes(lastWord) ? product : `${product} ${plainKind}`;
}

/** "Hello Ada", and without a name "Hello": who cannot be greeted by name is greeted all the same. */
export function greeting(firstName: string): string {
  return firstName === "" ? "Hello" : `Hello ${firstName}`;
}

/** "DO" for Dana Okafor: the first letters of the first name and of the last. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1)! : ""].map((word) =>
    [...word][0] ?? ""
  );
  return letters.join("").toLocaleUpperCase("en-CA");
}

/** "Stair lift" where a line begins with it. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 stop", "1,200 stops" */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-CA")} ${count === 1 ? one : many}`;

/** "stair lift", "stair lift and scooter", "stair lift, scooter and walker" */
export function listText(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
