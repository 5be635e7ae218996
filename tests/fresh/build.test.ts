import { expect } from "expect";
import { Builder } from "fresh/dev";

/** Writes an application's files, builds it, and removes it all after `look`. */
async function withBuild(
  files: Record<string, string>,
  look: (build: { get: (path: string) => Promise<Response>; scripts: string[] }) => Promise<void>,
): Promise<void> {
  // Inside of the repository, because scripts elsewhere have no node_modules to import from.
  const dir = `${import.meta.dirname}/_fresh`;
  await Deno.mkdir(dir, { recursive: true });
  const root = await Deno.makeTempDir({ dir });
  try {
    for (const [path, text] of Object.entries({ ...files, "main.ts": MAIN })) {
      await Deno.mkdir(`${root}/${path}`.replace(/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    await new Builder({ root }).build();
    const { default: server } = await import(`file://${root}/_fresh/server.js`);
    const folder = `${root}/_fresh/static/_fresh/js`;
    const [{ name: buildId }] = Array.from(Deno.readDirSync(folder));
    await look({
      get: (path) => server.fetch(new Request(`http://x${path}`)),
      scripts: Array.from(Deno.readDirSync(`${folder}/${buildId}`), ({ name }) => name)
        .filter((name) => name.endsWith(".js")).sort(),
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const MAIN = `
import { App, staticFiles } from "fresh";
export const app = new App().use(staticFiles()).fsRoutes();
`;
const PAGE = "export default () => <p>here</p>;";
const ISLAND = (text: string) => `export default () => <i>${text}</i>;`;

Deno.test("An application without islands and files is built", async () => {
  await withBuild({ "routes/index.tsx": PAGE }, async ({ get, scripts }) => {
    expect(await (await get("/")).text()).toMatch(/here/);
    expect(scripts).toEqual(["fresh-runtime.js"]);
  });
});

Deno.test("Tests beside routes and islands are not part of the application", async () => {
  await withBuild({
    "routes/index.tsx": PAGE,
    "routes/index_test.tsx": "throw new Error('loaded');",
    "islands/A.tsx": ISLAND("a"),
    "islands/A.test.tsx": "throw new Error('loaded');",
  }, async ({ get, scripts }) => {
    expect((await get("/index_test")).status).toBe(404);
    expect(scripts.filter((name) => name.startsWith("A"))).toEqual(["A.js"]);
  });
});

Deno.test("Islands of the same name are told apart", async () => {
  const page = `
import One from "../islands/a/Same.tsx";
import Two, { Named } from "../islands/b/Same.tsx";
import Other from "../islands/c/Named.tsx";
export default () => <p><One /><Two /><Named /><Other /></p>;`;
  await withBuild({
    "routes/index.tsx": page,
    "islands/a/Same.tsx": ISLAND("one"),
    "islands/c/Named.tsx": ISLAND("other"),
    "islands/b/Same.tsx": `${ISLAND("two")}\nexport const Named = () => <i>named</i>;`,
  }, async ({ get, scripts }) => {
    const html = await (await get("/")).text();
    const roots = [...html.matchAll(/<!--frsh:island:(\w+):\d+:--><i>(\w+)<\/i>/g)];
    expect(roots.map(([, , text]) => text)).toEqual(["one", "two", "named", "other"]);
    expect(new Set(roots.map(([, name]) => name)).size).toBe(4);
    expect(scripts.filter((name) => name.startsWith("Same"))).toEqual(["Same.js", "Same_1.js"]);
  });
});

Deno.test("An island that cannot be bundled stops the build and is named", async () => {
  const files = { "routes/index.tsx": PAGE, "islands/Bad.tsx": "import 'nowhere-to-be-found';" };
  await expect(withBuild(files, () => Promise.resolve()))
    .rejects.toThrow(/Bad\.tsx.*nowhere-to-be-found/s);
});
