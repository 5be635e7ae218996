/** What a mail was about, and how far it came. */

type MailState = "queued" | "sending" | "sent" | "superseded" | "dead" | "uncertain";

/** A state as it is read: its word, and the shape beside it. */
interface Mark {
  text: string;
  shape: "done" | "late" | "failed" | "waiting" | "off";
}

const MAILS: Record<string, string> = {
  reminder: "Reminder that it is due",
  rebook: "Asked to book again",
  confirmation: "Appointment confirmed",
  appointment_changed: "Appointment changed",
  appointment_reminder: "Reminder of the appointment",
  appointment_cancelled: "Appointment cancelled",
  running_late: "Running late",
  visit_summary: "Summary of the visit",
  invoice: "Invoice",
};

/** "Reminder that it is due" */
export const mailName = ({ kind }: { kind: string }) => MAILS[kind] ?? kind.replaceAll("_", " ");

const MAIL_MARKS: Record<MailState, Mark> = {
  queued: { text: "Waits to be sent", shape: "waiting" },
  sending: { text: "Waits to be sent", shape: "waiting" },
  sent: { text: "Sent", shape: "done" },
  superseded: { text: "Not sent: it no longer held", shape: "off" },
  dead: { text: "Could not be sent", shape: "failed" },
  uncertain: { text: "Uncertain whether it was sent", shape: "late" },
};

/** What became of a mail. */
export const mailMark = ({ state }: { state: MailState }): Mark => MAIL_MARKS[state];

/** "waits to be sent": the same within a sentence. */
export function mailText(mail: { state: MailState }): string {
  const { text } = mailMark(mail);
  return text.charAt(0).toLowerCase() + text.slice(1);
}
