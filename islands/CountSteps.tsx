import { useEffect, useState } from "preact/hooks";
import { nextStep, PAUSE } from "@/lib/enrolment/wizard/next_step.ts";

/**
 * Goes on counting a run, one short call after the other, and then shows what was found.
 *
 * @param path the page of the count
 * @param steps the page whose `step.json` does the next part
 */
export default function CountSteps({ path, steps, done, total }: {
  path: string;
  steps: string;
  done: number;
  total: number;
}) {
  const [at, setAt] = useState({ done, total });
  const [goesOn, setGoesOn] = useState(false);
  useEffect(() => {
    setGoesOn(true);
    const over = new AbortController();
    const work = async () => {
      while (!over.signal.aborted) {
        const step = await nextStep(steps, over.signal);
        if (step === "over") return location.replace(path);
        if (step === "cut") await new Promise((resolve) => setTimeout(resolve, PAUSE));
        else setAt({ done: step.done, total: step.done + step.remaining });
      }
    };
    work();
    return () => over.abort();
  }, [path, steps]);
  return (
    <div class="sending">
      <p class="lead" role="status">
        {at.done.toLocaleString("en-CA")} of {at.total.toLocaleString("en-CA")} rows looked at.
      </p>
      <progress aria-label="How far it is" max={Math.max(at.total, 1)} value={at.done} />
      <p>
        {goesOn
          ? "Leave this page open: it goes on by itself."
          : "Press Go on counting for the next rows."}
      </p>
    </div>
  );
}
