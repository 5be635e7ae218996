import { Field } from "@/components/web/Field.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import type { Stopped } from "@/lib/mail/state.ts";
import { dayText, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";

type Row = Stopped["rows"][number];

export interface StoppedView {
  stopped: Stopped;
  search: string;
  /** Whether this is a page after the first. */
  isLater: boolean;
  told: string | null;
  /** What somebody typed about an address, and what is to be corrected. */
  typed?: { address: string; why: string; complaint: string };
  /** Only administrators write again to an address that mail came back from. */
  isAdmin: boolean;
}

/** Addresses that are not written to: why, since when, whose they are, and how they are written to again. */
export function StoppedPage(view: StoppedView) {
  const { stopped, search, told } = view;
  return (
    <div class="office">
      <p class="crumb">
        <a href="/office/messages">Messages</a>
      </p>
      <Title isError={view.typed !== undefined}>Addresses we do not write to</Title>
      {told !== null && <Told>{told}</Told>}
      <p>
        Who unsubscribed gets no reminders, but is told of what they book. Where mail came back, or
        was called spam, nothing goes at all. Somebody was asked to call each of them.
      </p>
      <form class="filters" role="search">
        <label class="wide-field">
          A part of the address
          <input type="search" name="find" value={search} maxLength={254} />
        </label>
        <button type="submit" class="second">Show</button>
      </form>
      {stopped.rows.length === 0 ? <Nobody {...view} /> : <Rows {...view} />}
      <nav class="pages" aria-label="Pages">
        {view.isLater && <a href={pageHref(search)}>To the newest</a>}
        {stopped.after_id !== null && <a href={pageHref(search, stopped.after_id)}>Older ones</a>}
      </nav>
    </div>
  );
}

function pageHref(search: string, after?: string): string {
  const query = new URLSearchParams();
  if (search) query.set("find", search);
  if (after) query.set("after", after);
  return `/office/messages/stopped?${query}`;
}

function Nobody({ search }: StoppedView) {
  return (
    <section class="empty">
      {search
        ? (
          <>
            <p>No address with “{search}” is stopped: mail goes there, if a client has it.</p>
            <a href="/office/messages/stopped">Show all</a>
          </>
        )
        : <p>Nobody unsubscribed, and no mail came back.</p>}
    </section>
  );
}

function Rows(view: StoppedView) {
  return (
    <table class="list nights">
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Why</th>
          <th scope="col">Client</th>
          <th scope="col">Write again</th>
        </tr>
      </thead>
      <tbody>
        {view.stopped.rows.map((row) => (
          <tr key={row.id} id={row.id}>
            <th scope="row">{row.address}</th>
            <td>
              <StateMark mark={markOf(row)} />
              <small>since {unbroken(dayText(row.since))}</small>
            </td>
            <td>
              {row.clients.length === 0
                ? "Nobody’s any more"
                : row.clients.map((client) => (
                  <a key={client.customer_id} href={`/office/clients/${client.customer_id}`}>
                    {client.name}
                  </a>
                ))}
            </td>
            <td>
              <WriteAgain row={row} view={view} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function markOf({ reason, has_unsubscribed }: Row): Mark {
  if (reason === "unsubscribed") return { shape: "off", text: "Unsubscribed" };
  const text = reason === "hard_bounce" ? "Mail came back" : "Called spam";
  return { shape: "failed", text: has_unsubscribed ? `${text}, and unsubscribed` : text };
}

function WriteAgain({ row, view: { isAdmin, typed } }: { row: Row; view: StoppedView }) {
  const isTyped = typed?.address === row.address;
  if (row.reason === "unsubscribed") {
    return (
      <details class="fold">
        <summary>
          They want reminders again<span class="unseen">: {row.address}</span>
        </summary>
        <form method="post">
          <p>Only when its owner asked for it.</p>
          <input type="hidden" name="address" value={row.address} />
          <button type="submit" class="second" name="do" value="resubscribe">
            Send reminders again
          </button>
        </form>
      </details>
    );
  }
  if (!isAdmin) return <>An administrator can, who knows that it works</>;
  return (
    <details class="fold" open={isTyped}>
      <summary>
        It works again<span class="unseen">: {row.address}</span>
      </summary>
      <form method="post">
        <input type="hidden" name="address" value={row.address} />
        <Field
          name="why"
          id={`why-${row.id}`}
          label="How you know"
          hint={row.has_unsubscribed
            ? "Reminders stay off: its owner had unsubscribed."
            : undefined}
          value={isTyped ? typed.why : undefined}
          complaint={isTyped ? typed.complaint : undefined}
          maxLength={500}
          required
        />
        <button type="submit" class="second" name="do" value="lift">Write to it again</button>
      </form>
    </details>
  );
}
