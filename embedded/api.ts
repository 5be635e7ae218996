import { App } from "@supabase/lite";
import type { SupabaseClient } from "@supabase/supabase-js";
import { apiClient } from "@/lib/database/clients.ts";
import { MOST_OF_ANYBODY, readBody } from "@/lib/web/read_body.ts";
import { authHandler } from "./auth.ts";
import type { Database } from "./database.ts";
import { generateLink } from "./generate_link.ts";
import type { Handler } from "./handler.ts";
import type { Keys } from "./keys.ts";
import { restHandler } from "./rest.ts";

export interface Api {
  /** Answers like a hosted project at `/rest/v1`, `/auth/v1` and `/functions/v1`; 404 elsewhere. */
  fetch: Handler;
  /** A supabase-js client with the secret key that needs no port, and may send any number of bytes. */
  client(): SupabaseClient;
  /** Everything of lite, Studio included, without a key: for a loopback port of its own only. */
  studio(request: Request, peerAddress: string): Promise<Response>;
}

export interface ApiOptions {
  /** Where sign-in links lead. */
  siteUrl?: string;
  functions?: Handler;
}

/** The most that a body with the secret key may have: a thousand imported rows and more. */
const MOST_OF_JOBS = 2_000_000;

/** A photo of a visit in base64, and what is said of it. */
const MOST_OF_A_PHOTO = 600_000;

/** Rows of a file, or bytes of one in base64, as the office's pages hand them over. */
const MOST_OF_A_FILE = 1_500_000;

/** How much the functions take that take more than notes. */
const TAKES_MORE: [path: RegExp, most: number][] = [
  [/^\/rest\/v1\/rpc\/add_(visit|repair)_photo$/, MOST_OF_A_PHOTO],
  [/^\/rest\/v1\/rpc\/(add_upload_part|import_batch)$/, MOST_OF_A_FILE],
];

/** The most that a body may have from whoever has no secret key. */
const mostOf = (pathname: string): number =>
  TAKES_MORE.find(([path]) => path.test(pathname))?.[1] ?? MOST_OF_ANYBODY;

/**
 * The HTTP side of the embedded project over an open, migrated database. lite's own routes tell the
 * database's address to anybody, so only the three public prefixes reach it.
 */
export async function createApi(db: Database, keys: Keys, options: ApiOptions = {}): Promise<Api> {
  const config = {
    connection: db.connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwt,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
      enable_signup: false,
      // As supabase/config.toml: passwords have ten characters, links are good for a day, and a session ends
      // after 30 days, however often it is refreshed.
      minimum_password_length: 10,
      email: { otp_expiry: 86_400 },
      sessions: { timebox: "720h" },
      site_url: options.siteUrl ?? "http://127.0.0.1:8000",
    },
  };
  const app = new App({ ...config, studio: { enabled: false } });
  await app.init();
  const lite: Handler = (request) => db.serve(async () => await app.fetch(request));
  const rest = await restHandler(lite, db, keys);
  const auth = authHandler(lite, keys.secret);

  const handle: Handler = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname.startsWith("/functions/v1/") && options.functions) {
      return await options.functions(request);
    }
    if (pathname === "/auth/v1/admin/generate_link" && request.method === "POST") {
      return await generateLink(db, keys.secret, request);
    }
    if (pathname.startsWith("/auth/v1/")) return await auth(request);
    if (pathname.startsWith("/rest/v1/")) {
      const hasKey = request.headers.has("apikey") || searchParams.has("apikey");
      if (!hasKey && request.method !== "OPTIONS") return noKey();
      return await rest(request);
    }
    return Response.json({ message: "no Route matched with those values" }, { status: 404 });
  };

  // The pages are served by the same process: one who sends without end would keep them waiting.
  const handleBounded: Handler = async (request) => {
    if (request.body === null) return await handle(request);
    const isOurs = request.headers.get("apikey") === keys.secret;
    const { pathname } = new URL(request.url);
    const body = await readBody(request, isOurs ? MOST_OF_JOBS : mostOf(pathname));
    return body === null ? tooLarge() : await handle(new Request(request, { body }));
  };

  // Whoever asks within this process hears of a fault in here as one who asks at the port: by an answer.
  const answerAlways: Handler = async (request) => {
    try {
      return await handleBounded(request);
    } catch (error) {
      console.error(error);
      return Response.json({ message: "Internal Server Error" }, { status: 500 });
    }
  };

  const studioApp = () =>
    new App({ ...config, studio: { enabled: true }, options: { server: { admin: true } } });
  let studio: ReturnType<typeof studioApp> | undefined;

  return {
    fetch: answerAlways,
    client: () => inProcessClient(handle, keys.secret),
    studio: (request, peerAddress) =>
      db.serve(async () => await (studio ??= studioApp()).fetch(request, { peerAddress })),
  };
}

function tooLarge(): Response {
  return Response.json({ message: "Payload Too Large" }, { status: 413 });
}

function noKey(): Response {
  return Response.json({ message: "No API key found in request" }, { status: 401 });
}

function inProcessClient(handle: Handler, key: string): SupabaseClient {
  return apiClient(
    "http://embedded.invalid",
    key,
    (input, init) => handle(new Request(input, init)),
  );
}
