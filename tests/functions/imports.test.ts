import { expect } from "expect";
import { FUNCTION_NAMES, functionConfig, FUNCTIONS } from "./function_folders.ts";

const ROOT = new URL("../../", import.meta.url);

interface ModuleGraph {
  modules: { dependencies?: { specifier: string }[] }[];
}

/** What a function and everything it imports ask for by a name of the import map. */
async function namesAskedFor(name: string): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL(`${name}/index.ts`, FUNCTIONS).href],
    cwd: ROOT,
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as ModuleGraph;
  const names = modules.flatMap(({ dependencies = [] }) => dependencies)
    .map(({ specifier }) => specifier)
    .filter((specifier) => !specifier.startsWith(".") && !specifier.startsWith("node:"));
  return [...new Set(names)];
}

/** Whether a line of an import map answers for a name: "luxon", "nodemailer/lib/…", "@/lib/mail/…". */
function answersFor(line: string, name: string): boolean {
  return name === line || name.startsWith(line.endsWith("/") ? line : `${line}/`);
}

for (const name of FUNCTION_NAMES) {
  Deno.test(`${name}/deno.json names what the function imports, and no more`, async () => {
    const lines = Object.keys((await functionConfig(name)).imports);
    const names = await namesAskedFor(name);
    const missing = names.filter((asked) => !lines.some((line) => answersFor(line, asked)));
    const superfluous = lines.filter((line) => !names.some((asked) => answersFor(line, asked)));
    expect({ missing, superfluous }).toEqual({ missing: [], superfluous: [] });
  });

  Deno.test(`${name}/deno.json pins packages as the application does`, async () => {
    const root = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    const { imports } = await functionConfig(name);
    const packages = Object.entries(imports).filter(([, target]) => !target.startsWith("."));
    const pins = packages.map(([line]) => [line, root.imports[line]]);
    expect(packages).toEqual(pins);
  });
}
