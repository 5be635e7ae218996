import { page } from "fresh";
import { RefusedRowsPage } from "@/components/enrolment/RefusedRowsPage.tsx";
import { readRefused, type RefusedRows } from "@/lib/enrolment/night/import_pages.ts";
import { placeIn } from "@/lib/enrolment/night/import_places.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<{ runId: string; refused: RefusedRows }>({
  async GET(ctx) {
    const { searchParams: query } = ctx.url;
    const fileId = keyOf({ id: query.get("file") ?? "" });
    const refused = await readRefused(ctx.state.session.rpc, fileId, placeIn(query));
    return page({ runId: keyOf(ctx.params), refused });
  },
});

export default defineStaff.page<typeof handler>(function RefusedRowsRoute({ data }) {
  return <RefusedRowsPage {...data} />;
});
