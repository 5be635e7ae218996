import * as z from "zod";
import { isDay } from "@/lib/text/dates.ts";
import type { CloseAnswer, CloseAsked } from "./closures.ts";

/** Why a day is closed, as clients read it after "because of". */
export const REASONS = {
  storm: { label: "Ice storm", said: "an ice storm" },
  illness: { label: "Illness", said: "illness" },
  other: { label: "Something else", said: "" },
} as const;
export type Why = keyof typeof REASONS;

/** What is asked about a day, as it stands in the address. */
export interface Question {
  /** Whether somebody asked, rather than came. */
  asked: boolean;
  day: string;
  why: Why;
  /** What was typed for something else. */
  other: string;
  /** Ids; of whom nothing was asked yet, everybody is meant. */
  technicians: string[];
  outdoor: boolean;
  from: string;
  until: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The question of an address or a form. */
export function readQuestion(fields: URLSearchParams | FormData): Question {
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === "string" ? value.trim().slice(0, 200) : "";
  };
  const why = text("why");
  return {
    asked: text("asked") !== "",
    day: text("day"),
    why: Object.hasOwn(REASONS, why) ? why as Why : "storm",
    other: text("other"),
    technicians: fields.getAll("technician")
      .filter((id): id is string => z.uuid().safeParse(id).success).slice(0, 500),
    outdoor: text("which") === "outdoor",
    from: text("from"),
    until: text("until"),
  };
}

/** What the database is asked; a word for what it would refuse. */
export function askedOf(question: Question): CloseAsked | "day" | "time" {
  const { day, why, other, technicians, outdoor, from, until } = question;
  if (!isDay(day)) return "day";
  if ([from, until].some((time) => time !== "" && !TIME.test(time))) return "time";
  return {
    on_day: day,
    technician_ids: technicians,
    outdoor_only: outdoor,
    reason: why === "other" ? other : REASONS[why].said,
    ...(from !== "" && { from_time: from }),
    ...(until !== "" && { until_time: until }),
  };
}

/** The field that a refusal is about, and what to do about it. */
const COMPLAINTS: Record<string, [field: string, text: string]> = {
  day: ["day", "Please choose a day."],
  past: ["day", "That day, or that part of it, is over. Please choose one that is to come."],
  far: ["day", "Please choose a day within a year."],
  time: ["from", "Please enter when it begins and ends, or leave both empty for the whole day."],
  reason: ["other", "Please write why, in at most 80 characters: clients read it."],
  technicians: ["technician", "Please tick who stays at home."],
  technician: ["technician", "One of them works here no more. Please tick again."],
  closed: ["", "It is closed already: nothing would change."],
  notes: ["note", "Please write no more than 2,000 characters."],
  changed: ["", "Something changed meanwhile. This is what would follow now; please look again."],
};

/** What is to be corrected. */
export interface Complaint {
  field: string;
  text: string;
}

/** What an answer, or the reason why nothing was asked, complains of; null for one that does not. */
export function complaintOf(answer: CloseAnswer | "day" | "time"): Complaint | null {
  const reason = typeof answer === "string" ? answer : answer.reason;
  if (!reason) return null;
  const [field, text] = COMPLAINTS[reason] ?? COMPLAINTS.changed;
  return { field, text };
}
