import { page } from "fresh";
import { LostRowsPage } from "@/components/enrolment/LostRowsPage.tsx";
import { type LostRows, readLost } from "@/lib/enrolment/night/import_pages.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<{ runId: string; lost: LostRows | null }>({
  async GET(ctx) {
    const { searchParams: query } = ctx.url;
    const fileId = keyOf({ id: query.get("file") ?? "" });
    const lost = await readLost(ctx.state.session.rpc, fileId, query.get("after") ?? undefined);
    return page({ runId: keyOf(ctx.params), lost });
  },
});

export default defineStaff.page<typeof handler>(function LostRowsRoute({ data }) {
  return <LostRowsPage {...data} />;
});
