import { useEffect, useState } from "preact/hooks";
import { nextStep, PAUSE } from "@/lib/enrolment/wizard/next_step.ts";

/**
 * Works through a run, one short call after the other, and shows how far it is. Whoever closes the page stops it after the
 * batch; whoever opens it again goes on. Without a script the page's own button does the next units.
 *
 * @param path the page of the run, whose `step.json` does the next units
 */
export default function RunSteps({ path, done, all, deed }: {
  path: string;
  done: number;
  all: number;
  /** "done", "taken back" */
  deed: string;
}) {
  const [at, setAt] = useState(done);
  const [began] = useState({ at: done, time: Date.now() });
  const [isCut, setCut] = useState(false);
  const [goesOn, setGoesOn] = useState(false);

  useEffect(() => {
    setGoesOn(true);
    // What does the same by hand is for whoever has no script.
    for (const each of document.querySelectorAll<HTMLElement>(".by-hand")) each.hidden = true;
    const over = new AbortController();
    const work = async () => {
      while (!over.signal.aborted) {
        const step = await nextStep(path, over.signal);
        if (step === "over") return location.replace(path);
        setCut(step === "cut");
        if (step === "cut") await new Promise((resolve) => setTimeout(resolve, PAUSE));
        else setAt(step.done);
      }
    };
    work();
    // A form that is sent, such as the one that stops, is not to meet the next batch.
    const stop = () => over.abort();
    addEventListener("submit", stop);
    addEventListener("pagehide", stop);
    return () => {
      over.abort();
      removeEventListener("submit", stop);
      removeEventListener("pagehide", stop);
    };
  }, [path]);

  return (
    <div class="sending">
      <p class="lead" role="status">
        {at.toLocaleString("en-CA")} of {all.toLocaleString("en-CA")} units {deed}
        {leftText(began, at, all)}.
      </p>
      <progress aria-label="How far it is" max={Math.max(all, 1)} value={at} />
      <p>
        {isCut
          ? "There is no connection. Nothing is lost: this page tries again by itself."
          : !goesOn
          ? "Press Go on for each next part of the work: without it nothing more is done. Nobody is mailed today."
          : "Leave this page open. If you close it the work stops after the batch, and this address goes on with it. Nobody is mailed today."}
      </p>
    </div>
  );
}

/** ", about 2 minutes left": once enough is done to tell. */
function leftText(began: { at: number; time: number }, at: number, all: number): string {
  const done = at - began.at;
  if (done <= 0 || at >= all) return "";
  const minutes = (Date.now() - began.time) / done * (all - at) / 60_000;
  return minutes < 1 ? ", less than a minute left" : `, about ${Math.ceil(minutes)} minutes left`;
}
