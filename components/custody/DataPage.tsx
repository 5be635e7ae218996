import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { type ErasureCame, whatGoes, whatStays } from "@/lib/custody/data.ts";

export interface DataView {
  client: { id: string; name: string };
  came: ErasureCame;
  reason: string;
  /** Whether it was done just now. */
  isDone: boolean;
}

/** A client's data: a copy of all that is kept, and the person taken out of it. */
export function DataPage({ client, came, reason, isDone }: DataView) {
  return (
    <div class="office clients-data">
      <p class="crumb">
        <a href={`/office/clients/${client.id}`}>{client.name}</a>
      </p>
      <Title isError={came.complaint !== undefined}>What is kept about this client</Title>
      {isDone && <Told>The person is erased.</Told>}
      <section aria-labelledby="copy">
        <h2 id="copy">A copy</h2>
        <p>
          Everything that is kept about them in one file (JSON): their record, units, visits, mails,
          calls, invoices, and the trail. Private links are left out. That it was handed out, and to
          whom here, goes on record.
        </p>
        <form method="post">
          <button type="submit" class="second" name="do" value="export">Download a copy</button>
        </form>
      </section>
      <section aria-labelledby="erase">
        <h2 id="erase">Erase the person</h2>
        {came.refusal && <p class="notice warn" role="alert">{came.refusal}</p>}
        {came.changes && <Erase client={client} came={came} reason={reason} />}
      </section>
    </div>
  );
}

function Erase({ client, came, reason }: Omit<DataView, "isDone">) {
  const { changes, shown, complaint } = came;
  if (changes === undefined) return null;
  return (
    <form method="post" class="flow">
      <p>When somebody asks for it. Nobody can bring it back.</p>
      <h3>What goes</h3>
      <ul class="plain-list">{whatGoes(changes).map((line) => <li key={line}>{line}</li>)}</ul>
      <h3>What stays</h3>
      <ul class="plain-list">{whatStays(changes).map((line) => <li key={line}>{line}</li>)}</ul>
      <Field
        name="reason"
        label="Why"
        hint="Who asked, and how. It stays on record, so write no name."
        value={reason}
        complaint={complaint}
        maxLength={500}
        required
      />
      <input type="hidden" name="shown" value={shown} />
      <button type="submit" class="danger" name="do" value="erase">
        Erase {client.name} for ever
      </button>
    </form>
  );
}
