import { HttpError, page } from "fresh";
import { StaffError } from "@/components/web/StaffError.tsx";
import { define } from "@/lib/web/define.ts";
import { ERROR_PAGE } from "@/lib/web/headers.ts";
import { errorForPhone } from "@/lib/web/phone.ts";

export const handler = define.handlers((ctx) => {
  const status = ctx.error instanceof HttpError ? ctx.error.status : 500;
  if (status >= 500) console.error(`${ctx.req.method} ${ctx.route}`, Deno.inspect(ctx.error));
  return page({ status }, { status, headers: { ...ERROR_PAGE, ...errorForPhone(ctx.req) } });
});

export default define.page<typeof handler>(function DayError({ data }) {
  return <StaffError status={data.status} home={{ href: "/tech", label: "Go to my day" }} />;
});
