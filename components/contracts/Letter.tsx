import { dueText } from "@/lib/text/dates.ts";
import { feeText } from "@/lib/text/money.ts";
import { greeting } from "@/lib/text/names.ts";
import type { LetterFacts } from "@/lib/contracts/letter.ts";
import { QrCode } from "@/components/web/QrCode.tsx";

/** A letter on one sheet of paper, for a client who cannot be written to by e-mail. */
export function Letter(
  { facts, link, today }: { facts: LetterFacts; link: string; today: string },
) {
  const { company } = facts;
  return (
    <article class="letter" aria-label="Letter">
      <address>
        <strong>{company.company_name}</strong>
        <br />
        {company.postal_address}
      </address>
      <p>{dueText(today)}</p>
      <p class="addressee">
        {[facts.name, ...facts.addressLines].map((line) => (
          <span key={line}>
            {line}
            <br />
          </span>
        ))}
      </p>
      <p>{greeting(facts.firstName)},</p>
      <p>
        Your {facts.unit} is due for maintenance on{" "}
        <strong>{dueText(facts.dueOn)}</strong>. The visit costs {feeText(facts.fee)}.
      </p>
      <p>
        To choose a time, call us at{" "}
        <strong>{company.phone}</strong>. Or book it yourself: point your phone's camera at the
        square, or type in the address below it.
      </p>
      <figure>
        <QrCode text={link} label="QR code of the booking page's address" />
        <figcaption>{link.replace(/^https?:\/\//, "")}</figcaption>
      </figure>
      <p>This address is yours alone. Please don't pass it on.</p>
      <p>{company.company_name}</p>
    </article>
  );
}
