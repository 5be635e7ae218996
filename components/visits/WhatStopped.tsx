import type { ComponentChildren } from "preact";
import { Choice } from "@/components/web/Choice.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import PhotoField from "@/islands/PhotoField.tsx";
import { phoneHref } from "@/lib/text/phone.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { BackRow, Thumb } from "./Bars.tsx";

/** Why somebody drove in vain: the reasons, each with what follows where that is known, a word and a photo. */
export function WhatStopped({ back, action, stop, reasons, typed, complaint, photos, children }: {
  back: { href: string; to: string };
  action: string;
  stop: Stop;
  reasons: readonly { reason: string; label: string; then?: string }[];
  typed: {
    reason: string;
    note: string;
    report_id: string;
    task_id?: string;
    based_on?: number;
  };
  complaint?: string;
  /** How many were kept before. */
  photos: number;
  /** What is said before the reasons. */
  children: ComponentChildren;
}) {
  return (
    <>
      <BackRow {...back} />
      <div class="tech flow">
        <Title isError={complaint !== undefined} focused={complaint !== undefined}>
          What stopped you?
        </Title>
        {complaint && (
          <p class="notice warn" role="alert">
            <strong>{complaint}</strong>
          </p>
        )}
        <p>{children}</p>
        <form id="stopped" class="flow" method="post" encType="multipart/form-data" action={action}>
          <input type="hidden" name="report_id" value={typed.report_id} />
          {typed.task_id && <input type="hidden" name="task_id" value={typed.task_id} />}
          <input type="hidden" name="based_on" value={typed.based_on} />
          <fieldset>
            <legend class="unseen">Reason</legend>
            {reasons.map(({ reason, label, then }) => (
              <Choice
                key={reason}
                name="reason"
                value={reason}
                label={label}
                isChosen={typed.reason === reason}
                required
              >
                {reason === "nobody_home" && <CallFirst stop={stop} />}
                {then && <p class="notice">{then}</p>}
              </Choice>
            ))}
          </fieldset>
          <Field
            name="note"
            label="Note for the office"
            hint="You can leave this empty."
            lines={3}
            maxLength={500}
            value={typed.note}
          />
          <PhotoField
            field="photo"
            label="Photo of the door, or of what stopped you"
            kept={photos}
          />
        </form>
      </div>
      <Thumb>
        <button type="submit" class="button" form="stopped">Record that I couldn't do it</button>
      </Thumb>
    </>
  );
}

/** Whom to call before one leaves. */
function CallFirst({ stop: { client } }: { stop: Stop }) {
  if (!client) return null;
  const people = [{ name: client.name, phone: client.phone }, ...client.contacts]
    .filter(({ phone }) => phone);
  if (people.length === 0) return null;
  return (
    <>
      <p>
        <strong>Before you leave:</strong> call, and wait 10 minutes.
      </p>
      <p class="pair">
        {people.map(({ name, phone }) => (
          <a class="button second big-action" href={phoneHref(phone!)} key={name}>
            Call {name} <small>{phone}</small>
          </a>
        ))}
      </p>
    </>
  );
}
