import { expect } from "expect";
import { supabaseCliFor } from "@/tools/supabase/cli.ts";
import { startFakeManagementApi } from "./fake_management_api.ts";
import { FUNCTION_NAMES, functionConfig, FUNCTIONS } from "./function_folders.ts";

const ROOT = new URL("../../", import.meta.url).href;
const MOST_BYTES = 1_000_000;

Deno.test("a deployment uploads each function with the parts of lib that it names, and nothing else", async () => {
  const api = startFakeManagementApi();
  try {
    const project = {
      ref: "abcdefghijklmnopqrst",
      accessToken: `sbp_${"0123456789".repeat(4)}`,
      apiUrl: api.url,
    };
    const deployment = await supabaseCliFor(project, ["functions", "deploy", "--use-api"]);
    expect(deployment).toMatchObject({ success: true });
  } finally {
    await api.stop();
  }
  expect([...api.uploads.keys()].sort()).toEqual(FUNCTION_NAMES);
  for (const [name, { metadata, files }] of api.uploads) {
    const wanted = await wantedPaths(name);
    const paths = [...files.keys()];
    const unwanted = paths.filter((path) => !wanted.some((part) => isIn(path, part)));
    // The wrong import map brings seventeen thousand.
    expect({ name, unwanted: unwanted.slice(0, 20) }).toEqual({ name, unwanted: [] });
    const missing = wanted.filter((part) => !paths.some((path) => isIn(path, part)));
    expect({ name, missing }).toEqual({ name, missing: [] });
    expect(files.values().reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
    expect(metadata).toMatchObject({
      entrypoint_path: `supabase/functions/${name}/index.ts`,
      import_map_path: `supabase/functions/${name}/deno.json`,
      verify_jwt: false,
    });
  }
});

/** From the project's root: the function's own two files, what functions share, what its imports name. */
async function wantedPaths(name: string): Promise<string[]> {
  const { imports } = await functionConfig(name);
  const ofLib = Object.values(imports)
    .filter((target) => target.startsWith("."))
    .map((target) => new URL(target, new URL(`${name}/`, FUNCTIONS)).href.slice(ROOT.length));
  for (const path of ofLib) expect(path).toMatch(/^lib\/./);
  const own = [`supabase/functions/${name}/index.ts`, `supabase/functions/${name}/deno.json`];
  return [...own, "supabase/functions/_shared/", ...ofLib];
}

/** @param part a file, or a folder that ends with a slash */
function isIn(path: string, part: string): boolean {
  return path === part || (part.endsWith("/") && path.startsWith(part));
}
