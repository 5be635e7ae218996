import type { Came, DONE } from "@/lib/visits/office.ts";
import type { VisitPage } from "@/lib/visits/page.ts";

/** What the page of a visit shows, a form that was refused included. */
export interface VisitView {
  page: VisitPage;
  /** Makes an outcome that is sent twice one. */
  reportId: string;
  /** What was done just now. */
  did?: keyof typeof DONE;
  refused?: Extract<Came, { ok: false }>;
  /** What was typed into the form that was refused. */
  typed: Record<string, string>;
  isAdmin: boolean;
  zone: string;
}
