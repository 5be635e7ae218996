/** The demonstration: each kind of thing is in its past, and every row is one that the rules allow. */
import { expect } from "expect";
import { databaseRpc } from "@/embedded/database_rpc.ts";
import { DEMO_FILES, demoLogins, seedDemo } from "@/embedded/demo.ts";
import type { Database } from "@/embedded/database.ts";
import { folderReader } from "@/lib/enrolment/import.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { addDays, dayOf } from "@/lib/text/dates.ts";
import { freshDatabase } from "@/tests/databases.ts";

const ZONE = "America/Toronto";

/** Noon of yesterday, whenever that is: a day can be lived through only when it is there. */
const NOW = new Date(`${addDays(dayOf(new Date(), ZONE), -1)}T16:30:00Z`);
const TODAY = dayOf(NOW, ZONE);

/** What must be there, as a query with rows; $1 is the demonstration's day. */
const THERE: [what: string, sql: string][] = [
  [
    "visits of several technicians, the first over a year ago and the last today",
    `select from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
     where v.state = 'done'
     having count(distinct t.technician_id) >= 3 and min(v.service_on) < $1::date - 370
       and max(v.service_on) = $1::date`,
  ],
  [
    "findings, advice, and parts that are included, billed and quoted",
    `select from public.maintenance_visits v left join public.visit_parts p on p.visit_id = v.id
     having count(v.findings) > 5 and count(v.advice_to_client) > 3
       and array_agg(distinct p.charge) @> '{billed,quote}'`,
  ],
  [
    "payments by each method, at the door and in the office",
    `select from public.payments
     having array_agg(distinct method) @> '{card,cash,cheque,e_transfer}'
       and array_agg(distinct taken_at) @> '{door,office}'`,
  ],
  [
    "an invoice that is overdue",
    `select from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
     where s.balance > 0 and i.due_on < $1::date`,
  ],
  [
    "an invoice that is to be paid, nothing of it yet",
    `select from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
     where s.balance = s.total and s.balance > 0 and i.due_on >= $1::date`,
  ],
  [
    "an invoice that is paid in part",
    `select from private.invoice_sums s where s.state = 'issued' and s.balance > 0 and s.balance < s.total`,
  ],
  [
    "an invoice that was taken back, its visit billed anew",
    `select from public.invoices v join public.invoices n on n.work_order_id = v.work_order_id
     where v.state = 'void' and v.number is not null and n.state = 'issued'`,
  ],
  [
    "a lift out of service with its quoted repair and both activities",
    `select from public.units u
     join public.work_orders w on w.unit_id = u.id and w.kind = 'repair' and w.state = 'quoted'
     join public.office_activities o on o.kind = 'unit_out_of_service' and o.state = 'open'
       and o.subject_key = 'unit:' || u.id
     join public.office_activities f on f.kind = 'repair_follow_up' and f.state = 'open'
       and f.subject_key = 'work_order:' || w.id
     where u.condition = 'out_of_service'`,
  ],
  [
    "a repair that was done, with a certificate that names visit and repair",
    `select from public.inspection_certificates c join public.work_orders w on w.id = c.repair_order_id
     where w.state = 'done' and c.content ? 'repair' and c.visit_id = w.visit_id`,
  ],
  [
    "a repair that was declined",
    "select from public.work_orders where kind = 'repair' and state = 'declined'",
  ],
  [
    "a client who was not there twice in a row",
    `select from public.maintenance_visits where state = 'no_show' group by cycle_id having count(*) = 2`,
  ],
  [
    "a visit that could not be completed",
    "select from public.maintenance_visits where state = 'not_completed'",
  ],
  ["a visit that was taken back", "select from public.maintenance_visits where state = 'reversed'"],
  [
    "a visit of the demonstration's technician that nobody closed, as urgent work",
    `select from public.maintenance_visits v
     join public.technician_tasks t on t.id = v.task_id
     join public.technicians h on h.id = t.technician_id
     join public.staff s on s.id = h.staff_id and s.email = 'tech@example.com'
     join public.office_activities a on a.task_id = t.id and a.kind = 'unclosed_visit' and a.state = 'open'
     where v.state = 'scheduled' and private.company_day(upper(t.during)) < $1::date`,
  ],
  ...["current", "superseded", "expired", "revoked"].map((state): [string, string] => [
    `a certificate that is ${state}`,
    `select from public.inspection_certificates c where private.certificate_state(c, $1::date) = '${state}'`,
  ]),
  [
    "a certificate that expires soon, told to the office",
    `select from public.inspection_certificates c
     join public.office_activities a on a.kind = 'certificate_expiring' and a.state = 'open'
       and a.subject_key = 'unit:' || c.unit_id
     where c.expires_on between $1::date and $1::date + 60`,
  ],
  [
    "the technician's day: one stop done, one to come, one of two units",
    `select from public.technician_tasks t
     join public.technicians h on h.id = t.technician_id
     join public.staff s on s.id = h.staff_id and s.email = 'tech@example.com'
     where private.company_day(lower(t.during)) = $1::date
     having count(*) filter (where t.state = 'completed') = 1
       and count(*) filter (where t.state = 'scheduled') = 2
       and max((select count(*) from public.maintenance_visits v where v.task_id = t.id)) = 2`,
  ],
  [
    "work of today of every technician, of each kind that has a place, and a meeting",
    `select from public.technician_tasks t where private.company_day(lower(t.during)) = (
       select min(private.company_day(lower(n.during))) from public.technician_tasks n
       where n.task_type = 'other' and private.company_day(lower(n.during)) >= $1::date)
     having count(distinct t.technician_id) >= 4 and array_agg(distinct t.task_type) @> '{maintenance,delivery,assessment,other}'`,
  ],
  [
    "on the board a stop that needs a new time, a delivery nobody has, a call back",
    `select where exists (select from public.technician_tasks where state = 'needs_rescheduling')
       and exists (select from public.technician_tasks where state = 'unassigned' and task_type = 'delivery')
       and exists (select from public.office_activities where kind like '%callback%' and state = 'open')
       and exists (select from public.technician_tasks where task_type = 'time_off')`,
  ],
  [
    "repairs that are quoted, approved, scheduled, and one whose parts come on a day to be",
    `select from public.work_orders w where w.kind = 'repair'
     having array_agg(distinct w.state::text) @> '{quoted,approved,waiting_for_parts,scheduled,done}'
       and exists (select from public.repair_waits r where r.expected_on > $1::date)`,
  ],
  [
    "a visit that was booked at the door for another season, and a photo of one that was done",
    `select where exists (select from public.technician_tasks where lower(during) > now() + interval '3 months')
       and exists (select from public.visit_files where kind = 'photo' and report_id is not null)`,
  ],
  [
    "mail of each kind that a year brings, and summaries of today that wait for their minutes",
    `select from public.messages
     having array_agg(distinct kind) filter (where state = 'sent')
         @> '{reminder,confirmation,appointment_reminder,visit_summary,rebook,invoice,work_scheduled}'
       and coalesce(array_agg(distinct kind) filter (where state = 'queued'), '{}') <@ '{visit_summary}'
       and not bool_or(state = 'queued' and created_at < now() - interval '15 minutes')
       and array_agg(distinct kind) filter (where state = 'superseded') <@ '{work_scheduled}'`,
  ],
  [
    "sales in each state: a draft of several lines, one whose due date moved with its delivery, one that was cancelled, and why",
    `select from public.sales_orders o
     where o.order_number like 'FM-%'
     having array_agg(distinct o.state::text) @> '{draft,sale,cancel}'
       and max((select count(*) from public.sales_order_lines l where l.order_id = o.id and o.state = 'draft')) >= 3
       and exists (select from public.sales_order_lines l join public.sales_orders s on s.id = l.order_id
         join public.units u on u.source_line_id = l.id join public.maintenance_contracts c on c.unit_id = u.id
         where l.delivery_date > s.commitment_date and c.due_anchor_on = l.delivery_date)
       and exists (select from public.maintenance_contracts c where c.cancelled_reason = 'sale cancelled' and c.cancelled_note is not null)`,
  ],
  [
    "nights of imports, the last of them today, and one that is held because a file lost rows",
    `select from public.import_runs r
     having count(distinct r.on_day) >= 3 and max(r.on_day) filter (where r.state = 'applied') = $1::date
       and bool_or(r.state = 'held' and r.counts ->> 'held_for' = 'fewer_rows')
       and exists (select from public.office_activities a where a.kind = 'import_problem' and a.state = 'open')`,
  ],
  [
    "what these nights did by themselves, and what they left as it was corrected here",
    `select from public.import_changes
     having array_agg(distinct change_kind) @> '{added,corrected,kept,enrolled,due_moved,ended,job_placed}'`,
  ],
  [
    "questions of each kind, open ones and some that the office answered",
    `select from public.import_conflicts c
     having count(distinct c.conflict_kind) filter (where c.decided_at is null) = 5
       and count(distinct c.conflict_kind) filter (where c.decided_by is not null) = 5`,
  ],
  [
    "files that somebody brought in and counted, rows of them to correct, and one whose columns are to be looked at",
    `select where exists (select from public.import_uploads u where u.kind is not null and u.mapping = '{}')
       and exists (select from public.import_uploads u join public.import_rows r on r.file_id = u.import_file_id where r.problem is not null)
       and exists (select from public.backfill_runs r where r.state = 'ready')`,
  ],
];

