import type { ComponentChildren } from "preact";
import { Field } from "@/components/web/Field.tsx";
import type { Came, Deed } from "@/lib/technicians/save.ts";
import { complaintText } from "@/lib/technicians/words.ts";
import type { TechnicianView } from "./view.ts";

/** What came of this very form; undefined where it was not sent. */
export const cameOf = ({ came }: TechnicianView, deed: Deed): Came | undefined =>
  came?.deed === deed ? came : undefined;

/** What was typed into a field of this form, else what is so. */
export const valueOf = (view: TechnicianView, deed: Deed, name: string, now: string) =>
  cameOf(view, deed) ? view.typed[name]?.[0] ?? "" : now;

/** One box of the page: a form of its own, which overwrites nothing of another. */
export function Box({ view, deed, title, children }: {
  view: TechnicianView;
  deed: Deed;
  title: string;
  children: ComponentChildren;
}) {
  const came = cameOf(view, deed);
  return (
    <section class="box" id={deed} aria-labelledby={`${deed}-head`}>
      <h2 id={`${deed}-head`}>{title}</h2>
      {came?.complaint && (came.field === "" || came.field === "week") && (
        <p class="complaint" role="alert">{complaintText(came, view.zone)}</p>
      )}
      {children}
    </section>
  );
}

/** The form of a box. */
export function BoxForm({ view, deed, shown, children }: {
  view: TechnicianView;
  deed: Deed;
  /** What the page showed, as the form sends it back; none where the answer told another. */
  shown?: string;
  children: ComponentChildren;
}) {
  const sent = cameOf(view, deed) && view.typed.shown?.[0];
  return (
    <form
      method="post"
      action={`/office/technicians/${view.page.technician_id}#${deed}`}
      class="plain-form"
    >
      <input type="hidden" name="box" value={deed} />
      {shown !== undefined && <input type="hidden" name="shown" value={sent ?? shown} />}
      {children}
    </form>
  );
}

/** A field of a box. */
export function BoxField({ view, deed, now, ...field }: {
  view: TechnicianView;
  deed: Deed;
  now?: string | null;
} & Parameters<typeof Field>[0]) {
  const came = cameOf(view, deed);
  return (
    <Field
      {...field}
      id={`${deed}-${field.name}`}
      value={valueOf(view, deed, field.name, now ?? "")}
      complaint={came?.field === field.name ? came.complaint : undefined}
    />
  );
}
