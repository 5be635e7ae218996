import type { ComponentChildren } from "preact";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { ClosedStop, ClosureRow } from "@/lib/closures/closures.ts";
import {
  callNotes,
  isSettled,
  nowText,
  quietText,
  visitText,
  whoText,
  workText,
} from "@/lib/closures/words.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { RESULTS_SHORT } from "@/lib/closures/results.ts";
import { workHref } from "@/lib/text/visits.ts";

type Stop = ClosedStop | ClosureRow;

/** A client, with all of their stops of the day: whoever is told is told once. */
function Client({ stops }: { stops: Stop[] }) {
  const [first] = stops;
  return (
    <th scope="row">
      {first.customer_id
        ? <a href={`/office/clients/${first.customer_id}`}>{whoText(first)}</a>
        : whoText(first)}
      <small>
        {[stops.map(workText).join("; "), first.city].filter(Boolean).join(", ")}
      </small>
    </th>
  );
}

function Visits({ stops, zone }: { stops: Stop[]; zone: string }) {
  return (
    <td data-label="Visit">
      {stops.map((stop) => (
        <div key={stop.task_id}>
          <a href={workHref(stop, zone)}>{unbroken(visitText(stop, zone))}</a>
        </div>
      ))}
    </td>
  );
}

/** What became of them, once the day is closed. */
function Now({ stops, zone }: { stops: Stop[]; zone: string }) {
  return (
    <td data-label="Now">
      {stops.map((stop) => (
        <div key={stop.task_id}>{"now" in stop && unbroken(nowText(stop, zone))}</div>
      ))}
    </td>
  );
}

interface TableProps {
  id: string;
  title: string;
  /** Clients with their stops. */
  clients: Stop[][];
  zone: string;
  /** Whether the day is closed, so that there is something to say of what became of them. */
  isClosed: boolean;
}

/** As many clients as can be read at one look: more are folded up below their number. */
const MOST_OPEN = 8;

function Table(
  { id, title, clients, isClosed, columns, children, more }: Omit<TableProps, "zone"> & {
    columns: string[];
    children: ComponentChildren;
    more?: ComponentChildren;
  },
) {
  const table = (
    <>
      {more}
      <table class="list told">
        <thead>
          <tr>{columns.map((column) => <th scope="col" key={column}>{column}</th>)}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </>
  );
  if (isClosed) {
    return (
      <section id={id} aria-labelledby={`${id}-head`} class="closing">
        <h2 id={`${id}-head`}>{title}</h2>
        {table}
      </section>
    );
  }
  // What a link names has to lie within: then following it unfolds it.
  return (
    <details class="fold closing" open={clients.length <= MOST_OPEN}>
      <summary>
        <h2>{title}</h2>
      </summary>
      <div id={id} class="closing">{table}</div>
    </details>
  );
}

/** Who is called: the work that stays with people. */
export function Calls({ id, title, clients, zone, isClosed, more }: TableProps & {
  more?: ComponentChildren;
}) {
  if (clients.length === 0) return null;
  const columns = ["Client", "Call", "Visit", ...isClosed ? ["Now", "Result"] : []];
  return (
    <Table {...{ id, title, clients, isClosed, columns, more }}>
      {clients.map((stops) => (
        <tr key={stops[0].task_id}>
          <Client stops={stops} />
          <td data-label="Call">
            {stops[0].call && (
              <a class="phone" href={phoneHref(stops[0].call.phone)}>{stops[0].call.phone}</a>
            )}
            {callNotes(stops[0]).map((note) => <small key={note}>{note}</small>)}
          </td>
          <Visits stops={stops} zone={zone} />
          {isClosed && <Now stops={stops} zone={zone} />}
          {isClosed && <Result stops={stops} />}
        </tr>
      ))}
    </Table>
  );
}

/** How the call went, or where it is logged. */
function Result({ stops }: { stops: Stop[] }) {
  const rows = stops.filter((stop): stop is ClosureRow => "result" in stop);
  const open = rows.find((row) => !isSettled(row) && row.activity_id !== null);
  const result = rows.find((row) => row.result !== null)?.result;
  return (
    <td data-label="Result">
      {result && <StateMark mark={{ text: RESULTS_SHORT[result] ?? "Called", shape: "done" }} />}
      {open && (
        <a class="button second" href={`/office/work/${open.activity_id}`}>
          Log the call<span class="unseen">with {whoText(open)}</span>
        </a>
      )}
    </td>
  );
}

/** Who gets a letter, since nobody is to call them. */
export function Letters({ id, title, clients, zone, isClosed }: TableProps) {
  if (clients.length === 0) return null;
  return (
    <Table
      {...{ id, title, clients, isClosed }}
      columns={["Client", "Why", "Visit", ...isClosed ? ["Now", "Letter"] : []]}
      more={<p>A letter takes days. Where there is little time, find another way.</p>}
    >
      {clients.map((stops) => (
        <tr key={stops[0].task_id}>
          <Client stops={stops} />
          <td data-label="Why">
            {callNotes(stops[0]).join(". ") || "No number to call is known"}
          </td>
          <Visits stops={stops} zone={zone} />
          {isClosed && <Now stops={stops} zone={zone} />}
          {isClosed && <Letter stops={stops} />}
        </tr>
      ))}
    </Table>
  );
}

/** The letter with which a client chooses another time. */
function Letter({ stops }: { stops: Stop[] }) {
  const waits = stops.find((stop) =>
    stop.contract_id !== null && "now" in stop && stop.now === "waits"
  );
  return (
    <td data-label="Letter">
      {waits && (
        <a class="button second" href={`/office/letter/${waits.contract_id}`}>
          Letter<span class="unseen">for {whoText(waits)}</span>
        </a>
      )}
    </td>
  );
}

const MAILED = {
  sent: { text: "Sent", shape: "done" },
  waiting: { text: "Goes out", shape: "waiting" },
  failed: { text: "Came back", shape: "failed" },
  dropped: { text: "Not needed", shape: "off" },
} as const;

/** Who gets a mail, and chooses another time for a visit by its link; for other work they are called. */
export function Mails({ id, title, clients, zone, isClosed, more }: TableProps & {
  more?: ComponentChildren;
}) {
  if (clients.length === 0) return null;
  return (
    <Table
      {...{ id, title, clients, isClosed }}
      columns={["Client", "Visit", ...isClosed ? ["Mail", "Now"] : []]}
      more={more}
    >
      {clients.map((stops) => (
        <tr key={stops[0].task_id}>
          <Client stops={stops} />
          <Visits stops={stops} zone={zone} />
          {isClosed && (
            <td data-label="Mail">
              {"mail" in stops[0] && stops[0].mail && <StateMark mark={MAILED[stops[0].mail]} />}
            </td>
          )}
          {isClosed && <Now stops={stops} zone={zone} />}
        </tr>
      ))}
    </Table>
  );
}

/** Of whom, or of what, nobody is told. */
export function Quiet({ id, title, clients, zone, isClosed }: TableProps) {
  if (clients.length === 0) return null;
  return (
    <Table
      {...{ id, title, clients, isClosed }}
      columns={["Client", "Why", "Visit", ...isClosed ? ["Now"] : []]}
    >
      {clients.map((stops) => (
        <tr key={stops[0].task_id}>
          <Client stops={stops} />
          <td data-label="Why">{quietText(stops[0])}</td>
          <Visits stops={stops} zone={zone} />
          {isClosed && <Now stops={stops} zone={zone} />}
        </tr>
      ))}
    </Table>
  );
}
