import * as z from "zod";
import {
  amountShape,
  companyShape,
  dayShape,
  instantShape,
  pricedUnitShape,
} from "@/lib/database/shapes.ts";

const linkShape = z.url({ protocol: /^https?$/ });

/** The company as mails show it: with sender and postal address instead of an address to write to. */
export const companyFacts = companyShape.omit({ email: true }).extend({
  sender_name: z.string(),
  sender_email: z.email(),
  postal_address: z.string(),
  public_url: linkShape,
});
export type MailCompany = z.infer<typeof companyFacts>;

/** What every mail is told (`claim_messages`). */
export const everyMail = z.object({ company: companyFacts });

/** With its product's name, where we know it. */
const pricedUnit = pricedUnitShape.extend({ product_name: z.string().nullish() });

/** Work that is no visit (`private.work_told`); amount is what was agreed, before tax. */
const toldWork = z.object({
  task_type: z.enum(["repair", "delivery", "assessment", "other"]),
  title: z.string().nullish(),
  unit: z.object({
    kind: z.string(),
    product_name: z.string().nullish(),
    told_apart: z.string().nullish(),
  }).nullish(),
  amount: amountShape.nullish(),
});

/** A visit as calendars have it. */
const calendarVisit = z.object({
  task_id: z.string(),
  revision: z.number(),
  starts_at: instantShape,
  ends_at: instantShape,
  arrive_by: instantShape,
  technician_name: z.string().nullish(),
  address: z.string().nullish(),
  units: z.array(pricedUnit),
  work: toldWork.nullish(),
});

/** What every mail to a client is told. */
export const clientMail = everyMail.extend({
  first_name: z.string(),
  unsubscribe_url: linkShape,
  /** Visits that its reader has in their calendar and that do not take place: the mail takes them out. */
  gone: z.array(calendarVisit).default([]),
});

const dueItem = pricedUnit.extend({
  due_on: dayShape,
  /** Whether it came from us by our own papers, bought or paid for by a funder; null where they do not say. */
  acquired: z.enum(["bought", "claimed"]).nullish(),
  /** When it was delivered, where we know. */
  acquired_on: dayShape.nullish(),
  minutes: z.number(),
  link: linkShape,
  /** Where it is due in a season without times: when that begins, and from when there are times again. */
  winter: z.object({ from_on: dayShape, again_on: dayShape.nullable() }).optional(),
});
export type DueItem = z.infer<typeof dueItem>;

export const reminderFacts = clientMail.extend({ items: z.array(dueItem).min(1) });
export type ReminderFacts = z.infer<typeof reminderFacts>;

export const appointmentFacts = clientMail.extend({
  ...calendarVisit.shape,
  /** Units that were taken off the visit just now, each with its own link; null where nothing more is due. */
  given_up: z.array(pricedUnit.extend({ link: linkShape.nullish() })).default([]),
  /** Of a visit that is cancelled: because what it was for is not sold any more. */
  sale_cancelled: z.boolean().default(false),
  /** Whether this address has had a mail about the visit already. */
  was_told: z.boolean().default(true),
  /** Null once the cycle's link has expired. */
  link: linkShape.nullish(),
});
export type AppointmentFacts = z.infer<typeof appointmentFacts>;

export const workFacts = clientMail.extend({
  ...calendarVisit.shape,
  work: toldWork,
  was_told: z.boolean().default(false),
  /** It is off until there is another time; else it is for good. */
  again: z.boolean().default(false),
  /** Whose fault that is: nobody can come, or the day was closed, and why. */
  reason: z.enum(["away", "closed"]).nullish(),
  why: z.string().nullish(),
  more_visits: z.array(calendarVisit).default([]),
});
export type WorkFacts = z.infer<typeof workFacts>;

