import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";

/** Whether somebody's work can be read by the calendar on their phone. */
export interface CalendarLink {
  technician_id: string;
  /** When the address was made that works now; null for none. */
  made_at: string | null;
}

const linkShape = z.object({ technician_id: z.string(), made_at: instantShape.nullable() });

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
  z.object({ status: z.enum(["revoked", "none", "rejected"]) }),
]);

/** What became of a link: its address, told this once; ended; or they have left. */
export type LinkOutcome = { made: string } | "ended" | "left";

/** Makes somebody a new calendar address, or ends the one they have. Null for a word that is neither. */
export async function changeLink(
  rpc: Rpc,
  technician_id: string,
  what: string,
): Promise<LinkOutcome | null> {
  if (what !== "make" && what !== "end") return null;
  const answer = answerShape.parse(
    what === "make"
      ? await rpc("rotate_calendar_link", { technician_id })
      : await rpc("revoke_calendar_link", { technician_id }),
  );
  if (answer.status === "made") return { made: answer.url };
  return answer.status === "rejected" ? "left" : "ended";
}

/** The address as calendar programs of phones and computers open it by themselves. */
export function subscribeHref(url: string): string {
  return url.replace(/^https?:/, "webcal:");
}
