import { DateTime } from "luxon";
import { databaseRpc } from "@/embedded/database_rpc.ts";
import type { Queryable } from "@/embedded/database.ts";
import type { MoveClock } from "@/embedded/demo/moved_clock.ts";
import type { Arguments, FunctionName, Rpc } from "@/lib/database/rpc.ts";
import { addDays } from "@/lib/text/dates.ts";

/** Who does something: anybody with a link, the jobs, or the user id of somebody signed in. */
export type Actor = "client" | "jobs" | { userId: string };

/** The demonstration's company, at whatever moment of its past. */
export interface Company {
  /** The company day of the demonstration, YYYY-MM-DD. */
  today: string;
  zone: string;
  office: Actor;
  admin: Actor;
  /** By technician id, the demonstration's first. */
  technicians: Map<string, Actor>;
  moveClock: MoveClock;
  /** Days on which the reminders have run. */
  remindedOn: Set<string>;
  /**
   * Calls a function of the API with the rights of whoever does it.
   * @throws when it answers anything but what is `wanted`: then the past would not be the one that is told.
   */
  ask<Name extends FunctionName>(
    actor: Actor,
    name: Name,
    args: Arguments<Name>,
    ...wanted: string[]
  ): Promise<unknown>;
  /** Calls of the API by somebody, for what is done with many of them. */
  rpcOf(actor: Actor): Rpc;
  /** Reads past every right. */
  read: Queryable["query"];
  /** Whatever comes next is done by the database's owner. */
  beOwner(): Promise<void>;
}

/** Calls with the role and the identity that the API would give the caller. */
function callerOf(tx: Queryable): Pick<Company, "ask" | "rpcOf" | "read" | "beOwner"> {
  const rpc = databaseRpc(tx);
  let present = "";
  async function become(role: string, userId?: string): Promise<void> {
    const claims = role === "none" ? "" : JSON.stringify({ role, sub: userId });
    if (role + claims === present) return;
    // Back to the owner first: nobody else may become somebody.
    await tx.query(
      `select set_config('role', 'none', true), set_config('request.jwt.claims', $1, true),
         set_config('role', $2, true)`,
      [claims, role],
    );
    present = role + claims;
  }
  const rpcOf = (actor: Actor): Rpc => async (name, args) => {
    if (actor === "client") await become("anon");
    else if (actor === "jobs") await become("service_role");
    else await become("authenticated", actor.userId);
    return await rpc(name, args);
  };
  return {
    rpcOf,
    async ask(actor, name, args, ...wanted) {
      const answer = await rpcOf(actor)(name, args);
      if (!wanted.includes((answer as { status: string }).status)) {
        throw new Error(`${name} answers ${JSON.stringify(answer)}, not ${wanted.join(", ")}`);
      }
      return answer;
    },
    beOwner: () => become("none"),
    async read(sql, params) {
      await become("none");
      return await tx.query(sql, params);
    },
  };
}

/** The company at `now`, by its own clock from then on. */
export async function openCompany(
  tx: Queryable,
  now: Date,
  moveClock: MoveClock,
): Promise<Company> {
  await moveClock(now);
  // Most statements of a past are run a few times: planned at each of them they cost a tenth more.
  await tx.query("select set_config('plan_cache_mode', 'force_generic_plan', true)");
  const caller = callerOf(tx);
  const [{ today, zone }] = await caller.read<{ today: string; zone: string }>(
    "select private.company_day($1)::text as today, private.company_zone() as zone",
    [now.toISOString()],
  );
  const staff = await caller.read<{ role: string; userId: string }>(
    `select role, user_id as "userId" from public.staff`,
  );
  const actor = (role: string) => ({ userId: staff.find((one) => one.role === role)!.userId });
  return {
    ...caller,
    today,
    zone,
    office: actor("office"),
    admin: actor("admin"),
    technicians: new Map(),
    moveClock,
    remindedOn: new Set(),
  };
}

/** The instant of a time of day ("09:30") on a company day. */
export function instantAt({ zone }: Pick<Company, "zone">, day: string, time: string): Date {
  return DateTime.fromISO(`${day}T${time}`, { zone }).toJSDate();
}

/** Minutes later; earlier where negative. */
export function minutesAfter(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}

/** The latest day not after `day` that is no Saturday and no Sunday. */
export function workdayUntil(day: string): string {
  const weekday = DateTime.fromISO(day, { zone: "utc" }).weekday;
  return weekday > 5 ? addDays(day, 5 - weekday) : day;
}
