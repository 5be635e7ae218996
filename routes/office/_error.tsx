import { HttpError, page } from "fresh";
import { StaffError } from "@/components/web/StaffError.tsx";
import { define, type StaffState, type State } from "@/lib/web/define.ts";
import { ERROR_PAGE } from "@/lib/web/headers.ts";

export const handler = define.handlers((ctx) => {
  const status = ctx.error instanceof HttpError ? ctx.error.status : 500;
  if (status >= 500) console.error(`${ctx.req.method} ${ctx.route}`, Deno.inspect(ctx.error));
  return page({ status }, { status, headers: ERROR_PAGE });
});

export default define.page<typeof handler>(function OfficeError({ data, state }) {
  // Nobody's before somebody was let in.
  const { staff } = state as State & Partial<StaffState>;
  return (
    <StaffError
      status={data.status}
      home={{ href: "/office", label: "Go to the start" }}
      isOffice={staff?.role === "office"}
    />
  );
});
