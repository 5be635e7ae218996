/** A full board of made-up work, served by the application over a stand-in for the database, and a card carried over it. */
import { loadServer } from "@/dev.ts";
import { startFakeApi } from "@/tests/pages/fake_api.ts";
import { type Page, withBrowser } from "@/tools/browser/mod.ts";

export interface BoardSize {
  technicians: number;
  tasks: number;
}

/** What the goal names, and ten times as much: a card for each quarter of an hour. */
export const BOARD_SIZES: BoardSize[] = [
  { technicians: 10, tasks: 60 },
  { technicians: 10, tasks: 480 },
];

export interface Carried {
  frames: number;
  /** Milliseconds from one frame to the next: the middle one, and what 99 of 100 do not exceed. */
  frame: number;
  frame_99: number;
  /** Milliseconds of the processor that the longest task of the main thread took, by a trace. */
  longest_task: number;
  tasks_over_50: number;
  /** The longest by the clock: on a busy machine that is waiting for a turn. */
  longest_by_clock: number;
  requests: number;
  /** Milliseconds from pressing M to the answers. */
  picked_up: number;
}

const DAY = "2026-05-12";
const uuid = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const at = (minute: number) =>
  new Date(Date.parse(`${DAY}T04:00:00Z`) + minute * 60_000).toISOString();

/** Ten hours from eight o'clock on, as many stops for everybody, all of one length. */
function company({ technicians, tasks }: BoardSize) {
  const each = tasks / technicians;
  const minutes = Math.floor(600 / each / 15) * 15;
  const people = Array.from({ length: technicians }, (_, n) => ({
    technician_id: uuid(n),
    name: `Tech${n} Example`,
    first_name: `Tech${n}`,
    active: true,
    skills: ["Stair lifts"],
    home: { latitude: 43.7, longitude: -79.4 },
    days: [{
      on_day: DAY,
      hours: [{ starts_at: at(480), ends_at: at(1080) }],
      work_minutes: 600,
      stop_minutes: 300,
      drive_minutes: 60,
      open_minutes: 240,
    }],
  }));
  const cards = people.flatMap(({ technician_id }, lane) =>
    Array.from({ length: each }, (_, n) => ({
      task_id: uuid(1000 + lane * 100 + n),
      technician_id,
      task_type: "maintenance",
      state: "scheduled",
      revision: 1,
      starts_at: at(480 + n * minutes),
      ends_at: at(480 + n * minutes + Math.max(15, minutes - 15)),
      arrive_by: null,
      title: null,
      customer_id: uuid(5),
      client_name: `Client ${lane} ${n}`,
      city: "Toronto",
      address: "1 Elm St",
      latitude: 43.6 + n / 100,
      longitude: -79.4 + lane / 100,
      units: [{
        visit_id: uuid(6),
        kind: "Stair lift",
        state: "scheduled",
        due_on: DAY,
        fee: 189,
        tax: 24.57,
        tax_name: "HST 13 %",
        no_charge_reason: null,
        is_promised: true,
      }],
      badge: "booked",
      late_minutes: null,
      drive_before: minutes > 15 ? 15 : null,
      drive_after: null,
      work_order_id: null,
      phone: null,
      reach_by: null,
      is_mailed: true,
      note: null,
      can_move: true,
    }))
  );
  return { people, cards };
}

/** Another answer at every step, so that each one that is passed has new words. */
function answers({ technicians }: BoardSize) {
  return Array.from({ length: technicians }, (_, n) => ({
    technician_id: uuid(n),
    days: [{
      on_day: DAY,
      answers: Array.from({ length: 60 }, (_, step) => ({
        from: at(360 + step * 15),
        to: at(360 + step * 15),
        answer: (step + n) % 3 === 0 ? "fits" : "drive",
        travel_minutes: step,
        side: "before",
        minutes: step + n,
        planned: 5,
      })),
      best: null,
    }],
  }));
}

/** Carries the first card of each board up and down over all lanes, and resolves to how smooth that was. */
export async function carryOver(sizes: BoardSize[]): Promise<Record<string, Carried>> {
  const api = startFakeApi();
  Deno.env.set("SUPABASE_URL", api.url);
  Deno.env.set("SUPABASE_PUBLISHABLE_KEY", "sb_publishable_bench");
  const handle = await loadServer();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handle);
  const carried: Record<string, Carried> = {};
  try {
    for (const size of sizes) {
      api.answer({ ...OLGA, ...boardOf(size) });
      carried[`${size.tasks} tasks, ${size.technicians} technicians`] = await withBrowser(
        async (browser) =>
          await carry(
            await browser.newPage({ width: 1600, height: 1000 }),
            `http://127.0.0.1:${server.addr.port}`,
          ),
      );
    }
    return carried;
  } finally {
    await server.shutdown();
    await api.stop();
  }
}

