import * as z from "zod";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";

const minutes = z.number();

/** What a task is, as the board tells it apart by colour, shape and word. */
export const taskTypeShape = z.enum([
  "maintenance",
  "repair",
  "delivery",
  "assessment",
  "time_off",
  "other",
]);
export type TaskType = z.infer<typeof taskTypeShape>;

/** How a task stands. */
export const badgeShape = z.enum([
  "booked",
  "on_the_way",
  "started",
  "done",
  "done_unpaid",
  "no_show",
  "not_completed",
  /** Its time has passed, and nobody said what became of it. */
  "not_closed",
  /** The client was told so: `late_minutes`. */
  "late",
  "lift_failed",
  /** The client has died: nobody is written to. */
  "quiet",
]);
export type Badge = z.infer<typeof badgeShape>;

const boardDayShape = z.object({
  on_day: dayShape,
  /** Work; breaks are the space between. None on a holiday. */
  hours: z.array(z.object({ starts_at: instantShape, ends_at: instantShape })),
  /** Hours without time off. */
  work_minutes: minutes,
  /** At stops. */
  stop_minutes: minutes,
  drive_minutes: minutes,
  /** What is left of the work. */
  open_minutes: minutes,
});
export type BoardDay = z.infer<typeof boardDayShape>;

const boardTechnicianShape = z.object({
  technician_id: z.string(),
  name: z.string(),
  first_name: z.string(),
  /** One who has left is shown as long as there is work of theirs on these days. */
  active: z.boolean(),
  skills: z.array(z.string()),
  home: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  days: z.array(boardDayShape),
});
export type BoardTechnician = z.infer<typeof boardTechnicianShape>;

/** What a visit costs and when it is due; fee and tax are promised from the reminder on, before that expected. */
const pricedShape = z.object({
  due_on: dayShape,
  fee: z.number(),
  tax: z.number(),
  tax_name: z.string(),
  no_charge_reason: z.string().nullable(),
  is_promised: z.boolean(),
});
export type PricedVisit = z.infer<typeof pricedShape>;

const boardTaskShape = z.object({
  task_id: z.string(),
  technician_id: z.string(),
  task_type: taskTypeShape,
  state: z.string(),
  revision: z.number(),
  starts_at: instantShape,
  ends_at: instantShape,
  arrive_by: instantShape.nullable(),
  title: z.string().nullable(),
  customer_id: z.string().nullable(),
  client_name: z.string().nullable(),
  city: z.string().nullable(),
  address: z.string().nullable(),
  /** Of this visit, else of its client. */
  phone: z.string().nullable(),
  reach_by: z.string().nullable(),
  /** For the technician: of the task, and how one gets in. */
  note: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  units: z.array(
    z.object({ visit_id: z.string(), kind: z.string(), state: z.string() }).extend(
      pricedShape.shape,
    ),
  ),
  badge: badgeShape,
  late_minutes: minutes.nullable(),
  /** From the stop before, or home; null for what nobody drives to. */
  drive_before: minutes.nullable(),
  /** Home, after the last stop of the day. */
  drive_after: minutes.nullable(),
  work_order_id: z.string().nullable(),
  can_move: z.boolean(),
});
export type BoardTask = z.infer<typeof boardTaskShape>;

/** What is picked up: a task, an approved repair that has no task, or a contract whose client is to be booked. */
export const workShape = z.enum(["task", "repair", "contract"]);
export type Work = z.infer<typeof workShape>;

const waitingShape = z.object({
  what: workShape,
  /** Of the task, the repair's work order, or the contract. */
  id: z.string(),
  group: z.enum(["new_time", "nobody", "callback"]),
  task_type: taskTypeShape,
  revision: z.number().nullable(),
  title: z.string().nullable(),
  client_name: z.string().nullable(),
  customer_id: z.string().nullable(),
  city: z.string().nullable(),
  minutes,
  units: z.array(z.string()),
  /** The visits of it; none for other work. */
  visits: z.array(pricedShape),
  urgent: z.boolean(),
  since: instantShape,
  /** As it was written down: of the task, or by the client who asks to be called. */
  note: z.string().nullable(),
  /** Why it was put aside: "technician away". */
  reason: z.string().nullish(),
  /** The time that it lost. */
  was_at: instantShape.nullish(),
  preferred_times: z.string().nullish(),
  phone: z.string().nullable(),
  reach_by: z.string().nullable(),
  activity_id: z.string().nullable(),
});
export type Waiting = z.infer<typeof waitingShape>;

