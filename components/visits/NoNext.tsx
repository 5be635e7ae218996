import { Title } from "@/components/web/Title.tsx";
import type { Next } from "@/lib/visits/next.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";

const REASONS: Record<string, string> = {
  paused:
    "Its maintenance rests, or the unit is out of service. The office sees to it, and books the next visit then.",
  expired: "Nothing is due for this unit any more.",
  refused: "This visit is not over yet. Finish it first.",
};

/** Nothing can be booked after this visit, and why. */
export function NoNext({ visit, status }: { visit: string; status: Next["status"] }) {
  return (
    <>
      <BackRow href={visitHref(visit)} to="The visit" />
      <div class="tech flow">
        <Title>Nothing to book</Title>
        <p>{REASONS[status] ?? "Nothing can be booked now. Please call the office."}</p>
      </div>
      <Thumb>
        <a class="button" href={visitHref(visit)} aria-current="false">Back to the visit</a>
      </Thumb>
    </>
  );
}
