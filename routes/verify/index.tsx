import { page } from "fresh";
import { AskForCode } from "@/components/certificates/VerdictPage.tsx";
import { codeInAddress } from "@/lib/certificates/code.ts";
import { define } from "@/lib/web/define.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";

/** The form sends the code here, which leads to the address that the square on the paper holds. */
export const handler = define.handlers({
  GET(ctx) {
    const code = codeInAddress(ctx.url.searchParams.get("code") ?? "");
    return code === ""
      ? page(undefined, { headers: PRIVATE_PAGE })
      : ctx.redirect(`/verify/${code}`, 303);
  },
});

export default define.page(function AskForCodePage({ state }) {
  return <AskForCode company={state.company} />;
});
