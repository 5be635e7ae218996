import { page } from "fresh";
import * as z from "zod";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { isLinkText } from "@/lib/booking/link.ts";
import { define } from "@/lib/web/define.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";

const wishShape = z.object({ status: z.enum(["wanted", "unsubscribed", "invalid"]) });
const answerShape = z.object({ status: z.enum(["unsubscribed", "already", "invalid"]) });
type Step = z.infer<typeof wishShape>["status"];

function shown(step: Step) {
  return page({ step }, { status: step === "invalid" ? 404 : 200, headers: PRIVATE_PAGE });
}

/**
 * Opening the page changes nothing: mail scanners follow links. The post needs no form fields,
 * because mail programs send one of their own ("List-Unsubscribe=One-Click"), and follow no redirect; the
 * page's own form is answered by one, so that reloading what follows sends nothing again.
 */
export const handler = define.handlers<{ step: Step }>({
  async GET({ params: { token }, state: { rpc } }) {
    if (!isLinkText(token)) return shown("invalid");
    return shown(wishShape.parse(await rpc("reminders_wanted", { token })).status);
  },
  async POST(ctx) {
    const { token } = ctx.params;
    const { status } = isLinkText(token)
      ? answerShape.parse(await ctx.state.rpc("unsubscribe", { token }))
      : { status: "invalid" as const };
    return ctx.url.searchParams.has("page")
      ? ctx.redirect(`/unsubscribe/${encodeURIComponent(token)}`, 303)
      : shown(status === "already" ? "unsubscribed" : status);
  },
});

export default define.page<typeof handler>(function Unsubscribe({ data, params, state }) {
  const { company } = state;
  if (data.step === "wanted") {
    return (
      <div class="page">
        <Title>Stop reminder e-mails?</Title>
        <p>
          We won't write to you any more when maintenance is due. When you book a visit, you still
          get its details. Your equipment still needs its visits, so we may call you instead.
        </p>
        <form method="post" action={`/unsubscribe/${params.token}?page`}>
          <button type="submit">Stop reminder e-mails</button>
        </form>
        <CallUs company={company} />
      </div>
    );
  }
  if (data.step === "invalid") {
    return (
      <div class="page">
        <Title isError>We can't find that link</Title>
        <p>It may have been cut short. Please call us, and we'll take you off the list.</p>
        <CallUs company={company}>We are glad to help:</CallUs>
      </div>
    );
  }
  return (
    <div class="page">
      <Title>No more reminder e-mails</Title>
      <p role="status">It's done. You get no more reminders at this address.</p>
      <CallUs company={company}>If you change your mind, call</CallUs>
    </div>
  );
});
