import { createHash } from "node:crypto";
import { DateTime } from "luxon";
import type { Database } from "@/embedded/database.ts";
import { Chance } from "./chance.ts";

const ZONE = "America/Toronto";

/** What a door of the database answers; all of them answer with an object that has a status. */
// deno-lint-ignore no-explicit-any
export type Answer = Record<string, any>;

/** Who acts: the holder of a link, somebody who signed in (by the label of their login), or a job. */
export type Persona = "client" | "service" | "admin" | "office" | `technician ${number}`;

export interface BrokenInvariant {
  name: string;
  /** What holds when nothing is wrong, as a sentence. */
  rule: string;
  /** The first rows that break it. */
  rows: unknown[];
}

/** A company whose clock is moved: everybody acts through the doors of the database, at the instant that it shows. */
export class Stage {
  readonly chance: Chance;
  /** How often what happened: acts by their status, visits by their outcome, mails by their kind. */
  readonly counts: Record<string, number> = {};
  /** What was seen to be wrong since the day began, beside what tables show afterwards. */
  readonly broken: BrokenInvariant[] = [];
  #now: DateTime;

  constructor(readonly db: Database, seed: number, firstDay: string) {
    this.chance = new Chance(seed);
    this.#now = DateTime.fromISO(firstDay, { zone: ZONE });
  }

  get day(): string {
    return this.#now.toISODate()!;
  }

  get now(): string {
    return this.#now.toUTC().toISO()!;
  }

  get isBusinessDay(): boolean {
    return this.#now.weekday < 6;
  }

  /** The company day so many days from today. */
  dayFrom(days: number): string {
    return this.#now.plus({ days }).toISODate()!;
  }

  /** An hour of today, or of so many days from today. */
  hour(time: string, days = 0): string {
    return DateTime.fromISO(`${this.dayFrom(days)}T${time}`, { zone: ZONE }).toUTC().toISO()!;
  }

  /** Moves the clock on; it never goes back. */
  moveTo(instant: string): void {
    const next = DateTime.fromISO(instant, { zone: ZONE });
    if (next > this.#now) this.#now = next;
  }

  /** One call of a door, in a transaction of its own. */
  async act(persona: Persona, door: string, args: Answer = {}): Promise<Answer> {
    const [role, user] = persona === "client"
      ? ["anon", null]
      : persona === "service"
      ? ["service_role", null]
      : ["authenticated", idOf(persona)];
    const [{ answer }] = await this.db.query<{ answer: Answer }>(
      "select simulation.act($1::timestamptz, $2, $3::uuid, $4, $5::text::jsonb) as answer",
      [this.now, role, user, door, JSON.stringify(args)],
    ).catch((error) => {
      // No door raises at what people and jobs do by their own rights.
      throw new Error(`${this.now}, ${persona}: ${door}(${JSON.stringify(args)})`, {
        cause: error,
      });
    });
    const status = [answer.status, answer.reason].filter((word) => typeof word === "string");
    if (status.length > 0) this.count(`${door}: ${status.join(" ")}`);
    return answer;
  }

  /** A job of cron that is a statement. */
  async byCron(statement: string): Promise<void> {
    await this.db.query("select simulation.by_cron($1::timestamptz, $2)", [this.now, statement]);
  }

  /** What an administrator writes in Studio; `$1` holds the arguments. Returns the number of rows. */
  async byHand(what: string, statement: string, args: Answer = {}): Promise<void> {
    const [{ rows }] = await this.db.query<{ rows: number }>(
      "select simulation.by_hand($1::timestamptz, $2, $3::text::jsonb)::integer as rows",
      [this.now, statement, JSON.stringify(args)],
    );
    if (rows > 0) this.count(`by hand: ${what}`, rows);
  }

  /** What a narrator sees; `clock` in the statement is the present instant, `day` the company day. */
  rows<T>(statement: string, params: unknown[] = []): Promise<T[]> {
    const now = statement
      .replaceAll(":clock", `timestamptz '${this.now}'`)
      .replaceAll(":day", `date '${this.day}'`);
    return this.db.query<T>(now, params);
  }

  count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }
}

/** The id of whatever has this label, as `tests.id` makes it. */
export function idOf(label: string): string {
  const hex = createHash("md5").update(label).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
