import type { Database } from "@/embedded/database.ts";

/**
 * The workload of the slot benchmark: 200 technicians around Toronto, working Monday to Friday 08:00 to
 * 17:00 with 45 minutes of lunch; on 60 % of their days eight tasks of 30 or 45 minutes, on 5 % the whole
 * day off, else free. Deterministic. The 42 days from Monday 2027-03-08 cross the change of the clock on
 * the 14th.
 */
export const WORKLOAD = {
  fromDate: "2027-03-08",
  asOf: "2027-03-05T12:00:00Z",
  visitMinutes: 60,
  site: { latitude: 43.7001, longitude: -79.4163 },
  /** Sizes, each the number of technicians with the skill whose id is beside it. */
  sizes: {
    W1: { technicians: 10, skillId: "00000003-0000-4000-8000-000000000001" },
    W2: { technicians: 50, skillId: "00000003-0000-4000-8000-000000000002" },
    W3: { technicians: 200, skillId: "00000003-0000-4000-8000-000000000003" },
  },
} as const;

const SEED = 20261122;
const TECHNICIANS = 200;
const DAYS = 42;
const FIRST_DAY = Date.UTC(2027, 2, 8);
const CLOCK_CHANGES = Date.UTC(2027, 2, 14);

interface Technician {
  id: string;
  home: [number, number];
  lunch: number;
}

interface Task {
  technician_id: string;
  task_type: "maintenance" | "time_off";
  starts: string;
  ends: string;
  latitude: number | null;
  longitude: number | null;
}

/** Fills a fresh, migrated database; its audit triggers are switched off. */
export async function loadWorkload(db: Database): Promise<void> {
  const { technicians, tasks } = generate();
  await db.exec(`
    alter table public.technicians disable trigger audit;
    alter table public.technician_hours disable trigger audit;
    alter table public.technician_skills disable trigger audit;
    alter table public.technician_tasks disable trigger audit;
    update public.company_settings set booking_horizon_days = 90;
  `);
  await insert(
    db,
    "technicians (id, name, home_latitude, home_longitude) select x.id, 'Technician ' || x.id, x.latitude, x.longitude",
    "id uuid, latitude double precision, longitude double precision",
    technicians.map(({ id, home }) => ({ id, latitude: home[0], longitude: home[1] })),
  );
  await insert(
    db,
    "skills (id, code, name) select x.id, lower(x.name), x.name",
    "id uuid, name text",
    Object.entries(WORKLOAD.sizes).map(([name, { skillId }]) => ({ id: skillId, name })),
  );
  for (const { technicians: many, skillId } of Object.values(WORKLOAD.sizes)) {
    await insert(
      db,
      "technician_skills (technician_id, skill_id) select x.id, x.skill",
      "id uuid, skill uuid",
      technicians.slice(0, many).map(({ id }) => ({ id, skill: skillId })),
    );
  }
  await insert(
    db,
    "technician_hours (technician_id, weekday, starts, ends) select x.id, d, x.starts, x.ends",
    "id uuid, starts time, ends time",
    technicians.flatMap(({ id, lunch }) => [
      { id, starts: "08:00", ends: clock(lunch) },
      { id, starts: clock(lunch + 45), ends: "17:00" },
    ]),
    "cross join generate_series(1, 5) d",
  );
  await insert(
    db,
    "technician_tasks (technician_id, task_type, during, latitude, longitude) select x.technician_id, x.task_type, tstzrange(x.starts, x.ends), x.latitude, x.longitude",
    "technician_id uuid, task_type text, starts timestamptz, ends timestamptz, latitude double precision, longitude double precision",
    tasks,
  );
  await db.exec("vacuum (analyze) public.technician_tasks");
  await db.exec("analyze");
}

