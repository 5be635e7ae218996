import type { Database } from "@/lib/database/database.types.ts";
import { OF_THE_OFFICE } from "./of_the_office.ts";
import type { Setting } from "./setting.ts";
import { TOWARD_CLIENTS } from "./toward_clients.ts";

type Row = Database["public"]["Tables"]["company_settings"]["Row"];
/** Mail is paused where one sees what waits, and who gets any is a list of its own. */
type Elsewhere = "messages_paused" | "recipient_allow_list";
/** A setting that there is. One that is added is missed here by the type check. */
export type SettingName = Exclude<keyof Row, "id" | "only_row" | Elsewhere>;

export const SETTINGS: Record<SettingName, Setting> = { ...TOWARD_CLIENTS, ...OF_THE_OFFICE };

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
      "import_most_new",
      "message_attempts",
      "consent_rule",
      "delivery_mode",
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
  { key: "visits", title: "Visits", names: ["require_photo_on_fail"] },
  {
    key: "money",
    title: "Money",
    names: ["hst_number", "payment_terms_days", "unpaid_after_days", "invoice_on_completion"],
  },
  { key: "watch", title: "Nights and alarms", names: ["digest_on", "digest_at", "dead_man_url"] },
];

/** A group by its key; undefined for none. */
export const groupOf = (key: string): Group | undefined => GROUPS.find((each) => each.key === key);
