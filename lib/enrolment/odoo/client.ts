/**
 * Reads from Odoo 19 by its external JSON-2 API (`POST /json/2/MODEL/METHOD`, a bearer key). It can do two
 * things, `fields_get` and `search_read`, and so cannot change anything there.
 */

/** Where a company's Odoo is, and the key of its user for reading. */
export interface OdooAddress {
  /** Origin, without a slash at its end. */
  url: string;
  /** Where one server holds several. */
  database: string | null;
  key: string;
}

/** Why nothing could be read, in a sentence for whoever set it up. */
export class OdooError extends Error {
  override name = "OdooError";
  constructor(
    message: string,
    /** Of the HTTP answer; 0 when there was none. */ readonly status = 0,
  ) {
    super(message);
  }
}

/** Nobody said where an Odoo is. */
export class NoOdooError extends OdooError {
  override name = "NoOdooError";
}

/** Conditions that must all hold. */
export type Domain = [field: string, operator: "=" | "!=" | "in" | ">" | ">=", value: unknown][];

export type OdooRecord = Record<string, unknown> & { id: number };

/** What of a model can be read: its fields, and when it was last written, as Odoo writes it. */
export interface Model {
  fields: ReadonlySet<string>;
  newest?: string;
}

export interface Odoo {
  /** A model with its fields, or why it cannot be read: it is not there (404), or not for this user (403). */
  look(model: string): Promise<Model | OdooError>;
  /** All records of a model that a domain finds, archived ones too, by id. */
  read(model: string, domain: Domain, fields: string[]): Promise<OdooRecord[]>;
  /** The same for a field that holds one of many ids. */
  readBy(
    model: string,
    field: string,
    ids: Iterable<number>,
    fields: string[],
    domain?: Domain,
  ): Promise<OdooRecord[]>;
}

export interface OdooOptions {
  fetch?: typeof fetch;
  /** Waits between two tries, milliseconds. */
  wait?(milliseconds: number): Promise<void>;
  /** How long one answer may take, milliseconds. */
  patience?: number;
}

/** Records of one call: a call is one transaction over there, and must not take long. */
const PAGE = 1000;
const IDS = 500;
/** Before the second, third and fourth try, milliseconds. */
const PAUSES = [1_000, 5_000, 20_000];
const LONGEST_PAUSE = 60_000;

/** Speaks with one Odoo, one call at a time. */
export function odooClient(address: OdooAddress, options: OdooOptions = {}): Odoo {
  const ask = asker(address, options);

  const search = (model: string, body: Record<string, unknown>) =>
    ask(model, "search_read", { context: { active_test: false }, ...body }) as Promise<unknown>;

  const read: Odoo["read"] = async (model, domain, fields) => {
    const records: OdooRecord[] = [];
    // By id, which never changes: what is written meanwhile moves no record from one page to another.
    for (let after = 0;;) {
      const page = asRecords(
        model,
        await search(model, {
          domain: [...domain, ["id", ">", after]],
          fields: ["id", ...fields],
          order: "id",
          limit: PAGE,
        }),
        after,
      );
      records.push(...page);
      if (page.length < PAGE) return records;
      after = page[page.length - 1].id;
    }
  };

  return {
    read,
    async readBy(model, field, ids, fields, domain = []) {
      const all = [...new Set(ids)].sort((a, b) => a - b);
      const records = new Map<number, OdooRecord>();
      for (let start = 0; start < all.length; start += IDS) {
        const some = all.slice(start, start + IDS);
        for (const record of await read(model, [[field, "in", some], ...domain], fields)) {
          records.set(record.id, record);
        }
      }
      return [...records.values()];
    },
    async look(model) {
      try {
        const fields = await ask(model, "fields_get", { attributes: ["type"] }) as object;
        const [newest] = asRecords(
          model,
          await search(model, {
            domain: [["write_date", "!=", false]],
            fields: ["id", "write_date"],
            order: "write_date desc",
            limit: 1,
          }),
          0,
        );
        return {
          fields: new Set(Object.keys(fields)),
          newest: newest?.write_date as string | undefined,
        };
      } catch (error) {
        if (error instanceof OdooError && [403, 404].includes(error.status)) return error;
        throw error;
      }
    },
  };
}

