import type { Database } from "@/embedded/database.ts";

/**
 * A Monday, 8:00 a.m. in Toronto; bookings start on the Wednesday. It is over, since rows that are made later
 * than now are proved one by one, which those of a company never are.
 */
const NOW = "2026-01-05T13:00:00Z";
const FIRST_DAY = "2026-01-07";
const BUSINESS_DAYS = 120;
const TECHNICIANS = 200;
const VISITS_A_DAY = 7;
export const JOBS = TECHNICIANS * BUSINESS_DAYS * VISITS_A_DAY;

/**
 * Clients who were reminded of a due stair lift, and for each the time it will ask for: `bench.jobs`, of which
 * every `nextval('bench.next_job')` takes one. The times are all free, in an order that spreads them over
 * technicians and days as real wishes are. Audit triggers rest while the company is made up, not after.
 */
export async function prepare(db: Database): Promise<void> {
  await db.exec(`
    create or replace function private.clock() returns timestamptz language plpgsql stable set search_path = ''
      as $$ begin return timestamptz '${NOW}'; end $$;
    set session_replication_role = replica;
    update public.company_settings set booking_horizon_days = 180;
    delete from public.holidays;

    create schema bench;
    create sequence bench.next_job;
    create table bench.technicians (n serial primary key, id uuid not null);
    with added as (
      insert into public.technicians (name, home_latitude, home_longitude)
      select 'Technician ' || n, 43.7, -79.7 from generate_series(1, ${TECHNICIANS}) n returning id
    ) insert into bench.technicians (id) select id from added;
    insert into public.technician_hours (technician_id, weekday, starts, ends)
    select t.id, d, h.starts, h.ends
    from bench.technicians t, generate_series(1, 5) d, (values (time '08:00', time '12:00'), ('13:00', '17:00')) h (starts, ends);
    insert into public.technician_skills (technician_id, skill_id)
    select t.id, s.id from bench.technicians t, public.skills s;

    insert into public.customers (customer_ref, name, email, street, postal_code, latitude, longitude)
    select 'B' || n, 'Client ' || n, 'client' || n || '@example.com', n || ' Elm St', 'L6Y 0A1', 43.7, -79.7
    from generate_series(1, ${JOBS}) n;
    insert into public.units (customer_id, category_id, street, postal_code, latitude, longitude)
    select c.id, k.id, c.street, c.postal_code, c.latitude, c.longitude
    from public.customers c, public.equipment_categories k where k.code = 'stairlift';
    insert into public.maintenance_contracts (unit_id, customer_id, category_id, interval_months, fee, tax_code_id, due_anchor_on)
    select u.id, u.customer_id, u.category_id, k.interval_months, k.fee, k.tax_code_id, date '2025-07-20'
    from public.units u join public.equipment_categories k on k.id = u.category_id;
    insert into public.maintenance_cycles (contract_id, number, due_on, token, fee, tax_rate, price_frozen_at)
    select c.id, 1, date '2026-01-20', private.random_token(), c.fee, t.rate, timestamptz '${NOW}'
    from public.maintenance_contracts c join public.tax_codes t on t.id = c.tax_code_id;
    set session_replication_role = default;

    create table bench.jobs as
    select row_number() over (order by md5(y.id::text)) as n, y.id as cycle_id, y.token, c.customer_id,
      null::uuid as technician_id, null::timestamptz as starts_at
    from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id;
    alter table bench.jobs add primary key (n);
    update bench.jobs j set technician_id = s.technician_id, starts_at = s.starts_at
    from (
      select row_number() over (order by md5(t.n || '/' || d.day || '/' || h.hour)) as n, t.id as technician_id,
        (d.day + make_interval(hours => h.hour)) at time zone 'America/Toronto' as starts_at
      from bench.technicians t,
        (select day::date from generate_series(date '${FIRST_DAY}', date '${FIRST_DAY}' + 365, interval '1 day') day
         where date_part('isodow', day) < 6 order by day limit ${BUSINESS_DAYS}) d (day),
        (values (8), (9), (10), (11), (13), (14), (15)) h (hour)
    ) s where s.n = j.n;
    create index on bench.jobs (technician_id, starts_at);
    ${WRITE_ROWS}
  `);
  await db.exec("vacuum (analyze)");
}

