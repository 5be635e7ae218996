/** New work written down on the board: repair, delivery, assessment, time off, something else. */
import type { Rpc } from "@/lib/database/rpc.ts";
import { clockTime, dayOf, isDay } from "@/lib/text/dates.ts";
import * as z from "zod";
import { type Came, doneOf, refused } from "./act.ts";
import { create } from "./board.ts";
import { instantOf, minuteOf } from "./times.ts";
import type { Adding } from "./wish.ts";

/** Which field is to be corrected, and how. */
export interface Correction {
  field: "technician" | "day" | "time" | "minutes" | "title" | "client" | "notes" | "address";
  complaint: string;
  /** Where what was meant can be done all the same. */
  instead?: { href: string; text: string };
}

/** What a form lacks before the database can be asked; null for nothing. */
function lackOf(
  { task_type, technician, day, time, minutes, title, customer, client }: Adding,
): Correction | null {
  const isTimeOff = task_type === "time_off";
  if (!/^[1-9]\d{0,3}$/.test(minutes)) return REJECTED.minutes;
  if ((time !== "" || isTimeOff) && !isDay(day)) {
    return { field: "day", complaint: "Please choose a day." };
  }
  if (time !== "" && !/^\d{1,2}:\d{2}$/.test(time)) {
    return { field: "time", complaint: "A time such as 2:15 p.m." };
  }
  if (time === "" && (technician !== null || isTimeOff)) {
    return {
      field: "time",
      complaint: "At what time? Work that waits for a place has no technician either.",
    };
  }
  if (time !== "" && technician === null) return { field: "technician", complaint: "Who does it?" };
  if (client !== "" && customer === null) {
    return {
      field: "client",
      complaint: "Look the client up and choose one, or empty this field.",
    };
  }
  if (title === "" && customer === null && !isTimeOff) {
    return { field: "title", complaint: "What is it, in a few words? Or say whose it is." };
  }
  return null;
}

const REJECTED: Record<string, Correction> = {
  title: { field: "title", complaint: "Please shorten this." },
  notes: { field: "notes", complaint: "Please shorten this." },
  address: { field: "address", complaint: "Please shorten this." },
  minutes: { field: "minutes", complaint: "Minutes, from 5 to 1440." },
  customer_id: { field: "client", complaint: "This client can't have it: choose another." },
  place: { field: "address", complaint: "We don't know where this is." },
  time: { field: "time", complaint: "We can't put it there: more than a year away, or over." },
};

/** Writes it down: done, refused for its place, or a field to correct. */
export async function add(
  rpc: Rpc,
  typed: Adding,
  today: string,
  zone: string,
): Promise<Came | Correction> {
  const lack = lackOf(typed);
  if (lack !== null) return lack;
  if (typed.time !== "" && instantOf(typed.day, minuteOf(typed.time), zone) === null) {
    return { field: "time", complaint: "There is no such time on that day." };
  }
  return typed.task_type === "time_off"
    ? await addTimeOff(rpc, typed, today, zone)
    : await addWork(rpc, { ...typed, task_type: typed.task_type }, today, zone);
}

type Work = Adding & { task_type: Exclude<Adding["task_type"], "time_off"> };

async function addWork(
  rpc: Rpc,
  typed: Work,
  today: string,
  zone: string,
): Promise<Came | Correction> {
  const { task_type, technician, day, time, minutes, title, notes, address, customer, override } =
    typed;
  const answer = await create(rpc, {
    task_type,
    technician_id: technician,
    starts_at: time === "" ? null : instantOf(day, minuteOf(time), zone),
    minutes: Number(minutes),
    fields: {
      customer_id: customer ?? undefined,
      title: title || undefined,
      notes: notes || undefined,
      address: address || undefined,
      override,
    },
  });
  if (answer.status === "created") {
    return doneOf(answer, { what: "task", id: answer.task_id }, time === "" ? null : day);
  }
  if (answer.status === "rejected") return REJECTED[answer.reason] ?? REJECTED.title;
  return refused(answer, today, zone, {
    place: technician === null ? null : { technician, day, minute: minuteOf(time) },
    item: null,
    again: { do: "add", ...asFields(typed) },
  });
}

/** What a form held, to be sent once more. */
function asFields({ override: _, technician, customer, ...texts }: Adding): Record<string, string> {
  return { ...texts, technician: technician ?? "", customer: customer ?? "" };
}

const awayShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  task_id: z.string().nullish(),
  put_aside: z.array(z.unknown()).default([]),
  shown: z.string().nullish(),
});

/** The page of a technician with the form of a leave filled in. */
const leaveHref = (technician: string, asked: Record<string, string>): string =>
  `/office/technicians/${technician}?${new URLSearchParams(asked)}#leave`;

/** Somebody is away: only where nothing is booked, which is put aside on the technician's own page. */
async function addTimeOff(
  rpc: Rpc,
  { technician, day, time, minutes, title, notes }: Adding,
  today: string,
  zone: string,
): Promise<Came | Correction> {
  const from = minuteOf(time);
  const starts_at = instantOf(day, from, zone)!;
  const ends_at = new Date(Date.parse(starts_at) + Number(minutes) * 60_000).toISOString();
  /** Tries it, or does it where nothing else follows than was shown. */
  const place = async (dry_run: boolean, shown?: string | null) =>
    awayShape.parse(
      await rpc("place_time_off", {
        technician_id: technician!,
        starts_at,
        ends_at,
        note: title || notes,
        dry_run,
        shown: shown ?? undefined,
      }),
    );
  const tried = await place(true);
  const aside = tried.put_aside.length;
  if (aside > 0) {
    return {
      field: "technician",
      complaint: `${aside === 1 ? "A stop is" : `${aside} stops are`} booked then. ` +
        "Move them first, or put them aside: each client is told once.",
      instead: {
        text: "Show who is put aside",
        href: leaveHref(technician!, {
          from: day,
          from_time: time.padStart(5, "0"),
          until: dayOf(ends_at, zone),
          until_time: clockTime(ends_at, zone),
          why: title || notes,
        }),
      },
    };
  }
  const came = tried.status === "tried" ? await place(false, tried.shown) : tried;
  if (came.status === "placed") {
    return doneOf({ task_id: came.task_id }, { what: "task", id: "" }, day);
  }
  if (came.status === "rejected") return REJECTED[came.reason ?? ""] ?? REJECTED.time;
  return refused(came, today, zone, {
    place: { technician: technician!, day, minute: from },
    item: null,
    again: {},
  });
}
