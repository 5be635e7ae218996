import { HttpError, page } from "fresh";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { WaysToLink } from "@/components/web/WaysToLink.tsx";
import { publicRpc } from "@/lib/web/api.ts";
import { companyCard, knownCompany } from "@/lib/web/company.ts";
import { define } from "@/lib/web/define.ts";
import { wordingFor } from "@/lib/web/errors.ts";
import { ERROR_PAGE } from "@/lib/web/headers.ts";

export const handler = define.handlers(async (ctx) => {
  const { error, state } = ctx;
  const status = error instanceof HttpError ? error.status : 500;
  // The pattern, not the address: links hold secrets.
  if (status >= 500) console.error(`${ctx.req.method} ${ctx.route}`, Deno.inspect(error));
  // A request can be refused before the middleware that knows the company; too many are to cost nothing.
  state.company ??= status === 429 ? knownCompany() : await companyCard(publicRpc(), new Date());
  return page({ status }, { status, headers: ERROR_PAGE });
});

export default define.page<typeof handler>(function ErrorPage({ data, state }) {
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
