import { DueDate, Pause, Resume, Skip } from "./DueForms.tsx";
import { Cancel } from "./EndForm.tsx";
import { Links, Remind } from "./LinkForms.tsx";
import { NoCharge, Tax } from "./PriceForms.tsx";
import type { ContractView } from "./view.ts";

/** What else can be done about a contract, each with its consequence before the button. */
export function TermsForms(view: ContractView) {
  const { page } = view;
  const { state, cycle, client, contract_id } = page;
  return (
    <section aria-labelledby="do">
      <h2 id="do">Do something else</h2>
      <div class="doings">
        {cycle && <Remind view={view} />}
        {cycle && state === "active" && (
          <p class="fold">
            <a href={`/office/letter/${contract_id}`}>Print a letter</a>{" "}
            <small>with the link, as a square to photograph and as a code to type</small>
          </p>
        )}
        {cycle && <Links view={view} />}
        {cycle && <DueDate view={view} />}
        {state === "active" && cycle && <Skip view={view} />}
        {state === "paused" && <Resume view={view} />}
        {state !== "draft" && <Pause view={view} />}
        <NoCharge view={view} />
        <Tax view={view} />
        {view.isAdmin && (
          <p class="fold">
            <a href={`/office/reprice?contract=${contract_id}`}>Another fee</a>{" "}
            <small>from a day on; what was told stays</small>
          </p>
        )}
        <Cancel view={view} />
      </div>
      <p class="soft">
        {client.name}{" "}
        has died, moved away with all they have, or is in hospital? That is one form for all of
        their contracts:{" "}
        <a href={`/office/clients/${client.customer_id}/changed`}>something changed</a>.
      </p>
    </section>
  );
}
