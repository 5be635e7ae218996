/**
 * DESIGN's "Slots", read by brute force: every minute of every searched day is asked, for every
 * technician, whether a visit could begin there. Slow and plain on purpose, and unlike the SQL in
 * structure; what DESIGN leaves open is decided as the comment of the slots chapter says.
 */
import { DateTime, IANAZone } from "luxon";
import type { Found, Point, Task, Technician, World } from "./world.ts";

const MINUTE = 60_000;
const BLOCKING = ["scheduled", "en_route", "in_progress", "completed"];
const FLAT_GUESS = 30;

interface Stop {
  starts: number;
  ends: number;
  at: Point | null;
}

interface Offer {
  start: number;
  technician: number;
  added: number;
  /** Hundredths of a minute. */
  score: number;
  day: number;
  morning: boolean;
}

export function findSlots(world: World): Found {
  const { search } = world;
  const zone = new LocalTime(world.zone);
  const today = zone.dayOf(Date.parse(world.now));
  const earliest = Date.parse(world.now) + world.noticeHours * 60 * MINUTE;
  const lastDay = addDays(today, world.horizonDays);
  const wanted = search.startsAt === null ? null : Date.parse(search.startsAt);

  let firstDay = search.fromDate ?? zone.dayOf(earliest);
  let days = search.days;
  if (wanted !== null) {
    firstDay = zone.dayOf(wanted);
    days = 1;
  }
  const farthest = [addDays(today, -366), addDays(today, 366)];
  if (days < 1 || firstDay < farthest[0] || firstDay > farthest[1]) return { slots: [], days: [] };

  const offers: Offer[] = [];
  const counts: Found["days"] = [];
  for (let index = 0; index < days; index++) {
    const day = addDays(firstDay, index);
    const before = offers.length;
    if (day <= lastDay && !world.holidays.includes(day) && !rests(search.winters, day)) {
      const diaries = diariesOf(world, zone, day);
      for (const start of zone.minutesOf(day)) {
        const clock = zone.clock(start);
        if (clock % world.step !== 0 || start < earliest) continue;
        if (wanted !== null && start !== wanted) continue;
        const best = bestTechnician(world, diaries, start);
        if (best === undefined) continue;
        offers.push({
          ...best,
          start,
          score: best.added * 100 + Math.round(world.waitPerDay * 100) * index,
          day: index,
          morning: clock < 12 * 60,
        });
      }
    }
    counts.push({ date: day, times: offers.length - before });
  }

  offers.sort((a, b) => a.score - b.score || a.start - b.start || a.technician - b.technician);
  const listed = days > 1 && search.maxSlots <= 12 ? onePerHalfDay(offers) : offers;
  return {
    slots: listed.slice(0, Math.max(0, search.maxSlots)).map((offer) => ({
      start: new Date(offer.start).toISOString(),
      end: new Date(offer.start + search.visitMinutes * MINUTE).toISOString(),
      technician: offer.technician,
      travelMinutes: offer.added,
    })),
    days: counts,
  };
}

/** Whether a day lies in one of these seasons: "11-15/04-15", both ends included, perhaps over the turn of the year. */
function rests(winters: readonly string[], day: string): boolean {
  const [, month, date] = day.split("-").map(Number);
  const asNumber = (text: string) => Number(text.replace("-", ""));
  return winters.some((winter) => {
    const [from, until] = winter.split("/").map(asNumber);
    const at = month * 100 + date;
    return from <= until ? from <= at && at <= until : !(until < at && at < from);
  });
}

/** Keeps the first of each half-day of offers that are in order. */
function onePerHalfDay(offers: Offer[]): Offer[] {
  const seen = new Set<string>();
  return offers.filter(({ day, morning }) => {
    const half = `${day} ${morning}`;
    return seen.has(half) ? false : seen.add(half);
  });
}

/** What one technician has on one day. */
interface Diary {
  technician: number;
  home: Point | null;
  hours: { starts: number; ends: number }[];
  /** Everything that blocks. */
  blocks: { starts: number; ends: number }[];
  /** What is driven to and from, in order. */
  stops: Stop[];
}

