import { HttpError, page } from "fresh";
import * as z from "zod";
import { Title } from "@/components/web/Title.tsx";
import { Letter } from "@/components/contracts/Letter.tsx";
import { dayOf, instantText, sentence } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import PrintButton from "@/islands/PrintButton.tsx";
import { filterHref } from "@/lib/contracts/list.ts";
import { copyLink, type LetterFacts, readLetter } from "@/lib/contracts/letter.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";

interface Data {
  /** Null where nothing is due: the contract has no open cycle. */
  facts: LetterFacts | null;
  /** Null until somebody asks for the letter. */
  link: string | null;
}

function contractOf(params: Record<string, string>): string {
  const { success, data } = z.uuid().safeParse(params.contract);
  if (!success) throw new HttpError(404);
  return data;
}

/** Opening the page changes nothing; asking for the letter puts on record who has seen the link. */
export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const facts = await readLetter(ctx.state.session.api, contractOf(ctx.params));
    return page({ facts, link: null }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    const { api, rpc } = ctx.state.session;
    const contractId = contractOf(ctx.params);
    const facts = await readLetter(api, contractId);
    const isWanted = facts !== null && facts.isActive && facts.bookedFor === null;
    const link = isWanted ? await copyLink(rpc, contractId) : null;
    return page({ facts, link }, { headers: PRIVATE_PAGE });
  },
});

export default defineStaff.page<typeof handler>(function LetterPage({ data, state, params }) {
  const { facts, link } = data;
  if (facts === null) {
    return (
      <div class="office">
        <Title>No letter</Title>
        <p>Nothing is due on this contract.</p>
      </div>
    );
  }
  if (facts.bookedFor !== null) {
    return (
      <div class="office">
        <Title>{`No letter to ${facts.name}`}</Title>
        <p>
          The {facts.unit} is booked for{" "}
          {sentence(instantText(facts.bookedFor, state.company.time_zone))}
        </p>
        <p>
          <a href={filterHref({ search: facts.name, situation: "booked" })}>
            Look at the booked visits of {facts.name}
          </a>
        </p>
      </div>
    );
  }
  if (!facts.isActive) {
    return (
      <div class="office">
        <Title>{`No letter to ${facts.name}`}</Title>
        <p>
          The contract for the {facts.unit}{" "}
          is not active: the client may have told us that something has changed. Nobody is written
          to until it is.
        </p>
      </div>
    );
  }
  if (link === null) {
    return (
      <div class="office">
        <Title>{`Letter to ${facts.name}`}</Title>
        {facts.addressLines.length === 0
          ? <p>No street is known. Please add it before you post the letter.</p>
          : <p>{facts.addressLines.join(", ")}</p>}
        <p>The letter holds the client's private link. That you asked for it is put on record.</p>
        <form method="post" action={`/office/letter/${params.contract}`}>
          <button type="submit">Print the letter</button>
        </form>
      </div>
    );
  }
  return (
    <div class="office">
      <div class="on-screen">
        <Title>{`Letter to ${facts.name}`}</Title>
        <PrintButton label="Print" atOnce />
        <p>Only the letter goes on paper, folded at the two marks for a #10 window envelope.</p>
      </div>
      <Letter facts={facts} link={link} today={dayOf(state.now, state.company.time_zone)} />
    </div>
  );
});