const USER = { id: uuid(9), aud: "authenticated", email: "office@example.com" };
/** Somebody of the office who signs in. */
const OLGA = {
  token: () => ({
    access_token: "a.b.c",
    refresh_token: "r",
    token_type: "bearer",
    expires_at: Math.floor(Date.now() / 1000) + 3600,
    expires_in: 3600,
    user: USER,
  }),
  user: () => USER,
  who_am_i: () => ({
    status: "ok",
    name: "Olga",
    role: "office",
    waiting: { activities: 0, urgent: 0, messages: 0 },
  }),
};

function boardOf(size: BoardSize) {
  const { people, cards } = company(size);
  return {
    board: () => ({
      status: "ok",
      as_of: at(600),
      today: DAY,
      from_day: DAY,
      days: 1,
      step: 15,
      stamp: "s",
      holidays: [],
      technicians: people,
      tasks: cards,
      waiting: [],
    }),
    board_places: () => ({
      status: "ok",
      what: "task",
      id: cards[0].task_id,
      revision: 1,
      minutes: 60,
      best: [],
      technicians: answers(size),
    }),
  };
}

async function carry(page: Page, site: string): Promise<Carried> {
  await page.goto(`${site}/sign-in`);
  await page.getByLabel("E-mail").fill("office@example.com");
  await page.getByLabel("Password").fill("right");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.goto(`${site}/office/board?day=${DAY}`);
  const card = (await page.locator(".lane [data-moves]").first().boundingBox())!;
  const area = (await page.locator(".day-board").boundingBox())!;
  await page.mouse.move(card.x + 30, card.y + 5);
  await page.mouse.down();
  const before = await page.evaluate(() => performance.now());
  await page.mouse.move(card.x + 60, card.y + 40, { steps: 3 });
  await page.locator(".preview.moving .mark:not(:empty)").first().waitFor();
  const picked_up = await page.evaluate((start) => performance.now() - start, before);
  let requests = 0;
  page.on("request", () => requests++);
  const chrome = page.context().browser()!;
  await chrome.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await page.evaluate(() => {
    const seen = (globalThis as unknown as { frames: number[] }).frames = [] as number[];
    const count = (time: number) => seen.push(time) && requestAnimationFrame(count);
    requestAnimationFrame(count);
  });
  const steps = 240;
  for (let n = 0; n <= steps; n++) {
    const across = area.x + 60 + (area.width - 80) * n / steps;
    const down = 320 + 250 * (1 + Math.sin(n / 8));
    await page.mouse.move(across, down);
  }
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
  const trace = JSON.parse(new TextDecoder().decode(await chrome.stopTracing()));
  await page.keyboard.press("Escape");
  const tasks = tasksOf(trace.traceEvents);
  const lengths = tasks.map(({ tdur = 0 }) => tdur / 1000);
  const gaps = frames.slice(1).map((time, n) => time - frames[n]).sort((one, other) => one - other);
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return {
    frames: frames.length,
    frame: rounded(gaps[gaps.length >> 1]),
    frame_99: rounded(gaps[Math.floor(gaps.length * 0.99)]),
    longest_task: rounded(Math.max(...lengths)),
    tasks_over_50: lengths.filter((length) => length > 50).length,
    longest_by_clock: rounded(Math.max(...tasks.map(({ dur = 0 }) => dur / 1000))),
    requests,
    picked_up: Math.round(picked_up),
  };
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds by the clock, and of the processor. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The tasks of the page's main thread. */
function tasksOf(events: TraceEvent[]): TraceEvent[] {
  const mains = events.filter(({ name, args }) =>
    name === "thread_name" && args?.name === "CrRendererMain"
  );
  const frames = new Set(
    events.filter(({ name }) => name === "FireAnimationFrame").map(({ pid, tid }) =>
      `${pid} ${tid}`
    ),
  );
  const isMain = ({ pid, tid }: TraceEvent) =>
    frames.has(`${pid} ${tid}`) && mains.some((main) => main.pid === pid && main.tid === tid);
  return events.filter((event) => event.name.endsWith("RunTask") && isMain(event));
}
