import { phoneHref } from "@/lib/text/phone.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";

const WAYS: Record<string, string> = {
  letter: "By letter only: no calls.",
  relay: "Cannot hear: through a relay service, or by letter.",
  caregiver: "Only through their caregiver.",
};

/** Whom to call, on which number, and what to mind; or that a letter goes instead. */
export function CallHead({ activity }: { activity: ActivityPage }) {
  const { call, has_died, reach_by, reach_note, details, client, letter_contract_id, customer_id } =
    activity;
  if (customer_id === null) return null;
  const others = (client?.contacts ?? []).filter(({ phone }) => phone && phone !== call?.phone);
  return (
    <div class="call">
      <p id="who">
        <a href={`/office/clients/${customer_id}`}>The client's page</a>
        {activity.city && <span class="soft">, {activity.city}</span>}
      </p>
      {call && (
        <a class="big" href={phoneHref(call.phone)}>
          {call.phone}
        </a>
      )}
      {call?.from === "contact" && <p>{call.name}{call.relation && `, ${call.relation}`}</p>}
      {call?.from === "left" && <p class="soft">Left for this call</p>}
      {has_died && (
        <p>
          <b>Has died.</b> Nothing is offered, mailed or printed to this name.
        </p>
      )}
      {!has_died && reach_by && WAYS[reach_by] && (
        <p>
          <b>{WAYS[reach_by]}</b>
        </p>
      )}
      {details.preferred_times && (
        <p>
          <b>Best: {details.preferred_times}</b>
        </p>
      )}
      {reach_note && <p>{reach_note}</p>}
      {!has_died && details.wrong_number && (
        <p>
          {details.wrong_number} is wrong.{" "}
          <a href={`/office/clients/${customer_id}`}>Write down another number</a>
        </p>
      )}
      {others.map(({ name, relation, phone }) => (
        <p key={`${name}${phone}`}>
          Or {name}
          {relation && `, ${relation}`}: <a class="phone" href={phoneHref(phone!)}>{phone}</a>
        </p>
      ))}
      {!call && !has_died && !letter_contract_id && reach_by !== "letter" && (
        <p>No number is known.</p>
      )}
      {letter_contract_id && (
        <p>
          <a class="button second" href={`/office/letter/${letter_contract_id}`}>
            {call ? "Print a letter instead" : "Print a letter"}
          </a>
        </p>
      )}
    </div>
  );
}
