import type { ComponentChildren } from "preact";
import { Field } from "@/components/web/Field.tsx";
import type { Deed, Typed } from "@/lib/contracts/terms.ts";
import { contractHref } from "@/lib/contracts/words.ts";
import type { ContractView } from "./view.ts";

/** One of them: its name and consequence, and behind them its form. A refused form stays open, as it was typed. */
export function Doing({ view, deed, name, then, button, danger, children }: {
  view: ContractView;
  deed: Deed;
  name: string;
  then: string;
  button: string;
  danger?: boolean;
  children?: ComponentChildren;
}) {
  const { page, refused } = view;
  return (
    <details class="fold" open={refused?.deed === deed} id={deed}>
      <summary>
        <span>{name}</span>
        <small>{then}</small>
      </summary>
      <form method="post" action={`${contractHref(page.contract_id)}#${deed}`} class="plain-form">
        <input type="hidden" name="shown" value={page.shown} />
        {children}
        <button type="submit" name="do" value={deed} class={danger ? "danger" : undefined}>
          {button}
        </button>
      </form>
    </details>
  );
}

/** What was typed into a form, where that form was refused, and what is to be corrected. */
export function fieldOf({ refused, typed }: ContractView, deed: Deed, name: keyof Typed) {
  const own = refused?.deed === deed ? refused : undefined;
  return {
    name,
    id: `${deed}-${name}`,
    value: own ? typed[name] : undefined,
    complaint: own?.field === name ? own.complaint : undefined,
  };
}

/** Asked of whatever somebody may wonder about later. */
export function Reason({ view, deed }: { view: ContractView; deed: Deed }) {
  return (
    <Field
      {...fieldOf(view, deed, "reason")}
      label="Why"
      hint="For whoever looks at it later."
      maxLength={500}
      required
    />
  );
}

const BOOKED = {
  booked: "A visit is booked. Move or cancel that first.",
  begun: "The technician is at the visit just now.",
};

/** What has to be seen to first. */
export function InTheWay({ visit }: { visit: "begun" | "booked" | null }) {
  return visit && <p class="notice warn">{BOOKED[visit]}</p>;
}
