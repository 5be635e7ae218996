import { within } from "@/embedded/within.ts";

const PATIENCE_MILLISECONDS = 60_000;

/** Between two questions: who asks without end takes the processor from what is waited for. */
const PAUSE_MILLISECONDS = 20;

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Asks again and again until it is so.
 * @param what names it: "waited 60 s for WHAT"
 */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  let isOver = false;
  const asking = (async () => {
    while (!isOver && !await isSo()) await pause(PAUSE_MILLISECONDS);
  })();
  await within(PATIENCE_MILLISECONDS, what, asking).finally(() => isOver = true);
}
