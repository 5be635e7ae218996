/** What the application asks of the database's API, read from its sources. */

/** What speaks to the API, on this machine or hosted. */
const SPEAKERS = ["lib", "routes", "components", "islands", "supabase/functions"];

/** They hand on the name that they are given. */
const HANDS_ON = ["lib/database/rpc.ts", "lib/web/errors.ts"];

/** Their `from` reads no table. */
const PLAIN_OWNERS = ["Array", "Object", "Buffer", "Uint8Array", "ReadableStream"];

/** What is asked, and where. */
export interface ApiCall {
  /** `open_slots(days, token)`, or `from("staff").select("name").eq("user_id")`; null where it cannot be read. */
  form: string | null;
  file: string;
}

const ROOT = new URL("../../", import.meta.url);

export async function readApiCalls(): Promise<ApiCall[]> {
  const calls: ApiCall[] = [];
  for (const folder of SPEAKERS) {
    for await (const file of sources(folder)) {
      if (HANDS_ON.includes(file)) continue;
      const forms = formsIn(await Deno.readTextFile(new URL(file, ROOT)));
      calls.push(...forms.map((form) => ({ form, file })));
    }
  }
  return calls;
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name)) yield path;
  }
}

/** The calls of a source text, in their order. */
export function formsIn(source: string): (string | null)[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const functions = [...code.matchAll(/\brpc\s*\(/g)].map((found) => {
    const [name, args] = splitArguments(insideOf(code, found.index + found[0].length));
    return isText(name) ? `${textOf(name)}(${namesOf(args)})` : null;
  });
  const tables = [
    ...code.matchAll(/(?:\b(?:const|let)\s+(\w+)\s*=\s*(?:await\s+)?)?\b(\w+)\s*\.from\s*\(/g),
  ]
    .filter(([, , owner]) => !PLAIN_OWNERS.includes(owner))
    .map((found) => tableForm(code, found));
  return [...functions, ...tables];
}

function tableForm(code: string, found: RegExpExecArray): string | null {
  const start = found.index + found[0].length;
  const [name] = splitArguments(insideOf(code, start));
  if (!isText(name)) return null;
  const chain = chainAfter(code, start + insideOf(code, start).length + 1);
  const [, variable] = found;
  if (variable === undefined) return `from(${name})${chain}`;
  // What is added to it later, in the same function.
  const rest = code.slice(start).split(/\n}/)[0];
  const added = [...rest.matchAll(new RegExp(`\\b${variable}(?=\\s*\\.\\w+\\()`, "g"))]
    .map(({ index }) => chainAfter(rest, index + variable.length));
  return `from(${name})${chain}${added.join("")}`;
}

/** `.select("name").eq("user_id")`: each method with what is written out of its arguments. */
function chainAfter(code: string, start: number): string {
  const method = /^\s*\.(\w+)\s*\(/.exec(code.slice(start));
  if (method === null) return "";
  const inside = insideOf(code, start + method[0].length);
  const told = splitArguments(inside).filter((each) => isText(each) || each.startsWith("{"));
  const next = start + method[0].length + inside.length + 1;
  return `.${method[1]}(${told.map(tidy).join(", ")})${chainAfter(code, next)}`;
}

const tidy = (text: string) => text.replace(/\s+satisfies\s+\w+$/, "").replace(/\s+/g, " ").trim();
const isText = (text = "") => /^"[^"]*"(\s+satisfies\s+\w+)?$/.test(text);
const textOf = (text: string) => tidy(text).slice(1, -1);

/** The names of an object that is written out, in their order; "…" where more may be in it. */
function namesOf(object = "{}"): string {
  if (!object.startsWith("{")) return "…";
  const fields = splitArguments(object.slice(1, -1)).map((field) =>
    field.startsWith("...") ? "…" : /^\w+/.exec(field)![0]
  );
  return fields.sort().join(", ");
}

/** From behind a bracket to the one that closes it. */
function insideOf(code: string, start: number): string {
  let depth = 1;
  let end = start;
  for (let quote = ""; depth > 0 && end < code.length; end++) {
    const char = code[end];
    if (quote !== "") quote = char === quote && code[end - 1] !== "\\" ? "" : quote;
    else if (/["'`]/.test(char)) quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char)) depth--;
  }
  return code.slice(start, end - 1);
}

/** What commas part, where they stand in no bracket. */
function splitArguments(inside: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < inside.length; at++) {
    const char = inside[at];
    if (/["'`]/.test(char)) at = inside.indexOf(char, at + 1);
    else if (/[([{]/.test(char)) at += insideOf(inside, at + 1).length + 1;
    else if (char === ",") {
      parts.push(inside.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, inside.slice(from)].map((part) => part.trim()).filter((part) => part !== "");
}
