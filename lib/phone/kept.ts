/** What a technician did on this phone, kept there until the server has it. */

/** What was done, by the form that says it. */
export type Deed =
  | "en_route"
  | "in_progress"
  | "scheduled"
  | "checklist"
  | "notes"
  | "finished"
  | "failed"
  | "late"
  | "wish"
  | "paid";

/**
 * waiting: to be sent; sent: the server has it; office: it met a visit that had changed, and the office decides;
 * refused: something is to be corrected; dead: it would have come too late to be of use; typed: nobody has pressed its
 * button yet (`typed.ts`), so it is in no line.
 */
export type KeptState = "waiting" | "sent" | "office" | "refused" | "dead" | "typed";

/** One form as it was sent off, and what became of it. Instants are milliseconds by the phone's own clock. */
export interface Kept {
  /** Its place in the line; the shelf gives it. */
  order: number;
  /** By which the server tells it from others. */
  id: string;
  /** Whose it is, as forms name them (`lib/web/own_forms.ts`): it is only ever sent as that person. */
  whose: string;
  path: string;
  did: Deed;
  /** Whom it is about: "Ethel Example, stair lift"; empty where nobody is known. */
  about: string;
  /** What is done one after the other: of one visit, or one stop. */
  group: string;
  /** Content type and bytes of the form, blobs and all; null once nobody needs them any more. */
  type: string;
  body: ArrayBuffer | null;
  /** The fields of its photos. */
  files: string[];
  /** Its texts, to be shown on the page again. */
  typed: [name: string, text: string][];
  saved_at: number;
  tried_at: number | null;
  settled_at: number | null;
  state: KeptState;
  /** Until when it is of use. */
  worth_until: number | null;
  /** The status of the answer that refused it. */
  status: number | null;
}

/** What the phone knows beside that. */
export interface Facts {
  /** Who was signed in last, as forms name them. */
  who: string;
  /** Since when there is no signal; null while there is. */
  no_signal_since: number | null;
  /** Whether the server asks that person to sign in. */
  is_signed_out: boolean;
  /** How far the phone's clock is behind the server's, in milliseconds. */
  clock_behind: number;
  /** Whom visits and stops are about, by their ids. */
  names: Record<string, string>;
  /** When pages were last fetched ahead. */
  ahead_at: number;
}

/** Where it is kept. Everything is of one phone; who may see what, callers say. */
export interface Shelf {
  /** Puts it at the end of the line. Rejects where there is no room, and keeps nothing then. */
  add(kept: Omit<Kept, "order">): Promise<Kept>;
  /** All of that person, in order; without their bodies, which may be many photos. */
  all(whose: string): Promise<Kept[]>;
  /** The first of that person that waits behind a place in the line. */
  nextWaiting(whose: string, after: number): Promise<Kept | undefined>;
  get(order: number): Promise<Kept | undefined>;
  put(kept: Kept): Promise<void>;
  remove(order: number): Promise<void>;
  fact<Name extends keyof Facts>(name: Name): Promise<Facts[Name] | undefined>;
  setFact<Name extends keyof Facts>(name: Name, value: Facts[Name]): Promise<void>;
  /** How much of other people would be gone with the phone. */
  countOfOthers(whose: string): Promise<number>;
  /** Drops everything of that person, and what the phone knows of their work. */
  forget(whose: string): Promise<void>;
}

/** Whether somebody has to do something about it. */
export const isOpen = ({ state }: Kept) => state === "refused" || state === "office";

/** Whether it would be gone with the phone. */
export const isUnsent = ({ state }: Kept) => ["waiting", "refused", "typed"].includes(state);
