import { PHONE } from "@/lib/web/phone_headers.ts";
import type { Kept } from "./kept.ts";
import type { Verdict } from "./queue.ts";

/**
 * How long one attempt may take: a minute, and as long as its photos need on a weak signal (10 kB a second). A browser
 * ends what a worker does in the background after five minutes.
 */
export const patienceFor = (bytes: number) => Math.min(60_000 + bytes / 10, 280_000);

/** One attempt to send a change, until it is stopped. Never rejects. */
export async function sendKept(
  kept: Kept,
  sentAt: number,
  stop = new AbortController(),
): Promise<Verdict> {
  const patience = setTimeout(() => stop.abort(), patienceFor(kept.body?.byteLength ?? 0));
  try {
    const answer = await fetch(kept.path, {
      method: "POST",
      body: kept.body,
      headers: {
        "Content-Type": kept.type,
        [PHONE.asks]: kept.id,
        [PHONE.whose]: kept.whose,
        [PHONE.recorded]: new Date(kept.saved_at).toISOString(),
        [PHONE.sent]: new Date(sentAt).toISOString(),
      },
      redirect: "manual",
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
    });
    return await verdictOf(answer, kept.id);
  } catch {
    // No way through, or it broke off: whether the server has it, only its answer says.
    return { is: "no signal" };
  } finally {
    clearTimeout(patience);
  }
}

/** What an answer means. It counts only when all of it arrived. */
async function verdictOf(answer: Response, id: string): Promise<Verdict> {
  if (answer.headers.get(PHONE.answers) !== id) {
    await answer.body?.cancel();
    return { is: "no signal" };
  }
  const { status } = answer;
  const body = await answer.arrayBuffer();
  const goesTo = answer.headers.get(PHONE.goesTo);
  if (goesTo !== null) {
    if (goesTo === REFUSED_STEP) return { is: "refused", status: 409, page: null };
    return { is: goesTo.startsWith(CHANGED) ? "office" : "sent", goesTo };
  }
  if (status === 401) return { is: "signed out" };
  if (status >= 500 || status === 429 || status === 408) return { is: "later" };
  const page = new Response(body.byteLength === 0 ? null : body, answer);
  return { is: "refused", status, page };
}

/** Where the server leads whose job had changed, and whose report did. */
const REFUSED_STEP = "/tech?refused";
const CHANGED = "/tech?changed=";
