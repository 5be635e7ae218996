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
  if (reason === "erased") return <NotKept company={company} />;
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

/** Whoever asked to be erased meanwhile gets nothing written down about them any more. */
function NotKept({ company }: { company: Company }) {
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech flow">
        <Title focused>This was not kept</Title>
        <p class="notice warn">
          <strong>The client asked us meanwhile to erase what we know about them.</strong>
        </p>
        <p class="lead">
          What you wrote, drew and photographed there was not kept. The office knows that your
          report came. You need not do it again.
        </p>
        <ul class="plain-list">
          <li>If you took money, keep it apart and call the office.</li>
        </ul>
        <CallUs company={company}>Call the office:</CallUs>
      </div>
      <Thumb>
        <a class="button" href="/tech">Go on with the day</a>
      </Thumb>
    </>
  );
}
