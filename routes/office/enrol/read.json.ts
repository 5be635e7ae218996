import { readingLines } from "@/lib/enrolment/wizard/reading.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers({
  /** Reads the files that wait; the answer tells line by line how far that is. */
  POST(ctx) {
    const { session: { rpc }, staff } = ctx.state;
    return new Response(readingLines(rpc, staff.role === "admin"), {
      headers: { "Content-Type": "application/x-ndjson; charset=utf-8" },
    });
  },
});
