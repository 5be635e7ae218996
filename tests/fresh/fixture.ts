import { Builder } from "fresh/dev";

const ROOT = new URL("./fixture", import.meta.url).pathname;

/** The fixture application, built into a folder that goes away with the test's process. */
export async function buildFixture(): Promise<{
  handler: (request: Request) => Promise<Response>;
  /** Answers a request for a path of the site; redirects are not followed. */
  get: (path: string, init?: RequestInit) => Promise<Response>;
}> {
  const outDir = await Deno.makeTempDir({ prefix: "fresh-fixture-" });
  addEventListener(
    "unload",
    () => Deno.removeSync(outDir, { recursive: true }),
  );
  await new Builder({ root: ROOT, outDir }).build();
  const { default: server } = await import(`file://${outDir}/server.js`);
  const get = (path: string, init?: RequestInit) =>
    server.fetch(new Request(`http://site.test${path}`, init));
  return { handler: server.fetch, get };
}
