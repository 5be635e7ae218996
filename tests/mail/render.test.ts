/** What holds for every mail. */
import { expect } from "expect";
import { templates } from "@/lib/mail/registry.ts";
import { renderMail } from "@/lib/mail/render.ts";
import { freshDatabase } from "@/tests/databases.ts";
import { samples, stairLift } from "@/lib/mail/samples.ts";
import { NOW, render } from "./rendered.ts";

Deno.test("every kind of message that the database knows is written, and has a sample", async () => {
  const fresh = await freshDatabase();
  try {
    const rows = await fresh.db.query("select kind from private.message_kinds order by kind");
    const kinds = rows.map(({ kind }) => kind);
    expect(Object.keys(templates).sort()).toEqual(kinds);
    expect(Object.keys(samples).sort()).toEqual(kinds);
  } finally {
    await fresh.drop();
  }
});

Deno.test("every mail to a client names its sender, address and phone, and lets people go with one click", () => {
  const toOurselves = ["digest", "not_closed", "invitation", "password_reset"];
  for (const kind of Object.keys(samples).filter((kind) => !toOurselves.includes(kind))) {
    const mail = render(kind);
    const url = samples[kind].unsubscribe_url as string;
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain("1 Main Street, Brampton");
      expect(part).toContain("905-555-0100");
      expect(part).toContain(url);
    }
    expect(mail.headers["List-Unsubscribe"]).toBe(`<${url}>`);
    expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    // So that no absence notice answers it.
    expect(mail.headers["Auto-Submitted"]).toBe("auto-generated");
    expect(mail.messageId).toBe("m1@example.com");
  }
});

Deno.test("styles are inlined, the dark ones stay conditional", () => {
  const { html } = render("reminder");
  expect(html).toMatch(/<a class="button-link"[^>]*style="[^"]*padding/);
  expect(html).toContain("@media (prefers-color-scheme: dark)");
});

Deno.test("markup in names stays text", () => {
  const hostile = `<img src=x onerror="alert(1)"> & "co"`;
  for (const kind of Object.keys(samples)) {
    const mail = render(kind, {
      first_name: hostile,
      technician_name: hostile,
      address: hostile,
      company: { ...samples[kind].company as object, name: hostile, phone: hostile },
      ...samples[kind].items
        ? { items: [{ ...stairLift, product_name: hostile, kind: hostile }] }
        : {},
    });
    expect(mail.html).not.toContain("<img");
    expect(mail.html).not.toMatch(/<[^>]*\sonerror=/);
  }
});

Deno.test("line breaks in names start no header", () => {
  const hostile = "Stair\r\nBcc: everybody@example.com\r\n\r\nlift";
  const mail = render("reminder", {
    items: [{ ...stairLift, kind: hostile }],
    company: { ...samples.reminder.company as object, sender_name: hostile },
  });
  for (const value of [mail.subject, mail.from.name, ...Object.values(mail.headers)]) {
    expect(value).not.toMatch(/[\r\n]/);
  }
});

Deno.test("a link that is no web address is refused", () => {
  expect(() => render("reminder", { items: [{ ...stairLift, link: "javascript:alert(1)" }] }))
    .toThrow();
  expect(() => render("reminder", { unsubscribe_url: "javascript:alert(1)" })).toThrow();
});

Deno.test("a colour or logo that is none spoils no mail", () => {
  const company = {
    ...samples.reminder.company as object,
    brand_color: "red;}",
    logo_url: "javascript:alert(1)",
  };
  const { html } = render("reminder", { company });
  expect(html).not.toContain("red;}");
  expect(html).not.toContain("<img");
  expect(html).toContain("Example Mobility");
});

Deno.test("facts that are missing and kinds that are unknown are refused", () => {
  expect(() => render("reminder", { items: [] })).toThrow();
  expect(() => renderMail({ id: "m", kind: "gossip", recipient: "a@example.com", facts: {} }, NOW))
    .toThrow("no template");
});