/** Asks until there is an answer, with pauses where Odoo is busy or down for a moment. */
function asker({ url, database, key }: OdooAddress, options: OdooOptions) {
  const { wait = pause, patience = 60_000 } = options;
  const send = options.fetch ?? fetch;

  return async (model: string, method: "fields_get" | "search_read", body: object) => {
    for (const [tries, rest] of [...PAUSES, undefined].entries()) {
      const answer = await once(model, method, body);
      if ("result" in answer) return answer.result;
      if (!answer.isPassing || rest === undefined) {
        const after = answer.isPassing ? `, after ${tries + 1} tries` : "";
        throw new OdooError(`${answer.problem}${after}.`, answer.status);
      }
      await wait(Math.min(Math.max(rest, answer.retryAfter), LONGEST_PAUSE));
    }
  };

  async function once(model: string, method: string, body: object) {
    const headers = new Headers({
      authorization: `bearer ${key}`,
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Fusion Maintenance",
    });
    if (database !== null) headers.set("x-odoo-database", database);
    let status = 0;
    let text: string;
    let retryAfter = 0;
    try {
      const response = await send(`${url}/json/2/${model}/${method}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
        // The key is for this address and no other.
        redirect: "manual",
        signal: AbortSignal.timeout(patience),
      });
      status = response.status;
      retryAfter = Number(response.headers.get("retry-after") ?? 0) * 1000 || 0;
      text = await response.text();
    } catch (error) {
      throw new OdooError(unreached(url, error, status, patience), status);
    }
    return understand({ url, model, status, retryAfter, body: asJson(text) });
  }
}

interface Answer {
  url: string;
  model: string;
  status: number;
  retryAfter: number;
  /** Undefined for what is no JSON. */
  body: unknown;
}

function understand({ url, model, status, retryAfter, body }: Answer) {
  if (status === 200 && body !== undefined) return { result: body };
  const said = sayingOf(body);
  const isPassing = status === 429 || status >= 500;
  return {
    status: body === undefined && !isPassing ? 0 : status,
    retryAfter,
    isPassing,
    problem: problem(),
  };

  function problem(): string {
    if (status === 401) {
      return `Odoo does not accept the key (${said}). Keys end after three months at the latest: make a new ` +
        "one there (Preferences, Account Security) and put it into the vault as odoo_key";
    }
    if (status === 429) return "Odoo says that it was asked too often";
    if (status >= 500) return `Odoo failed to answer for ${model}: ${status} ${said}`;
    if (body === undefined) {
      return `What answers at ${url} is not Odoo 19's JSON-2 API (${status}, no JSON): look at odoo_url, and ` +
        "name the database as odoo_database where the server has several";
    }
    if (status === 403) return `Odoo's user may not read ${model}: ${said}`;
    if (status === 404) return `This Odoo has no ${model}: ${said}`;
    return `Odoo refused the question for ${model}: ${status} ${said}`;
  }
}

/** What an error of Odoo says; it brings name, message, arguments, context and a traceback. */
function sayingOf(body: unknown): string {
  const message = (body as { message?: unknown } | undefined)?.message;
  return typeof message === "string"
    ? message.trim().slice(0, 300).replace(/\.$/, "")
    : "no reason";
}

function unreached(url: string, error: unknown, status: number, patience: number): string {
  const name = (error as Error).name;
  if (name === "TimeoutError") {
    return `Odoo at ${url} did not answer within ${patience / 1000} seconds.`;
  }
  if (status !== 0) return `The answer of Odoo at ${url} broke off.`;
  return `Odoo at ${url} cannot be reached.`;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecords(model: string, answer: unknown, after: number): OdooRecord[] {
  let last = after;
  const areRecords = Array.isArray(answer) &&
    answer.every((record) => typeof record?.id === "number");
  if (!areRecords) throw new OdooError(`Odoo's answer for ${model} is no list of records.`);
  for (const { id } of answer) {
    if (after > 0 && id <= last) throw new OdooError(`Odoo's answer for ${model} is not in order.`);
    last = id;
  }
  return answer;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
