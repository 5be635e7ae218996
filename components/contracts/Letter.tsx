import { dueText } from "@/lib/text/dates.ts";
import { feeText } from "@/lib/text/money.ts";
import { greeting } from "@/lib/text/names.ts";
import type { LetterFacts } from "@/lib/contracts/letter.ts";
import { QrCode } from "@/components/web/QrCode.tsx";

/**
 * A letter on one sheet, folded for a #10 window envelope (static/css/office.css), for a client who
 * cannot be written to by e-mail.
 */
export function Letter(
  { facts, link, today }: { facts: LetterFacts; link: string; today: string },
) {
  const { company, unit, dueOn } = facts;
  const isLate = dueOn < today;
  return (
    <article class="letter" aria-label="Letter">
      <header>
        <strong>{company.company_name}</strong>
        <address>
          {company.postal_address}
          <br />
          {company.phone}
        </address>
      </header>
      <address class="addressee">
        {[facts.name, ...facts.addressLines].map((line) => (
          <span key={line}>
            {line}
            <br />
          </span>
        ))}
      </address>
      <div class="letter-body">
        <p>{dueText(today)}</p>
        <h2>
          {isLate
            ? `Your ${unit} was due for its maintenance visit`
            : `Your ${unit} is due for its maintenance visit`}
        </h2>
        <p>{greeting(facts.firstName)},</p>
        <p>
          Your {unit} {isLate ? "was due on" : "is due by"}{" "}
          <strong>{dueText(dueOn)}</strong>. A technician comes to you, cleans it, adjusts it and
          tests it. The visit costs <strong>{feeText(facts.fee)}</strong>.{" "}
          <strong>There is nothing to pay now.</strong>
        </p>
        <h3>Choose the way you like best</h3>
        <ol class="ways">
          <li>
            <strong>Call us</strong>
            <span class="big">{company.phone}</span>
            We find a time together.
          </li>
          <li>
            <QrCode text={link} label="QR code of the booking page's address" />
            <p>
              <strong>Or book it yourself.</strong>{" "}
              Point your phone's camera at the square, or type this address:
              <span class="link-text">{link.replace(/^https?:\/\//, "")}</span>
            </p>
          </li>
        </ol>
        <p>
          You no longer have it, or something else has changed? Please call us, and we stop writing.
        </p>
        <p>
          With kind regards
          <br />
          {company.company_name}
        </p>
        <p class="small-print">
          The address is yours alone. Please don't pass it on. We never ask for card or bank numbers
          by letter, e-mail or phone.
        </p>
      </div>
    </article>
  );
}
