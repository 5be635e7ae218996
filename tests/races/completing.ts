/** Visits to complete, and how one is completed. */
import type { Database, Queryable } from "@/embedded/database.ts";
import { addClients, addTechnicians } from "./world.ts";

export interface Visit {
  id: string;
  task: string;
  contract: string;
  technician: string;
}

export interface Answer {
  status: string;
  reason?: string;
  repeated?: boolean;
  certificate?: { number: string };
  invoice?: { id: string };
}

interface When {
  /** The first day that has a visit. */
  from: string;
  /** By when all of them are over. */
  over: string;
}

const SUMMER = { from: "2026-06-02", over: "2026-08-03" };

/** Visits of one technician's, each on a working morning of its own; all of them are over by now. */
export async function addVisits(
  db: Database,
  count: number,
  { from, over }: When = SUMMER,
): Promise<Visit[]> {
  const [technician] = await addTechnicians(db, 1);
  const tokens = await addClients(db, count);
  await db.query(
    `select public.confirm_booking(c.token, $2, m.morning)
     from unnest($1::text[]) with ordinality c (token, n)
     join (
       select row_number() over (order by day) as n, (day + time '13:00') at time zone 'UTC' as morning
       from generate_series($3::timestamp, $3::timestamp + interval '58 days', '1 day') day where extract(isodow from day) < 6
     ) m using (n)`,
    [tokens, technician, from],
  );
  await db.exec(
    `create or replace function private.clock() returns timestamptz language sql stable set search_path = ''
     as $$ select timestamptz '${over} 12:00Z' $$`,
  );
  return await db.query<Visit & Record<string, unknown>>(
    `select v.id::text, v.task_id::text as task, y.contract_id::text as contract, t.technician_id::text as technician
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.technician_tasks t on t.id = v.task_id order by lower(t.during)`,
  );
}

export async function complete(db: Queryable, visit: Visit, reportId: string): Promise<Answer> {
  const [{ answer }] = await db.query<{ answer: Answer }>(
    `select public.complete_visit($1, jsonb_build_object('version', 1, 'report_id', $2::text,
       'based_on', (select t.revision from public.technician_tasks t where t.id = $3),
       'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb,
       'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass'))
         from private.visit_checklist i where i.visit_id = $1))) as answer`,
    [visit.id, reportId, visit.task],
  );
  return answer;
}
