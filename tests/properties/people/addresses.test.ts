/** Addresses of made-up homes, each written in every way: as many keys as there are homes. */
import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";

const TYPES = [["St", "Street", "st.", "STREET"], ["Ave", "Avenue", "av."], ["Rd", "Road", "RD."]];
const NAMES = [["King", "KING", "king"], ["Québec", "Quebec", "QUE\u0301BEC"], [
  "St. George",
  "Saint George",
]];
/** Roads whose names are numbers. */
const NUMBERED = [["Highway 7", "Hwy. #7", "HWY No. 7"], [
  "County Road 12",
  "county rd #12",
  "Cty Rd 12",
], ["RR 3", "R.R. #3", "Rural Route 3"]];
const STREETS = [
  ...NAMES.flatMap((name) => TYPES.map((type) => [name, type])),
  ...NUMBERED.map((name) => [name, [""]]),
];
const NUMBERS = ["1", "12", "112"];
const APARTMENTS = ["", "1", "3", "12", "3B", "PH2"];

/** Every way to write one home, as [street, apartment]. */
function ways(
  number: string,
  name: string[],
  type: string[],
  apartment: string,
): [string, string][] {
  const streets = name.flatMap((each) => type.map((kind) => `${number} ${each} ${kind}`));
  if (apartment === "") return streets.flatMap((street) => [[street, ""], [` ${street} `, " "]]);
  return streets.flatMap((street): [string, string][] => [
    [street, apartment],
    [street, `Apt. ${apartment}`],
    [street, `# ${apartment.toLowerCase()}`],
    [`${street}, Apt ${apartment}`, ""],
    [`${street} Unit #${apartment}`, ""],
    [`${street} #${apartment}`, ""],
    [`${apartment}-${street}`, ""],
    [`Unit ${apartment}, ${street}`, apartment],
    [`${street}, app. ${apartment}`, ""],
    [`${street} Apt${apartment}`, ""],
    [`${street} (Apt ${apartment})`, ""],
    [`${street} - Apt. ${apartment}`, ""],
    [`${street} / Unit${apartment}`, ""],
    [`Apt${apartment}, ${street}`, ""],
    [street, `(Unit${apartment})`],
    [`(Unit ${apartment}) ${street}`, apartment],
  ]);
}

Deno.test("one home has one key in every spelling, and no two homes share one", async () => {
  const homes = NUMBERS.flatMap((number) =>
    STREETS.flatMap(([name, type]) =>
      APARTMENTS.map((apartment) => ways(number, name, type, apartment))
    )
  );
  const written = homes.flatMap((spellings, home) =>
    spellings.map(([street, apartment]) => ({ home, street, apartment }))
  );
  const fresh = await freshDatabase({ maxConnections: 1 });
  try {
    const keys = await fresh.db.query(
      `select w.home, array_agg(distinct private.address_key(w.street, w.apartment, 'L6Y 0A1')) as keys
       from jsonb_to_recordset($1::text::jsonb) w (home integer, street text, apartment text)
       group by w.home order by w.home`,
      [JSON.stringify(written)],
    );
    expect(keys.filter(({ keys }) => (keys as string[]).length !== 1)).toEqual([]);
    expect(new Set(keys.map(({ keys }) => (keys as string[])[0])).size).toBe(homes.length);
  } finally {
    await fresh.drop();
  }
});
