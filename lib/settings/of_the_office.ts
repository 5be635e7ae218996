import { between, type Setting } from "./setting.ts";

const HOUR = "Please enter an hour of the day, such as 08:00.";

/** How the office runs: its mail, its work list, its money and its nights. */
export const OF_THE_OFFICE = {
  sender_name: {
    kind: "text",
    label: "Sender's name",
    says: "Whom clients see in their inbox.",
    complaint: "Please enter a name, on one line of at most 200 characters.",
    most: 200,
  },
  sender_email: {
    kind: "text",
    label: "Sender's address",
    says: "Answers go there. Your mail provider has to know it, or mail lands in spam.",
    complaint: "Please enter an address such as service@example.com.",
    most: 254,
  },
  mail_from_time: {
    kind: "time",
    label: "Mail goes out from",
    says: "The hour from which a day's reminders and follow-ups are decided.",
    complaint: HOUR,
  },
  reminder_bands: {
    kind: "numbers",
    label: "Reminders before the due date",
    says:
      "So many days before, the largest first: 30, 7, 1 mails three times. Whoever has booked gets none.",
    complaint: "Please enter one to ten numbers from 1 to 365, such as 30, 7, 1.",
    unit: "days",
    most: 60,
  },
  stagger_weeks: {
    kind: "number",
    label: "Spread of an enrolment",
    says:
      "First mails of an enrolled install base are spread over so many weeks, so that the phones can cope.",
    complaint: between(1, 52),
    unit: "weeks",
  },
  import_most_new: {
    kind: "number",
    label: "New units an import enrols by itself",
    says:
      "Newly sold units that the other system tells are enrolled at once. With more than so many in one night somebody looks first.",
    complaint: between(0, 10_000),
    unit: "units",
  },
  delivery_mode: {
    kind: "choice",
    label: "Where mail goes",
    says:
      "To clients only where the server's own secret says so as well, so that a restored copy writes to nobody.",
    complaint: "Please choose one.",
    options: {
      off: "Nowhere: it waits",
      catch: "To the mail catcher, for trying out",
      live: "To clients",
    },
  },
  consent_rule: {
    kind: "choice",
    label: "Consent to mail",
    says:
      "Reminders by mail need one: a contract, a yes, or a purchase or visit in the last two years. Calling puts everybody else on the work list each time a reminder is due. Mail about what they book themselves goes on either way.",
    complaint: "Please choose one.",
    options: {
      record: "Written down, no more",
      call_when_expired: "Without it we call or write",
    },
  },
  message_attempts: {
    kind: "number",
    label: "Attempts per mail",
    says: "So often a mail is tried before it is given up and comes onto the work list.",
    complaint: between(1, 50),
    unit: "times",
  },
  unbooked_after_days: {
    kind: "number",
    label: "Call who did not book after",
    says: "So many days after the first reminder a unit that nobody booked is one to call about.",
    complaint: between(0, 90),
    unit: "days",
  },
  follow_up_again_days: {
    kind: "number",
    label: "Try again after",
    says:
      "A call that reached nobody is back on the list then. With 2, a call on Friday is back on Tuesday.",
    complaint: between(1, 30),
    unit: "business days",
  },
  overdue_urgent_after_days: {
    kind: "number",
    label: "Overdue is urgent after",
    says: "So many days past its due date a unit without a visit stands under Urgent.",
    complaint: between(0, 365),
    unit: "days",
  },
  unpaid_after_days: {
    kind: "number",
    label: "Ask for payment after",
    says: "So many days after it was to be paid an invoice comes onto the list.",
    complaint: between(0, 365),
    unit: "days",
  },
  certificate_notice_days: {
    kind: "number",
    label: "Certificates expiring within",
    says:
      "An inspection record that expires so soon, with no visit booked before, comes onto the list.",
    complaint: between(1, 365),
    unit: "days",
  },
  require_photo_on_fail: {
    kind: "switch",
    label: "A photo of each line that fails",
    says:
      "A visit cannot be finished on the phone without one. What is recorded from paper needs none.",
    complaint: "",
  },
  digest_on: {
    kind: "switch",
    label: "Morning mail to administrators",
    says: "Every day what waits and who drives where; nothing of a client stands in it.",
    complaint: "",
  },
  digest_at: {
    kind: "time",
    label: "Morning mail at",
    says: "Written within a quarter of an hour of it.",
    complaint: HOUR,
  },
  dead_man_url: {
    kind: "text",
    label: "Alarm when nights stop",
    says:
      "An address of a service outside that is asked every hour while all is well, and raises an alarm when that stops. Empty: none.",
    complaint: "Please enter an address that begins with https://, or leave it empty.",
    isOptional: true,
    most: 500,
  },
  hst_number: {
    kind: "text",
    label: "HST number",
    says: "Printed on invoices: 12345 6789 RT0001. Without one, invoices say none.",
    complaint: "Please enter a number such as 12345 6789 RT0001, or leave it empty.",
    isOptional: true,
    most: 20,
  },
  payment_terms_days: {
    kind: "number",
    label: "To be paid within",
    says: "With 30, an invoice of May 1 is to be paid by May 31.",
    complaint: between(0, 365),
    unit: "days",
  },
  invoice_on_completion: {
    kind: "switch",
    label: "Issue the invoice when the visit is done",
    says:
      "It gets its number when the last unit of the stop has its outcome. Off: the office issues each.",
    complaint: "",
  },
} satisfies Record<string, Setting>;