export const boardShape = z.object({
  status: z.literal("ok"),
  as_of: instantShape,
  today: dayShape,
  from_day: dayShape,
  days: z.number(),
  /** Minutes of the grid on which work begins. */
  step: minutes,
  /** Another one whenever anything that is shown is another. */
  stamp: z.string(),
  holidays: z.array(z.object({ on_day: dayShape, name: z.string() })),
  technicians: z.array(boardTechnicianShape),
  tasks: z.array(boardTaskShape),
  waiting: z.array(waitingShape),
});
/** What the board shows of one to seven days. */
export type Board = z.infer<typeof boardShape>;

export const stampShape = z.object({ status: z.literal("ok"), stamp: z.string() });

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

const placeShape = z.object({
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

export const undoShape = z.object({ deed_id: z.string(), until: instantShape });
/** How what was just done is taken back, and until when. */
export type Undo = z.infer<typeof undoShape>;

export const objectionShape = z.object({ reason: z.string(), ...figures });
/** What is against a place: overlap, skill, drive, full, grid … */
export type Objection = z.infer<typeof objectionShape>;

/** Why something was not done. */
export const refusedShape = z.object({
  status: z.literal("refused"),
  /** time, changed (at, by), state, or what is against the place, the gravest of it. */
  reason: z.string(),
  /** Of a swap: which of the two cannot. */
  task_id: z.string().nullish(),
  at: instantShape.nullish(),
  by: z.string().nullish(),
  objection: objectionShape.nullish(),
  nearest: placeShape.nullish(),
});
export type RefusedMove = z.infer<typeof refusedShape>;

/** What was sent cannot be meant so: field tells which. */
export const rejectedShape = z.object({
  status: z.literal("rejected"),
  reason: z.string(),
  most: z.number().nullish(),
});

/** What override set aside, by the names of its reasons. */
const warnings = z.array(z.string());

/** `move_task`, `swap_tasks`: undo is missing where nothing had to be done. */
export const movedShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("moved"), warnings, undo: undoShape.nullish() }),
  refusedShape,
]);
export type Moved = z.infer<typeof movedShape>;

/** `schedule_repair`. */
export const scheduledShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("scheduled"),
    task_id: z.string(),
    warnings,
    undo: undoShape.nullish(),
  }),
  refusedShape,
]);
export type Scheduled = z.infer<typeof scheduledShape>;

/** `create_task`. */
export const createdShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("created"),
    task_id: z.string(),
    revision: z.number(),
    warnings,
    undo: undoShape.nullish(),
  }),
  refusedShape,
  rejectedShape,
]);
export type Created = z.infer<typeof createdShape>;

/** `undo_deed`. */
export const undoneShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("undone") }),
  z.object({
    status: z.literal("refused"),
    /** over: five minutes have passed, or the mail is gone; overlap, technician: its old place is not there any more. */
    reason: z.enum(["over", "changed", "undone", "overlap", "technician"]),
    /** changed: what is not as it was left, since when, and by whom; null where that was no person. */
    what: z.enum(["time", "technician", "state", "amount", "parts", "day", "gone"]).nullish(),
    at: instantShape.nullish(),
    by: z.string().nullish(),
  }),
]);
export type Undone = z.infer<typeof undoneShape>;

/** What is known of a client already (`booking_sheet`). */
export const knownShape = z.object({
  phone: z.string().nullish(),
  access_notes: z.string().nullish(),
});

/** `book_for_client`. */
export const bookedShape = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("booked"),
    task_id: z.string(),
    warnings: z.array(z.string()),
    undo: undoShape.nullish(),
  }),
  z.object({ status: z.literal("already_booked"), task_id: z.string() }),
  z.object({
    status: z.literal("slot_taken"),
    objection: objectionShape.nullish(),
    nearest: placeShape.nullish(),
  }),
  /** The contract has ended, or its visit was done. */
  z.object({ status: z.literal("expired") }),
  rejectedShape,
]);
export type Booked = z.infer<typeof bookedShape>;
