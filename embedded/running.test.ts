import { expect } from "expect";
import { serveOn } from "./ports.ts";
import { readRunning, removeRunning, writeRunning } from "./running.ts";

Deno.test("the key to a running database is for this user alone, and worth nothing once it has ended", async () => {
  const folder = await Deno.makeTempDir();
  const keys: (string | null)[] = [];
  const api = serveOn(0, ({ headers }) => {
    keys.push(headers.get("apikey"));
    return new Response("{}");
  });
  const running = { api_url: api.url, secret_key: "sb_secret_x", smtp_url: "smtp://127.0.0.1:1" };
  await writeRunning(folder, running);
  if (Deno.build.os !== "windows") {
    expect((await Deno.stat(`${folder}/running.json`)).mode! & 0o777).toBe(0o600);
  }
  expect(await readRunning(folder)).toEqual(running);
  expect(keys).toEqual(["sb_secret_x"]);

  await api.stop();
  expect(await readRunning(folder)).toBeUndefined();
  // A kill in the middle of a write leaves half of it.
  await Deno.writeTextFile(`${folder}/running.json`, '{"api_url": "htt');
  expect(await readRunning(folder)).toBeUndefined();
  await removeRunning(folder);
  await removeRunning(folder);
  expect([...Deno.readDirSync(folder)]).toEqual([]);
});
