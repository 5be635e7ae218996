import { expect } from "expect";
import { odooClient, OdooError, type OdooOptions } from "@/lib/enrolment/odoo/client.ts";
import { failure, OdooFake } from "./odoo_fake.ts";
import { OurSide, smallCompany } from "./odoo_support.ts";

/** Reads all partners, and remembers the pauses between tries. */
function reader(odoo: OdooFake, options: OdooOptions & { key?: string; url?: string } = {}) {
  const pauses: number[] = [];
  const { url = odoo.url, key = odoo.key, ...others } = options;
  const wait = (milliseconds: number) => {
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  const client = odooClient({ url, database: odoo.database, key }, { wait, ...others });
  return { pauses, read: () => client.read("res.partner", [], ["name"]) };
}

async function refusal(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(() => undefined, (error) => error);
  expect(error).toBeInstanceOf(OdooError);
  return error.message;
}

Deno.test("a question goes where the documentation says, with key, database and what is asked for", async () => {
  await using odoo = new OdooFake();
  smallCompany(odoo);
  expect(await reader(odoo).read()).toEqual([{ id: expect.any(Number), name: "Ada Lee" }]);
  const [{ model, method, headers, body }] = odoo.calls;
  expect({ model, method }).toEqual({ model: "res.partner", method: "search_read" });
  expect(headers.get("authorization")).toBe(`bearer ${odoo.key}`);
  expect(headers.get("x-odoo-database")).toBe("company");
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(body).toEqual({
    context: { active_test: false },
    domain: [["id", ">", 0]],
    fields: ["id", "name"],
    order: "id",
    limit: 1000,
  });
});

Deno.test("a server with one database is asked without its name", async () => {
  await using odoo = new OdooFake();
  odoo.database = null;
  await reader(odoo).read();
  expect(odoo.calls[0].headers.has("x-odoo-database")).toBe(false);
});

Deno.test("pages follow each other by id, archived records with the others", async () => {
  await using odoo = new OdooFake();
  for (let n = 0; n < 2001; n++) odoo.create("res.partner", { name: `P${n}`, active: n % 2 === 0 });
  const names = (await reader(odoo).read()).map(({ name }) => name);
  expect(names).toEqual(Array.from({ length: 2001 }, (_, n) => `P${n}`));
  expect(odoo.calls.length).toBe(3);
});

Deno.test("a busy or broken server is asked again, later and later, or when it says", async () => {
  await using odoo = new OdooFake();
  const busy = [
    new Response("slow down", { status: 429, headers: { "retry-after": "7" } }),
    new Response("bad gateway", { status: 502 }),
    failure(500, "psycopg2.errors.SerializationFailure", "could not serialize"),
  ];
  odoo.before = () => busy.shift();
  const { read, pauses } = reader(odoo);
  expect(await read()).toEqual([]);
  expect(pauses).toEqual([7_000, 5_000, 20_000]);
});

Deno.test("a server that stays broken is given up, and what it said is told", async () => {
  await using odoo = new OdooFake();
  odoo.before = () => failure(500, "builtins.ValueError", "Invalid field 'x' on 'res.partner'");
  expect(await refusal(reader(odoo).read())).toBe(
    "Odoo failed to answer for res.partner: 500 Invalid field 'x' on 'res.partner', after 4 tries.",
  );
  expect(odoo.calls.length).toBe(4);
});

Deno.test("a longer wait than a minute is not waited for", async () => {
  await using odoo = new OdooFake();
  const busy = [new Response("", { status: 429, headers: { "retry-after": "86400" } })];
  odoo.before = () => busy.shift();
  const { read, pauses } = reader(odoo);
  await read();
  expect(pauses).toEqual([60_000]);
});

Deno.test("a wrong or expired key, and what is not allowed or not there, is said at once", async () => {
  await using odoo = new OdooFake();
  const { read, pauses } = reader(odoo, { key: "an-old-one" });
  expect(await refusal(read())).toMatch(
    /does not accept the key \(Invalid apikey\).*three months.*odoo_key/,
  );
  odoo.forbidden.add("res.partner");
  expect(await refusal(reader(odoo).read())).toBe(
    "Odoo's user may not read res.partner: You are not allowed to access 'res.partner' records.",
  );
  odoo.uninstall("res.partner");
  expect(await refusal(reader(odoo).read())).toBe(
    "This Odoo has no res.partner: the model 'res.partner' does not exist.",
  );
  odoo.before = () => failure(422, "odoo.exceptions.UserError", "No.");
  expect(await refusal(reader(odoo).read())).toBe(
    "Odoo refused the question for res.partner: 422 No.",
  );
  expect(pauses).toEqual([]);
});

Deno.test("what is not Odoo's API is told with what to look at", async () => {
  await using odoo = new OdooFake();
  const page = (status: number, headers = {}) =>
    new Response("<!doctype html>", {
      status,
      headers: { "content-type": "text/html", ...headers },
    });
  const answers = [
    page(404),
    page(200),
    page(303, { location: "https://elsewhere.example/login" }),
  ];
  for (const answer of answers) {
    odoo.before = () => answer;
    expect(await refusal(reader(odoo).read())).toMatch(
      /not Odoo 19's JSON-2 API.*odoo_url.*odoo_database/,
    );
  }
  // The key went nowhere else.
  expect(odoo.calls.length).toBe(3);
  odoo.before = () => {};
  odoo.database = "another";
  const other = odooClient({ url: odoo.url, database: "company", key: odoo.key });
  expect(await refusal(other.read("res.partner", [], []))).toMatch(/odoo_database/);
});

Deno.test("an answer that breaks off, does not come, or is no list, is no answer", async () => {
  await using odoo = new OdooFake();
  await using half = cutOff('[{"id": 1, "name": "A');
  expect(await refusal(reader(odoo, { url: half.url }).read())).toBe(
    `The answer of Odoo at ${half.url} broke off.`,
  );
  odoo.before = () =>
    new Response('[{"id": 1, "na', { headers: { "content-type": "application/json" } });
  expect(await refusal(reader(odoo).read())).toMatch(/no JSON/);
  for (const odd of [{ id: 1 }, [1], [{ name: "A" }], null]) {
    odoo.before = () => Response.json(odd);
    expect(await refusal(reader(odoo).read())).toMatch(/no list of records/);
  }
  const silent = Promise.withResolvers<Response>();
  odoo.before = () => silent.promise;
  expect(await refusal(reader(odoo, { patience: 50 }).read())).toBe(
    `Odoo at ${odoo.url} did not answer within 0.05 seconds.`,
  );
  silent.resolve(new Response());
  expect(await refusal(reader(odoo, { url: "http://127.0.0.1:1" }).read())).toBe(
    "Odoo at http://127.0.0.1:1 cannot be reached.",
  );
});

Deno.test("pages that repeat themselves are an error and no endless reading", async () => {
  await using odoo = new OdooFake();
  const page = Array.from({ length: 1000 }, (_, n) => ({ id: n + 1, name: "A" }));
  odoo.before = () => Response.json(page);
  expect(await refusal(reader(odoo).read())).toMatch(/not in order/);
});

Deno.test("a whole reading uses nothing but what reads", async () => {
  await using odoo = new OdooFake();
  smallCompany(odoo);
  const us = new OurSide(odoo);
  await us.read();
  await us.read();
  expect(new Set(odoo.calls.map(({ method }) => method))).toEqual(
    new Set(["fields_get", "search_read"]),
  );
});

Deno.test("without address or key nothing is asked", async () => {
  await using odoo = new OdooFake();
  expect(await refusal(new OurSide(odoo, null).files())).toMatch(
    /not set up: put odoo_url and odoo_key/,
  );
  expect(odoo.calls).toEqual([]);
});

/** A server that hangs up in the middle of its only answer. */
function cutOff(text: string) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answered = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n";
    await connection.write(new TextEncoder().encode(head + text));
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    async [Symbol.asyncDispose]() {
      await answered;
      listener.close();
    },
  };
}
