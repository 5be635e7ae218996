/** Somebody who goes through the pages by HTTP alone: keeps cookies, and follows where answers lead. */
export interface Shown {
  status: number;
  /** Where the page is, after all redirects. */
  path: string;
  /** Words on the page, without its tags, in one line. */
  words: string;
  html: string;
}

export class Visitor {
  #site: string;
  #cookies = new Map<string, string>();

  constructor(site: string) {
    this.#site = site;
  }

  async open(path: string): Promise<Shown> {
    return await this.#ask(path, {});
  }

  /** Presses a button of a form, with these fields. */
  async send(path: string, fields: Record<string, string> | [string, string][]): Promise<Shown> {
    const body = new URLSearchParams(fields);
    return await this.#ask(path, { method: "POST", body, headers: { Origin: this.#site } });
  }

  async download(path: string): Promise<{ type: string | null; bytes: Uint8Array }> {
    const response = await this.#fetch(path, {});
    return {
      type: response.headers.get("Content-Type"),
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  }

  async #ask(path: string, init: RequestInit): Promise<Shown> {
    const response = await this.#fetch(path, init);
    const html = await response.text();
    const location = response.headers.get("Location");
    if (location !== null) {
      const { pathname, search } = new URL(location, new URL(path, this.#site));
      return await this.#ask(pathname + search, {});
    }
    const { pathname } = new URL(path, this.#site);
    return { status: response.status, path: pathname, words: wordsOf(html), html };
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Cookie", [...this.#cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(this.#site + path, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, ...value] = cookie.split(";")[0].split("=");
      if (/max-age=0/i.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value.join("="));
    }
    return response;
  }
}

function wordsOf(html: string): string {
  return html.replace(/<(style|script)[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ")
    .replaceAll("&amp;", "&").replaceAll("&#39;", "'").replace(/[\s\u00a0]+/g, " ");
}

/** What a hidden field of a page holds. @throws there is none of that name. */
export function hidden({ html }: Shown, name: string): string {
  const found = html.match(new RegExp(`name="${name}" value="([^"]*)"`));
  if (found === null) throw new Error(`no field ${name} on ${wordsOf(html)}`);
  return found[1];
}

/** Where a link leads whose address is like that. @throws there is none. */
export function linkLike({ html }: Shown, pattern: RegExp): string {
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) =>
    href.replaceAll("&amp;", "&")
  );
  const found = links.find((href) => pattern.test(href));
  if (found === undefined) throw new Error(`no link like ${pattern} on ${wordsOf(html)}`);
  return found;
}