/** What must never be, as a query without rows. */
const NEVER: [what: string, sql: string][] = [
  [
    "an active contract without its one open cycle",
    `select from public.maintenance_contracts c where c.state = 'active'
     and 1 <> (select count(*) from public.maintenance_cycles y where y.contract_id = c.id and y.closed_at is null)`,
  ],
  [
    "a cycle that is closed without a visit that was done, or open with one",
    // What was ended with its sale had no visit.
    `select from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
     where c.state <> 'cancelled' and (y.closed_at is not null) <> exists (
       select from public.maintenance_visits v where v.cycle_id = y.id and v.state = 'done')`,
  ],
  [
    "a visit whose time is over without outcome and without activity",
    `select from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
     where private.is_expected(v.state) and private.company_day(upper(t.during)) < $1::date
       and not exists (select from public.office_activities a where a.task_id = t.id and a.state = 'open')`,
  ],
  [
    "a visit that was done and is not charged once",
    `select from public.maintenance_visits v where v.state = 'done' and 1 <> (
       select count(*) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id
       where l.visit_id = v.id and i.state <> 'void')`,
  ],
  [
    "a hole in the numbers of invoices",
    `select from public.invoices where number is not null group by series
     having max(number) - min(number) + 1 <> count(*)`,
  ],
  [
    "a hole in the numbers of a year's certificates",
    `select from public.inspection_certificates group by year having max(number_in_year) <> count(*)`,
  ],
  [
    "an invoice that is earlier than the one before it",
    `select from (select issued_at < lag(issued_at) over (partition by series order by number) as is_earlier
       from public.invoices where number is not null) i where is_earlier`,
  ],
  [
    "a certificate of a unit that failed what is critical for safety",
    `select from public.inspection_certificates c join private.checklist_since_repair l on l.visit_id = c.visit_id
     where l.safety_critical and l.result = 'fail'`,
  ],
  [
    "a report whose times could not have been",
    "select from public.visit_reports where clock_in_doubt or state <> 'accepted'",
  ],
  [
    "a visit outside a technician's skills",
    `select from public.maintenance_visits v
     join public.technician_tasks t on t.id = v.task_id
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_contracts c on c.id = y.contract_id
     join public.equipment_categories k on k.id = c.category_id
     where not exists (select from public.technician_skills s
       where s.technician_id = t.technician_id and s.skill_id = k.required_skill_id)`,
  ],
  [
    "a mail that was given up, or that nobody knows of",
    "select from public.messages where state in ('dead', 'uncertain', 'sending')",
  ],
  [
    "something that is still to come",
    "select from public.maintenance_visits where finished_at > now() or service_on > $1::date",
  ],
];

