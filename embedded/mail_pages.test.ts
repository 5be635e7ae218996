import { expect } from "expect";
import type { CaughtMail } from "./caught_mail.ts";
import { mailListPage, mailPage } from "./mail_pages.ts";

const HOSTILE = `<img src=x onerror="alert(1)"> & 'co'`;

const MAIL: CaughtMail = {
  id: "1",
  at: "2026-06-02T14:00:00.000Z",
  from: HOSTILE,
  to: HOSTILE,
  subject: HOSTILE,
  text: HOSTILE,
  html: HOSTILE,
  attachments: [
    { filename: HOSTILE, contentType: `text/calendar"><img>`, content: HOSTILE, encoding: "text" },
    { filename: "", contentType: "application/pdf", content: "AQL/", encoding: "base64" },
  ],
  alternatives: [],
  headers: {},
};

Deno.test("whatever a mail holds, on the pages it is text", () => {
  for (const html of [mailListPage([MAIL]), mailPage(MAIL)]) {
    expect(html).not.toContain("<img");
    expect(html).not.toContain('onerror="');
    expect(html).toContain("&#60;img src=x");
  }
});

Deno.test("attachments can be taken as they came, and the HTML part is shown in a sandbox", () => {
  const html = mailPage(MAIL);
  expect(html).toContain(
    `href="data:text/calendar;charset=utf-8,${encodeURIComponent(HOSTILE)}"`,
  );
  expect(html).toContain(`href="data:application/pdf;base64,AQL/">application/pdf</a>`);
  expect(html).toContain(`<iframe sandbox="allow-popups" src="/mail/1/html"`);
});

Deno.test("the newest mail stands first, one without a subject can be opened", () => {
  const html = mailListPage([
    { ...MAIL, id: "old", subject: "Old" },
    { ...MAIL, id: "new", subject: "" },
  ]);
  expect(html.indexOf("/mail/new")).toBeLessThan(html.indexOf("/mail/old"));
  expect(html).toContain(`<a href="/mail/new">(no subject)</a>`);
});
