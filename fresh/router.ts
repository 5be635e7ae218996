/** The methods that routes can answer. */
export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "HEAD" | "OPTIONS";

export const METHODS: Method[] = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];

interface Row<T> {
  byMethod: Map<Method, T>;
  pattern: string;
  match?: URLPattern;
}

/** What {@linkcode Router.match} found for a URL. */
export interface Match<T> {
  /** The pattern that fits, or null when no route has this path. */
  pattern: string | null;
  /** The item for the method, or null when the path has none for it. */
  item: T | null;
  params: Record<string, string>;
}

/**
 * Paths without parameters are found by lookup and win over patterns; patterns are tried in the
 * order in which they were added. The first item of a path and method stays.
 */
export class Router<T> {
  #statics = new Map<string, Row<T>>();
  #patterns = new Map<string, Row<T>>();

  add(methods: Method[], pattern: string, item: T): void {
    const isPattern = /[*:{}+?()]/.test(pattern);
    const rows = isPattern ? this.#patterns : this.#statics;
    let row = rows.get(pattern);
    if (row === undefined) {
      row = { byMethod: new Map(), pattern };
      if (isPattern) row.match = new URLPattern({ pathname: pattern });
      rows.set(pattern, row);
    }
    for (const method of methods) {
      if (!row.byMethod.has(method)) row.byMethod.set(method, item);
    }
  }

  /** @throws {URIError} when a parameter cannot be decoded, as upstream. */
  match(method: Method, url: URL): Match<T> {
    const fixed = this.#statics.get(url.pathname) ??
      this.#statics.get(otherSlash(url.pathname));
    if (fixed !== undefined) {
      return { pattern: fixed.pattern, item: itemOf(fixed, method), params: {} };
    }
    for (const row of this.#patterns.values()) {
      const found = row.match!.exec(url);
      if (found === null) continue;
      const params = decoded(found.pathname.groups);
      return { pattern: row.pattern, item: itemOf(row, method), params };
    }
    return { pattern: null, item: null, params: {} };
  }

  /** The methods that a pattern has items for. */
  allowed(pattern: string): Method[] {
    const row = this.#statics.get(pattern) ?? this.#patterns.get(pattern);
    return [...row?.byMethod.keys() ?? []];
  }
}

function decoded(groups: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value = ""]) => [name, decodeURI(value)]),
  );
}

function itemOf<T>(row: Row<T>, method: Method): T | null {
  const item = row.byMethod.get(method);
  return item ?? (method === "HEAD" ? row.byMethod.get("GET") : undefined) ?? null;
}

/** A path without parameters answers with and without its trailing slash. */
function otherSlash(pathname: string): string {
  if (pathname === "/") return pathname;
  return pathname.endsWith("/") ? pathname.slice(0, -1) : pathname + "/";
}
