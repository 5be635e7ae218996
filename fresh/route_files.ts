/** Where a file of the routes folder applies, told from its path alone. */
export interface RouteFile {
  /** Absolute path. */
  file: string;
  kind: "app" | "middleware" | "layout" | "error" | "route";
  /** Pattern of its folder, groups kept: names the segment it belongs to. */
  folder: string;
  /** URL pattern of a route. */
  path: string;
}

/**
 * Places a file. `id` is its path below the routes folder without extension, such as
 * `/calendar/[token].ics`, which answers `/calendar/:token.ics`.
 */
export function placeRouteFile(file: string, id: string): RouteFile {
  const at = id.lastIndexOf("/");
  const folder = patternOf(id.slice(0, at), true);
  const name = id.slice(at + 1);
  const special = name.match(/^_(app|middleware|layout|error)$/);
  if (special) {
    return { file, kind: special[1] as RouteFile["kind"], folder, path: "" };
  }
  if (name === "_404" || name === "_500") {
    throw new Error(`${file}: error pages are named _error; it receives the status`);
  }
  return { file, kind: "route", folder, path: patternOf(id, false) };
}

function patternOf(id: string, keepGroups: boolean): string {
  const parts = id.split("/").filter(Boolean);
  if (parts.at(-1) === "index") parts.pop();
  const kept = parts.filter((part) => keepGroups || !/^\(.*\)$/.test(part))
    .map((part, index, all) => {
      const rest = part.match(/^\[\.\.\.(\w+)\]$/);
      if (rest !== null && index === all.length - 1) return `:${rest[1]}*`;
      if (part.includes("][") || part.includes("[[") || part.includes("[...")) {
        throw new SyntaxError(
          `${id}: only single parameters such as [name], or [...rest] at the end, are supported`,
        );
      }
      return part.replaceAll(/\[(\w+)\]/g, ":$1");
    });
  return `/${kept.join("/")}`;
}

/**
 * Orders files as they must be applied: what surrounds pages first, then routes so that of two
 * that answer the same URL the more specific one comes first.
 */
export function sortRouteFiles(files: RouteFile[], routeDir: string): RouteFile[] {
  const idOf = ({ file }: RouteFile) => file.slice(routeDir.length).replace(/\.\w+$/, "");
  return files.toSorted((a, b) =>
    Number(a.kind === "route") - Number(b.kind === "route") ||
    compareIds(idOf(a), idOf(b))
  );
}

function compareIds(a: string, b: string): number {
  const left = a.split("/").slice(1);
  const right = b.split("/").slice(1);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === y) continue;
    const byRank = rankOf(y) - rankOf(x);
    if (byRank !== 0) return byRank;
    // `[token]` would take the URLs of `[token].ics` as well: of two files the longer name comes
    // first. As upstream, a folder comes before a file whose name continues the folder's.
    if (y.startsWith(x)) return i === left.length - 1 ? 1 : -1;
    if (x.startsWith(y)) return i === right.length - 1 ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return right.length - left.length;
}

/** How specific a part of a path is. */
function rankOf(part: string): number {
  if (/^index(\.|$)/.test(part)) return 3;
  if (part.startsWith("[...")) return -1;
  if (part.startsWith("[")) return 0;
  return part.startsWith("(") ? 1 : 2;
}
