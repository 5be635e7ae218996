import { createDefine } from "fresh";
import type { Rpc } from "@/lib/database/rpc.ts";
import type { Company } from "@/lib/database/shapes.ts";
import type { StaffSession } from "./session.ts";

/** What middlewares leave for handlers and pages of the same request. */
export interface State {
  /** When the request came. */
  now: Date;
  /** Where it came from, for limits. */
  address: string;
  /** The database's functions for everybody; refusals are HTTP errors. */
  rpc: Rpc;
  company: Company;
}

/** What waits for the office. */
export interface Waiting {
  /** Work that is due by today. */
  activities: number;
  /** How many of those are urgent. */
  urgent: number;
  /** Questions of imports that nobody answered. */
  conflicts: number;
  /** Mails that somebody has to decide about. */
  messages: number;
}

/** A signed-in member of staff. */
export interface StaffMember {
  name: string;
  role: "office" | "technician" | "admin";
  /** Null for a technician. */
  waiting: Waiting | null;
}

/** The same below /office and /tech, where `staffOnly` lets nobody pass who is not signed in. */
export interface StaffState extends State {
  session: StaffSession;
  staff: StaffMember;
}

/** Types handlers, pages, layouts and middlewares. */
export const define = createDefine<State>();

/** The same below /office and /tech. */
export const defineStaff = createDefine<StaffState>();