/** The diaries of those who may be sent that day. */
function diariesOf(world: World, zone: LocalTime, day: string): Diary[] {
  const [midnight, nextMidnight] = [zone.midnight(day), zone.midnight(addDays(day, 1))];
  const diaries: Diary[] = [];
  world.technicians.forEach((technician, index) => {
    if (!technician.active) return;
    if (world.search.technician !== null && world.search.technician !== index) return;
    if (!world.search.skills.every((skill) => technician.skills.includes(skill))) return;
    const hours = joined(
      technician.hours
        .filter((row) => row.weekday === weekday(day))
        .filter((row) => (row.from ?? day) <= day && day <= (row.to ?? day))
        .map((row) => ({
          starts: zone.instant(day, row.starts),
          ends: zone.instant(day, row.ends),
        })),
    );
    const stays = world.search.isOutdoor &&
      world.closures.some((closure) => closure.day === day && closure.technicians.includes(index));
    if (stays) return;
    const tasks = world.tasks
      .filter((task, place) => place !== world.search.ignoreTask && task.technician === index)
      .filter((task) => BLOCKING.includes(task.state))
      .map((task) => ({ task, starts: Date.parse(task.starts), ends: Date.parse(task.ends) }))
      .filter(({ starts, ends }) => starts < nextMidnight && ends > midnight)
      .sort((a, b) => a.starts - b.starts);
    const visits = tasks.filter(({ task }) => task.type === "maintenance").length;
    if (technician.maxVisits !== null && visits >= technician.maxVisits) return;
    const stops = tasks
      .filter(({ task }) => !(task.type === "other" && task.at === null))
      .map(({ task, starts, ends }) => ({ starts, ends, at: placeOf(world, task, technician) }));
    diaries.push({ technician: index, home: technician.home, hours, blocks: tasks, stops });
  });
  return diaries;
}

/** Stretches of time in order, those without space between them made one. */
function joined(rows: { starts: number; ends: number }[]): { starts: number; ends: number }[] {
  const result: { starts: number; ends: number }[] = [];
  const inOrder = rows.filter((row) => row.starts < row.ends).sort((a, b) => a.starts - b.starts);
  for (const row of inOrder) {
    const last = result.at(-1);
    if (last && row.starts <= last.ends) last.ends = Math.max(last.ends, row.ends);
    else result.push({ ...row });
  }
  return result;
}

function bestTechnician(
  world: World,
  diaries: Diary[],
  start: number,
): { technician: number; added: number } | undefined {
  let best: { technician: number; added: number } | undefined;
  for (const diary of diaries) {
    const added = addedDrive(world, diary, start);
    if (added !== undefined && (best === undefined || added < best.added)) {
      best = { technician: diary.technician, added };
    }
  }
  return best;
}

/** Minutes of drive that a visit starting here adds to the day; undefined if it does not fit. */
function addedDrive(world: World, diary: Diary, start: number): number | undefined {
  const { hours, blocks, stops, home } = diary;
  const end = start + world.search.visitMinutes * MINUTE;
  if (!hours.some((row) => row.starts <= start && end <= row.ends)) return undefined;
  if (blocks.some((block) => block.starts < end && block.ends > start)) return undefined;

  const before = stops.findLast((stop) => stop.ends <= start) ??
    { ends: Math.min(...hours.map((row) => row.starts)), at: home };
  const after = stops.find((stop) => stop.starts >= end) ??
    { starts: Math.max(...hours.map((row) => row.ends)), at: home };
  const here = world.search.at ?? areaMean(world, world.search.postalCode);

  const there = drive(world, before.at, here);
  const onward = drive(world, here, after.at);
  if (before.ends + there.minutes * MINUTE > start) return undefined;
  if (end + onward.minutes * MINUTE > after.starts) return undefined;
  const past = drive(world, before.at, after.at);
  const guessed = there.guess || onward.guess || past.guess;
  return Math.max(0, there.minutes + onward.minutes - (guessed ? 0 : past.minutes));
}

