import type { ClientFile } from "@/lib/customers/file.ts";
import type { DONE, Kept } from "@/lib/customers/keep.ts";
import type { Came, Typed } from "@/lib/customers/life_event.ts";
import type { ClientHistory, HistoryStep } from "@/lib/customers/history.ts";

/** A form that was not taken: which, and why. */
export type Refused = Extract<Kept, { ok: false }>;

/** What a client's page shows, a form that was refused included. */
export interface ClientView {
  history: ClientHistory;
  file: ClientFile;
  step: HistoryStep;
  /** What was done just now. */
  did?: keyof typeof DONE;
  refused?: Refused;
  /** What was typed into the form that was refused. */
  typed: Record<string, string>;
  company: string;
  isAdmin: boolean;
  zone: string;
}

/** What the form of a life event shows, with what follows once that was asked. */
export interface LifeEventView {
  history: ClientHistory;
  typed: Typed;
  came?: Came;
  zone: string;
}
