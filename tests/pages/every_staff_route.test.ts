/** Every route below /office and /tech, each asked by everybody who may not: a route that is added is asked as well. */
import { expect } from "expect";
import { FUNCTION_CALLS } from "@/tests/platform/calls_of_the_app.ts";
import { CONTRACT, signIn, USER } from "./staff_world.ts";
import { routePaths } from "./strangers.ts";
import { api, asked, handle, SITE, test } from "./world.ts";

/** What a path names is somebody's, and of the right shape. */
const FILLED: Record<string, string> = { "[file]": "MIR-2026-00001.pdf", "[...path]": "nope" };

const PATHS = (await routePaths())
  .filter((path) => /^\/(office|tech)(\/|$)/.test(path))
  .map((path) => path.replace(/\[.+?\]/g, (name) => FILLED[name] ?? CONTRACT).replace(/\/$/, ""));

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const READING = ["GET", "HEAD"];

interface Asked {
  method: string;
  path: string;
  status: number;
  headers: Headers;
  text: string;
}

let addresses = 0;

/** So that no limit answers instead of what is asked. */
function fromAnotherAddress(): Deno.ServeHandlerInfo {
  const hostname = `10.1.${++addresses >> 8}.${addresses & 255}`;
  return { remoteAddr: { transport: "tcp", hostname, port: 1 }, completed: Promise.resolve() };
}

/** Asks each route in every way, and resolves to the answers. */
async function askAll(cookie: string, paths = PATHS, headers: HeadersInit = {}): Promise<Asked[]> {
  const answers: Asked[] = [];
  for (const path of paths) {
    for (const method of METHODS) {
      const body = READING.includes(method) ? undefined : new URLSearchParams({ action: "pay" });
      const init = { method, body, headers: { Cookie: cookie, Origin: SITE, ...headers } };
      const answer = await handle(new Request(SITE + path, init), fromAnotherAddress());
      const { status, headers: answered } = answer;
      answers.push({ method, path, status, headers: answered, text: await answer.text() });
    }
  }
  return answers;
}

/** Those that are not answered as they should be. */
const others = (answers: Asked[], isRight: (answer: Asked) => boolean) =>
  answers.filter((answer) => !isRight(answer)).map(({ method, path, status }) =>
    `${method} ${path}: ${status}`
  );

/** What was asked of the database but who it is that asks. */
const domainAsked = () => asked().filter((name) => !["who_am_i", "token"].includes(name));

/** What was posted goes along, to be kept until they are back. */
const toSignIn = ({ method, status, headers }: Asked) =>
  status === (method === "POST" ? 307 : 303) &&
  headers.get("Location")!.startsWith("/sign-in?next=");
const isRefused = ({ status }: Asked) => status === 403;

test("the walk comes by every route", () => {
  expect(PATHS.length).toBeGreaterThan(20);
  expect(PATHS).toContain(`/tech/visits/${CONTRACT}/finish`);
  expect(PATHS).toContain("/office/certificates/MIR-2026-00001.pdf");
  return Promise.resolve();
});

test("nobody who is not signed in is answered, or learns whether there is a page", async () => {
  expect(others(await askAll(""), toSignIn)).toEqual([]);
  expect(domainAsked()).toEqual([]);
});

test("a session that has expired and cannot be renewed is taken back, and leads to signing in", async () => {
  await signIn("admin");
  const refused = () => {
    throw new Response('{"code": 400, "error_code": "refresh_token_not_found"}', { status: 400 });
  };
  api.answer({ token: refused });
  const expires_at = Math.floor(Date.now() / 1000) - 60;
  const session = { access_token: "a.b.c", refresh_token: "r", expires_at, user: USER };
  const answers = await askAll(`sb-127-auth-token=base64-${btoa(JSON.stringify(session))}`);
  const isTakenBack = (answer: Asked) =>
    toSignIn(answer) && /Max-Age=0/.test(answer.headers.getSetCookie().join());
  expect(others(answers, isTakenBack)).toEqual([]);
  expect(domainAsked()).toEqual([]);
});

test("a login that was switched off is refused everywhere, though its session is good", async () => {
  const { Cookie } = await signIn("admin");
  api.answer({ who_am_i: () => ({ status: "nobody" }) });
  expect(others(await askAll(Cookie), isRefused)).toEqual([]);
  expect(domainAsked()).toEqual([]);
});

test("a technician is refused everything of the office's", async () => {
  const { Cookie } = await signIn("technician");
  const ofOffice = PATHS.filter((path) => path.startsWith("/office"));
  expect(others(await askAll(Cookie, ofOffice), isRefused)).toEqual([]);
  expect(domainAsked()).toEqual([]);
});

const FOREIGN: Record<string, string>[] = [
  { Origin: "https://evil.example" },
  { Origin: "null" },
  { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
  { Origin: "https://evil.example", "Sec-Fetch-Site": "same-site" },
];

test("another site's page changes nothing with somebody's session", async () => {
  const { Cookie } = await signIn("admin");
  const before = asked().length;
  for (const headers of FOREIGN) {
    const answers = await askAll(Cookie, PATHS, headers);
    const writing = answers.filter(({ method }) => !READING.includes(method));
    expect(others(writing, isRefused)).toEqual([]);
  }
  expect(asked().length).toBeGreaterThan(before);
});

/** The database refuses, as it does for somebody else's visit. */
function refuseEverything() {
  const names = Object.keys(FUNCTION_CALLS).map((form) => form.replace(/\(.*/, ""));
  const refused = () => {
    throw new Response('{"code": "42501", "message": "secret 7c1e"}', { status: 403 });
  };
  api.answer(
    Object.fromEntries(
      names.filter((name) => name !== "company_card").map((name) => [name, refused]),
    ),
  );
}

test("what the database refuses to somebody, no page tells or does", async () => {
  for (const role of ["technician", "office"]) {
    const { Cookie } = await signIn(role);
    refuseEverything();
    // Without work of their own the office's way into the technicians' pages asks for nothing.
    const paths = role === "office"
      ? PATHS.filter((path) => path !== "/tech")
      : PATHS.filter((path) => path.startsWith("/tech"));
    const answers = await askAll(Cookie, paths.filter((path) => !path.endsWith("/nope")));
    const isKept = ({ method, status, text }: Asked) =>
      (READING.includes(method) ? status === 403 : status >= 400 && status < 500) &&
      !text.includes("7c1e");
    expect(others(answers, isKept)).toEqual([]);
  }
});
