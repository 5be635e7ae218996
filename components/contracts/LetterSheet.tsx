import { dueText } from "@/lib/text/dates.ts";
import { greeting } from "@/lib/text/names.ts";
import { costNote, costText, lineText } from "@/lib/text/price.ts";
import { fullName, kindsOf } from "@/lib/text/units.ts";
import {
  codeText,
  goText,
  type LetterUnit,
  type PrintedLetter,
  unitsOfLetter,
} from "@/lib/contracts/letter.ts";
import { QrCode } from "@/components/web/QrCode.tsx";

/**
 * A letter on one sheet, folded for a #10 window envelope (static/css/office.css), for a client who
 * cannot be written to by e-mail.
 */
export function LetterSheet({ letter, today }: { letter: PrintedLetter; today: string }) {
  const { company, url, short_code } = letter;
  const units = unitsOfLetter(letter);
  return (
    <article class={units.length === 1 ? "letter" : "letter several"} aria-label="Letter">
      <header>
        <strong>{company.company_name}</strong>
        <address>
          {company.postal_address}
          <br />
          {company.phone}
        </address>
      </header>
      <address class="addressee">
        {[letter.name, ...letter.address_lines].map((line) => (
          <span key={line}>
            {line}
            <br />
          </span>
        ))}
      </address>
      <div class="letter-body">
        <p>{dueText(today)}</p>
        {units.length === 1
          ? <OneUnit letter={letter} today={today} />
          : <SeveralUnits letter={letter} units={units} today={today} />}
        <h3>Choose the way you like best</h3>
        <ol class="ways">
          <li>
            <strong>Call us</strong>
            <span class="big">{company.phone}</span>
            We find a time together.
          </li>
          <li>
            <QrCode text={url} label="QR code of the booking page's address" />
            {short_code === null
              ? (
                <p>
                  <strong>Or book it yourself.</strong>{" "}
                  Point your phone's camera at the square, or type this address:
                  <span class="link-text">{addressOf(url)}</span>
                </p>
              )
              : (
                <p>
                  <strong>Or book it yourself.</strong>{" "}
                  Point your phone's camera at the square. Or open{" "}
                  <strong class="unbroken">{goText(url)}</strong>{" "}
                  and type this code and your postal code:
                  <span class="code">{codeText(short_code)}</span>
                </p>
              )}
          </li>
        </ol>
        <p>
          You no longer have{" "}
          {units.length === 1 ? "it" : "one of them"}, or something else has changed? Please call
          us, and we stop writing{units.length === 1 ? "" : " about it"}.
        </p>
        <p>
          With kind regards
          <br />
          {company.company_name}
        </p>
        <p class="small-print">
          The square and the code are yours alone. Please don't pass them on. We never ask for card
          or bank numbers by letter, e-mail or phone.
        </p>
        {short_code !== null && units.length === 1 && (
          <p class="small-print">
            The square stands for this address: <span class="link-text">{addressOf(url)}</span>
          </p>
        )}
      </div>
    </article>
  );
}

function OneUnit({ letter, today }: { letter: PrintedLetter; today: string }) {
  const unit = fullName(letter.unit);
  const isLate = letter.due_on < today;
  return (
    <>
      <h2>
        {isLate
          ? `Your ${unit} was due for its maintenance visit`
          : `Your ${unit} is due for its maintenance visit`}
      </h2>
      <p>{greeting(letter.first_name)},</p>
      <p>
        Your {unit} {isLate ? "was due on" : "is due by"}{" "}
        <strong>{dueText(letter.due_on)}</strong>. A technician comes to you, cleans it, adjusts it
        and tests it. The visit costs <Price units={[letter.unit]} />.{" "}
        <strong>There is nothing to pay now.</strong>
      </p>
    </>
  );
}

/** What is due in one household, and what it costs together. */
function SeveralUnits(
  { letter, units, today }: { letter: PrintedLetter; units: LetterUnit[]; today: string },
) {
  const areLate = units.every(({ due_on }) => due_on < today);
  return (
    <>
      <h2>
        {`Your ${kindsOf(units)} ${areLate ? "were" : "are"} due for their maintenance visit`}
      </h2>
      <p>{greeting(letter.first_name)},</p>
      <ul class="due">
        {units.map((unit) => (
          <li key={fullName(unit)}>
            Your {fullName(unit)} {unit.due_on < today ? "was due on" : "is due by"}{" "}
            <strong>{dueText(unit.due_on)}</strong>: {lineText(unit)}
          </li>
        ))}
      </ul>
      <p>
        A technician comes to you, cleans them, adjusts them and tests them, in one visit if you
        like. Together it costs <Price units={units} />.{" "}
        <strong>There is nothing to pay now.</strong>
      </p>
    </>
  );
}

function Price({ units }: { units: LetterUnit[] }) {
  const note = costNote(units);
  return (
    <>
      <strong>{costText(units)}</strong>
      {note !== null && ` (${note})`}
    </>
  );
}

/** A link as it is typed. */
function addressOf(url: string): string {
  return url.replace(/^https?:\/\//, "");
}
