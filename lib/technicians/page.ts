import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape, mapShape } from "@/lib/database/shapes.ts";

/** What somebody may not have yet (`private.technician_lacks`). */
const lacks = z.array(z.enum(["hours", "skills", "home", "login"]));
export type Lack = z.infer<typeof lacks>[number];

const stretchShape = z.object({ weekday: z.number(), starts: z.string(), ends: z.string() });
/** Work without a break in it: a weekday (1 is Monday), from "08:00" to "16:00". */
export type Stretch = z.infer<typeof stretchShape>;

const dayOfWorkShape = z.object({
  on_day: dayShape,
  visits: z.number(),
  minutes: z.number(),
  is_away: z.boolean(),
  work_minutes: z.number(),
});
export type DayOfWork = z.infer<typeof dayOfWorkShape>;

const leaveShape = z.object({
  task_id: z.string(),
  starts_at: instantShape,
  ends_at: instantShape,
  why: z.string().nullable(),
});
export type Leave = z.infer<typeof leaveShape>;

const jobShape = z.object({
  task_id: z.string(),
  task_type: z.string(),
  starts_at: instantShape,
  ends_at: instantShape,
  customer: z.string().nullable(),
  visit_id: z.string().nullable(),
  /** Of a repair. */
  work_order_id: z.string().nullable(),
});
/** A job that is to come. */
export type ComingJob = z.infer<typeof jobShape>;

/** One that is outside of the hours, or wants a skill that is not there. */
export const misfitShape = jobShape.extend({ why: z.enum(["hours", "skill"]) });
export type Misfit = z.infer<typeof misfitShape>;

/** One that is put aside, and how its client learns of it. */
export const asideShape = jobShape.extend({ told: z.enum(["mail", "call", "letter", "nobody"]) });
export type PutAside = z.infer<typeof asideShape>;

const loginShape = z.object({
  staff_id: z.string(),
  name: z.string(),
  email: z.string(),
  is_active: z.boolean(),
  has_login: z.boolean(),
});
export type Login = z.infer<typeof loginShape>;

const listShape = z.object({
  today: dayShape,
  technicians: z.array(z.object({
    technician_id: z.string(),
    name: z.string(),
    active: z.boolean(),
    phone: z.string().nullable(),
    lacks,
    week: z.array(stretchShape),
    skills: z.array(z.string()),
    leave: leaveShape.nullable(),
    days: z.array(dayOfWorkShape),
  })),
});
export type TechnicianList = z.infer<typeof listShape>;
export type TechnicianRow = TechnicianList["technicians"][number];

/** All technicians, those who have left last. */
export async function readTechnicians(rpc: Rpc): Promise<TechnicianList> {
  return listShape.parse(await rpc("technicians_page", {}));
}

const pageShape = z.object({
  today: dayShape,
  technician_id: z.string(),
  name: z.string(),
  first_name: z.string(),
  active: z.boolean(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  licence_number: z.string().nullable(),
  login: loginShape.nullable(),
  home: z.object({
    address: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    most: z.number().nullable(),
    /** What becomes of an address without coordinates. */
    lookup: z.enum(["unknown", "waiting", "unasked"]).nullable(),
  }),
  map: mapShape,
  lacks,
  /** What each form sends back. */
  shown: z.object({
    person: z.string(),
    home: z.string(),
    skills: z.string(),
    hours: z.string(),
    calendar: z.string(),
  }),
  skills: z.array(z.object({ skill_id: z.string(), name: z.string(), has: z.boolean() })),
  /** The present hours, and those to come. */
  weeks: z.array(z.object({
    from_day: dayShape,
    until_day: dayShape.nullable(),
    week: z.array(stretchShape),
  })),
  leave: z.array(leaveShape),
  past_leave: z.array(leaveShape),
  days: z.array(dayOfWorkShape),
  ahead: z.number(),
  misfits: z.array(misfitShape),
  /** Since when they have the calendar address that works now; null for none. */
  calendar_since: instantShape.nullable(),
  logins: z.array(loginShape),
});
export type TechnicianPage = z.infer<typeof pageShape>;

/**
 * One technician.
 *
 * @throws {HttpError} 404 for nobody
 */
export async function readTechnician(rpc: Rpc, technician_id: string): Promise<TechnicianPage> {
  return pageShape.parse(await rpc("technician_page", { technician_id }));
}
