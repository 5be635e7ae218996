/** What the board says of a place is what moving work there is answered. */
import { expect } from "expect";
import fc from "fast-check";
import { freshDatabase } from "@/tests/databases.ts";
import { inWorld, prepareWorlds, skillId, taskId } from "../slots/in_database.ts";
import { worlds } from "../slots/random_worlds.ts";

/** More worlds, or other ones: PLACE_WORLDS=20000 PLACE_SEED=7 deno test … */
const RUNS = Number(Deno.env.get("PLACE_WORLDS") ?? 40);
const SEED = Number(Deno.env.get("PLACE_SEED") ?? 20261122);

/** Of some starts of two days: what the board says, and what is said to a move there. */
const PLACES = inWorld(
  "places_in_world",
  `
    v_needs.skill_ids := array(select ${
    skillId("s::integer")
  } from jsonb_array_elements_text(v_search -> 'skills') s);
    v_needs.minutes := (v_search ->> 'visitMinutes')::integer;
    v_needs.latitude := (v_search -> 'at' ->> 0)::double precision;
    v_needs.longitude := (v_search -> 'at' ->> 1)::double precision;
    v_needs.postal_code := v_search ->> 'postalCode';
    v_needs.exposure := v_exposure;
    v_type := (array['maintenance', 'maintenance', 'maintenance', 'repair', 'delivery', 'assessment', 'other', 'time_off'])[1 + abs(hashtext(world::text)) % 8];
    v_work := row ('task', null, ${
    taskId("(v_search ->> 'ignoreTask')::integer")
  }, v_type, 0, v_needs)::private.work;
    v_from := least(greatest(coalesce((v_search ->> 'fromDate')::date, private.company_day(v_now)), private.company_day(v_now) - 1), private.company_day(v_now) + 5);
    select jsonb_agg(jsonb_build_object('type', v_type, 'technician', a.technician_id, 'start', private.instant_of(a.start), 'answer', a.answer,
      'said', coalesce((private.objections_to(v_type, v_needs, a.technician_id,
        tstzrange(private.instant_of(a.start), private.instant_of(a.start + v_needs.minutes)), v_now, (v_work).task_id))[1], 'fits')))
    into v_found
    from (
      select n.*, row_number() over (partition by n.answer order by hashtext(n.start || n.technician_id::text || world::text)) as position
      from private.place_answers(v_work, array(select t.id from public.technicians t), v_from, 2, v_now,
        array(select o from private.work_openings(v_work, greatest(v_from, private.company_day(v_now)), 14, v_now) o),
        greatest(v_from, private.company_day(v_now))) n
    ) a
    -- Two of each answer, whichever.
    where a.position <= 2;`,
  `v_needs private.stop_needs;
    v_work private.work;
    v_type text;
    v_from date;
    v_now timestamptz := (world ->> 'now')::timestamptz;`,
);

interface Said {
  type: string;
  technician: string;
  start: string;
  answer: string;
  said: string;
}

Deno.test("in random worlds the board says of every place what moving work there is answered", async () => {
  const { db, drop } = await freshDatabase({ maxConnections: 1 });
  const seen = new Set<string>();
  try {
    await prepareWorlds(db, PLACES);
    const agrees = fc.asyncProperty(worlds, async (world) => {
      const [{ found }] = await db.query<{ found: Said[] | null }>(
        "select public.places_in_world($1::text::jsonb) as found",
        [JSON.stringify(world)],
      );
      for (const { answer } of found ?? []) seen.add(answer);
      // A day that is full is refused as what is left of the rules.
      const told = (found ?? []).map((one) => ({
        ...one,
        answer: one.answer === "full" ? "drive" : one.answer,
      }));
      expect(told.filter(({ answer, said }) => answer !== said)).toEqual([]);
    });
    const result = await fc.check(agrees, { numRuns: RUNS, seed: SEED });
    if (result.failed) {
      throw new Error(
        `Seed ${SEED}, run ${result.numRuns}:\n${
          JSON.stringify(result.counterexample?.[0])
        }\n${result.errorInstance}`,
      );
    }
    // Answers that never come would prove nothing; a full day, a winter and a closed day are seldom.
    for (const seldom of ["full", "winter", "closed"]) seen.delete(seldom);
    expect([...seen].sort()).toEqual(
      ["drive", "fits", "holiday", "horizon", "hours", "notice", "overlap", "skill", "technician"],
    );
  } finally {
    await drop();
  }
});
