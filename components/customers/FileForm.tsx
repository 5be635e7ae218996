import type { ComponentChildren } from "preact";
import { Field } from "@/components/web/Field.tsx";
import { complaintText } from "@/lib/customers/reach_words.ts";
import type { Deed } from "@/lib/customers/keep.ts";
import type { ClientView } from "./view.ts";

interface OneForm {
  view: ClientView;
  deed: Deed;
  /** Which contact or address it is about; empty: the client, or somebody new. */
  about?: string;
}

/** The refusal of this very form; undefined where it was not sent, or taken. */
const refusalOf = ({ view: { refused }, deed, about = "" }: OneForm) =>
  refused?.deed === deed && (refused.about ?? "") === about ? refused : undefined;

/** A form that folds open, and stands open with what was typed where it was refused. */
export function FileForm({ label, button, children, ...form }: OneForm & {
  label: ComponentChildren;
  button: string;
  children: ComponentChildren;
}) {
  const { view, deed } = form;
  const refused = refusalOf(form);
  return (
    <details class="fold on-screen" open={refused !== undefined}>
      <summary>{label}</summary>
      <form method="post" action={`/office/clients/${view.file.customer_id}`} class="plain-form">
        {refused && (refused.field === "" || refused.meanwhile) && (
          <p class="complaint" role="alert">{complaintText(refused, view.zone)}</p>
        )}
        {children}
        <button type="submit" name="do" value={deed}>{button}</button>
      </form>
    </details>
  );
}

/** A field of such a form: what was typed if it was refused, else what is so. */
export function FileField(
  { form, now, ...field }: { form: OneForm; now?: string | null } & Parameters<typeof Field>[0],
) {
  const refused = refusalOf(form);
  return (
    <Field
      {...field}
      id={`${form.deed}-${form.about ?? ""}-${field.name}`}
      value={refused ? form.view.typed[field.name] : now ?? ""}
      complaint={refused?.field === field.name ? refused.complaint : undefined}
    />
  );
}

/** The same for one of several. */
export function FileSelect({ form, name, label, now, options }: {
  form: OneForm;
  name: string;
  label: string;
  now: string;
  options: Record<string, string>;
}) {
  const refused = refusalOf(form);
  const id = `${form.deed}-${form.about ?? ""}-${name}`;
  const complaint = refused?.field === name ? refused.complaint : undefined;
  const chosen = refused ? form.view.typed[name] : now;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {complaint && <p class="complaint" id={`${id}-complaint`}>{complaint}</p>}
      <select
        id={id}
        name={name}
        aria-invalid={complaint ? true : undefined}
        aria-describedby={complaint ? `${id}-complaint` : undefined}
      >
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>{text}</option>
        ))}
      </select>
    </div>
  );
}
