import { runProgram } from "@/tools/run_program.ts";

/** One import or export of a file of ours from another one. */
export interface Import {
  /** Both as paths from the root of the repository. */
  from: string;
  to: string;
  /** As it is written. */
  specifier: string;
  /** Nothing of it is left when the program runs. */
  isTypeOnly: boolean;
}

export interface ImportGraph {
  files: string[];
  imports: Import[];
  /** Imports that lead nowhere. */
  broken: string[];
}

/** What `deno info --json` tells, as far as it is used. */
interface Info {
  modules: { specifier: string; dependencies?: Dependency[] }[];
}

interface Dependency {
  specifier: string;
  code?: Resolution;
  type?: Resolution;
}

interface Resolution {
  specifier?: string;
  error?: string;
}

const ROOT = new URL("../../", import.meta.url);

/** Made by programs, or not ours. */
const LEFT_OUT = ["node_modules", "_fresh", "data", "var", "coverage"];

/** Reads the imports of all TypeScript of the repository with Deno's own parser and resolution. */
export async function readImportGraph(): Promise<ImportGraph> {
  const files = await sourceFiles(ROOT);
  const { modules } = await denoInfo(files);
  const graph: ImportGraph = { files, imports: [], broken: [] };
  for (const { specifier, dependencies } of modules) {
    const from = pathOf(specifier);
    if (!files.includes(from)) continue;
    for (const dependency of dependencies ?? []) addImport(graph, from, dependency);
  }
  return graph;
}

function addImport(graph: ImportGraph, from: string, { specifier, code, type }: Dependency): void {
  const to = pathOf((code ?? type)?.specifier ?? "");
  if (graph.files.includes(to)) {
    graph.imports.push({ from, to, specifier, isTypeOnly: code === undefined });
  } else if (/^(\.|@\/)/.test(specifier) && !to.includes("node_modules/")) {
    graph.broken.push(`${from}: ${specifier}`);
  }
}

function pathOf(url: string): string {
  return url.startsWith(ROOT.href) ? decodeURIComponent(url.slice(ROOT.href.length)) : url;
}

async function sourceFiles(folder: URL): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".") || LEFT_OUT.includes(name)) continue;
    const url = new URL(`${encodeURIComponent(name)}${isDirectory ? "/" : ""}`, folder);
    if (isDirectory) files.push(...await sourceFiles(url));
    else if (/\.tsx?$/.test(name)) files.push(pathOf(url.href));
  }
  return files.sort();
}

async function denoInfo(files: string[]): Promise<Info> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const lines = files.map((file) => `import ${JSON.stringify(new URL(file, ROOT).href)};`);
    await Deno.writeTextFile(entry, lines.join("\n"));
    const { success, stdout, stderr } = await runProgram(Deno.execPath(), {
      args: ["info", "--json", "--config", "deno.json", entry],
      cwd: ROOT,
    });
    if (!success) throw new Error(`deno info: ${stderr}`);
    return JSON.parse(stdout);
  } finally {
    await Deno.remove(entry);
  }
}

/** The files that each file imports. */
function neighbours(imports: Import[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const { from, to } of imports) map.set(from, [...map.get(from) ?? [], to]);
  return map;
}

/** Everything that is loaded when a file is: itself, what it imports, and so on. */
export function reachable(file: string, imports: Import[]): Set<string> {
  const next = neighbours(imports);
  const seen = new Set([file]);
  for (const each of seen) for (const to of next.get(each) ?? []) seen.add(to);
  return seen;
}

/** Groups of files of which each one reaches all others; the files of a group in alphabetical order. */
export function circles(imports: Import[]): string[][] {
  const reach = new Map(
    [...new Set(imports.map(({ from }) => from))].map((file) => [file, reachable(file, imports)]),
  );
  const groups = new Map<string, string[]>();
  for (const [file, reached] of reach) {
    const group = [...reached].filter((other) => reach.get(other)?.has(file)).sort();
    if (group.length > 1) groups.set(group.join(), group);
  }
  return [...groups.values()].sort();
}
