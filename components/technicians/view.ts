import type { TechnicianPage } from "@/lib/technicians/page.ts";
import type { Came, Typed } from "@/lib/technicians/save.ts";
import type { DONE } from "@/lib/technicians/words.ts";

/** What a technician's page shows, a form that was refused or asked something included. */
export interface TechnicianView {
  page: TechnicianPage;
  did?: keyof typeof DONE;
  came?: Came;
  /** How many bookings a leave gave back just now, and how many wait for another time for it. */
  back?: number;
  waits?: number;
  /** What the form of a leave begins with. */
  asked?: Record<string, string>;
  /** What was typed into that form. */
  typed: Typed;
  isAdmin: boolean;
  now: Date;
  zone: string;
}
