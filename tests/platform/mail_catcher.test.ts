import { Buffer } from "node:buffer";
import { expect } from "expect";
import { createTransport } from "nodemailer";
import type { CaughtMail } from "@/embedded/caught_mail.ts";
import { startMailCatcher } from "@/embedded/mail_catcher.ts";

async function send(smtpUrl: string, subject: string): Promise<void> {
  const transport = createTransport(smtpUrl);
  await transport.sendMail({
    from: "Service <service@example.com>",
    to: ["Ann Client <ann@example.com>", "bob@example.com"],
    subject,
    text: "Bonjour é",
    html: "<p>Hello</p><script>alert(1)</script>",
    headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    attachments: [
      { filename: "visit.ics", contentType: "text/calendar", content: "BEGIN:VCALENDAR" },
      { filename: "c.pdf", contentType: "application/pdf", content: Buffer.from([1, 2, 255]) },
    ],
  });
  transport.close();
}

async function listed(url: string): Promise<CaughtMail[]> {
  return await (await fetch(`${url}/messages.json`)).json();
}

Deno.test("what is mailed is listed with both parts, headers and attachments", async () => {
  const catcher = await startMailCatcher({ port: 0 });
  try {
    await send(catcher.smtpUrl, "Your visit");
    const [mail] = await listed(catcher.url);
    expect(mail).toMatchObject({
      to: "ann@example.com, bob@example.com",
      subject: "Your visit",
      text: "Bonjour é",
      html: "<p>Hello</p><script>alert(1)</script>",
      attachments: [
        { filename: "visit.ics", contentType: "text/calendar", content: "BEGIN:VCALENDAR" },
        { filename: "c.pdf", contentType: "application/pdf", content: "AQL/", encoding: "base64" },
      ],
    });
    expect(mail.headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
  } finally {
    await catcher.stop();
  }
});

Deno.test("the pages show mail without running what is in it", async () => {
  const catcher = await startMailCatcher({ port: 0 });
  try {
    await send(catcher.smtpUrl, "<img src=x onerror=alert(1)>");
    const list = await (await fetch(catcher.url)).text();
    expect(list).not.toContain("<img");
    const [mail] = await listed(catcher.url);
    const html = await fetch(`${catcher.url}/mail/${mail.id}/html`);
    expect(html.headers.get("content-security-policy")).toContain("sandbox");
    await html.body?.cancel();
  } finally {
    await catcher.stop();
  }
});

Deno.test("mail outlives a restart, a line cut off by a kill does not harm it", async () => {
  const file = await Deno.makeTempFile();
  const first = await startMailCatcher({ port: 0, file });
  await send(first.smtpUrl, "one");
  await first.stop();
  await Deno.writeTextFile(file, '{"id": "half', { append: true });
  const second = await startMailCatcher({ port: 0, file });
  await send(second.smtpUrl, "two");
  await second.stop();
  const third = await startMailCatcher({ port: 0, file });
  try {
    expect((await listed(third.url)).map(({ subject }) => subject)).toEqual(["one", "two"]);
  } finally {
    await third.stop();
    await Deno.remove(file);
  }
});

Deno.test("caught mail is for whoever sits at this machine, not for a page of the internet", async () => {
  const catcher = await startMailCatcher({ port: 0 });
  try {
    const fromElsewhere = await fetch(`${catcher.url}/messages.json`, {
      headers: { Origin: "https://evil.example" },
    });
    expect(fromElsewhere.status).toBe(403);
    expect(await fromElsewhere.text()).not.toContain("[");
    expect(await listed(catcher.url)).toEqual([]);
  } finally {
    await catcher.stop();
  }
});
