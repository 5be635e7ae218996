import { HttpError, page } from "fresh";
import { UnknownCode, VerdictPage } from "@/components/certificates/VerdictPage.tsx";
import { codeText } from "@/lib/certificates/code.ts";
import { type Verdict, verifyCertificate } from "@/lib/certificates/verify.ts";
import { define } from "@/lib/web/define.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { rateLimit } from "@/lib/web/limits.ts";

/** Look-ups of one address: 30 in ten minutes, enough for a house full of lifts. */
const allows = rateLimit({ burst: 30, perSecond: 30 / 600 });

/** Whoever holds the code may ask: the paper is theirs. The PDF, which names people, is not here. */
export const handler = define.handlers<{ code: string; verdict: Verdict }>({
  async GET(ctx) {
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    const { code } = ctx.params;
    const verdict = await verifyCertificate(ctx.state.rpc, code);
    const status = verdict.status === "unknown" ? 404 : 200;
    return page({ code, verdict }, { status, headers: PRIVATE_PAGE });
  },
});

export default define.page<typeof handler>(function Verify({ data, state }) {
  const { code, verdict } = data;
  const { company } = state;
  return verdict.status === "unknown"
    ? <UnknownCode code={codeText(code.slice(0, 60))} company={company} />
    : <VerdictPage verdict={verdict} company={company} />;
});
