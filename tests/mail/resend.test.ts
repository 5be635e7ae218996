import { expect } from "expect";
import { resendTransport } from "@/lib/mail/delivery/resend.ts";
import { transportsFrom } from "@/lib/mail/delivery/transports.ts";
import { startFakeResend } from "./fake_resend.ts";
import { inOtherOrder, sampleMail } from "./mail.ts";

async function answeredWith(response: () => Response) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, response);
  try {
    const url = `http://127.0.0.1:${server.addr.port}`;
    return await resendTransport({ apiKey: "key", url }).send("id", sampleMail());
  } finally {
    await server.shutdown();
  }
}

Deno.test("a message that is sent again arrives once", async () => {
  const resend = startFakeResend();
  try {
    const transport = resendTransport({ apiKey: "key", url: resend.url });
    const first = await transport.send("id", sampleMail());
    expect(first).toEqual({ outcome: "sent", providerId: "provider-id" });
    expect(await transport.send("id", inOtherOrder(sampleMail()))).toEqual(first);
    expect(resend.requests).toBe(2);
    expect(resend.accepted.map(({ key }) => key)).toEqual(["id"]);
    const { body } = resend.accepted[0];
    expect(body.to).toEqual(["ada@example.com"]);
    expect(body.from).toBe('"Example Mobility" <service@example.com>');
    expect(body.attachments).toHaveLength(1);
  } finally {
    await resend.stop();
  }
});

Deno.test("a calendar entry goes along as an attachment that says what it is and what to do with it", async () => {
  const resend = startFakeResend();
  try {
    const transport = resendTransport({ apiKey: "key", url: resend.url });
    await transport.send("id", sampleMail());
    const { attachments } = resend.accepted[0].body as {
      attachments: { filename: string; content_type: string; content: string }[];
    };
    const [{ filename, content_type, content }] = attachments;
    expect([filename, content_type])
      .toEqual(["appointment.ics", "text/calendar; charset=utf-8; method=REQUEST"]);
    // The method of the part is the one inside of it (RFC 6047).
    expect(new TextDecoder().decode(Uint8Array.fromBase64(content)))
      .toContain("\r\nMETHOD:REQUEST\r\n");
  } finally {
    await resend.stop();
  }
});

Deno.test("answers are told apart: again later, never, somebody should look", async () => {
  expect(await answeredWith(() => new Response("busy", { status: 500 })))
    .toMatchObject({ outcome: "failed" });
  const slowDown = () =>
    new Response("slow down", { status: 429, headers: { "retry-after": "7" } });
  expect(await answeredWith(slowDown)).toMatchObject({ outcome: "failed", retryAfterSeconds: 7 });
  const retryAfter = (seconds: string) => () =>
    new Response("slow down", { status: 503, headers: { "retry-after": seconds } });
  // The database counts whole seconds; a date is no number of them.
  expect(await answeredWith(retryAfter("1.2"))).toMatchObject({ retryAfterSeconds: 2 });
  expect(await answeredWith(retryAfter("Tue, 02 Jun 2026 14:00:00 GMT")))
    .toMatchObject({ outcome: "failed", retryAfterSeconds: 0 });
  expect(await answeredWith(() => new Response("wrong key", { status: 401 })))
    .toMatchObject({ outcome: "failed" });
  for (const status of [400, 422]) {
    expect(await answeredWith(() => new Response("bad address", { status })))
      .toMatchObject({ outcome: "refused" });
  }
  const otherBytes = () => Response.json({ name: "invalid_idempotent_request" }, { status: 409 });
  expect(await answeredWith(otherBytes)).toMatchObject({ outcome: "uncertain" });
  const unreachable = resendTransport({ apiKey: "key", url: "http://127.0.0.1:1" });
  expect(await unreachable.send("id", sampleMail())).toMatchObject({ outcome: "failed" });
});

Deno.test("live mail leaves only where this very project's secret says so", () => {
  const env = { SUPABASE_URL: "https://abcd.supabase.co", RESEND_API_KEY: "key" };
  expect(transportsFrom(env).live).toBeUndefined();
  expect(transportsFrom({ ...env, LIVE_DELIVERY_PROJECT: "other.supabase.co" }).live)
    .toBeUndefined();
  expect(transportsFrom({ ...env, LIVE_DELIVERY_PROJECT: "abcd.supabase.co" }).live?.provider)
    .toBe("resend");
  const smtpOnly = { ...env, RESEND_API_KEY: undefined, SMTP_URL: "smtp://127.0.0.1:1" };
  expect(transportsFrom({ ...smtpOnly, LIVE_DELIVERY_PROJECT: "abcd.supabase.co" }).live)
    .toMatchObject({ provider: "smtp", deduplicates: false });
  expect(transportsFrom(smtpOnly)).toEqual({});
});
