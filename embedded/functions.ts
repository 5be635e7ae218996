import type { Handler } from "./handler.ts";

type ServeHandler = (request: Request) => Response | Promise<Response>;

/**
 * Mounts the Edge Functions of a folder at `/functions/v1/NAME`. Each `NAME/index.ts` calls
 * `Deno.serve(handler)` as on hosted projects; while it is imported that call hands its handler to us
 * instead of opening a port. Folders that start with `_` hold shared code.
 */
export async function mountFunctions(folder: URL): Promise<Handler> {
  const handlers = new Map<string, ServeHandler>();
  for (const name of await functionNames(folder)) {
    handlers.set(name, await importHandler(new URL(`${name}/index.ts`, folder)));
  }
  return async (request) => {
    const url = new URL(request.url);
    const [, name, rest] = /^\/functions\/v1\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    const handler = handlers.get(name);
    if (!handler) {
      const body = { code: "NOT_FOUND", message: "Requested function was not found" };
      return Response.json(body, { status: 404 });
    }
    url.pathname = `/${name}${rest ?? ""}`; // what a hosted function sees
    try {
      return await handler(new Request(url, request));
    } catch (error) {
      console.error(`Edge Function ${name}:`, Deno.inspect(error));
      return Response.json({ message: "Internal Server Error" }, { status: 500 });
    }
  };
}

async function functionNames(folder: URL): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.isDirectory || entry.name.startsWith("_")) continue;
    const index = new URL(`${entry.name}/index.ts`, folder);
    if (await Deno.stat(index).then(() => true, () => false)) names.push(entry.name);
  }
  return names.sort();
}

const imported = new Map<string, ServeHandler>();

/** A module runs once per process, so its handler is kept for the next mount. */
async function importHandler(module: URL): Promise<ServeHandler> {
  const known = imported.get(module.href);
  if (known) return known;
  const serve = Deno.serve;
  let handler: ServeHandler | undefined;
  const capture = (...args: unknown[]) => {
    handler = args.find((arg) => typeof arg === "function") as ServeHandler | undefined;
    return { finished: Promise.resolve(), shutdown: () => Promise.resolve(), ref() {}, unref() {} };
  };
  try {
    Object.assign(Deno, { serve: capture });
    await import(module.href);
  } finally {
    Object.assign(Deno, { serve });
  }
  if (!handler) throw new Error(`${module.pathname} does not call Deno.serve(handler)`);
  imported.set(module.href, handler);
  return handler;
}
