import { expect } from "expect";
import type { Database } from "@/embedded/database.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { simulate, type Story } from "./simulate.ts";

/** In five weeks most of these units come due, so that a month sees what otherwise takes half a year. */
const MONTH = { seed: 7, days: 31, units: 60, dueWithin: 40, firstDay: "2026-01-05" };

Deno.test("a company lives for a month and every rule holds after every day", async () => {
  const { counts, broken, days } = await storyOf(MONTH);
  expect({ broken, days }).toEqual({ broken: undefined, days: 31 });
  // A month in which nothing happens would prove nothing.
  const expected = [
    ...["confirm_booking: booked", "book_for_client: booked", "complete_visit: done"],
    ...["fail_visit: recorded", "reverse_visit: reversed", "record_payment: recorded"],
    ...["found: critical", "found: minor", "cancel_booking: cancelled", "by hand: prices"],
    ...["mail: reminder", "mail: visit_summary", "mail: rebook"],
    ...["complete_visit: conflict moved", "discard_report: discarded", "record_from_paper: done"],
    ...["transfer_unit: transferred", "swap_tasks: moved", "correct_price: corrected"],
    ...["shop: enrolled", "shop: ended", "shop: due_moved", "by hand: addresses corrected"],
    ...["revoke_certificate: revoked", "mail_summary_again: queued", "left in peace"],
  ];
  expect(expected.filter((what) => (counts[what] ?? 0) === 0)).toEqual([]);
});

Deno.test("a seed tells one story, another seed another", async () => {
  const week = { ...MONTH, days: 12, units: 30 };
  const first = await storyOf(week);
  expect(await storyOf(week)).toEqual(first);
  expect(await storyOf({ ...week, seed: 8 })).not.toEqual(first);
});

/** What of the database is spoilt, and the rule that then does not hold. */
const SPOILT: { rule: string; name: string; from: string; to: string }[] = [
  {
    rule: "past_visits",
    name: "watch_visits",
    from: "where upper(t.during) <= v_midnight",
    to: "where upper(t.during) <= v_midnight - interval '1 year'",
  },
  {
    rule: "visits_keep_their_distance",
    name: "next_due",
    from: "4 * nearest.away",
    to: "1 * nearest.away",
  },
  {
    rule: "done_visits_are_invoiced",
    name: "settle_stop",
    from: "perform private.issue_stop_invoice(v_task.work_order_id, as_of);",
    to: "null;",
  },
  {
    rule: "settled_work_leaves_the_list",
    name: "take_out_of_service",
    from: "set condition = 'out_of_service'",
    to: "set condition = 'in_service'",
  },
  {
    rule: "charges",
    name: "reverse_visit",
    from: "v_charge := private.take_back_charge(v_visit, reason);",
    to: `v_charge := '{"status": "free"}';`,
  },
  {
    rule: "reminders_reach_somebody",
    name: "raise_instead_of_reminder",
    from: "return case when v_suppressed",
    to: "return null; return case when v_suppressed",
  },
  {
    rule: "kept_reports_are_on_the_list",
    name: "keep_conflict",
    from: "perform private.ask_which_counts(visit, v_report_id, v_answer);",
    to: "null;",
  },
  {
    rule: "decided_reports_leave_the_list",
    name: "decide_report",
    from: "array[report_id::text]",
    to: "array['nothing']",
  },
];

for (const { rule, name, from, to } of SPOILT) {
  Deno.test(`where ${name} is spoilt a month shows it`, async () => {
    const { broken } = await storyOf(MONTH, (db) => spoil(db, name, from, to));
    expect(broken?.invariants.map((invariant) => invariant.name)).toContain(rule);
  });
}

async function storyOf(
  wish: typeof MONTH,
  before: (db: Database) => Promise<void> = () => Promise.resolve(),
): Promise<Story> {
  const fresh = await freshDatabase({ maxConnections: 1 });
  try {
    await before(fresh.db);
    return await simulate(fresh.db, wish);
  } finally {
    await fresh.drop();
  }
}

async function spoil(db: Database, name: string, from: string, to: string): Promise<void> {
  const [{ source }] = await db.query<{ source: string }>(
    `select pg_get_functiondef(p.oid) as source from pg_proc p
     where p.pronamespace = 'private'::regnamespace and p.proname = $1`,
    [name],
  );
  expect(source).toContain(from);
  await db.exec(source.replace(from, to));
}
