import { page } from "fresh";
import { RowsPage, type RowsView } from "@/components/enrolment/RowsPage.tsx";
import { readRuns } from "@/lib/enrolment/wizard/backfill.ts";
import { readFilter, readRows } from "@/lib/enrolment/wizard/rows.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

const ROWS_ON_A_PAGE = 50;

export const handler = defineStaff.handlers<RowsView>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const run = keyOf(ctx.params, "run");
    const filter = readFilter(ctx.url.searchParams);
    const found = await readRows(rpc, run, filter, ROWS_ON_A_PAGE);
    const { categories } = await readRuns(rpc);
    return page({ run, filter, found, categories });
  },
});

export default defineStaff.page<typeof handler>(function Rows({ data }) {
  return <RowsPage {...data} />;
});
