import { expect } from "expect";
import { simpleParser } from "mailparser";
import { smtpTransport } from "@/lib/mail/delivery/smtp.ts";
import { type FakeSmtp, type Manners, smtpError, startFakeSmtp } from "./fake_smtp.ts";
import { samples } from "@/lib/mail/samples.ts";
import { inOtherOrder, sampleMail } from "./mail.ts";
import { render } from "./rendered.ts";

async function withServer(manners: Manners, test: (server: FakeSmtp) => Promise<void>) {
  const server = await startFakeSmtp(manners);
  try {
    await test(server);
  } finally {
    await server.stop();
  }
}

Deno.test("a mail arrives with both parts, its calendar entry and the one-click headers", () =>
  withServer({}, async (server) => {
    const mail = sampleMail();
    expect((await smtpTransport({ url: server.url }).send("id", mail)).outcome).toBe("sent");
    const parsed = await simpleParser(server.received[0]);
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.text).toContain("What to expect");
    expect(parsed.html).toContain("What to expect");
    expect(parsed.messageId).toBe(`<${mail.messageId}>`);
    expect(server.received[0]).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    // Once as a form of the text, which mail programs show as an invitation, and once as a file.
    expect(parsed.attachments.map(({ filename, contentType }) => [filename, contentType]))
      .toEqual([[undefined, "text/calendar"], ["appointment.ics", "text/calendar"]]);
    for (const { content } of parsed.attachments) {
      expect(content.toString()).toBe(mail.attachments[0].content);
    }
    const alternative = server.received[0].split("Content-Disposition: attachment")[0];
    expect(alternative).toContain("Content-Type: text/calendar; charset=utf-8; method=REQUEST");
    expect(alternative.match(/multipart\/alternative/g)).toHaveLength(1);
  }));

Deno.test("of several calendar entries mail programs show the first as an invitation; all are files", () =>
  withServer({}, async (server) => {
    const { task_id: _, ...gone } = samples.confirmation;
    const mail = render("confirmation", { gone: [{ ...gone, task_id: "old", revision: 4 }] });
    await smtpTransport({ url: server.url }).send("id", mail);
    const { attachments } = await simpleParser(server.received[0]);
    expect(attachments.map(({ filename, content }) => [
      filename,
      content.toString().match(/METHOD:\w+/)![0],
    ])).toEqual([
      [undefined, "METHOD:REQUEST"],
      ["appointment.ics", "METHOD:REQUEST"],
      ["cancelled-1.ics", "METHOD:CANCEL"],
    ]);
  }));

Deno.test("a mail without a calendar entry has its two parts and nothing else", () =>
  withServer({}, async (server) => {
    await smtpTransport({ url: server.url }).send("id", { ...sampleMail(), attachments: [] });
    expect((await simpleParser(server.received[0])).attachments).toEqual([]);
  }));

Deno.test("every attempt sends the same bytes", () =>
  withServer({}, async (server) => {
    const transport = smtpTransport({ url: server.url });
    const frozen = JSON.stringify(sampleMail());
    await transport.send("id", JSON.parse(frozen));
    await transport.send("id", inOtherOrder(JSON.parse(frozen)));
    expect(server.received[1]).toBe(server.received[0]);
  }));

Deno.test("an address that the server will never take is refused", () =>
  withServer({ onRecipient: () => smtpError(550, "no such user") }, async (server) => {
    const outcome = await smtpTransport({ url: server.url }).send("id", sampleMail());
    expect(outcome).toMatchObject({ outcome: "refused" });
  }));

Deno.test("a busy server is asked again later", () =>
  withServer({ onRecipient: () => smtpError(451, "try later") }, async (server) => {
    const outcome = await smtpTransport({ url: server.url }).send("id", sampleMail());
    expect(outcome).toMatchObject({ outcome: "failed" });
  }));

Deno.test("a body that the server answers with an error was not taken", () =>
  withServer({ onBody: () => smtpError(452, "disk full") }, async (server) => {
    const outcome = await smtpTransport({ url: server.url }).send("id", sampleMail());
    expect(outcome).toMatchObject({ outcome: "failed" });
  }));

Deno.test("when the line is cut after the body, nobody knows", () =>
  withServer({ onBody: (_nth, cut) => (cut(), "silence") }, async (server) => {
    const outcome = await smtpTransport({ url: server.url }).send("id", sampleMail());
    expect(outcome).toMatchObject({ outcome: "uncertain" });
  }));

Deno.test("unless the server drops repeats: then simply again", () =>
  withServer({ onBody: (_nth, cut) => (cut(), "silence") }, async (server) => {
    const transport = smtpTransport({ url: server.url, deduplicates: true });
    expect(await transport.send("id", sampleMail())).toMatchObject({ outcome: "failed" });
  }));

Deno.test("a server that is not there, or hangs up at once, has taken nothing", async () => {
  const gone = await startFakeSmtp();
  await gone.stop();
  expect(await smtpTransport({ url: gone.url }).send("id", sampleMail()))
    .toMatchObject({ outcome: "failed" });
  await withServer({ cutAtStart: true }, async (server) => {
    expect(await smtpTransport({ url: server.url }).send("id", sampleMail()))
      .toMatchObject({ outcome: "failed" });
  });
});
