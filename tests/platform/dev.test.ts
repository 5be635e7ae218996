/** `deno task dev` as a process of its own, on a copy of the sources that the test may change. */
import { expect } from "expect";
import { within } from "@/embedded/within.ts";
import { until } from "@/tests/until.ts";
import { freePort } from "@/tools/free_port.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
/** What one needs to run, but is not changed here: the copy shares it. */
const SHARED = ["node_modules", "var"];
const LEFT_OUT = [...SHARED, ".git", "_fresh", "bench", "coverage", "data", "tests", "tools"];
/** How long one thing may take on a machine that has much else to do. */
const PATIENCE_MS = 120_000;

Deno.test("dev serves on loopback what the sources say now, without being started again", async () => {
  const root = await copySources();
  const port = freePort();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "dev"],
    cwd: root,
    env: { PORT: String(port), DATA_DIR: "memory" },
    stdout: "piped",
  }).spawn();
  const browser = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  try {
    const output = follow(child.stdout);
    const { app_url, sample_booking_url } = JSON.parse(await output.until(/^\{.*\}$/gm, 1));
    expect(app_url).toBe(`http://127.0.0.1:${port}`);
    expect(addressesThatAnswer(port)).toEqual(["127.0.0.1"]);

    const get = (url: string) => {
      const init = { client: browser, signal: AbortSignal.timeout(PATIENCE_MS) };
      return fetch(url, init);
    };
    const textAt = async (url: string) => await (await get(url)).text();
    const island = async () => {
      const page = await get(sample_booking_url);
      await page.body?.cancel();
      const script = page.headers.get("Link")?.match(/<([^>]*SlotPicker\.js)>/)?.[1];
      if (!script) throw new Error(`${page.status} without the island`);
      return await textAt(app_url + script);
    };
    /** Waits until `read` finds `text`: a busy machine's page may say first that times are late. */
    const served = (text: string, read: () => Promise<string>) =>
      until(`"${text}" to be served`, async () => (await read().catch(String)).includes(text));
    let starts = 1;
    /** The same after a change, which costs at least one more start. */
    const servedAnew = async (text: string, read: () => Promise<string>) => {
      await output.until(/^Sources served/gm, ++starts);
      await served(text, read);
    };

    expect(await textAt(app_url)).toContain("Have a link from us?");
    await replace(`${root}/routes/index.tsx`, "Have a link from us?", "A changed route");
    await servedAnew("A changed route", () => textAt(app_url));

    await served("Looking up times", island);
    await replace(`${root}/islands/SlotPicker.tsx`, "Looking up times", "A changed island");
    await servedAnew("A changed island", island);

    await Deno.writeTextFile(`${root}/static/added.txt`, "An added file");
    await servedAnew("An added file", () => textAt(`${app_url}/added.txt`));

    child.kill("SIGTERM");
    expect(await within(PATIENCE_MS, "dev to end", child.status)).toMatchObject({ code: 0 });
    expect(addressesThatAnswer(port)).toEqual([]);
  } finally {
    browser.close();
    await end(child);
    await Deno.remove(root, { recursive: true });
  }
});

async function copySources(): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "dev-" });
  for await (const { name } of Deno.readDir(ROOT)) {
    if (!LEFT_OUT.includes(name)) await copy(`${ROOT}${name}`, `${root}/${name}`);
  }
  for (const name of SHARED) {
    await Deno.mkdir(`${ROOT}${name}`, { recursive: true });
    await Deno.symlink(`${ROOT}${name}`, `${root}/${name}`);
  }
  return root;
}

async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}

async function replace(file: string, from: string, to: string): Promise<void> {
  const text = await Deno.readTextFile(file);
  expect(text).toContain(from);
  await Deno.writeTextFile(file, text.replace(from, to));
}

/** At which of the machine's own addresses somebody listens on a port. */
function addressesThatAnswer(port: number): string[] {
  const own = Deno.networkInterfaces().filter(({ family }) => family === "IPv4");
  // The second is another of Linux's loopback addresses: it is there without any network.
  const addresses = new Set(["127.0.0.1", "127.0.0.2", ...own.map(({ address }) => address)]);
  return [...addresses].filter((hostname) => !isFree(hostname, port));
}

function isFree(hostname: string, port: number): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    if (error instanceof Deno.errors.AddrNotAvailable) return true;
    throw error;
  }
}

/** Reads a command's output for as long as it runs. */
function follow(stdout: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let text = "";
  let more = Promise.withResolvers<boolean>();
  (async () => {
    for await (const chunk of stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      more.resolve(true);
      more = Promise.withResolvers();
    }
    more.resolve(false);
  })();
  return {
    /** What a pattern finds, once it has found something `times` times. */
    async until(pattern: RegExp, times: number): Promise<string> {
      for (let isRunning = true; isRunning;) {
        const found = text.match(pattern) ?? [];
        if (found.length >= times) return found[times - 1];
        isRunning = await within(PATIENCE_MS, `${pattern} in:\n${text}`, more.promise);
      }
      throw new Error(`The command ended:\n${text}`);
    },
  };
}

async function end(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGTERM");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  await within(PATIENCE_MS, "dev to end", child.status);
}
