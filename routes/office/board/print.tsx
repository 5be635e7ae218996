import { page } from "fresh";
import { DaySheets } from "@/components/board/DaySheets.tsx";
import { readShown } from "@/lib/board/read.ts";
import type { BoardShown } from "@/lib/board/shown.ts";
import { viewIn } from "@/lib/board/view.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";

/** A day on paper: a sheet for each technician, or for the one that is named. */
export const handler = defineStaff.handlers<BoardShown>({
  async GET(ctx) {
    const { session: { rpc }, company: { time_zone }, now } = ctx.state;
    const view = viewIn(ctx.url.searchParams, dayOf(now, time_zone));
    return page(await readShown(rpc, { ...view, view: "day", chosen: null }, time_zone));
  },
});

export default defineStaff.page<typeof handler>(function PrintDay({ data }) {
  return <DaySheets {...data} />;
});
