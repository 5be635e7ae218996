import { expect } from "expect";
import { within } from "@/embedded/within.ts";
import { addClients, addTechnicians, NOW, openRaceWorld } from "./world.ts";

Deno.test("whoever is booking at the hour of the reminders is neither reminded nor waited for", async () => {
  const world = await openRaceWorld();
  try {
    const [technician] = await addTechnicians(world.db, 1);
    const [booking] = await addClients(world.db, 2);
    const remind = async () => {
      const [{ report }] = await world.db.query<{ report: { units: number } }>(
        "select private.run_reminders($1) as report",
        [NOW],
      );
      return report.units;
    };
    await world.db.transaction(async (client) => {
      await client.query("select public.confirm_booking($1, $2, $3)", [
        booking,
        technician,
        "2026-06-03T13:00:00Z",
      ]);
      expect(await within(60_000, "reminders beside a booking", remind())).toBe(1);
    });
    expect(await remind()).toBe(0);
  } finally {
    await world.stop();
  }
});
