import { page } from "fresh";
import * as z from "zod";
import { LettersToPrint, PrintedLetters } from "@/components/contracts/Letters.tsx";
import {
  type LettersDue,
  type OneOfLetters,
  printLetters,
  readLettersDue,
} from "@/lib/contracts/letters.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textsOf } from "@/lib/web/forms.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { kindTitle } from "@/lib/text/work_kinds.ts";

interface Shown {
  due?: LettersDue;
  letters?: OneOfLetters[];
  complaint?: string;
}

/** Opening the page changes nothing; printing puts on record who has seen the links. */
export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    return page({ due: await readLettersDue(ctx.state.session.rpc) }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const chosen = textsOf(await readForm(ctx.req), "contract");
    const ids = chosen.filter((id) => z.uuid().safeParse(id).success);
    const letters = ids.length > 0 ? await printLetters(rpc, ids) : null;
    if (letters !== null) return page({ letters }, { headers: PRIVATE_PAGE });
    const complaint = "Please tick between 1 and 100 letters.";
    const due = await readLettersDue(rpc);
    return page({ due, complaint }, { status: 422, headers: PRIVATE_PAGE });
  },
});

export default defineStaff.page<typeof handler>(function LettersRoute({ data, state }) {
  if (data.letters) {
    const today = dayOf(state.now, state.company.time_zone);
    return <PrintedLetters letters={data.letters} today={today} />;
  }
  return <LettersToPrint due={data.due!} complaint={data.complaint} kindText={kindTitle} />;
});
