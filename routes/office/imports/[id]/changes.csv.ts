import { changeFilter } from "@/lib/enrolment/night/import_pages.ts";
import { changesFile } from "@/lib/enrolment/import_file.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";
import { csvLine } from "@/lib/web/csv.ts";

export const handler = defineStaff.handlers({
  async GET(ctx) {
    const lines = await changesFile(
      ctx.state.session.rpc,
      keyOf(ctx.params),
      changeFilter(ctx.url.searchParams),
      csvLine,
    );
    return new Response(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="import-changes.csv"',
      },
    });
  },
});
