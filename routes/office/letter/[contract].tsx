import { page } from "fresh";
import { Title } from "@/components/web/Title.tsx";
import { LetterSheet } from "@/components/contracts/LetterSheet.tsx";
import { dayOf, instantText, sentence, unbroken } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import PrintButton from "@/islands/PrintButton.tsx";
import { filterHref } from "@/lib/contracts/list.ts";
import { type Letter, printLetter, readLetter, unitsOfLetter } from "@/lib/contracts/letter.ts";
import { fullName, namesOf } from "@/lib/text/units.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { keyOf } from "@/lib/web/key.ts";

/** Opening the page changes nothing; asking for the letter puts on record who has seen the link. */
export const handler = defineStaff.handlers<{ letter: Letter }>({
  async GET(ctx) {
    const letter = await readLetter(ctx.state.session.rpc, keyOf(ctx.params, "contract"));
    return page({ letter }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    const letter = await printLetter(ctx.state.session.rpc, keyOf(ctx.params, "contract"));
    return page({ letter }, { headers: PRIVATE_PAGE });
  },
});

export default defineStaff.page<typeof handler>(function LetterPage({ data, state, params }) {
  const { letter } = data;
  switch (letter.status) {
    case "expired":
      return (
        <div class="office">
          <Title>No letter</Title>
          <p>Nothing is due on this contract.</p>
        </div>
      );
    case "booked":
      return (
        <div class="office">
          <Title>{`No letter to ${letter.name}`}</Title>
          <p>
            The {fullName(letter.unit)} is booked for{" "}
            {unbroken(sentence(instantText(letter.booked_for, state.company.time_zone)))}
          </p>
          <p>
            <a href={filterHref({ search: letter.name, situation: "booked" })}>
              Look at the booked visits of {letter.name}
            </a>
          </p>
        </div>
      );
    case "paused":
      return (
        <div class="office">
          <Title>{`No letter to ${letter.name}`}</Title>
          <p>
            The contract for the {fullName(letter.unit)}{" "}
            is not active, or the unit is out of service: the client may have told us that something
            has changed. Nobody is written to until it is.
          </p>
        </div>
      );
    case "due":
      return (
        <div class="office">
          <Title>{`Letter to ${letter.name}`}</Title>
          {letter.address_lines.length === 0
            ? <p>No street is known. Please add it before you post the letter.</p>
            : <p>{letter.address_lines.join(", ")}</p>}
          {letter.others.length > 0 && (
            <p>
              It names all that is due in this household:{" "}
              {unbroken(namesOf(unitsOfLetter(letter)))}.
            </p>
          )}
          <p>
            The letter holds the client's private link, and a code that leads to it. That you asked
            for it is put on record.
          </p>
          <form method="post" action={`/office/letter/${params.contract}`}>
            <button type="submit">Print the letter</button>
          </form>
        </div>
      );
    case "printed":
      return (
        <div class="office">
          <div class="on-screen">
            <Title>{`Letter to ${letter.name}`}</Title>
            <PrintButton label="Print" atOnce />
            <p>Only the letter goes on paper, folded at the two marks for a #10 window envelope.</p>
            {letter.short_code === null && (
              <p>
                No postal code is known: the letter bears no code, since nothing could check it.
              </p>
            )}
          </div>
          <LetterSheet letter={letter} today={dayOf(state.now, state.company.time_zone)} />
        </div>
      );
  }
});
