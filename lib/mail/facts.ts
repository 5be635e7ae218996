import { z } from "zod";

/** An amount as the database sends `numeric`. */
const amount = z.union([z.number(), z.string()]);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const link = z.url({ protocol: /^https?$/ });

const company = z.object({
  name: z.string(),
  sender_name: z.string(),
  sender_email: z.email(),
  phone: z.string(),
  postal_address: z.string(),
  brand_color: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  logo_url: link.nullish().catch(null),
  public_url: link,
  time_zone: z.string(),
});
export type MailCompany = z.infer<typeof company>;

const everyMail = z.object({
  first_name: z.string(),
  company,
  unsubscribe_url: link,
});

const item = z.object({
  kind: z.string(),
  unit: z.string().nullish(),
  due_on: day,
  fee: amount,
  minutes: z.number(),
  link,
});
export type DueItem = z.infer<typeof item>;

const unit = z.object({
  kind: z.string(),
  unit: z.string().nullish(),
  fee: amount,
});
export type BookedUnit = z.infer<typeof unit>;

export const reminderFacts = everyMail.extend({ items: z.array(item).min(1) });
export type ReminderFacts = z.infer<typeof reminderFacts>;

export const rebookFacts = reminderFacts.extend({
  reason: z.enum(["no_show", "cancelled", "company_cancelled"]),
});
export type RebookFacts = z.infer<typeof rebookFacts>;

export const appointmentFacts = everyMail.extend({
  task_id: z.string(),
  revision: z.number(),
  starts_at: z.string(),
  ends_at: z.string(),
  arrive_by: z.string(),
  technician_name: z.string().nullish(),
  address: z.string().nullish(),
  units: z.array(unit),
  fee_total: amount,
  /** Null once the cycle's link has expired. */
  link: link.nullish(),
});
export type AppointmentFacts = z.infer<typeof appointmentFacts>;
