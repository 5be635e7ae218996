import type { Queryable } from "@/embedded/database.ts";
import { databaseRpc } from "@/embedded/database_rpc.ts";
import type { ReadBytes } from "@/lib/enrolment/import.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { addDays } from "@/lib/text/dates.ts";
import { storeInVault } from "@/embedded/keys.ts";
import { withMovedClock } from "./moved_clock.ts";
import { type Company, instantAt, openCompany } from "./past/company.ts";
import { beginDay } from "./past/day.ts";
import { Diary } from "./past/diary.ts";
import { onlyClients, withoutCompany } from "./past/first_clients.ts";
import { bringInFiles } from "./past/files.ts";
import { liveNights } from "./past/nights.ts";
import { sell } from "./past/sales.ts";
import { CHAPTERS, ROUNDS } from "./past/story.ts";
import { giveLogins } from "./past/technicians.ts";
import { enterChapter } from "./past/visits.ts";
import { beginWeek } from "./past/week.ts";

/** All but the first clients were enrolled that many days before today, so that reminders are due. */
const EVERYBODY_ENROLLED = 45;

/** In so many weeks the first mails of each round of first clients went out. */
const FIRST_WEEKS = 4;

/** Kept beside the past while its last day is to come, so that a start which is killed between both is made up for. */
const DAY_TO_COME = "demo_day_to_come";

/**
 * Lives through what the company did until yesterday: its first clients enrolled over a year ago and served
 * since, then everybody. Each step is a call of the API by whoever takes it, at its own time. A company
 * with the demonstration's logins and nothing else is what it begins with.
 */
export async function makePast(tx: Queryable, files: ReadBytes, now: Date): Promise<void> {
  await withMovedClock(tx, async (moveClock) => {
    const company = await openCompany(tx, now, moveClock);
    const diary = new Diary();
    for (const days of ROUNDS) {
      diary.enter(sevenAt(company, days), async () => {
        const chapters = CHAPTERS.filter(({ joined }) => joined === days);
        const isFirst = days === ROUNDS[0];
        const theirs = onlyClients(
          isFirst ? files : withoutCompany(files),
          chapters.map(({ customerRef }) => customerRef),
        );
        await enrol(tx, company, days, theirs, FIRST_WEEKS);
        await giveLogins(company);
        for (const chapter of chapters) {
          await enterChapter(company, diary, chapter, CHAPTERS.indexOf(chapter));
        }
      });
    }
    await diary.live(moveClock);
    // Last, and with the clock turned back: what is lived through among few is quickly lived through.
    await moveClock(sevenAt(company, EVERYBODY_ENROLLED));
    await enrol(tx, company, EVERYBODY_ENROLLED, withoutCompany(files));
    await beginWeek(company);
    await sell(company);
    await liveNights(company, files, now);
    await bringInFiles(company);
    await company.beOwner();
  });
  await storeInVault(tx, DAY_TO_COME, "yes");
}

/** Adds the day of the demonstration's technician, as it is at `now`, to a past that has none yet. */
export async function makePresent(tx: Queryable, now: Date): Promise<void> {
  const toCome = await tx.query("delete from vault.secrets where name = $1 returning id", [
    DAY_TO_COME,
  ]);
  if (toCome.length === 0) return;
  await withMovedClock(tx, async (moveClock) => {
    const company = await openCompany(tx, now, moveClock);
    await beginDay(company, now);
    await company.beOwner();
  });
}

function sevenAt(company: Company, daysAgo: number): Date {
  return instantAt(company, addDays(company.today, -daysAgo), "07:00");
}

async function enrol(
  tx: Queryable,
  company: Company,
  daysAgo: number,
  files: ReadBytes,
  weeks?: number,
): Promise<void> {
  const today = addDays(company.today, -daysAgo);
  await company.beOwner();
  await runBackfill(databaseRpc(tx), files, { today, weeks, isExecuted: true });
}
