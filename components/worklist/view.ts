import type { WorkFilter } from "@/lib/worklist/filter.ts";
import type { ActivityPage, Logged, Work } from "@/lib/worklist/shapes.ts";
import type { Came } from "@/lib/worklist/act.ts";

/** What the pages of the work list show. */
export interface WorkView {
  work: Work;
  filter: WorkFilter;
  zone: string;
  /** What was logged just now. */
  logged?: Logged;
  /** The one that is opened beside the list. */
  activity?: ActivityPage;
  /** Why nothing came of a form, and what was typed into it. */
  refused?: Extract<Came, { ok: false }>;
  typed?: Record<string, string>;
}
