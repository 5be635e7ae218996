import { expect } from "expect";
import { createTransport } from "nodemailer";
import { startMailCatcher } from "./mail_catcher.ts";

Deno.test("a mail that is sent again under its own id is one mail, another of the same words is another", async () => {
  const catcher = await startMailCatcher({ port: 0 });
  const transport = createTransport(catcher.smtpUrl);
  const send = (messageId?: string) =>
    transport.sendMail({
      from: "service@example.com",
      to: "ann@example.com",
      subject: "Visit",
      text: "Hello",
      messageId,
    });
  try {
    await send("<one@example.com>");
    await send("<one@example.com>");
    await send("<two@example.com>");
    await send();
    const mails = await (await fetch(`${catcher.url}/messages.json`)).json();
    expect(mails).toHaveLength(3);
  } finally {
    transport.close();
    await catcher.stop();
  }
});
