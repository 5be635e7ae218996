import { shortName, type ToldUnit } from "./units.ts";

/** Work at a client's that is no visit, as the database tells it (`private.work_told`). */
export interface ToldWork {
  task_type: "repair" | "delivery" | "assessment" | "other";
  /** A few words of the office's. */
  title?: string | null;
  unit?: ToldUnit | null;
}

const WORDS: Record<ToldWork["task_type"], { name: string; purpose: string }> = {
  repair: { name: "repair", purpose: "for a repair" },
  delivery: { name: "delivery", purpose: "with a delivery" },
  assessment: { name: "visit", purpose: "to look at what you need" },
  other: { name: "visit", purpose: "for what we arranged" },
};

/** "repair", "delivery" or "visit": what clients call it. */
export const workName = ({ task_type }: ToldWork): string => WORDS[task_type].name;

/** "repair of your stair lift", "delivery" */
export const workOf = (work: ToldWork): string =>
  work.unit ? `${workName(work)} of your ${shortName(work.unit)}` : workName(work);

/** "to repair your stair lift", "with a delivery (two batteries)": what stands after who comes when. */
export function workPurpose(work: ToldWork): string {
  if (work.unit) return `to repair your ${shortName(work.unit)}`;
  const title = work.title?.replace(/^Repair: /, "");
  const { purpose } = WORDS[work.task_type];
  return title ? `${purpose} (${title})` : purpose;
}