export const rebookFacts = reminderFacts.extend({
  reason: z.enum([
    "no_show",
    "cancelled",
    "company_cancelled",
    "away",
    "closed",
    "refused",
    "access",
    "weather",
    "parts",
    "unsafe",
    "no_time",
  ]),
  /** The visit that we call off before its time, which clients may have in their calendar. */
  visit: calendarVisit.nullish(),
  /** Of a day that was closed: others that the client had on it, and why, as "an ice storm". */
  more_visits: z.array(calendarVisit).default([]),
  why: z.string().nullish(),
});
export type RebookFacts = z.infer<typeof rebookFacts>;

const summarizedUnit = z.object({
  kind: z.string(),
  product_name: z.string().nullish(),
  told_apart: z.string().nullish(),
  state: z.enum(["done", "no_show", "not_completed"]),
  advice: z.string().nullish(),
  /** How many lines of the checklist were looked at. */
  lines: z.number(),
  failed: z.array(z.object({
    label: z.string(),
    note: z.string().nullish(),
    safety_critical: z.boolean(),
  })),
  parts: z.array(z.object({ description: z.string(), quantity: amountShape })),
  /** Null where it was not done, or its contract has ended. */
  next_due_on: dayShape.nullish(),
  certificate: z.object({ number: z.string(), code: z.string() }).nullish(),
});
export type SummarizedUnit = z.infer<typeof summarizedUnit>;

/** What became of a stop (`private.stop_summary`), and its invoice as it is when the mail is written. */
export const visitSummaryFacts = clientMail.extend({
  technician_name: z.string().nullish(),
  service_on: dayShape,
  units: z.array(summarizedUnit).min(1),
  invoice: z.object({ number: z.string(), total: amountShape, balance: amountShape }).nullish(),
});
export type VisitSummaryFacts = z.infer<typeof visitSummaryFacts>;

/** The visit of an appointment begins later than promised, today. */
export const lateFacts = appointmentFacts.extend({
  late_minutes: z.number(),
  comes_from: instantShape,
  comes_by: instantShape,
});
export type LateFacts = z.infer<typeof lateFacts>;

/** A technician's visit whose outcome nobody wrote down. */
export const notClosedFacts = everyMail.extend({
  first_name: z.string(),
  starts_at: instantShape,
  ends_at: instantShape,
  address: z.string().nullish(),
  title: z.string().nullish(),
  visit_id: z.string(),
});
export type NotClosedFacts = z.infer<typeof notClosedFacts>;

/** A login of somebody of the staff, and the secret that Auth made for it as the mail was written. */
export const loginFacts = everyMail.extend({
  first_name: z.string(),
  /** Null where they asked themselves. */
  asked_by: z.string().nullish(),
  token_hash: z.string().regex(/^[\w-]{20,100}$/),
  type: z.enum(["invite", "recovery"]),
});
export type LoginFacts = z.infer<typeof loginFacts>;

/** The day of the company's own people (`private.digest_facts`). */
export const digestFacts = everyMail.extend({
  date: dayShape,
  /** Open activities by kind, urgent ones first. */
  waiting: z.array(z.object({
    kind: z.string(),
    count: z.number(),
    urgent: z.number(),
    /** Opened in the last 24 hours. */
    new: z.number(),
    oldest_on: dayShape,
  })),
  visits_today: z.array(
    z.object({ technician: z.string(), stops: z.number(), first_at: instantShape }),
  ),
  past_without_outcome: z.number(),
  messages: z.object({ dead: z.number(), uncertain: z.number(), late: z.number() }),
  /** Jobs that have not succeeded on their last day. */
  jobs: z.array(z.object({ job: z.string(), day: dayShape })),
  /** The newest seal; null before the first. */
  trail: z.object({
    number: z.number(),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    sealed_at: instantShape,
    /** Under this seal and all before it. */
    events: z.number(),
    /** What should have been sealed long ago. */
    unsealed_since: instantShape.nullable(),
  }).nullable(),
});
export type DigestFacts = z.infer<typeof digestFacts>;
