import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { DONE } from "@/lib/contracts/terms.ts";
import { contractHref, contractMark, isAhead } from "@/lib/contracts/words.ts";
import { dueText } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { fullName } from "@/lib/text/units.ts";
import { Link } from "./Link.tsx";
import { PastCycles } from "./PastCycles.tsx";
import { Price } from "./Price.tsx";
import { Terms } from "./Terms.tsx";
import { TermsForms } from "./TermsForms.tsx";
import { ThisCycle } from "./ThisCycle.tsx";
import type { ContractView } from "./view.ts";

/** A contract as the office sees it: where its cycle stands, what it costs and why, and the few things one can do. */
export function ContractPage(view: ContractView) {
  const { page, did, refused, url } = view;
  const { client, cycle } = page;
  return (
    <div class="office contract">
      <p>
        <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
        {client.phone && (
          <>
            {" · "}
            <a class="phone" href={phoneHref(client.phone)}>{client.phone}</a>
          </>
        )}
      </p>
      <Title isError={refused !== undefined}>{capitalized(fullName(page.unit))}</Title>
      {did && <Told id="done">{DONE[did]}</Told>}
      {url && <Link url={url} name={client.name} />}
      {refused && refused.field === "" && <p class="complaint" role="alert">{refused.complaint}</p>}
      <p class="situation">
        <StateMark mark={contractMark(page)} />
        {cycle && <span class="soft">{` · due ${dueText(cycle.due_on)}`}</span>}
      </p>
      <Why view={view} />
      <NextStep view={view} />
      <div class="columns">
        <div>
          <ThisCycle {...view} />
          <PastCycles page={page} />
        </div>
        <div>
          <Price page={page} />
          <Terms page={page} />
        </div>
      </div>
      {page.state !== "cancelled" && <TermsForms {...view} />}
    </div>
  );
}

/** Why it rests, or ended, in the words in which somebody wrote it down; what else keeps the unit from being serviced. */
function Why({ view: { page } }: { view: ContractView }) {
  const { paused_reason, cancelled_note, acts, unit } = page;
  const why = paused_reason ?? cancelled_note;
  return (
    <>
      {why && (
        <p>
          <q>{why}</q>
          {acts.rest_ends_due_on && ` It goes on by itself, due ${dueText(acts.rest_ends_due_on)}.`}
        </p>
      )}
      {unit.condition !== "in_service" && (
        <p>
          The unit is{" "}
          <a href={`/office/units/${unit.unit_id}`}>{unit.condition.replaceAll("_", " ")}</a>:
          nobody is reminded of it.
        </p>
      )}
    </>
  );
}

/** The one thing that most likely comes next. */
function NextStep({ view: { page } }: { view: ContractView }) {
  const { cycle, state, contract_id } = page;
  if (cycle === null) return null;
  if (isAhead(cycle.visit)) {
    return (
      <p>
        <a class="button" href={`/office/visits/${cycle.visit.visit_id}`}>Open the booked visit</a>
      </p>
    );
  }
  if (state !== "active" || page.unit.condition !== "in_service") return null;
  return (
    <p>
      <a class="button" href={`${contractHref(contract_id)}/book`}>Book a visit</a>
    </p>
  );
}
