import { monthText } from "./dates.ts";
import type { Mark } from "./mark.ts";

interface Told {
  since: string | null;
  is_own: boolean;
  lasts_months: number;
  is_old: boolean;
}

/** "From March 2024", "From March 2019, with the unit: older than 36 months" */
export function batteryMark({ since, is_own, lasts_months, is_old }: Told): Mark {
  if (since === null) return { text: "Nobody knows how old it is", shape: "todo" };
  const from = `From ${monthText(since)}${is_own ? ", with the unit" : ""}`;
  return is_old
    ? { text: `${from}: older than ${lasts_months} months`, shape: "late" }
    : { text: from, shape: "done" };
}
