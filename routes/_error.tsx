import { HttpError, page } from "fresh";
import { CallUs } from "@/components/web/CallUs.tsx";
import { StaffError } from "@/components/web/StaffError.tsx";
import { Title } from "@/components/web/Title.tsx";
import { WaysToLink } from "@/components/web/WaysToLink.tsx";
import { publicRpc } from "@/lib/web/api.ts";
import { companyCard, knownCompany } from "@/lib/web/company.ts";
import { define } from "@/lib/web/define.ts";
import { wordingFor } from "@/lib/web/errors.ts";
import { ERROR_PAGE } from "@/lib/web/headers.ts";
import { staffElsewhere, startPageOf } from "@/lib/web/staff.ts";

interface Data {
  status: number;
  /** Where a member of the staff begins; null for everybody else. */
  home: string | null;
}

export const handler = define.handlers<Data>(async (ctx) => {
  const { error, state } = ctx;
  const status = error instanceof HttpError ? error.status : 500;
  // The pattern, not the address: links hold secrets.
  if (status >= 500) console.error(`${ctx.req.method} ${ctx.route}`, Deno.inspect(error));
  // A request can be refused before the middleware that knows the company; too many are to cost nothing.
  state.company ??= status === 429 ? knownCompany() : await companyCard(publicRpc(), new Date());
  if (status === 404) {
    // Whoever works here is told so in their own words, wherever the address would have led.
    const staff = await staffElsewhere(ctx.req, state.address, state.now);
    if (staff !== null) {
      const headers = new Headers(ERROR_PAGE);
      staff.cookies.forEach((cookie) => headers.append("Set-Cookie", cookie));
      return page({ status, home: startPageOf(staff.member) }, { status, headers });
    }
  }
  return page({ status, home: null }, { status, headers: ERROR_PAGE });
});

export default define.page<typeof handler>(function ErrorPage({ data, state }) {
  if (data.home !== null) {
    return <StaffError status={data.status} home={{ href: data.home, label: "Go to the start" }} />;
  }
  const { title, advice } = wordingFor(data.status);
  return (
    <div class="page">
      <Title>{title}</Title>
      <p>{advice}</p>
      {data.status === 404 && <WaysToLink />}
      <CallUs company={state.company}>We are glad to help:</CallUs>
    </div>
  );
});
