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
  /** Whether its client gets a mail when it gets another time. */
  is_mailed: z.boolean(),
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
  /** Whether its client gets a mail when it gets another time. */
  is_mailed: z.boolean(),
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
