import type { SupabaseClient } from "@supabase/supabase-js";
import { createDefine } from "fresh";
import type { Company } from "@/lib/database/shapes.ts";
import type { StaffSession } from "./session.ts";

/** A signed-in member of staff. */
export interface StaffMember {
  name: string;
  role: "office" | "technician" | "admin";
}

/** What middlewares leave for handlers and pages of the same request. */
export interface State {
  /** When the request came. */
  now: Date;
  /** The database as it is for everybody who is not signed in. */
  api: SupabaseClient;
  company: Company;
  /** Set below /office and /tech, where nobody comes without. */
  session: StaffSession;
  staff: StaffMember;
}

/** Types handlers, pages, layouts and middlewares. */
export const define = createDefine<State>();
