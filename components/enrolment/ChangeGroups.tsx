import type { RunView } from "@/lib/enrolment/night/import_pages.ts";
import type { Change, ChangeGroup } from "@/lib/enrolment/night/shapes.ts";
import {
  changedCount,
  groupTitle,
  readable,
  valueText,
} from "@/lib/enrolment/night/import_words.ts";

/** What an import changed by itself: in groups, with an example and why. */
export function ChangeGroups({ view: { run, groups } }: { view: RunView }) {
  if (groups.length === 0) {
    return (
      <section aria-labelledby="changed">
        <h2 id="changed">Changed by itself</h2>
        <p>Nothing that came was different from the last time.</p>
      </section>
    );
  }
  const count = changedCount(groups);
  const changes = `/office/imports/${run.import_run_id}/changes`;
  return (
    <section aria-labelledby="changed">
      <div class="top">
        <h2 id="changed">Changed by itself ({count.toLocaleString("en-CA")})</h2>
        <p class="actions">
          <a class="button second" href={`${changes}.csv`}>Download CSV</a>
        </p>
      </div>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="number">How many</th>
            <th scope="col">For example</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => <GroupRow key={filterOf(group)} group={group} path={changes} />)}
        </tbody>
      </table>
    </section>
  );
}

function GroupRow({ group, path }: { group: ChangeGroup; path: string }) {
  return (
    <tr>
      <th scope="row">{groupTitle(group)}</th>
      <td class="number" data-label="How many">
        <a href={`${path}?${filterOf(group)}`}>
          {group.count.toLocaleString("en-CA")}
          <span class="unseen">: {groupTitle(group)}</span>
        </a>
      </td>
      <td data-label="For example">
        <About change={group.example} />
        <Values change={group.example} />
      </td>
      <td data-label="Why">{whyText(group.example)}</td>
    </tr>
  );
}

function filterOf({ change_kind, subject, field }: ChangeGroup): string {
  const filter = { change_kind, subject, ...(field === null ? {} : { field }) };
  return new URLSearchParams(filter).toString();
}

export const whyText = ({ why }: Change) => readable(why ?? "The file says so");

/** Whom and what it is about. */
export function About({ change: { client, customer_id, contract_id, what } }: { change: Change }) {
  const href = contract_id !== null
    ? `/office/contracts/${contract_id}`
    : `/office/clients/${customer_id}`;
  return (
    <>
      {client !== null && <a href={href}>{client}</a>}
      {client !== null && what !== null && ", "}
      {what}
    </>
  );
}

/** What was, and what is now. */
export function Values({ change }: { change: Change }) {
  const { was, became } = change;
  if (was === null && became === null) return null;
  return (
    <div>
      {was !== null && <del>{valueText(change, was)}</del>}{" "}
      {became !== null && <ins>{valueText(change, became)}</ins>}
    </div>
  );
}
