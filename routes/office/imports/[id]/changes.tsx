import { HttpError, page } from "fresh";
import { ImportChangesPage } from "@/components/enrolment/ImportChangesPage.tsx";
import {
  type ChangeFilter,
  changeFilter,
  type Changes,
  readChanges,
} from "@/lib/enrolment/night/import_pages.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

interface Data {
  runId: string;
  filter: ChangeFilter;
  changes: Changes;
  isFirst: boolean;
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const { searchParams: query } = ctx.url;
    const runId = keyOf(ctx.params);
    const filter = changeFilter(query);
    const after = query.get("after") ?? undefined;
    const changes = await readChanges(ctx.state.session.rpc, runId, filter, { after });
    if (changes === null) throw new HttpError(400);
    return page({ runId, filter, changes, isFirst: after === undefined });
  },
});

export default defineStaff.page<typeof handler>(function ImportChanges({ data }) {
  return <ImportChangesPage {...data} />;
});
