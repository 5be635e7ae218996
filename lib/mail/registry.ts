import {
  appointmentAhead,
  appointmentCancelled,
  appointmentChanged,
  appointmentReminder,
  confirmation,
} from "./appointment.ts";
import type { MailContent } from "./content.ts";
import { digest } from "./digest.ts";
import {
  appointmentFacts,
  digestFacts,
  lateFacts,
  loginFacts,
  notClosedFacts,
  rebookFacts,
  reminderFacts,
  visitSummaryFacts,
  workFacts,
} from "./facts.ts";
import { invoice, invoiceMail } from "./invoice.ts";
import { notClosed, runningLate } from "./late.ts";
import { invitation, passwordReset } from "./login.ts";
import { rebook, reminder } from "./reminder.ts";
import { visitSummary } from "./visit_summary.ts";
import { workCancelled, workReminder, workScheduled } from "./work.ts";

type Template = (facts: unknown, now: Date, recipient: string) => MailContent;

/** Every kind of message and how it is written. Facts that are not as they should be throw. */
export const templates: Record<string, Template> = {
  reminder: (facts, now) => reminder(reminderFacts.parse(facts), now),
  rebook: (facts, now, recipient) => rebook(rebookFacts.parse(facts), now, recipient),
  confirmation: (facts, ...rest) => confirmation(appointmentFacts.parse(facts), ...rest),
  appointment_changed: (facts, ...rest) =>
    appointmentChanged(appointmentFacts.parse(facts), ...rest),
  appointment_ahead: (facts, ...rest) => appointmentAhead(appointmentFacts.parse(facts), ...rest),
  appointment_reminder: (facts) => appointmentReminder(appointmentFacts.parse(facts)),
  appointment_cancelled: (facts, ...rest) =>
    appointmentCancelled(appointmentFacts.parse(facts), ...rest),
  running_late: (facts) => runningLate(lateFacts.parse(facts)),
  work_scheduled: (facts, ...rest) => workScheduled(workFacts.parse(facts), ...rest),
  work_reminder: (facts) => workReminder(workFacts.parse(facts)),
  work_cancelled: (facts, ...rest) => workCancelled(workFacts.parse(facts), ...rest),
  not_closed: (facts) => notClosed(notClosedFacts.parse(facts)),
  visit_summary: (facts) => visitSummary(visitSummaryFacts.parse(facts)),
  invoice: (facts) => invoice(invoiceMail.parse(facts)),
  digest: (facts) => digest(digestFacts.parse(facts)),
  invitation: (facts) => invitation(loginFacts.parse(facts)),
  password_reset: (facts) => passwordReset(loginFacts.parse(facts)),
};
