import { page } from "fresh";
import { CallSheet } from "@/components/worklist/CallSheet.tsx";
import { readWorkFilter, type WorkFilter } from "@/lib/worklist/filter.ts";
import type { Work } from "@/lib/worklist/shapes.ts";
import { readWork } from "@/lib/worklist/work.ts";
import { defineStaff } from "@/lib/web/define.ts";

/** More than one calls in a day, and no more than a call of the database lists. */
const MOST = 100;

export const handler = defineStaff.handlers<{ work: Work; filter: WorkFilter }>({
  async GET(ctx) {
    const filter = { ...readWorkFilter(ctx.url.searchParams), after: "" };
    return page({ work: await readWork(ctx.state.session.rpc, filter, MOST), filter });
  },
});

export default defineStaff.page<typeof handler>(function CallSheetRoute({ data, state }) {
  return (
    <CallSheet {...data} caller={state.staff.name} now={state.now} zone={state.company.time_zone} />
  );
});
