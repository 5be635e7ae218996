import type { Mail } from "./mail.ts";
import { renderMail } from "./render.ts";
import { samples, SAMPLES_AT } from "./samples.ts";
import type { MailCompany } from "./state.ts";

interface KindWords {
  title: string;
  /** When it goes out, and to whom. */
  when: string;
}

const KINDS: Record<string, KindWords> = {
  reminder: {
    title: "It is due",
    when: "To a client whose unit comes due: 30, 7 and 1 days before, as the settings say.",
  },
  rebook: {
    title: "Choose another time",
    when: "To a client whose visit fell through, so that they book again.",
  },
  confirmation: {
    title: "You are booked",
    when: "At once, to a client who booked or was booked for, with an entry for their calendar.",
  },
  appointment_changed: {
    title: "Your visit has a new time",
    when: "At once, when an appointment moves or units are added to it.",
  },
  appointment_ahead: {
    title: "Does it still suit you?",
    when: "Two weeks before an appointment that was booked long before.",
  },
  appointment_reminder: {
    title: "Your visit is tomorrow",
    when: "The day before the appointment.",
  },
  appointment_cancelled: {
    title: "Your visit is cancelled",
    when: "At once, when an appointment is taken off the calendar.",
  },
  running_late: {
    title: "We are running late",
    when: "When a technician tells that the next client has to wait.",
  },
  work_scheduled: {
    title: "Your repair has a time",
    when: "When a repair, a delivery or other work gets a time or another one; from the board " +
      "five minutes later.",
  },
  work_reminder: {
    title: "Your repair is tomorrow",
    when: "The day before a repair, a delivery or other work.",
  },
  work_cancelled: {
    title: "Your repair is off",
    when: "When such work is called off, or loses its time until the office calls.",
  },
  visit_summary: {
    title: "What we did",
    when: "After the visit, with inspection record and invoice where there are any.",
  },
  invoice: { title: "Your invoice", when: "When an invoice is issued to whoever pays." },
  not_closed: {
    title: "A visit without an outcome",
    when: "To a technician, two hours after a visit of theirs that nobody closed.",
  },
  digest: { title: "Morning mail", when: "To administrators, every morning." },
  invitation: {
    title: "Your login",
    when: "To whoever is invited to work here, with a link to choose a password.",
  },
  password_reset: {
    title: "A new password",
    when: "At once, to one of the staff who asked for a new password, or for whom somebody did.",
  },
};

/** What a kind of mail is called, and when it goes out. */
export const kindWords = (kind: string): KindWords =>
  KINDS[kind] ?? { title: kind.replaceAll("_", " "), when: "" };

/** Kinds in the order in which a client meets them. */
export function inOrder<Kind extends { kind: string }>(kinds: Kind[]): Kind[] {
  const known = Object.keys(KINDS);
  return kinds.toSorted((one, other) => known.indexOf(one.kind) - known.indexOf(other.kind));
}

/** A kind of mail as clients of this company get it, about somebody who does not exist; null where nobody wrote such a sample. */
export function sampleMail(kind: string, company: MailCompany): Mail | null {
  if (!Object.hasOwn(samples, kind)) return null;
  const facts = { ...samples[kind], company };
  return renderMail({ id: "sample", kind, recipient: "ada@example.com", facts }, SAMPLES_AT);
}

/**
 * A mail's HTML to be looked at: in the light that was chosen, whatever this computer's is; and its links, which lead
 * to nobody's pages, ask for a window of their own, which is refused to them.
 */
export function lookedAt(html: string, isDark: boolean): string {
  return html
    .replace("<head>", '<head><base target="_blank">')
    .replace("@media (prefers-color-scheme: dark)", isDark ? "@media all" : "@media not all");
}
