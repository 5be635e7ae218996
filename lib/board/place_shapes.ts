/** Where a piece of work could go, and what is against a place. */
import * as z from "zod";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { breaksShape } from "@/lib/text/hours.ts";
import { taskTypeShape, workShape } from "./shapes.ts";

const minutes = z.number();

/** What is against a place, in figures; of each reason its own. */
const figures = {
  /** overlap */
  task_id: z.string().nullish(),
  task_type: taskTypeShape.nullish(),
  client_name: z.string().nullish(),
  ends_at: instantShape.nullish(),
  /** skill: what is missing. */
  skills: z.array(z.string()).nullish(),
  /** holiday */
  name: z.string().nullish(),
  /** hours: null where nobody works that day. */
  works_from: instantShape.nullish(),
  works_until: instantShape.nullish(),
  breaks: breaksShape.nullish(),
  /** winter: from when times are offered again. */
  again_on: dayShape.nullish(),
  /** closed: why. */
  why: z.string().nullish(),
  /** notice */
  is_past: z.boolean().nullish(),
  hours: z.number().nullish(),
  /** horizon */
  last_day: dayShape.nullish(),
  /** drive: how long it takes, and how long there is for it. */
  side: z.enum(["before", "after"]).nullish(),
  minutes: minutes.nullish(),
  planned: minutes.nullish(),
  is_home: z.boolean().nullish(),
  place: z.string().nullish(),
  /** full */
  most: z.number().nullish(),
  /** grid */
  step: minutes.nullish(),
};

export const answerShape = z.enum([
  "fits",
  "overlap",
  "technician",
  "skill",
  "holiday",
  "hours",
  "winter",
  "closed",
  "notice",
  "horizon",
  "drive",
  "full",
]);

const stretchShape = z.object({
  /** The first and the last start of the stretch, which lie on the grid, as all between them. */
  from: instantShape,
  to: instantShape,
  answer: answerShape,
  /** fits: the drive that it adds. */
  travel_minutes: minutes.nullish(),
  ...figures,
});
/** Starts that have one answer. */
export type Stretch = z.infer<typeof stretchShape>;

export const placeShape = z.object({
  technician_id: z.string(),
  technician_name: z.string(),
  starts_at: instantShape,
  travel_minutes: minutes,
});
/** Where work can be. */
export type Place = z.infer<typeof placeShape>;

export const placesShape = z.object({
  status: z.literal("ok"),
  what: workShape,
  id: z.string(),
  revision: z.number().nullable(),
  minutes,
  /** The cheapest, best first. */
  best: z.array(placeShape.extend({ ends_at: instantShape })),
  technicians: z.array(z.object({
    technician_id: z.string(),
    days: z.array(z.object({
      on_day: dayShape,
      answers: z.array(stretchShape),
      best: z.object({ starts_at: instantShape, travel_minutes: minutes }).nullable(),
    })),
  })),
});
/** Where a piece of work could go. */
export type Places = z.infer<typeof placesShape>;

export const objectionShape = z.object({ reason: z.string(), ...figures });
/** What is against a place: overlap, skill, drive, full, grid … */
export type Objection = z.infer<typeof objectionShape>;