async function findings(db: Database, list: [string, string][], isWanted: boolean) {
  const wrong: string[] = [];
  for (const [what, sql] of list) {
    const rows = await db.query(sql, sql.includes("$1") ? [TODAY] : []);
    if (rows.length > 0 !== isWanted) wrong.push(what);
  }
  return wrong;
}

/** The same database for whoever is cut off after so many transactions. */
function endingAfter(transactions: number, db: Database): Database {
  let left = transactions;
  return {
    ...db,
    transaction: (run) => left-- > 0 ? db.transaction(run) : Promise.reject(new Error("cut off")),
  };
}

Deno.test("the demonstration has lived through each kind of thing, and no rule is broken", async () => {
  const { db, drop } = await freshDatabase();
  try {
    const clock = "select pg_get_functiondef('private.clock()'::regprocedure) as body";
    const before = await db.query(clock);
    // Whoever was cut off between the past and today goes on from there.
    await expect(seedDemo(endingAfter(1, db), NOW)).rejects.toThrow("cut off");
    await seedDemo(db, NOW);
    expect(await findings(db, THERE, true)).toEqual([]);
    expect(await findings(db, NEVER, false)).toEqual([]);
    expect(await db.query(clock)).toEqual(before);
    expect((await demoLogins(db)).map(({ role }) => role)).toEqual([
      "office",
      "technician",
      "admin",
    ]);

    // The files of the install base find every unit again.
    const files = folderReader(DEMO_FILES);
    const report = await runBackfill(databaseRpc(db), files, { today: TODAY, isExecuted: false });
    expect([report.new, report.already_enrolled > 390]).toEqual([0, true]);

    // Whoever seeds again changes nothing.
    const count = "select count(*) from public.audit_events";
    const written = await db.query(count);
    await seedDemo(db, NOW);
    expect(await db.query(count)).toEqual(written);
  } finally {
    await drop();
  }
});
