import { within } from "@/embedded/within.ts";

const PATIENCE_MILLISECONDS = 60_000;

/**
 * Asks again and again until it is so.
 * @param what names it: "waited 60 s for WHAT"
 */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  let isOver = false;
  const asking = (async () => {
    while (!isOver && !await isSo());
  })();
  await within(PATIENCE_MILLISECONDS, what, asking).finally(() => isOver = true);
}
