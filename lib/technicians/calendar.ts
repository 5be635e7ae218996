import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";

/** Whether somebody's work can be read by the calendar on their phone. */
export interface CalendarLink {
  technician_id: string;
  /** When the address was made that works now; null for none. */
  made_at: string | null;
  /** What forms send back. */
  shown: string;
}

const linkShape = z.object({
  technician_id: z.string(),
  made_at: instantShape.nullable(),
  shown: z.string(),
});

/**
 * The link of whoever is signed in.
 *
 * @throws {HttpError} 404 for somebody who is no technician, 403 for one who has left
 */
export async function readOwnLink(rpc: Rpc): Promise<CalendarLink> {
  return linkShape.parse(await rpc("calendar_link", {}));
}

const answerShape = z.discriminatedUnion("status", [
  z.object({ status: z.literal("made"), url: z.url() }),
  z.object({ status: z.enum(["revoked", "none", "rejected", "refused"]) }),
]);

/** What became of a link: its address, told this once; ended; they have left; or the page showed another one. */
export type LinkOutcome = { made: string } | "ended" | "left" | "changed";

/** Why nothing came of a form that was opened before the address that works now was made, or ended. */
export const OTHER_LINK =
  "Another address was made, or it was ended, since this page was opened. Nothing was done now; the page below is as it is.";

/** Makes somebody a new calendar address, or ends the one they have. Null for a word that is neither. */
export async function changeLink(
  rpc: Rpc,
  technician_id: string,
  { what, shown }: { what: string; shown: string },
): Promise<LinkOutcome | null> {
  if (what !== "make" && what !== "end") return null;
  const answer = answerShape.parse(
    what === "make"
      ? await rpc("rotate_calendar_link", { technician_id, shown })
      : await rpc("revoke_calendar_link", { technician_id, shown }),
  );
  if (answer.status === "made") return { made: answer.url };
  if (answer.status === "refused") return "changed";
  return answer.status === "rejected" ? "left" : "ended";
}

/** The address as calendar programs of phones and computers open it by themselves. */
export function subscribeHref(url: string): string {
  return url.replace(/^https?:/, "webcal:");
}