/**
 * The rows of a booking and nothing else: no link is looked up, no limit counted, no lock taken, no rule
 * asked, no price or address read. What the tables themselves demand (keys, checks, the exclusion constraint,
 * the audit trail) stays.
 */
const WRITE_ROWS = `
  create function bench.write_rows(number bigint) returns void language plpgsql
  set jit = off set plan_cache_mode = force_generic_plan as $$
  declare
    v_job bench.jobs;
    v_order uuid;
    v_task uuid;
    v_visit uuid;
    v_invoice uuid;
  begin
    select * into v_job from bench.jobs j where j.n = number;
    insert into public.work_orders (customer_id, intake_source) values (v_job.customer_id, 'client_portal')
    returning id into v_order;
    insert into public.technician_tasks
      (technician_id, task_type, during, customer_id, work_order_id, title, address, latitude, longitude)
    values (v_job.technician_id, 'maintenance', tstzrange(v_job.starts_at, v_job.starts_at + interval '1 hour'), v_job.customer_id,
      v_order, 'Stair lift', '1 Elm St, L6Y 0A1', 43.7, -79.7)
    returning id into v_task;
    insert into public.maintenance_visits (cycle_id, task_id, minutes) values (v_job.cycle_id, v_task, 60)
    returning id into v_visit;
    insert into public.invoices (customer_id, work_order_id) values (v_job.customer_id, v_order) returning id into v_invoice;
    insert into public.invoice_lines (invoice_id, visit_id, position, description, unit_price, tax_rate)
    values (v_invoice, v_visit, 1, 'Maintenance visit: Stair lift', 189, 0.13);
    insert into public.messages (kind, recipient, customer_id, cycle_id, task_id, dedupe_key, payload)
    values ('confirmation', 'client@example.com', v_job.customer_id, v_job.cycle_id, v_task, 'confirmation:' || v_task, '{}');
    insert into public.booking_attempts (action, cycle_id, status, technician_id, starts_at)
    values ('confirm', v_job.cycle_id, 'booked', v_job.technician_id, v_job.starts_at);
  end;
  $$;`;

/** Writes the rows of the next client's booking. */
export const ROWS = `select bench.write_rows(nextval('bench.next_job'));`;

/** Books the next client at the time meant for them. */
export const BOOK = `select public.confirm_booking(j.token, j.technician_id, j.starts_at)
from bench.jobs j where j.n = (select nextval('bench.next_job'));`;

/** Transactions of each client before anything counts: its connection plans what it runs. */
export const WARM_UP = 5;

/**
 * From `firstJob` on, after a first round for warming up, 64 clients in a row ask for one time: that of the
 * job at `firstWanted`, then of the next one.
 */
export function bookContested(firstJob: number): { sql: string; firstWanted: number } {
  const firstWanted = firstJob + 64 * WARM_UP;
  const sql = `select public.confirm_booking(j.token, w.technician_id, w.starts_at)
from (select nextval('bench.next_job') as n) x
join bench.jobs j on j.n = x.n
join bench.jobs w on w.n = case when x.n < ${firstWanted} then x.n else ${firstWanted} + (x.n - ${firstWanted}) / 64 end;`;
  return { sql, firstWanted };
}

/** Moves a booked task by an hour or to somebody else, or swaps two, whatever was booked among the first jobs. */
export function moves(jobs: number): { move: string; swap: string } {
  const task = (variable: string) =>
    `(select v.task_id from bench.jobs j join public.maintenance_visits v on v.cycle_id = j.cycle_id where j.n = ${variable})`;
  return {
    move: `\\set a random(1, ${jobs})
\\set t random(1, ${TECHNICIANS})
\\set h random(0, 6)
select public.move_task(k.task_id, t.id, date_trunc('day', lower(x.during)) + make_interval(hours => 14 + :h), true)
from (select ${
      task(":a")
    } as task_id) k join public.technician_tasks x on x.id = k.task_id, bench.technicians t where t.n = :t;`,
    swap: `\\set a random(1, ${jobs})
\\set b random(1, ${jobs})
select public.swap_tasks(a.id, b.id, true) from (select ${task(":a")} as id) a, (select ${
      task(":b")
    } as id) b where a.id is not null and b.id is not null;`,
  };
}
