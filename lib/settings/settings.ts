import type { Database } from "@/lib/database/database.types.ts";
import type { Kind } from "./values.ts";

type Row = Database["public"]["Tables"]["company_settings"]["Row"];
/** A setting that there is. One that is added is missed here by the type check. */
export type SettingName = Exclude<keyof Row, "id" | "only_row">;

/** A setting as it is explained where it is set. */
export interface Setting {
  kind: Kind;
  label: string;
  /** What it does, in one sentence or two, with an example where that says more. */
  says: string;
  /** What to type where something was refused. */
  complaint: string;
  /** What stands behind the field. */
  unit?: string;
  isOptional?: true;
  options?: Record<string, string>;
  /** Of a text. */
  most?: number;
}

const between = (from: number, to: number) => `Please enter a number from ${from} to ${to}.`;
const HOUR = "Please enter an hour of the day, such as 08:00.";

export const SETTINGS: Record<SettingName, Setting> = {
  company_name: {
    kind: "text",
    label: "Company name",
    says: "Stands on every page, letter and certificate.",
    complaint: "Please enter a name, on one line of at most 200 characters.",
    most: 200,
  },
  phone: {
    kind: "text",
    label: "Phone",
    says: "The number clients are asked to call, on every page and in every mail.",
    complaint: "Please enter a number with its area code, such as 905-555-0100.",
    most: 40,
  },
  postal_address: {
    kind: "text",
    label: "Postal address",
    says: "The letterhead, and the foot of every mail, where the law asks for it.",
    complaint: "Please enter an address, on one line of at most 300 characters.",
    most: 300,
  },
  brand_color: {
    kind: "colour",
    label: "Colour",
    says: "Of buttons and links. Text on it turns light or dark by itself.",
    complaint: "Please choose a colour.",
  },
  logo_url: {
    kind: "text",
    label: "Logo",
    says:
      "The address of a picture for the top of clients' pages, such as https://www.example.com/logo.png. Empty: the name alone.",
    complaint: "Please enter an address that begins with https://, or leave it empty.",
    isOptional: true,
    most: 500,
  },
  public_url: {
    kind: "text",
    label: "Address of the booking site",
    says:
      "Links in mails and letters begin with it, such as https://book.example.com. A wrong one makes every new link useless.",
    complaint:
      "Please enter an address such as https://book.example.com, with nothing after the name.",
    most: 300,
  },
  time_zone: {
    kind: "text",
    label: "Time zone",
    says:
      "A day is a day here: due dates, working hours and mails go by it. A region and a city, such as America/Toronto.",
    complaint: "Please enter a region and a city, such as America/Toronto.",
    most: 60,
  },
  booking_horizon_days: {
    kind: "number",
    label: "Clients book ahead",
    says: "How far ahead clients are offered times. With 60, on June 1 until July 31.",
    complaint: "Please enter a number from 1 to 180, and no more than the office books ahead.",
    unit: "days",
  },
  staff_horizon_days: {
    kind: "number",
    label: "The office books ahead",
    says: "Staff see further than clients, so that the next visit can be booked at this one.",
    complaint: "Please enter a number from 1 to 360, and no less than clients book ahead.",
    unit: "days",
  },
  minimum_notice_hours: {
    kind: "number",
    label: "Notice before a visit",
    says: "No client books a time that begins sooner. With 24, nobody books for this afternoon.",
    complaint: between(0, 336),
    unit: "hours",
  },
  change_cutoff_hours: {
    kind: "number",
    label: "Clients change until",
    says:
      "Until so long before a visit clients move or cancel it themselves; later the page asks them to call.",
    complaint: between(0, 336),
    unit: "hours before",
  },
  arrival_window_minutes: {
    kind: "number",
    label: "Arrival window",
    says: "What is promised: with 30, a visit at 9:00 is told as between 9:00 and 9:30.",
    complaint: between(0, 480),
    unit: "minutes",
  },
  household_days: {
    kind: "number",
    label: "One visit for a household",
    says: "Other units at the same address due within so many days can be added to the visit.",
    complaint: between(0, 365),
    unit: "days",
  },
  slot_step_minutes: {
    kind: "number",
    label: "Visits begin every",
    says: "With 15, at 9:00, 9:15, 9:30 and so on.",
    complaint: between(5, 120),
    unit: "minutes",
  },
  wait_minutes_per_day: {
    kind: "number",
    label: "A day sooner is worth",
    says:
      "How much more driving is accepted to come a day sooner. Small: times close to other stops come first. Large: the soonest come first.",
    complaint: "Please enter a number above 0, such as 3.",
    unit: "minutes of driving",
  },
  service_area_km: {
    kind: "number",
    label: "Service area",
    says:
      "Who lives farther from every technician is called instead of being offered times. Empty: no limit.",
    complaint: "Please enter a number from 1 to 5000, or leave it empty.",
    unit: "km",
    isOptional: true,
  },
  tell_clients_on_absence: {
    kind: "switch",
    label: "Mail clients when we cannot come",
    says:
      "An absence over booked visits mails those clients to choose another time. Off: the office calls them all; the visits are on the work list either way.",
    complaint: "",
  },
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
  messages_paused: {
    kind: "switch",
    label: "Pause all mail",
    says: "Nothing is sent while this is on; what waits goes out afterwards, if it still holds.",
    complaint: "",
  },
  recipient_allow_list: {
    kind: "words",
    label: "Mail only these",
    says:
      "For trying out: addresses such as you@example.com, or whole domains such as @example.com. Nobody else gets mail. Empty: everybody.",
    complaint:
      "Please enter addresses and domains such as @example.com, with commas between, or nothing.",
    isOptional: true,
    most: 1000,
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
};

/** Settings that are looked at together, saved by one button. */
export interface Group {
  key: string;
  title: string;
  names: SettingName[];
}

export const GROUPS: Group[] = [
  {
    key: "company",
    title: "Company and letterhead",
    names: [
      "company_name",
      "phone",
      "postal_address",
      "brand_color",
      "logo_url",
      "public_url",
      "time_zone",
    ],
  },
  {
    key: "booking",
    title: "Booking",
    names: [
      "booking_horizon_days",
      "staff_horizon_days",
      "minimum_notice_hours",
      "change_cutoff_hours",
      "arrival_window_minutes",
      "household_days",
      "slot_step_minutes",
      "wait_minutes_per_day",
      "service_area_km",
      "tell_clients_on_absence",
    ],
  },
  {
    key: "mail",
    title: "Reminders and mail",
    names: [
      "reminder_bands",
      "mail_from_time",
      "sender_name",
      "sender_email",
      "stagger_weeks",
      "message_attempts",
      "delivery_mode",
      "recipient_allow_list",
      "messages_paused",
    ],
  },
  {
    key: "work",
    title: "Work list",
    names: [
      "unbooked_after_days",
      "follow_up_again_days",
      "overdue_urgent_after_days",
      "certificate_notice_days",
    ],
  },
  {
    key: "money",
    title: "Money",
    names: ["hst_number", "payment_terms_days", "unpaid_after_days", "invoice_on_completion"],
  },
  { key: "watch", title: "Nights and alarms", names: ["digest_on", "digest_at", "dead_man_url"] },
];

/** A group by its key; undefined for none. */
export const groupOf = (key: string): Group | undefined => GROUPS.find((each) => each.key === key);
