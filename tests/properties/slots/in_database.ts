import type { Database } from "@/embedded/database.ts";
import { type Found, SKILLS, type World } from "./world.ts";

const numbered = (prefix: string) =>
  `('${prefix}-0000-4000-8000-' || lpad(to_hex(%), 12, '0'))::uuid`;
const id = (prefix: string, expression: string) => numbered(prefix).replace("%", expression);
export const technicianId = (expression: string) => id("00000001", expression);
const customerId = (expression: string) => id("00000002", expression);
export const skillId = (expression: string) => id("00000003", expression);
export const taskId = (expression: string) => id("00000004", expression);

/** A function that fills the tables with a world, looks for `v_found`, and leaves no trace of the world. */
export const inWorld = (name: string, find: string, declare = "") => `
  create function public.${name}(world jsonb) returns jsonb language plpgsql as $$
  declare
    v_search jsonb := world -> 'search';
    v_found jsonb;
    v_exposure private.exposure;
    ${declare}
  begin
    update public.company_settings set
      time_zone = world ->> 'zone',
      slot_step_minutes = (world ->> 'step')::integer,
      booking_horizon_days = (world ->> 'horizonDays')::integer,
      minimum_notice_hours = (world ->> 'noticeHours')::integer,
      wait_minutes_per_day = (world ->> 'waitPerDay')::numeric;
    insert into public.skills (id, code, name)
      select ${skillId("i")}, 'skill_' || i, 'Skill' from generate_series(0, ${SKILLS - 1}) i;
    insert into public.technicians (id, name, home_latitude, home_longitude, active, max_visits_per_day)
      select ${technicianId("(i - 1)::integer")}, 'T' || (i - 1) || ' Test',
        (t -> 'home' ->> 0)::double precision, (t -> 'home' ->> 1)::double precision,
        (t ->> 'active')::boolean, (t ->> 'maxVisits')::integer
      from jsonb_array_elements(world -> 'technicians') with ordinality l (t, i);
    insert into public.technician_skills (technician_id, skill_id)
      select ${technicianId("(i - 1)::integer")}, ${skillId("s::integer")}
      from jsonb_array_elements(world -> 'technicians') with ordinality l (t, i), jsonb_array_elements_text(t -> 'skills') s;
    insert into public.technician_hours (technician_id, weekday, starts, ends, valid_from, valid_to)
      select ${technicianId("(i - 1)::integer")}, (h ->> 'weekday')::integer,
        (h ->> 'starts')::time, (h ->> 'ends')::time, (h ->> 'from')::date, (h ->> 'to')::date
      from jsonb_array_elements(world -> 'technicians') with ordinality l (t, i), jsonb_array_elements(t -> 'hours') h;
    perform set_config('rules.made_by', 'close_day', true);
    insert into public.closures (on_day, during, technician_ids, outdoor_only, reason, mails_at)
      select d.on_day, tstzrange(d.on_day::timestamptz, d.on_day + interval '1 day'),
        array(select ${
  technicianId("p::integer")
} from jsonb_array_elements_text(c -> 'technicians') p), true, 'Ice', now()
      from jsonb_array_elements(world -> 'closures') c, lateral (select (c ->> 'day')::date as on_day) d;
    perform set_config('rules.made_by', '', true);
    if v_search -> 'winters' <> '[]' or (v_search ->> 'isOutdoor')::boolean then
      v_exposure := row ((v_search ->> 'isOutdoor')::boolean,
        nullif(array(select w from jsonb_array_elements_text(v_search -> 'winters') w), '{}'))::private.exposure;
    end if;
    delete from public.holidays;
    insert into public.holidays (on_day) select d::date from jsonb_array_elements_text(world -> 'holidays') d;
    insert into public.customers (id, name, postal_code, latitude, longitude)
      select ${customerId("(i - 1)::integer")}, 'Customer', c ->> 'postalCode',
        (c -> 'at' ->> 0)::double precision, (c -> 'at' ->> 1)::double precision
      from jsonb_array_elements(world -> 'customers') with ordinality l (c, i);
    insert into public.technician_tasks (id, technician_id, task_type, state, during, latitude, longitude, customer_id)
      select ${taskId("(i - 1)::integer")}, ${
  technicianId("(t ->> 'technician')::integer")
}, t ->> 'type', t ->> 'state',
        tstzrange((t ->> 'starts')::timestamptz, (t ->> 'ends')::timestamptz),
        (t -> 'at' ->> 0)::double precision, (t -> 'at' ->> 1)::double precision,
        ${customerId("(t ->> 'customer')::integer")}
      from jsonb_array_elements(world -> 'tasks') with ordinality l (t, i)
      -- Nobody gives work to who has left, and nobody is offered their time.
      where (world -> 'technicians' -> (t ->> 'technician')::integer ->> 'active')::boolean
        or t ->> 'state' not in ('scheduled', 'en_route', 'in_progress');
    insert into public.travel_times (from_latitude, from_longitude, to_latitude, to_longitude, minutes)
      select (t -> 'from' ->> 0)::numeric, (t -> 'from' ->> 1)::numeric, (t -> 'to' ->> 0)::numeric, (t -> 'to' ->> 1)::numeric,
        (t ->> 'minutes')::integer
      from jsonb_array_elements(world -> 'travel') t;
    ${find}
    raise exception using errcode = 'ZZ999';
  exception when sqlstate 'ZZ999' then
    return v_found;
  end;
  $$;
`;

const SEARCH = inWorld(
  "found_in_world",
  `v_found := private.search_slots(
      array(select ${skillId("s::integer")} from jsonb_array_elements_text(v_search -> 'skills') s),
      (v_search ->> 'visitMinutes')::integer,
      (v_search -> 'at' ->> 0)::double precision, (v_search -> 'at' ->> 1)::double precision, v_search ->> 'postalCode',
      (v_search ->> 'fromDate')::date, (v_search ->> 'days')::integer, (v_search ->> 'maxSlots')::integer,
      (world ->> 'now')::timestamptz,
      case when v_search ->> 'technician' is not null then array[${
    technicianId("(v_search ->> 'technician')::integer")
  }] end, (v_search ->> 'startsAt')::timestamptz,
      ${taskId("(v_search ->> 'ignoreTask')::integer")}, v_exposure);`,
);

/** Tables whose audit would only cost time here. */
const AUDITED = [
  ...["company_settings", "technicians", "technician_skills", "technician_hours", "holidays"],
  ...["customers", "technician_tasks"],
];

/** Prepares a throw-away database for `searchDatabase`, or for other functions made by `inWorld`. */
export async function prepareWorlds(db: Database, functions = SEARCH): Promise<void> {
  await db.exec(
    functions +
      AUDITED.map((table) => `alter table public.${table} disable trigger audit;`).join(""),
  );
}

/** What the database's search finds in the world, in the oracle's terms. */
export async function searchDatabase(db: Database, world: World): Promise<Found> {
  const [{ found }] = await db.query<{ found: FoundJson }>(
    "select public.found_in_world($1::text::jsonb) as found",
    [JSON.stringify(world)],
  );
  return {
    slots: found.slots.map((slot) => ({
      start: new Date(slot.starts_at).toISOString(),
      end: new Date(slot.ends_at).toISOString(),
      technician: Number.parseInt(slot.technician_id.slice(-12), 16),
      travelMinutes: slot.travel_minutes,
    })),
    days: found.days,
  };
}

interface FoundJson {
  slots: { starts_at: string; ends_at: string; technician_id: string; travel_minutes: number }[];
  days: Found["days"];
}
