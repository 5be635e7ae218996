import PrintButton from "@/islands/PrintButton.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { PrintedLetter } from "@/lib/contracts/letter.ts";
import type { LettersDue, OneOfLetters } from "@/lib/contracts/letters.ts";
import { dueText } from "@/lib/text/dates.ts";
import { LetterSheet } from "./LetterSheet.tsx";

/** Who gets a letter instead of a call or a mail: all are ticked, and one button prints them. */
export function LettersToPrint({ due, complaint, kindText }: {
  due: LettersDue;
  complaint?: string;
  kindText: (kind: string) => string;
}) {
  const { rows, letters } = due;
  if (rows.length === 0) {
    return (
      <div class="office">
        <Title>Letters</Title>
        <section class="empty">
          <p>
            No letter is due today. Who cannot be mailed, is not to be called, or was not reached in
            three calls comes up here.
          </p>
          <p>
            <a href="/office/work">Back to the work list</a>
          </p>
        </section>
      </div>
    );
  }
  return (
    <div class="office">
      <Title isError={complaint !== undefined}>
        {letters === 1 ? "1 letter to print" : `${letters} letters to print`}
      </Title>
      <p>
        For all who cannot be mailed, are not to be called, or were not reached in three calls. Each
        tells a home of all that is due there.
        {rows.length < letters && ` The first ${rows.length} come now.`}
      </p>
      <form method="post" action="/office/letters" class="letters-form">
        {complaint && <p class="complaint" role="alert">{complaint}</p>}
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Print</th>
              <th scope="col">Client</th>
              <th scope="col">Due</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.contract_id}>
                <td>
                  <label class="pick">
                    <input
                      type="checkbox"
                      name="contract"
                      value={row.contract_id}
                      checked={row.has_address}
                    />
                    <span class="unseen">Letter to {row.customer}</span>
                  </label>
                </td>
                <th scope="row">
                  {row.customer}
                  <small>
                    {row.has_address ? row.city : "No street is known: add it first"}
                  </small>
                </th>
                <td>{dueText(row.due_on)}</td>
                <td>
                  {row.kinds.map(kindText).join(", ")}
                  {row.can_be_called && <small>A call would do as well</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          The letters hold private links, so it is put on record that you printed them. What they
          are about is due again on the work list after five business days, unless it is booked by
          then.
        </p>
        <button type="submit">Print those that are ticked</button>
      </form>
    </div>
  );
}

/** Those that were printed. */
export const sheetsOf = (letters: OneOfLetters[]): PrintedLetter[] =>
  letters.filter((each): each is PrintedLetter & OneOfLetters => each.status === "printed");

/** All of them in one document, a sheet each; who gets none is said on the screen. */
export function PrintedLetters({ letters, today }: { letters: OneOfLetters[]; today: string }) {
  const printed = sheetsOf(letters);
  const left = letters.length - printed.length;
  return (
    <div class="office">
      <div class="on-screen">
        <Title>{printed.length === 1 ? "1 letter" : `${printed.length} letters`}</Title>
        <PrintButton label="Print" atOnce />
        <p>
          Only the letters go on paper, a sheet each, folded at the two marks for #10 window
          envelopes. Print them now: this page cannot be opened again.
        </p>
        {left > 0 && (
          <p>
            {left === 1 ? "1 is not printed" : `${left} are not printed`}: booked meanwhile, at rest
            or ended.
          </p>
        )}
        <p>
          <a href="/office/work">Back to the work list</a>
        </p>
      </div>
      {printed.map((letter) => <LetterSheet key={letter.url} letter={letter} today={today} />)}
    </div>
  );
}
