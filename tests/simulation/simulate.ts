import type { Database } from "@/embedded/database.ts";
import { clientsAct } from "./clients.ts";
import { mistakesAreTakenBack, moneyComesIn, policiesChange } from "./money.ts";
import { brokenInvariants, loadInvariants } from "./invariants.ts";
import { officeWorks } from "./office.ts";
import { repairsGoOn } from "./repairs.ts";
import { seldomThings } from "./seldom.ts";
import { addressesAreCorrected, shopTells } from "./sales.ts";
import { type Answer, type BrokenInvariant, Stage } from "./stage.ts";
import { techniciansWork } from "./technicians.ts";

export interface Wish {
  seed: number;
  days: number;
  units: number;
  /** YYYY-MM-DD; holidays are known from 2026 on. */
  firstDay: string;
  /** First due dates are spread over so many days, at most over an interval. */
  dueWithin: number;
  /** Called after each day that left nothing broken. */
  onDay?(stage: Stage): void;
}

export interface Story {
  /** Days that left every invariant whole. */
  days: number;
  counts: Record<string, number>;
  /** The day that broke something, and what. */
  broken?: { day: string; invariants: BrokenInvariant[] };
}

/** In front of what a day brings, once: the helpers of pgTAP, the stage, the company. */
const SETUP = ["../../supabase/tests/000_helpers.sql", "stage.sql", "company.sql"];

/** Lets a company live for so many days; a broken invariant ends it. The database is to be new, and thrown away. */
export async function simulate(db: Database, wish: Wish): Promise<Story> {
  for (const file of SETUP) await db.exec(await Deno.readTextFile(new URL(file, import.meta.url)));
  await loadInvariants(db);
  await db.query("select simulation.begin_company($1::date, $2, $3)", [
    wish.firstDay,
    wish.units,
    wish.dueWithin,
  ]);
  await db.exec("analyze");
  const stage = new Stage(db, wish.seed, wish.firstDay);
  for (let days = 0; days < wish.days; days++) {
    await liveADay(stage);
    stage.moveTo(stage.hour("00:30", 1));
    await nightPasses(stage);
    const invariants = [...stage.broken, ...await brokenInvariants(stage)];
    if (invariants.length > 0) {
      return { days, counts: stage.counts, broken: { day: stage.dayFrom(-1), invariants } };
    }
    // Plans that were made for empty tables are made anew.
    if (stage.day.endsWith("-01")) await db.exec("analyze");
    wish.onDay?.(stage);
  }
  return { days: wish.days, counts: stage.counts };
}

/** From the technicians' first drive to the last mail. */
async function liveADay(stage: Stage): Promise<void> {
  if (stage.isBusinessDay) await techniciansWork(stage);
  stage.moveTo(stage.hour("18:00"));
  await stage.byCron("select private.remind_technicians(private.clock())");
  await policiesChange(stage);
  await clientsAct(stage);
  if (stage.isBusinessDay) {
    await officeWorks(stage);
    await repairsGoOn(stage);
    await moneyComesIn(stage);
    await mistakesAreTakenBack(stage);
    await seldomThings(stage);
    await addressesAreCorrected(stage);
  }
  stage.moveTo(stage.hour("21:00"));
  await send(stage);
}

/** What runs by itself, until the reminders of the morning are sent. */
async function nightPasses(stage: Stage): Promise<void> {
  await stage.byCron("select private.watch_visits(private.clock())");
  await stage.byCron("select private.keep_house()");
  await stage.byCron("select private.seal_audit()");
  await shopTells(stage);
  stage.moveTo(stage.hour("07:30"));
  await stage.act("service", "run_job", { name: "digest" });
  stage.moveTo(stage.hour("08:05"));
  for (const name of ["reminders", "roll-forward", "certificates", "follow-ups", "self-check"]) {
    let answer: Answer;
    do answer = await stage.act("service", "run_job", { name }); while (answer.more);
  }
  await stage.byCron("select private.watch_jobs()");
  await send(stage);
}

/** What waits is sent; now and then an address turns out to be dead, or its owner has enough. */
async function send(stage: Stage): Promise<void> {
  const [{ sent }] = await stage.db.query<{ sent: Answer }>(
    "select simulation.send_all($1::timestamptz, $2::text::jsonb) as sent",
    [stage.now, JSON.stringify(await deadAddresses(stage))],
  );
  stage.count("mails superseded", sent.superseded);
  if (sent.unwanted.length > 0) {
    const rule = "Nobody is written to who must not be, or who asked not to be.";
    stage.broken.push({ name: "mail_goes_to_who_wants_it", rule, rows: sent.unwanted });
  }
  for (const { kind, recipient, unsubscribe } of sent.mails) {
    stage.count(`mail: ${kind}`);
    if (unsubscribe && stage.chance.happens(0.004, "unsubscribes", stage.now, recipient, kind)) {
      await stage.act("client", "unsubscribe", { token: unsubscribe });
    } else if (
      kind !== "digest" && stage.chance.happens(0.002, "bounces", stage.now, recipient, kind)
    ) {
      await stage.act("service", "record_bounce", { address: recipient, kind: "hard_bounce" });
    }
  }
}

async function deadAddresses(stage: Stage): Promise<string[]> {
  const waiting = await stage.db.query<{ recipient: string }>(
    "select distinct m.recipient from public.messages m where m.state = 'queued' and m.customer_id is not null",
  );
  return waiting.map(({ recipient }) => recipient).filter((recipient) =>
    stage.chance.happens(0.003, "refused", stage.now, recipient)
  );
}
