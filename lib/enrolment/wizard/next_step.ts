/** How a page in a browser has long work done: one short call after the other. */

/** How far it is. */
export interface FarAs {
  status: string;
  done: number;
  remaining: number;
}

/** Between two tries where no answer came, in milliseconds. */
export const PAUSE = 3_000;

const GOES_ON = ["executing", "scanning", "taking_back"];

/**
 * Has `step.json` beside a page do the next part. Resolves to how far it is then, to "over" where the page has something
 * else to tell, and to "cut" where no answer came and it is worth trying again.
 */
export async function nextStep(
  path: string,
  signal: AbortSignal,
): Promise<FarAs | "over" | "cut"> {
  let answer: Response;
  try {
    answer = await fetch(`${path}/step.json`, { method: "POST", signal });
  } catch {
    return "cut";
  }
  if (answer.status >= 500 || answer.status === 429) return "cut";
  // Signed out, or somebody stopped it: the page tells.
  if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) return "over";
  const step: FarAs = await answer.json();
  return GOES_ON.includes(step.status) ? step : "over";
}
