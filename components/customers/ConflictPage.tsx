import { Title } from "@/components/web/Title.tsx";
import ConflictKeys from "@/islands/ConflictKeys.tsx";
import { consequencesOf } from "@/lib/customers/consequences.ts";
import { type ConflictPage as Question, type Decided } from "@/lib/customers/conflicts.ts";
import { sidesOf, titleOf } from "@/lib/customers/conflict_words.ts";
import { type CardView, ConflictCard, ConflictDone } from "./ConflictCard.tsx";

export interface ConflictView {
  conflict: Question;
  came: Decided | null;
  back: string;
}

/** One question: its sides, and before an answer with consequences what follows from it. */
export function ConflictPage({ conflict, came, back, zone, isAdmin }: ConflictView & {
  zone: string;
  isAdmin: boolean;
}) {
  const { admins, next_id } = conflict;
  const view: CardView = { zone, isAdmin, admins, back };
  const isTold = came !== null && !came.done && came.follows !== undefined;
  return (
    <div class="office conflicts">
      <p>
        <a href="/office/conflicts">Questions of imports</a>
      </p>
      <Title isError={came?.complaint !== undefined}>{titleOf(conflict)}</Title>
      {came?.complaint && <p class="complaint" role="alert">{came.complaint}</p>}
      {conflict.decision !== null && (
        <ConflictDone conflict={conflict} back={`/office/conflicts/${conflict.conflict_id}`} />
      )}
      {isTold && <WhatFollows conflict={conflict} came={came} view={view} />}
      <ConflictCard conflict={conflict} view={view} isAlone />
      {next_id && (
        <p>
          <a href={`/office/conflicts/${next_id}`}>Next question</a>
        </p>
      )}
      {conflict.decision === null && <ConflictKeys />}
    </div>
  );
}

/** What an answer brings about, with the button that does it. */
function WhatFollows({ conflict, came, view }: {
  conflict: Question;
  came: Decided;
  view: CardView;
}) {
  const { changes, shown } = came.follows!;
  const side = sidesOf(conflict, view).find(({ decision }) => decision === came.decision);
  const units = conflict.unit ? [conflict.unit] : [];
  return (
    <section class="notice warn" id="follows" aria-labelledby="follows-head">
      <h2 id="follows-head" tabIndex={-1} autofocus>This is what follows</h2>
      <ul>
        {consequencesOf(changes, { name: conflict.client?.name ?? "", units, zone: view.zone })
          .map((text) => <li key={text}>{text}</li>)}
        <li>It cannot be taken back here.</li>
      </ul>
      <form method="post" action={`/office/conflicts/${conflict.conflict_id}`} class="buttons">
        <input type="hidden" name="shown" value={shown} />
        <input type="hidden" name="back" value={view.back} />
        <button type="submit" name="decision" value={came.decision}>
          {side?.label ?? "Do it"}
        </button>{" "}
        <a class="button second" href={`/office/conflicts/${conflict.conflict_id}`}>
          Leave it open
        </a>
      </form>
    </section>
  );
}
