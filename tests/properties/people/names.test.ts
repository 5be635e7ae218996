/** Greetings of thousands of made-up names: right where the name is plain, harmless where it is not. */
import { expect } from "expect";
import fc from "fast-check";
import { freshDatabase } from "@/tests/databases.ts";

const SEED = { seed: 20261126, numRuns: 3000 };

const GIVEN = ["Ada", "Bo", "Jean-Paul", "Élodie", "Siobhan", "DeShawn", "Mary", "Nguyễn"];
const FAMILY = ["Lee", "O'Brien", "Van Dyke", "de la Cruz", "Gagnon", "MacDonald", "Okafor"];
const TITLES = ["Mr.", "Mrs", "Dr.", "Ms.", "Mme", "Prof. Dr."];

const given = fc.constantFrom(...GIVEN);
const family = fc.constantFrom(...FAMILY);
const title = fc.constantFrom(...TITLES);
const and = fc.constantFrom(" and ", " & ", " et ", "/");

/** A name in one of the forms in which offices write it, with the greeting that it should have. */
const known: fc.Arbitrary<[name: string, greeting: string]> = fc.oneof(
  fc.tuple(given, family).map(([g, f]): [string, string] => [`${g} ${f}`, g]),
  fc.tuple(given, family).map(([g, f]): [string, string] => [`${f}, ${g}`, g]),
  fc.tuple(title, given, family).map(([t, g, f]): [string, string] => [`${t} ${g} ${f}`, g]),
  fc.tuple(title, given, family).map(([t, g, f]): [string, string] => [`${f}, ${t} ${g}`, g]),
  fc.tuple(title, family).map(([t, f]): [string, string] => [`${t} ${f.split(" ").at(-1)}`, ""]),
  fc.tuple(given, and, given, family)
    .map(([a, and, b, f]): [string, string] => [`${a}${and}${b} ${f}`, `${a} and ${b}`]),
  fc.tuple(given, family).map(([g, f]): [string, string] => [`Estate of ${g} ${f}`, ""]),
  fc.tuple(given, family).map(([g, f]): [string, string] => [`${g} ${f} Care Home`, ""]),
);

async function greetings(names: string[]): Promise<string[]> {
  const fresh = await freshDatabase({ maxConnections: 1 });
  try {
    const rows = await fresh.db.query(
      `select private.first_name(n #>> '{}') as greeting
       from jsonb_array_elements($1::text::jsonb) with ordinality e (n, i) order by i`,
      [JSON.stringify(names)],
    );
    return rows.map(({ greeting }) => String(greeting));
  } finally {
    await fresh.drop();
  }
}

Deno.test("a plain name is greeted by its first name, an organisation or a title by none", async () => {
  const cases = fc.sample(known, SEED);
  const greeted = await greetings(cases.map(([name]) => name));
  expect(cases.map(([name], i) => [name, greeted[i]])).toEqual(cases);
});

Deno.test("whatever stands for a name, the greeting is a few words of it or nothing", async () => {
  const letters = fc.string({
    unit: fc.constantFrom(..."abcdefgXYZÉñ-'.,&/ 0123@()\"\t\u00a0"),
    maxLength: 60,
  });
  const word = fc.constantFrom(
    ...GIVEN,
    ...FAMILY,
    ...TITLES,
    "and",
    ",",
    "&",
    "Inc.",
    "Estate",
    "7",
  );
  const words = fc.array(word, { maxLength: 7 }).map((list) => list.join(" "));
  const names = fc.sample(fc.oneof(letters, words), SEED);
  const greeted = await greetings(names);
  for (const [i, greeting] of greeted.entries()) {
    const told = JSON.stringify([names[i], greeting]);
    if (greeting === "") continue;
    expect([told, /[\d@.,&/"()\s]{2}|[\d@.,&/"()]/.test(greeting)]).toEqual([told, false]);
    const written = names[i].toLowerCase();
    for (const part of greeting.split(" and ")) {
      expect([told, written.includes(part.toLowerCase()) && part.length > 1]).toEqual([told, true]);
    }
    expect([told, /^(mr|mrs|ms|mme|dr|prof)$/i.test(greeting)]).toEqual([told, false]);
  }
});