/** Adds about a million finished tasks of the years before, in the order in which years write them. */
export async function loadHistory(db: Database): Promise<number> {
  await db.exec(`
    insert into public.technician_tasks (technician_id, task_type, during, state, latitude, longitude)
    select t.id, 'maintenance', tstzrange(s.starts, s.starts + interval '45 minutes'), 'completed',
      43.55 + (extract(minute from s.starts) * 7 + d * 13) % 35 / 100.0, -79.75 + (n * 17 + d * 11) % 65 / 100.0
    from generate_series(1, 625) d
    cross join generate_series(0, 7) n
    cross join public.technicians t
    cross join lateral (select timestamptz '2027-03-05 13:00Z' - make_interval(days => 626 - d) + make_interval(hours => n)) s (starts);
  `);
  await db.exec("vacuum (analyze) public.technician_tasks");
  await db.exec("analyze");
  const [{ count }] = await db.query<{ count: number }>(
    "select count(*)::integer as count from public.technician_tasks",
  );
  return count;
}

async function insert(
  db: Database,
  into: string,
  columns: string,
  rows: unknown[],
  join = "",
): Promise<void> {
  await db.query(
    `insert into public.${into} from jsonb_to_recordset($1::text::jsonb) as x (${columns}) ${join}`,
    [JSON.stringify(rows)],
  );
}

function generate(): { technicians: Technician[]; tasks: Task[] } {
  const random = randomNumbers(SEED);
  const pick = <T>(...choices: T[]) => choices[Math.floor(random() * choices.length)];
  const place = (): [
    number,
    number,
  ] => [decimal(43.55 + random() * 0.35), decimal(-79.75 + random() * 0.65)];
  const technicians: Technician[] = [];
  const tasks: Task[] = [];
  for (let i = 0; i < TECHNICIANS; i++) {
    const id = `00000001-0000-4000-8000-${String(i).padStart(12, "0")}`;
    const lunch = pick(690, 720, 750);
    technicians.push({ id, home: place(), lunch });
    for (let day = 0; day < DAYS; day++) {
      if (day % 7 > 4) continue;
      if (random() < 0.05) {
        tasks.push({
          technician_id: id,
          task_type: "time_off",
          starts: instant(day, 0),
          ends: instant(day, 1440),
          latitude: null,
          longitude: null,
        });
      } else if (random() < 0.6) {
        for (const [from, to] of [[480, lunch], [lunch + 45, 1020]]) {
          for (const [starts, ends] of fourTasks(from, to, random)) {
            const [latitude, longitude] = place();
            tasks.push({
              technician_id: id,
              task_type: "maintenance",
              starts: instant(day, starts),
              ends: instant(day, ends),
              latitude,
              longitude,
            });
          }
        }
      }
    }
  }
  return { technicians, tasks };
}

/** Four tasks of 30 or 45 minutes on the quarter hours between two minutes of the day. */
function fourTasks(from: number, to: number, random: () => number): [number, number][] {
  const lengths = Array.from({ length: 4 }, () => random() < 2 / 3 ? 30 : 45);
  const total = () => lengths.reduce((sum, length) => sum + length, 0);
  if (total() > to - from) lengths.fill(30);
  const spareQuarters = Math.floor((to - from - total()) / 15);
  const waits = lengths.map(() => Math.floor(random() * (spareQuarters + 1))).sort((a, b) => a - b);
  let worked = 0;
  return lengths.map((length, i) => {
    const starts = from + waits[i] * 15 + worked;
    worked += length;
    return [starts, starts + length];
  });
}

function instant(day: number, minute: number): string {
  const midnightUtc = FIRST_DAY + day * 86_400_000;
  const change = CLOCK_CHANGES + 2 * 3_600_000;
  const ahead = midnightUtc + minute * 60_000 >= change ? 4 : 5;
  return new Date(midnightUtc + (minute + ahead * 60) * 60_000).toISOString();
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${
    String(minutes % 60).padStart(2, "0")
  }`;
}

function decimal(degrees: number): number {
  return Number(degrees.toFixed(5));
}

/** Marsaglia's xorshift, 32 bits: the same numbers everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
