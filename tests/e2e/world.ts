/** The whole system with its demonstration data, for tests that go through HTTP and a browser. */
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { startProgram } from "@/tests/started_program.ts";
import { freePort } from "@/tools/free_port.ts";

/** A unit with its link. */
export interface Client {
  contractId: string;
  cycleId: string;
  token: string;
  bookingUrl: string;
}

export interface World {
  appUrl: string;
  /** Where the caught mails are read. */
  mailUrl: string;
  /** Acts as service_role. */
  db: SupabaseClient;
  staff: { role: string; email: string; password: string }[];
  /**
   * Enrols the units of a new client at one address, all due in about a month.
   * @param kinds codes of categories, such as "stairlift"
   */
  addClient(firstName: string, ...kinds: string[]): Promise<Client[]>;
  stop(): Promise<void>;
}

/** The company's: as long as such a number gets, which no page may be too narrow for. */
const LONG_NUMBER = "1-905-555-0100 ext. 2";

/** Starts everything on free ports with a throw-away database. */
export async function startWorld(): Promise<World> {
  const { line, stop } = await startProgram(["run", "-A", "commands/start.ts"], /^\{.*\}$/, {
    PORT: String(freePort()),
    DATA_DIR: "memory",
  });
  const { app_url, api_url, mail_url, secret_key, staff } = JSON.parse(line);
  const db = createClient(api_url, secret_key, { auth: { persistSession: false } });
  const settings = { phone: LONG_NUMBER, minimum_notice_hours: noticeUntilNight(new Date()) };
  await rows(db.from("company_settings").update(settings).eq("only_row", true).select());
  return {
    appUrl: app_url,
    mailUrl: mail_url,
    db,
    staff,
    addClient: (firstName, ...kinds) => addClient(db, app_url, firstName, kinds),
    async stop() {
      await stop("SIGTERM");
    },
  };
}

/**
 * Hours of notice, a day at least, that end at three or four in the morning: while people work, the
 * first time that is offered would pass between two steps of a test.
 */
function noticeUntilNight(now: Date): number {
  const nightUtc = 8;
  return 24 + (nightUtc - now.getUTCHours() + 24) % 24;
}

async function rows<T>(query: PromiseLike<{ data: T | null; error: unknown }>): Promise<T> {
  const { data, error } = await query;
  if (error !== null) throw error;
  return data!;
}

async function addClient(
  db: SupabaseClient,
  appUrl: string,
  firstName: string,
  kinds: string[],
): Promise<Client[]> {
  const [customer] = await rows(
    db.from("customers").insert({
      name: `${firstName} Example`,
      email: `${crypto.randomUUID()}@example.com`,
      street: "12 Maple Crescent",
      city: "Toronto",
      postal_code: "M4S 1A1",
      latitude: 43.7,
      longitude: -79.39,
    }).select("id"),
  );
  const categories = await rows(db.from("equipment_categories").select("id, code"));
  const clients: Client[] = [];
  for (const kind of kinds) {
    const category_id = categories.find(({ code }) => code === kind)!.id;
    const [unit] = await rows(
      db.from("units").insert({ customer_id: customer.id, category_id }).select("id"),
    );
    const [contract] = await rows(
      db.from("maintenance_contracts").insert({
        unit_id: unit.id,
        interval_months: 6,
        due_anchor_on: monthsAgo(5),
      }).select("id"),
    );
    const [cycle] = await rows(
      db.from("maintenance_cycles").select("id, token").eq("contract_id", contract.id),
    );
    const bookingUrl = `${appUrl}/book/${cycle.token}`;
    clients.push({ contractId: contract.id, cycleId: cycle.id, token: cycle.token, bookingUrl });
  }
  return clients;
}

function monthsAgo(months: number): string {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() - months);
  return day.toISOString().slice(0, 10);
}