function placeOf(world: World, task: Task, technician: Technician): Point | null {
  if (task.type === "time_off") return technician.home;
  if (task.at !== null || task.customer === null) return task.at;
  return areaMean(world, world.customers[task.customer].postalCode);
}

function areaMean(world: World, postalCode: string | null): Point | null {
  const area = areaOf(postalCode);
  const located = world.customers.filter((customer) =>
    area !== undefined && customer.at !== null && areaOf(customer.postalCode) === area
  );
  if (located.length === 0) return null;
  const mean = (axis: 0 | 1) =>
    located.reduce((sum, customer) => sum + customer.at![axis], 0) / located.length;
  return [mean(0), mean(1)];
}

function areaOf(postalCode: string | null): string | undefined {
  const compact = (postalCode ?? "").replaceAll(/\s/g, "").toUpperCase();
  return compact.length < 3 ? undefined : compact.slice(0, 3);
}

function drive(
  world: World,
  from: Point | null,
  to: Point | null,
): { minutes: number; guess: boolean } {
  if (from === null || to === null) return { minutes: FLAT_GUESS, guess: true };
  const known = world.travel.find((row) => same(row.from, from) && same(row.to, to));
  if (known) return { minutes: known.minutes, guess: false };
  if (same(from, to)) return { minutes: 0, guess: false };
  return { minutes: Math.ceil(kilometres(from, to) * 1.3 / 45 * 60 + 5), guess: false };
}

function same(a: Point, b: Point): boolean {
  return a[0].toFixed(5) === b[0].toFixed(5) && a[1].toFixed(5) === b[1].toFixed(5);
}

/** Great-circle distance on a sphere of 6371 km. */
function kilometres(a: Point, b: Point): number {
  const radians = (degrees: number) => degrees * Math.PI / 180;
  const haversine = Math.sin(radians(b[0] - a[0]) / 2) ** 2 +
    Math.cos(radians(a[0])) * Math.cos(radians(b[0])) * Math.sin(radians(b[1] - a[1]) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(haversine));
}

function addDays(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: "utc" }).plus({ days }).toISODate()!;
}

function weekday(day: string): number {
  return DateTime.fromISO(day, { zone: "utc" }).weekday;
}

const offsets = new Map<string, number>();

/** Wall clocks of one zone. Offsets are asked of luxon once per quarter hour, where they may change. */
class LocalTime {
  #zone: IANAZone;

  constructor(name: string) {
    this.#zone = IANAZone.create(name);
  }

  /** Minutes that local time is ahead of UTC. */
  #offset(instant: number): number {
    const quarter = Math.floor(instant / (15 * MINUTE));
    const key = `${this.#zone.name} ${quarter}`;
    let offset = offsets.get(key);
    if (offset === undefined) {
      offset = this.#zone.offset(quarter * 15 * MINUTE) as number;
      offsets.set(key, offset);
    }
    return offset;
  }

  /** The wall clock as if it were UTC. */
  #wall(instant: number): number {
    return instant + this.#offset(instant) * MINUTE;
  }

  dayOf(instant: number): string {
    return new Date(this.#wall(instant)).toISOString().slice(0, 10);
  }

  /** Minutes on the wall clock since 00:00. */
  clock(instant: number): number {
    const wall = this.#wall(instant) / MINUTE;
    return wall - Math.floor(wall / 1440) * 1440;
  }

  /** The instant of a local time: the later one where the clock repeats it, as much later where it skips it. */
  instant(day: string, time: string): number {
    const [hours, minutes] = time.split(":").map(Number);
    const wall = Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes) * MINUTE;
    const around = [wall - 1440 * MINUTE, wall + 1440 * MINUTE].map((near) => this.#offset(near));
    const readings = around.map((offset) => wall - offset * MINUTE);
    const exact = readings.filter((instant) => this.#wall(instant) === wall);
    return Math.max(...(exact.length > 0 ? exact : readings));
  }

  midnight(day: string): number {
    return this.instant(day, "00:00");
  }

  /** Every minute of the day, in order. */
  *minutesOf(day: string): Generator<number> {
    const end = this.midnight(addDays(day, 1));
    for (let instant = this.midnight(day); instant < end; instant += MINUTE) yield instant;
  }
}
