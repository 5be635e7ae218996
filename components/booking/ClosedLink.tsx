import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { WaysToLink } from "@/components/web/WaysToLink.tsx";
import type { ClosedStatus } from "@/lib/booking/shapes.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";

const WORDS: Record<ClosedStatus, { title: string; text: string }> = {
  invalid: {
    title: "We can't find that link",
    text: "It may have been cut short on its way to you. Please open it from your e-mail again, " +
      "or copy all of it.",
  },
  expired: {
    title: "This link has expired",
    text: "Your next visit has its own e-mail, or call us.",
  },
  paused: {
    title: "Let's talk first",
    text:
      "We aren't planning a visit for this one at the moment. Please call us, and we'll sort it out.",
  },
};

/** Why a link leads nowhere. Says nothing about anybody. */
export function ClosedLink({ status, company }: ViewOf<"closed"> & PageParts) {
  const { title, text } = WORDS[status];
  return (
    <div class="page">
      <Title isError={status === "invalid"}>{title}</Title>
      <p>{text}</p>
      {status === "invalid" && <WaysToLink />}
      <CallUs company={company}>We are glad to help:</CallUs>
    </div>
  );
}
