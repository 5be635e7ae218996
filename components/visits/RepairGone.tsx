import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { Company } from "@/lib/database/shapes.ts";
import { BackRow, Thumb } from "./Bars.tsx";

/** A report that came too late: the repair is nobody's by now, or somebody else's. What was typed is there to be read out. */
export function RepairGone({ words, isRecorded, company }: {
  words: string[];
  /** Whether another report was taken first. */
  isRecorded: boolean;
  company: Company;
}) {
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech flow">
        <Title focused isError>This repair was changed while you were there</Title>
        <p class="notice warn">
          <strong>{isRecorded ? "It was already recorded." : "It could not be recorded."}</strong>
          {" "}
          {isRecorded
            ? "Another report of it was first."
            : "The office took it off your calendar, or gave it to somebody else."}{" "}
          Please call them, and read this out: they record it.
        </p>
        {words.map((word, index) => <p key={index}>“{word}”</p>)}
        <CallUs company={company}>Call the office:</CallUs>
      </div>
      <Thumb>
        <a class="button" href="/tech">Go on with the day</a>
      </Thumb>
    </>
  );
}
