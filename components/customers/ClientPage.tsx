import { Contacts } from "./Contacts.tsx";
import { FileField, FileForm } from "./FileForm.tsx";
import { Reach, Remarks } from "./Reach.tsx";
import type { ClientView } from "./view.ts";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { ERASED } from "@/lib/customers/erased.ts";
import { DONE } from "@/lib/customers/keep.ts";
import { workText } from "@/lib/customers/reach_words.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { type Amount, moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { conditionMark, fullName } from "@/lib/text/units.ts";
import type { KnownUnit } from "@/lib/customers/history.ts";
import { contractText } from "@/lib/customers/words.ts";
import { Paper } from "./Paper.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Timeline } from "./Timeline.tsx";
import { Coming } from "./UnitPage.tsx";
import { RepairLinks } from "./UnitRepairs.tsx";

/** A client: how to reach them, what they have, what they owe, and all that happened. */
export function ClientPage(view: ClientView) {
  const { history, file, step, company, zone, did, refused } = view;
  const { units, today } = history;
  const here = `/office/clients/${file.customer_id}`;
  return (
    <Paper about={file.name} today={today} company={company}>
      <div class="client-head">
        <Title isError={refused !== undefined}>{file.name}</Title>
        {file.erased_on === null && (
          <p class="buttons on-screen">
            <a class="button second" href={`${here}/changed`}>Something changed</a>
            {file.deceased_on === null && (
              <>
                <a class="button second" href={`${here}/enrol`}>Enrol a unit</a>
                <a class="button second" href={`/office/orders/new?client=${file.customer_id}`}>
                  New order
                </a>
              </>
            )}
            {view.isAdmin && <a class="button second" href={`${here}/merge`}>Merge</a>}
          </p>
        )}
      </div>
      {did && <Told>{DONE[did]}</Told>}
      {file.erased_on === null ? <Deceased view={view} /> : <Erased view={view} />}
      <div class="client-columns">
        <div>
          {file.erased_on === null && (
            <>
              <Reach view={view} />
              <Contacts view={view} />
              <Remarks view={view} />
            </>
          )}
          {file.erased_on === null && (
            <p class="on-screen">
              <a href={`/office/orders?client=${file.customer_id}`}>Orders of {file.name}</a>
            </p>
          )}
          {view.isAdmin && (
            <p class="on-screen">
              <a href={`${here}/data`}>All that is kept about {file.name}</a>
            </p>
          )}
        </div>
        <div>
          <OpenWork view={view} />
          <Units units={units} zone={zone} />
          {history.repairs.length > 0 && (
            <section aria-labelledby="repairs">
              <h2 id="repairs">Repairs</h2>
              <RepairLinks repairs={history.repairs} />
            </section>
          )}
          <Owed balance={history.client.open_balance} />
          <Timeline history={history} step={step} path={here} zone={zone} ofSeveral />
        </div>
      </div>
    </Paper>
  );
}

/** That the client was erased: there is nobody to reach, and nothing to change. */
function Erased({ view: { file: { erased_on }, refused } }: { view: ClientView }) {
  return (
    <section class="notice" aria-labelledby="erased">
      <h2 id="erased">Erased ({unbroken(shortDayText(erased_on!))})</h2>
      <p>{ERASED} What the law has us keep is here, without a name.</p>
      {refused && <p class="complaint" role="alert">{refused.complaint}</p>}
    </section>
  );
}

/** That the client has died, and what lets an administrator take that back. */
function Deceased({ view }: { view: ClientView }) {
  const { deceased_on } = view.file;
  if (deceased_on === null) return null;
  const form = { view, deed: "correct" as const };
  return (
    <section class="notice" aria-labelledby="deceased">
      <h2 id="deceased">Has died ({unbroken(shortDayText(deceased_on))})</h2>
      <p>Nothing is mailed or printed to this name again.</p>
      {view.isAdmin && (
        <FileForm {...form} label="That was a mistake" button="They have not died">
          <FileField form={form} name="why" label="How do we know?" maxLength={500} />
        </FileForm>
      )}
    </section>
  );
}

/** What the office is to do about the client, urgent work first. */
function OpenWork({ view: { file: { work } } }: { view: ClientView }) {
  return work.length > 0 && (
    <section class="notice warn on-screen" aria-labelledby="work">
      <h2 id="work">To do</h2>
      <ul>
        {work.map(({ activity_id, kind, urgent, due_on }) => (
          <li key={activity_id}>
            <a href={`/office/work/${activity_id}`}>{workText(kind)}</a>,{" "}
            {urgent ? "urgent" : `by ${unbroken(shortDayText(due_on))}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is to be paid. */
function Owed({ balance }: { balance: Amount }) {
  return (
    <p>
      {Number(balance) === 0
        ? "Nothing is to be paid."
        : <StateMark mark={{ text: `${moneyText(balance)} to be paid`, shape: "late" }} />}
    </p>
  );
}

function Units({ units, zone }: { units: KnownUnit[]; zone: string }) {
  return (
    <section aria-labelledby="units">
      <h2 id="units">Units</h2>
      {units.length === 0 ? <p>None is known.</p> : (
        <ul class="units">
          {units.map((unit) => (
            <li key={unit.unit_id}>
              <div>
                <a href={`/office/units/${unit.unit_id}`}>{capitalized(fullName(unit))}</a>
                <small>
                  {[unit.serial_number && `Serial ${unit.serial_number}`, contractText(unit)]
                    .filter(Boolean).join(" · ")}
                </small>
              </div>
              <div>
                <StateMark mark={conditionMark(unit)} />
                {unit.condition !== "retired" && (
                  <small class="on-screen">
                    <a href={`/office/units/${unit.unit_id}?repair#repair`}>
                      Open a repair<span class="unseen">for the {fullName(unit)}</span>
                    </a>
                  </small>
                )}
                {unit.contract && unit.contract.state !== "cancelled" && (
                  <small class="on-screen">
                    <a href={`/office/contracts/${unit.contract.contract_id}`}>
                      Contract<span class="unseen">of the {fullName(unit)}</span>
                    </a>
                  </small>
                )}
              </div>
              <div>
                {unit.due_on && `Due ${unbroken(shortDayText(unit.due_on))}`}
                {unit.coming && (
                  <small>
                    Visit <Coming coming={unit.coming} zone={zone} />
                  </small>
                )}
                <BookLink unit={unit} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What a call is mostly about: a visit for the unit, or another time of the one that is booked. */
function BookLink({ unit }: { unit: KnownUnit }) {
  if (unit.contract === null || unit.contract.state === "cancelled") return null;
  return (
    <p class="on-screen">
      <a class="button second" href={`/office/contracts/${unit.contract.contract_id}/book`}>
        {unit.coming ? "Change the visit" : "Book a visit"}
        <span class="unseen">for the {fullName(unit)}</span>
      </a>
    </p>
  );
}
