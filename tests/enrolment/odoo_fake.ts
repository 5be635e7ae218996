/**
 * A server on loopback that answers as the documentation of Odoo 19's JSON-2 API says: `POST /json/2/MODEL/METHOD`
 * with a bearer key, the method's arguments by name, the bare result in JSON; errors with a status and an object
 * {name, message, arguments, context, debug}. Only what reads is there. Its records remember when the transaction that
 * wrote them began, to the millisecond, and tell it to the second.
 */

import { MODELS } from "./odoo_models.ts";

type Value = string | number | boolean | number[];
interface Stored {
  values: Record<string, Value>;
  writtenAt: number;
}

/** One question, as it came. */
export interface OdooCall {
  model: string;
  method: string;
  headers: Headers;
  body: Record<string, unknown>;
}

export class OdooFake {
  readonly key = "a-key-of-the-reader";
  /** As the header names it; null where the server has one database only. */
  database: string | null = "company";
  now = new Date("2026-06-01T10:00:00.000Z");
  readonly calls: OdooCall[] = [];
  /** What happens before the nth call is answered, counted from 1; an answer of its own is given instead. */
  before: (call: OdooCall, number: number) => Response | void | Promise<Response | void> = () => {};
  readonly forbidden = new Set<string>();
  #models = structuredClone(MODELS);
  #stored = new Map<string, Map<number, Stored>>();
  #lastId = 0;
  #server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => this.#answer(request),
  );

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  [Symbol.asyncDispose]() {
    return this.#server.shutdown();
  }

  /** Takes apps away: their models, or one field each. */
  uninstall(...names: string[]): void {
    for (const name of names) {
      const [model, field] = name.split("/");
      if (field) delete this.#models[model][field];
      else delete this.#models[model];
    }
  }

  create(model: string, values: Record<string, Value>): number {
    const id = ++this.#lastId;
    this.#table(model).set(id, {
      values: { active: true, ...values },
      writtenAt: this.now.getTime(),
    });
    return id;
  }

  write(model: string, id: number, values: Record<string, Value>): void {
    this.begin(model, id, values)();
  }

  /** Begins a transaction that writes; what it wrote is seen when it ends, and is dated when it began. */
  begin(model: string, id: number, values: Record<string, Value>): () => void {
    const began = this.now.getTime();
    return () => {
      const stored = this.#table(model).get(id)!;
      Object.assign(stored.values, values);
      stored.writtenAt = began;
    };
  }

  delete(model: string, id: number): void {
    this.#table(model).delete(id);
  }

  /** The ids of a model's records, in order. */
  ids(model: string): number[] {
    return [...this.#table(model).keys()];
  }

  #table(model: string): Map<number, Stored> {
    if (!this.#stored.has(model)) this.#stored.set(model, new Map());
    return this.#stored.get(model)!;
  }

  async #answer(request: Request): Promise<Response> {
    const [, model, method] =
      new URL(request.url).pathname.match(/^\/json\/2\/([^/]+)\/([^/]+)$/) ??
        [];
    if (request.method !== "POST" || model === undefined) return page(404);
    const call = { model, method, headers: request.headers, body: await request.json() };
    this.calls.push(call);
    const instead = await this.before(call, this.calls.length);
    if (instead) return instead;
    // Without the right name no database is found, and so no API.
    if (this.database !== null && request.headers.get("x-odoo-database") !== this.database) {
      return page(404);
    }
    if (request.headers.get("authorization") !== `bearer ${this.key}`) {
      return failure(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey");
    }
    if (!request.headers.get("content-type")?.startsWith("application/json")) return page(415);
    const fields = this.#models[model];
    if (!fields) {
      return failure(404, "werkzeug.exceptions.NotFound", `the model '${model}' does not exist`);
    }
    try {
      return Response.json(this.#run(model, method, call.body));
    } catch (error) {
      if (error instanceof Response) return error;
      return failure(500, "builtins.ValueError", (error as Error).message);
    }
  }

  #run(model: string, method: string, body: Record<string, unknown>): unknown {
    const known = this.#models[model];
    if (method === "fields_get") {
      accept(method, body, ["attributes", "allfields", "context"]);
      const types = Object.entries({ id: "integer", write_date: "datetime", ...known });
      return Object.fromEntries(
        types.map(([field, type]) => [field, { type: type.includes(".") ? "many2one" : type }]),
      );
    }
    if (method !== "search_read") {
      throw failure(404, "werkzeug.exceptions.NotFound", `no public method ${model}.${method}`);
    }
    accept(method, body, ["domain", "fields", "offset", "limit", "order", "context"]);
    if (this.forbidden.has(model)) {
      throw failure(
        403,
        "odoo.exceptions.AccessError",
        `You are not allowed to access '${model}' records.`,
      );
    }
    const domain = body.domain as [string, string, unknown][];
    const shown = body.fields as string[];
    for (const field of [...shown, ...domain.map(([field]) => field)]) {
      if (field !== "id" && field !== "write_date" && !(field in known)) {
        throw new Error(`Invalid field '${field}' on '${model}'`);
      }
    }
    const isArchivedShown = (body.context as Record<string, unknown>)?.active_test === false;
    const found = [...this.#table(model)]
      .filter(([, { values }]) => isArchivedShown || values.active !== false)
      .filter(([id, stored]) => domain.every((condition) => holds(condition, id, stored)));
    const newestFirst = body.order === "write_date desc";
    if (!newestFirst && body.order !== "id") throw new Error(`no order ${body.order}`);
    found.sort(([a, { writtenAt: x }], [b, { writtenAt: y }]) => newestFirst ? y - x : a - b);
    return found.slice(0, body.limit as number).map(([id, stored]) => ({
      id,
      ...Object.fromEntries(
        shown.filter((field) => field !== "id").map((
          field,
        ) => [field, this.#told(known[field], field, stored)]),
      ),
    }));
  }

  #told(type: string, field: string, { values, writtenAt }: Stored): unknown {
    if (field === "write_date") return toTheSecond(writtenAt);
    const value = values[field];
    if (type === "many") return value ?? [];
    if (type === "float") return value ?? 0;
    if (value === undefined || value === false || value === "") return false;
    if (!type.includes(".")) return value;
    return [value, this.#table(type).get(value as number)?.values.name ?? `${type},${value}`];
  }
}

/** An error as Odoo tells it. */
export function failure(status: number, name: string, message: string): Response {
  const body = { name, message, arguments: [message], context: {}, debug: "Traceback …" };
  return Response.json(body, { status });
}

/** What another program, or another door of Odoo, answers. */
function page(status: number): Response {
  return new Response("<!doctype html><title>Not Found</title>", {
    status,
    headers: { "content-type": "text/html" },
  });
}

function accept(method: string, body: Record<string, unknown>, names: string[]): void {
  const odd = Object.keys(body).find((name) => !names.includes(name));
  if (odd !== undefined) {
    throw failure(
      422,
      "werkzeug.exceptions.UnprocessableEntity",
      `${method}() got an unexpected keyword argument '${odd}'`,
    );
  }
}

function holds(
  [field, operator, wanted]: [string, string, unknown],
  id: number,
  stored: Stored,
): boolean {
  const value = field === "id"
    ? id
    : field === "write_date"
    ? stored.writtenAt
    : stored.values[field] ?? false;
  const other = field === "write_date" && typeof wanted === "string"
    ? Date.parse(`${wanted}Z`)
    : wanted;
  switch (operator) {
    case "=":
      return value === other;
    case "!=":
      return value !== other;
    case ">":
      return (value as number) > (other as number);
    case ">=":
      return value !== false && (value as number) >= (other as number);
    case "in":
      return [value].flat().some((one) => (other as unknown[]).includes(one));
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function toTheSecond(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace("T", " ");
}
