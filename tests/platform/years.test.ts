/** The promise over years, by HTTP alone: what a client, a technician and the office do, cycle after cycle. */
import { expect } from "expect";
import { addHousehold, LOGINS, openMovingWorld } from "./moving_world.ts";
import { hidden, linkLike, type Shown, Visitor } from "./visitor.ts";

const world = await openMovingWorld();
Deno.test.afterAll(() => world.stop());

/** A test in the one world: what it opened stays open for the next. */
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });

async function signedIn(who: keyof typeof LOGINS): Promise<Visitor> {
  const visitor = new Visitor(world.appUrl);
  const { path } = await visitor.send("/sign-in", LOGINS[who]);
  expect(path).toBe(who === "technician" ? "/tech" : "/office");
  return visitor;
}

/** The link of the newest mail whose subject is like that. */
async function linkMailed(subject: RegExp): Promise<string> {
  const mail = (await world.mails()).findLast((each) => subject.test(each.subject));
  return new URL(mail!.text.match(/https?:\S+\/book\/[\w-]+/)![0]).pathname;
}

/** Books the first time that is offered; resolves to when it begins. */
async function book(client: Visitor, link: string, choice = ""): Promise<string> {
  const times = await client.open(link + choice);
  const details = await client.open(linkLike(times, /step=details/));
  const more = [...details.html.matchAll(/name="with" value="([^"]*)"/g)]
    .map(([, unit]): [string, string] => ["with", unit]);
  const starts_at = hidden(details, "starts_at");
  const booked = await client.send(link, [
    ["action", "book"],
    ["technician_id", hidden(details, "technician_id")],
    ["starts_at", starts_at],
    ["phone", "905 555 0142"],
    ["access_notes", "Two cats"],
    ...more,
  ]);
  expect(booked.words).toContain("You're booked");
  return starts_at;
}

/** Where a technician's next visits are, one for each unit. */
const visitsOf = (
  { html }: Shown,
) => [...new Set([...html.matchAll(/\/tech\/visits\/[0-9a-f-]{36}/g)].map(([path]) => path))];

/** On my way, and there; resolves to the page of the job. */
async function arrive(technician: Visitor): Promise<Shown> {
  const day = await technician.open("/tech");
  const task_id = hidden(day, "task_id");
  await technician.send("/tech", { task_id, state: "en_route" });
  return await technician.send("/tech", { task_id, state: "in_progress" });
}

