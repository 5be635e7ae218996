import { createClient } from "@supabase/supabase-js";
import type { Database } from "./database.types.ts";
import type { Api } from "./rpc.ts";

/**
 * A client for one key that keeps no session: for everybody (publishable key), or for jobs and commands
 * (secret key).
 *
 * @param url origin of the project
 * @param send how requests travel; by `fetch` unless told
 */
export function apiClient(url: string, key: string, send?: typeof fetch): Api {
  return createClient<Database>(url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: send === undefined ? {} : { fetch: send },
  });
}

/** How long a page waits for the database's API, in milliseconds. */
const PATIENCE_MS = 10_000;

type Answer = (request: Request) => Promise<Response>;

/** The APIs that this very process serves, by their origins. */
const servedHere = new Map<string, Answer>();

/**
 * Has pages of this process ask an API of this process without a way through sockets, which costs more than most
 * answers do. It is the same handler that answers at the port. Undone by what is returned.
 */
export function serveHere(url: string, answer: Answer): () => void {
  const { origin } = new URL(url);
  servedHere.set(origin, answer);
  return () => void servedHere.delete(origin);
}

/** `fetch` that gives up in time to tell the person who waits. */
export async function impatientFetch(
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const url = input instanceof Request ? input.url : input;
  const answer = servedHere.get(new URL(url).origin);
  if (answer !== undefined) {
    const { signal, ...sent } = init;
    signal?.throwIfAborted();
    return await patiently(answer(new Request(input, sent)), signal);
  }
  const signals = [AbortSignal.timeout(PATIENCE_MS), init.signal].filter((each) => !!each);
  return await fetch(input, { ...init, signal: AbortSignal.any(signals) });
}

/** As long as patience lasts. Signals of `AbortSignal` would keep each call with its answer until it ends. */
async function patiently(answer: Promise<Response>, signal?: AbortSignal | null) {
  const { promise: end, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal?.reason);
  const timeUp = () => reject(new DOMException("timed out", "TimeoutError"));
  const timer = setTimeout(timeUp, PATIENCE_MS);
  signal?.addEventListener("abort", giveUp);
  try {
    return await Promise.race([end, answer]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}
