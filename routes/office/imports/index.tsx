import { page } from "fresh";
import { ImportsPage } from "@/components/enrolment/ImportsPage.tsx";
import { readRuns, type Runs } from "@/lib/enrolment/night/import_pages.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { placeIn } from "@/lib/enrolment/night/import_places.ts";

export const handler = defineStaff.handlers<{ runs: Runs; isFirst: boolean }>({
  async GET(ctx) {
    const after = placeIn(ctx.url.searchParams);
    return page({
      runs: await readRuns(ctx.state.session.rpc, after),
      isFirst: after === undefined,
    });
  },
});

export default defineStaff.page<typeof handler>(function Imports({ data, state }) {
  return <ImportsPage {...data} zone={state.company.time_zone} />;
});
