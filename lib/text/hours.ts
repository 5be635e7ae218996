import * as z from "zod";
import { instantShape } from "@/lib/database/shapes.ts";
import { spanText } from "./dates.ts";
import { listText } from "./names.ts";

/** The breaks of somebody's day. */
export const breaksShape = z.array(z.object({ starts_at: instantShape, ends_at: instantShape }));
export type Breaks = z.infer<typeof breaksShape>;

/** "from 8:00 a.m. to 4:30 p.m., with a break from 12:00 to 12:30 p.m." */
export function shiftText(
  works_from: string,
  works_until: string,
  breaks: Breaks | null | undefined,
  zone: string,
): string {
  const shift = spanText(works_from, works_until, zone);
  const spans = (breaks ?? []).map(({ starts_at, ends_at }) => spanText(starts_at, ends_at, zone));
  if (spans.length === 0) return shift;
  return `${shift}, with ${spans.length === 1 ? "a break" : "breaks"} ${listText(spans)}`;
}
