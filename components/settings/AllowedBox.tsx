import { allowedIn } from "@/lib/settings/allow_list.ts";
import { Field } from "@/components/web/Field.tsx";
import type { SettingsView } from "./view.ts";

const DONE = { add: "Added.", remove: "Taken out.", everybody: "The list is given up." };
const ACTION = "/office/settings#allowed";

/** Who may get mail before clients are written to: everybody, or these alone. */
export function AllowedBox({ page, allowed, isAdmin }: SettingsView) {
  const list = allowedIn(page);
  const did = allowed && "did" in allowed ? allowed.did : undefined;
  const wrong = allowed && "complaint" in allowed ? allowed : undefined;
  return (
    <section class="box" aria-labelledby="allowed">
      <h2 id="allowed" tabIndex={did && -1} autofocus={did !== undefined}>Who may get mail</h2>
      {did && <p class="notice" role="status">{DONE[did]}</p>}
      <p class="soft">
        For trying out before you start: only who stands here gets mail, clients and staff alike.
        Mail to anybody else is taken out of the outbox and does not come back.
      </p>
      <p>{standing(list)}</p>
      {list !== null && list.length > 0 && (
        <ul class="rows">
          {list.map((entry) => <Entry key={entry} entry={entry} isAdmin={isAdmin} />)}
        </ul>
      )}
      {isAdmin && (
        <form method="post" action={ACTION} class="plain-form">
          <Field
            name="entry"
            id="allowed-entry"
            label={list === null ? "Let only this one have mail" : "Add another"}
            hint="An address such as you@example.com, or a whole domain such as @example.com."
            maxLength={254}
            autocomplete="off"
            value={wrong?.entry}
            complaint={wrong?.complaint}
          />
          <button type="submit" name="allow" value="add">Add</button>
        </form>
      )}
      {isAdmin && list !== null && (
        <form method="post" action={ACTION}>
          <button type="submit" class="second" name="allow" value="everybody">
            Give the list up: mail goes to everybody
          </button>
        </form>
      )}
    </section>
  );
}

function Entry({ entry, isAdmin }: { entry: string; isAdmin: boolean }) {
  return (
    <li>
      <span>
        <strong>{entry}</strong>
        {entry.startsWith("@") && <small>Everybody there</small>}
      </span>
      {isAdmin && (
        <form method="post" action={ACTION}>
          <input type="hidden" name="entry" value={entry} />
          <button type="submit" class="second" name="allow" value="remove">
            Take out<span class="unseen">: {entry}</span>
          </button>
        </form>
      )}
    </li>
  );
}

function standing(list: string[] | null): string {
  if (list === null) return "Everybody: there is no list.";
  return list.length === 0 ? "Nobody: the list is empty." : "These, and nobody else:";
}
