import { expect } from "expect";
import fc from "fast-check";
import { freshDatabase } from "@/tests/databases.ts";
import { prepareWorlds, searchDatabase } from "./in_database.ts";
import { findSlots } from "./oracle.ts";
import { worlds } from "./random_worlds.ts";
import { regressions } from "./regressions.ts";
import type { Found, World } from "./world.ts";

/** More worlds, or other ones: SLOT_WORLDS=20000 SLOT_SEED=7 deno test … */
const RUNS = Number(Deno.env.get("SLOT_WORLDS") ?? 2000);
const SEED = Number(Deno.env.get("SLOT_SEED") ?? 20261122);

Deno.test("worlds worth keeping are searched as the oracle reads the rules", async (t) => {
  await using worldDatabase = await openWorlds();
  for (const [name, world] of Object.entries(regressions)) {
    await t.step(name, async () => {
      expect(await worldDatabase.search(world)).toEqual(findSlots(world));
    });
  }
});

Deno.test("thousands of random worlds are searched as the oracle reads the rules", async () => {
  await using worldDatabase = await openWorlds();
  let worldsWithTimes = 0;
  const asRead = fc.asyncProperty(worlds, async (world) => {
    const expected = findSlots(world);
    if (expected.slots.length > 0) worldsWithTimes++;
    expect(await worldDatabase.search(world)).toEqual(expected);
  });
  const result = await fc.check(asRead, { numRuns: RUNS, seed: SEED });
  if (result.failed) {
    const world = result.counterexample?.[0];
    throw new Error(
      `Seed ${SEED}, run ${result.numRuns}: paste this world into regressions.ts\n${
        JSON.stringify(world)
      }\n${result.errorInstance}`,
    );
  }
  // Worlds in which nobody can ever come would prove nothing.
  expect(worldsWithTimes).toBeGreaterThan(RUNS / 4);
});

async function openWorlds() {
  const { db, drop } = await freshDatabase({ maxConnections: 1 });
  await prepareWorlds(db);
  return {
    search: (world: World): Promise<Found> => searchDatabase(db, world),
    [Symbol.asyncDispose]: drop,
  };
}
