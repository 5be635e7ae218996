import { Title } from "@/components/web/Title.tsx";
import { kindWords } from "@/lib/mail/kinds.ts";
import type { Mail } from "@/lib/mail/mail.ts";

/** How a mail is looked at, by the word in the address. */
export const LOOKS = { light: "Light", dark: "Dark", text: "As text" } as const;
export type Look = keyof typeof LOOKS;

/** One kind of mail as a client of this company gets it. */
export function MailKindPage({ kind, mail, look }: { kind: string; mail: Mail; look: Look }) {
  const { title, when } = kindWords(kind);
  return (
    <div class="office">
      <p class="crumb">
        <a href="/office/messages/kinds">What we mail</a>
      </p>
      <Title>{title}</Title>
      <p>{when}</p>
      <dl class="facts">
        <dt>From</dt>
        <dd>{mail.from.name}, {mail.from.address}</dd>
        <dt>Subject</dt>
        <dd>{mail.subject}</dd>
        {mail.attachments.length > 0 && (
          <>
            <dt>With it</dt>
            <dd>{mail.attachments.map(({ filename }) => filename).join(", ")}</dd>
          </>
        )}
      </dl>
      <p class="hint">About somebody who does not exist; the links in it lead nowhere.</p>
      <nav class="chips" aria-label="How it is looked at">
        {Object.entries(LOOKS).map(([each, label]) => (
          <a key={each} href={`?look=${each}`} aria-current={each === look}>{label}</a>
        ))}
      </nav>
      {look === "text"
        ? <pre class="mail-looked-at" tabIndex={0} aria-label="The mail as text">{mail.text}</pre>
        : (
          <iframe
            class="mail-looked-at"
            src={`/office/messages/kinds/${kind}/mail?look=${look}`}
            title={`The mail: ${mail.subject}`}
            sandbox=""
          />
        )}
    </div>
  );
}
