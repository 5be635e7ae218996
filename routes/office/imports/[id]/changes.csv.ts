import { changeFilter } from "@/lib/enrolment/night/import_pages.ts";
import { changesFile } from "@/lib/enrolment/night/changes_file.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers({
  async GET(ctx) {
    const filter = changeFilter(ctx.url.searchParams);
    return await changesFile(ctx.state.session.rpc, keyOf(ctx.params), filter);
  },
});
