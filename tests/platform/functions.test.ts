import { expect } from "expect";
import { mountFunctions } from "@/embedded/functions.ts";

async function folderOf(files: Record<string, string>): Promise<URL> {
  const path = await Deno.makeTempDir();
  for (const [name, source] of Object.entries(files)) {
    await Deno.mkdir(`${path}/${name}`);
    await Deno.writeTextFile(`${path}/${name}/index.ts`, source);
  }
  return new URL(`file://${path}/`);
}

const request = (path: string, init?: RequestInit) =>
  new Request(`http://127.0.0.1/functions/v1/${path}`, init);

Deno.test("functions answer at their name, see hosted paths and open no port", async () => {
  const handler = await mountFunctions(
    await folderOf({
      echo:
        `Deno.serve(async (req) => Response.json([new URL(req.url).pathname, req.method, await req.text()]));`,
      options: `Deno.serve({ port: 9 }, () => new Response("with options"));`,
      _shared: `throw new Error("shared code is no function");`,
    }),
  );
  const echoed = await handler(request("echo/more?x=1", { method: "POST", body: "hi" }));
  expect(await echoed.json()).toEqual(["/echo/more", "POST", "hi"]);
  expect(await (await handler(request("options"))).text()).toBe("with options");
  expect((await handler(request("_shared"))).status).toBe(404);
  expect((await handler(request("missing"))).status).toBe(404);
});

Deno.test("a function that throws answers 500 and says nothing", async () => {
  const handler = await mountFunctions(
    await folderOf({ broken: `Deno.serve(() => { throw new Error("the secret reason"); });` }),
  );
  const log = console.error;
  console.error = () => {};
  const response = await handler(request("broken"));
  console.error = log;
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret reason");
});

Deno.test("a folder whose module serves nothing is named", async () => {
  await expect(mountFunctions(await folderOf({ idle: "export {};" })))
    .rejects.toThrow(/idle\/index\.ts does not call Deno\.serve/);
});
