import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { Company } from "@/lib/database/shapes.ts";
import { BackRow, Thumb } from "./Bars.tsx";

const REASONS: Record<string, string> = {
  cancelled: "It was cancelled meanwhile.",
  reassigned: "The office gave it to somebody else meanwhile.",
  moved: "The office took it off the calendar, or moved it to another time, meanwhile.",
  done: "It was already recorded.",
};

/** A report that met a visit or a repair, which had changed: it is kept, and the office decides. */
export function Changed({ reason, company }: { reason: string; company: Company }) {
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech flow">
        <Title focused>This was changed while you were there</Title>
        <p class="notice warn">
          <strong>{REASONS[reason] ?? "It changed meanwhile."}</strong>
        </p>
        <p class="lead">
          <strong>What you recorded is kept</strong>{" "}
          and has reached the office. They decide which counts. You need not type anything again.
        </p>
        <ul class="plain-list">
          <li>If you took money, keep it apart until you hear.</li>
          <li>No certificate and no invoice go out meanwhile.</li>
        </ul>
        <CallUs company={company}>Call the office:</CallUs>
      </div>
      <Thumb>
        <a class="button" href="/tech">Go on with the day</a>
      </Thumb>
    </>
  );
}
