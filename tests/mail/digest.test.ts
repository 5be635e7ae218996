/** The morning mail to the company's own people: what it says, and what can be done with it later. */
import { expect } from "expect";
import type { Database } from "@/embedded/database.ts";
import { createStaffUser } from "@/embedded/staff.ts";
import { runJob } from "@/lib/jobs/run_job.ts";
import { renderMail } from "@/lib/mail/render.ts";
import { openMailWorld } from "./world.ts";
import { samples } from "@/lib/mail/samples.ts";

const NOW = new Date("2026-06-01T11:30:00Z");

function render(changes: Record<string, unknown> = {}) {
  const facts = { ...samples.digest, ...changes };
  return renderMail({ id: "m1", kind: "digest", recipient: "boss@example.com", facts }, NOW);
}

/** A day on which nothing happens. */
const QUIET = { waiting: [], visits_today: [], past_without_outcome: 0 };
const NO_TROUBLE = { dead: 0, uncertain: 0, late: 0 };
const trail = samples.digest.trail as Record<string, unknown>;

Deno.test("the digest says what waits, who drives where, and the head of the trail", () => {
  const { subject, text, html } = render();
  expect(subject).toBe("Example Mobility: Monday, June 1: 3 things wait");
  for (
    const line of [
      "Client change: 2 (1 urgent, 1 new), since May 29",
      "Missing address: 1, since May 4",
      "Visits without an outcome: 1, their time is over",
      "Luis Example: 4 stops, the first at 8:15 a.m.",
      "Tess Example: 1 stop, at 1:00 p.m.",
      "Newest seal: 1,204",
      "Sealed: Monday, June 1, 2026, 7:20 a.m.",
      "Events under seals: 34,061",
    ]
  ) {
    expect(text).toContain(line);
    const [label, value] = line.split(": ");
    expect(html).toContain(label);
    expect(html).toContain(value);
  }
  expect(html).toContain('href="https://book.example.com/office"');
});

Deno.test("a day on which nothing happens is told in one line", () => {
  const { subject, text } = render(QUIET);
  expect(subject).toBe("Example Mobility: Monday, June 1: nothing waits");
  expect(text).toContain("Monday, June 1\n\nNothing waits, and there are no visits today.\n\n");
  expect(text).not.toContain("VISITS TODAY");
});

Deno.test("where only one half is empty, that half says so", () => {
  expect(render({ ...QUIET, visits_today: samples.digest.visits_today }).text)
    .toContain("WAITING\n\nNothing waits.");
  expect(render({ visits_today: [] }).text).toContain("There are no visits today.");
});

Deno.test("a subject counts what is on the work list, and late mail as one thing", () => {
  const subject = (changes: Record<string, unknown>) =>
    render({ ...QUIET, ...changes }).subject.split(": ")[2];
  const late = { ...NO_TROUBLE, late: 40 };
  expect(subject({ messages: late })).toBe("1 thing waits");
  expect(subject({ waiting: samples.digest.waiting, messages: late })).toBe("4 things wait");
  // The work list has them already.
  expect(subject({ past_without_outcome: 2 })).toBe("nothing waits");
  expect(subject({ messages: { dead: 1, uncertain: 2, late: 0 } })).toBe("nothing waits");
});

Deno.test("what ought not to be is named, and only then", () => {
  const { text } = render({
    messages: { dead: 2, uncertain: 1, late: 40 },
    jobs: [{ job: "reminders", day: "2026-05-31" }],
    trail: { ...trail, unsealed_since: "2026-06-01T05:00:00Z" },
  });
  const alarms = [
    "Mail that waits: 40, for an hour or longer",
    "Mail given up: 2, in the last seven days",
    "Mail that may have arrived: 1, to be decided",
    "Did not run: reminders on May 31",
    "Changes since Monday, June 1 at 1:00 a.m. are not sealed yet",
  ];
  for (const alarm of alarms) {
    expect(text).toContain(alarm);
    expect(render().text).not.toContain(alarm.split(":")[0]);
  }
});

Deno.test("before the first seal it says that there is none", () => {
  const { text } = render({ trail: null });
  expect(text).toContain("Nothing has been sealed yet.");
  expect(text).not.toContain("first_audit_break");
});

Deno.test("it promises no link to unsubscribe, but says where it is switched off", () => {
  const { text, html, headers } = render();
  expect(headers).toEqual({ "Auto-Submitted": "auto-generated" });
  for (const part of [text, html]) {
    expect(part).toContain("set digest_on to false in company_settings");
    expect(part).toContain("1 Main Street, Brampton");
    expect(part).not.toMatch(/unsubscribe|stop reminder|talk to us/i);
  }
});

Deno.test("names and kinds are text, whatever is in them", () => {
  const hostile = `<img src=x onerror="alert(1)">`;
  const { html } = render({
    waiting: [{ kind: hostile, count: 1, urgent: 0, new: 1, oldest_on: "2026-05-29" }],
    visits_today: [{ technician: hostile, stops: 1, first_at: "2026-06-01T12:00:00Z" }],
    jobs: [{ job: hostile, day: "2026-05-31" }],
  });
  expect(html).not.toContain("<img");
});

Deno.test("a digest of the trail that is none never becomes a statement", () => {
  for (const digest of ["", "5f", "'; drop table x; --".padEnd(64, "0"), "F".repeat(64)]) {
    expect(() => render({ trail: { ...trail, digest } })).toThrow();
  }
});

Deno.test("the line in the mail proves the trail, and convicts whoever cuts it off later", async () => {
  const world = await openMailWorld(1);
  const { db } = world;
  try {
    await createStaffUser(db, {
      email: "boss@example.com",
      password: "long enough",
      name: "Boss",
      role: "admin",
    });
    await db.exec("select private.seal_audit()");
    expect(await runJob(world.rpc, "digest")).toMatchObject({ status: "done", mails: 1 });
    const statement = /^select private\..*;$/m.exec(await mailedText(world))![0];

    expect(await answer(db, statement)).toBe(null);
    await db.exec(`
      alter table private.audit_seals disable trigger user;
      alter table public.audit_events disable trigger user;
      delete from public.audit_events;
      delete from private.audit_seals;
      alter table private.audit_seals enable trigger user;
      alter table public.audit_events enable trigger user;
      update public.company_settings set company_name = 'Nothing happened';
      select private.seal_audit();`);
    expect(await answer(db, "select private.first_audit_break()")).toBe(null);
    expect(await answer(db, statement)).toMatchObject({ what: "seal not as known" });
  } finally {
    await world.stop();
  }
});

/** The text of the one mail that waits, as a sender writes it. */
async function mailedText({ rpc }: Awaited<ReturnType<typeof openMailWorld>>): Promise<string> {
  const claimed = await rpc("claim_messages", { transports: { catch: { provider: "p" } } });
  const [message] = (claimed as { messages: Parameters<typeof renderMail>[0][] }).messages;
  return renderMail(message, NOW).text;
}

async function answer(db: Database, statement: string): Promise<unknown> {
  const [row] = await db.query(statement.replace(/;$/, ""));
  return Object.values(row)[0];
}