/** Answers every line; the first, which no life hangs on, fails. Resolves to the last step. */
async function check(technician: Visitor, visit: string): Promise<Shown> {
  const list = await technician.open(`${visit}/checklist`);
  const lines = [...new Set(list.html.match(/line-\d+(?=")/g))];
  const answers = Object.fromEntries(lines.map((line, n) => [line, n === 0 ? "fail" : "pass"]));
  const finish = await technician.send(`${visit}/checklist`, {
    ...answers,
    [lines[0].replace("line", "note")]: "Squeaks a little",
    action: "next",
  });
  expect(finish.path).toBe(`${visit}/finish`);
  return finish;
}

const signed = (page: Shown) => ({
  based_on: hidden(page, "based_on"),
  findings: "Greased",
  signer: "Ada Example",
  role: "client",
  method: "typed",
});

/** From the mail to the record that verifies; resolves to the link that is over now, and the record's code. */
async function serveOnce(
  technician: Visitor,
  office: Visitor,
  year: number,
): Promise<{ link: string; code: string }> {
  const link = await linkMailed(/due|maintenance/i);
  const client = new Visitor(world.appUrl);
  await world.setClock(await book(client, link));
  const [visit] = visitsOf(await arrive(technician));
  const finish = await check(technician, visit);
  const over = await technician.send(`${visit}/finish`, { ...signed(finish), action: "finish" });
  expect(over.words).toContain("Visit finished");
  const balance = over.words.match(/To be paid \$([\d.]+)/)![1];
  const paid = await technician.send(visit, {
    invoice_id: hidden(over, "invoice_id"),
    request_id: hidden(over, "request_id"),
    method: "cash",
    amount: (Math.round(Number(balance) * 20) / 20).toFixed(2),
  });
  expect(paid.words).toContain("Paid:");

  const number = over.words.match(/MIR-\d{4}-\d{5}/)![0];
  expect(number).toContain(`MIR-${year}-`);
  const pdf = await office.download(`/office/certificates/${number}.pdf`);
  expect(pdf.type).toBe("application/pdf");
  expect(new TextDecoder("latin1").decode(pdf.bytes).slice(0, 5)).toBe("%PDF-");
  const [{ code }] = await world.db.query<{ code: string }>(
    "select code from public.inspection_certificates where number = $1",
    [number],
  );
  expect((await client.open(`/verify/${code}`)).words).toContain(number);
  const old = await client.open(link);
  expect([old.status, old.words]).toEqual([410, expect.stringContaining("This link has expired")]);
  return { link, code };
}

test("a unit is served, paid and due again, year after year, each time by a link of its own", async () => {
  await world.setClock("2026-05-29T13:00:00Z");
  await addHousehold(world.db, "ada@example.com", ["stairlift"], "2025-12-30");
  const technician = await signedIn("technician");
  const office = await signedIn("office");
  const reminders = async (instant: string) => {
    await world.setClock(instant);
    return (await world.job("reminders")).mails;
  };
  const over: { link: string; code: string }[] = [];
  const due = [["2026-05-30", "2026-05-31"], ["2026-11-29", "2026-11-30"], [
    "2027-05-30",
    "2027-05-31",
  ]];
  for (
    const [[before, day], year] of due.map((days, n) => [days, [2026, 2026, 2027][n]] as const)
  ) {
    expect([before, await reminders(`${before}T14:00:00Z`)]).toEqual([before, 0]);
    expect([day, await reminders(`${day}T14:00:00Z`)]).toEqual([day, 1]);
    over.push(await serveOnce(technician, office, year));
  }
  expect(new Set(over.map(({ link }) => link)).size).toBe(3);
  const verdicts = await Promise.all(
    over.map(async ({ code }) => (await new Visitor(world.appUrl).open(`/verify/${code}`)).words),
  );
  expect(verdicts.map((words) => /inspected again|newer/i.test(words))).toEqual([
    true,
    true,
    false,
  ]);
  const [sums] = await world.db.query(
    `select (select string_agg(i.number_in_year::text, ' ' order by i.service_on) from public.inspection_certificates i) as certificates,
         (select string_agg(i.number::text, ' ' order by i.number) from public.invoices i where i.state = 'issued') as invoices,
         (select count(*)::integer from public.maintenance_cycles where outcome = 'serviced') as served`,
  );
  expect(sums).toEqual({ certificates: "1 2 1", invoices: "1 2 3", served: 3 });
});

test("of two units at one stop one is served and one is not: two outcomes, one line to pay", async () => {
  await world.setClock("2027-07-05T14:00:00Z");
  await addHousehold(world.db, "bo@example.com", ["stairlift", "walker"], "2027-01-30");
  await world.job("reminders");
  const link = await linkMailed(/due|maintenance/i);
  const client = new Visitor(world.appUrl);
  const first = await client.open(link);
  const both = linkLike(first, /with=/).split("?")[1];
  await world.setClock(await book(client, link, `?${both}`));
  const technician = await signedIn("technician");
  const job = await arrive(technician);
  const visits = visitsOf(job);
  expect(visits).toHaveLength(2);
  const given = await technician.open(`${visits[1]}/could-not`);
  const failed = await technician.send(`${visits[1]}/could-not`, {
    reason: "parts",
    note: "Needs new grips",
    report_id: hidden(given, "report_id"),
    based_on: hidden(given, "based_on"),
  });
  expect(failed.path).toBe(visits[1]);
  const finish = await check(technician, visits[0]);
  const over = await technician.send(`${visits[0]}/finish`, {
    ...signed(finish),
    action: "finish",
  });
  expect(over.words).toContain("Visit finished");
  const [came] = await world.db.query(
    `select string_agg(distinct t.state, ' ') as stop, string_agg(v.state, ' ' order by v.state) as visits,
         count(l.id)::integer as lines, string_agg(distinct i.state, ' ') as invoice
       from public.customers m
       join public.technician_tasks t on t.customer_id = m.id
       join public.maintenance_visits v on v.task_id = t.id
       join public.invoices i on i.work_order_id = t.work_order_id
       left join public.invoice_lines l on l.invoice_id = i.id and l.visit_id = v.id
       where m.email = 'bo@example.com'`,
  );
  expect(came).toEqual({
    stop: "completed",
    visits: "done not_completed",
    lines: 1,
    invoice: "issued",
  });
  const again = await linkMailed(/again|another time|new time/i);
  expect((await client.open(again)).status).toBe(200);
});
