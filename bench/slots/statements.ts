import type { Database } from "@/embedded/database.ts";
import { WORKLOAD } from "./workload.ts";

/**
 * Puts two functions into the database that say how many milliseconds their statement took inside the
 * server, so that neither the driver nor planning is measured: `bench_floor` reads the tasks of the searched
 * days and nothing else, `bench_search` is a client's search for twelve times. Both take the skill, the
 * first day and the number of days.
 */
export async function createStatements(db: Database): Promise<void> {
  await db.exec(`
    create function public.bench_floor(skill uuid, from_date date, days integer)
    returns double precision language plpgsql as $$
    declare
      v_from timestamptz := from_date::timestamp at time zone 'America/Toronto';
      v_to timestamptz := (from_date + days)::timestamp at time zone 'America/Toronto';
      v_started timestamptz := clock_timestamp();
    begin
      perform count(*), sum(t.latitude + t.longitude
        + date_part('epoch', lower(t.during)) + date_part('epoch', upper(t.during)))
      from public.technician_tasks t
      where t.technician_id = any (array(
          select k.technician_id from public.technician_skills k where k.skill_id = skill))
        and t.blocking and lower(t.during) >= v_from and lower(t.during) < v_to;
      return date_part('epoch', clock_timestamp() - v_started) * 1000;
    end;
    $$;
    create function public.bench_search(skill uuid, from_date date, days integer)
    returns double precision language plpgsql as $$
    declare
      v_started timestamptz := clock_timestamp();
    begin
      perform private.search_slots(
        array[skill], ${WORKLOAD.visitMinutes}, ${WORKLOAD.site.latitude}, ${WORKLOAD.site.longitude}, null,
        from_date, days, 12, '${WORKLOAD.asOf}');
      return date_part('epoch', clock_timestamp() - v_started) * 1000;
    end;
    $$;
  `);
}
