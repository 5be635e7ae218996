import type { MailState } from "@/lib/database/shapes.ts";
import type { Mark } from "./mark.ts";

const MAILS: Record<string, string> = {
  reminder: "Reminder that it is due",
  rebook: "Asked to book again",
  confirmation: "Appointment confirmed",
  appointment_changed: "Appointment changed",
  appointment_ahead: "Appointment confirmed again",
  appointment_reminder: "Reminder of the appointment",
  appointment_cancelled: "Appointment cancelled",
  running_late: "Running late",
  work_scheduled: "Time of a repair or other work",
  work_reminder: "Reminder of a repair or other work",
  work_cancelled: "A repair or other work is off",
  visit_summary: "Summary of the visit",
  invoice: "Invoice",
  not_closed: "A visit without an outcome",
  digest: "Morning mail",
  invitation: "Invitation to the staff",
  password_reset: "Link to choose a password",
};
export const MAIL_KINDS = Object.keys(MAILS);

/** "Reminder that it is due" */
export const mailName = (kind: string) => MAILS[kind] ?? kind.replaceAll("_", " ");

/** Where a mail went, within a sentence; the address of a client who was erased is gone (null). */
export const addressText = (recipient: string | null) => recipient ?? "an erased address";

const MARKS: Record<MailState, Mark> = {
  queued: { text: "Waits to be sent", shape: "waiting" },
  sending: { text: "Waits to be sent", shape: "waiting" },
  sent: { text: "Sent", shape: "done" },
  superseded: { text: "Not sent: it no longer held", shape: "off" },
  dead: { text: "Could not be sent", shape: "failed" },
  uncertain: { text: "Uncertain whether it was sent", shape: "late" },
};

/** What became of a mail. */
export const mailMark = (state: MailState): Mark => MARKS[state];

/** "waits to be sent": the same within a sentence. */
export function mailText(state: MailState): string {
  const { text } = MARKS[state];
  return text.charAt(0).toLowerCase() + text.slice(1);
}
