import { BASES, consentText, REACH, stoppedText } from "@/lib/customers/reach_words.ts";
import type { Stopped } from "@/lib/customers/file.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { FileField, FileForm, FileSelect } from "./FileForm.tsx";
import type { ClientView } from "./view.ts";

/** How the client is reached: the number first, then what to mind, mail, and what they agreed to. */
export function Reach({ view }: { view: ClientView }) {
  const { file, history: { client, today } } = view;
  const { name, phone, email, reach_by, reach_note, first_name } = file;
  const save = { view, deed: "save" as const };
  const consent = { view, deed: "consent" as const };
  return (
    <section class="box" aria-labelledby="reach">
      <h2 id="reach">How to reach {name}</h2>
      <p class="big-phone">
        {phone ? <a class="phone" href={phoneHref(phone)}>{phone}</a> : "No phone is known"}
      </p>
      {reach_note && (
        <p class="words">
          <strong>{reach_note}</strong>
        </p>
      )}
      <dl class="facts">
        <dt>First by</dt>
        <dd>{REACH[reach_by]}</dd>
        <dt>E-mail</dt>
        <dd>
          {email ? <MailLink email={email} /> : "None is known"}
          <StoppedMail view={view} address={email} stopped={file.stopped} />
        </dd>
        <dt>Address</dt>
        <dd>{client.address ?? "None is known"}</dd>
        <dt>Mails</dt>
        <dd>{file.deceased_on ? "None: nothing is mailed to this name" : consentText(file)}</dd>
        {file.has_no_consent && !file.deceased_on && (
          <>
            <dt>Reminders</dt>
            <dd>By a call or a letter: no consent to mail holds</dd>
          </>
        )}
        <dt>Name</dt>
        <dd>{first_name ? `Greeted as “${first_name}”` : "Greeted without a name"}</dd>
      </dl>
      <FileForm
        {...save}
        label={
          <>
            Change<span class="unseen">how to reach {name}</span>
          </>
        }
        button="Save"
      >
        <input type="hidden" name="shown" value={file.shown} />
        <FileField form={save} name="name" label="Name" now={name} maxLength={254} required />
        <FileField
          form={save}
          name="phone"
          label="Phone"
          now={phone}
          type="tel"
          inputMode="tel"
          maxLength={60}
        />
        <FileField
          form={save}
          name="email"
          label="E-mail"
          now={email}
          inputMode="email"
          maxLength={254}
        />
        <FileSelect form={save} name="reach_by" label="First by" now={reach_by} options={REACH} />
        <FileField
          form={save}
          name="reach_note"
          label="What to mind"
          hint="Best times, hard of hearing, let it ring."
          now={reach_note}
          maxLength={254}
        />
        <FileField
          form={save}
          name="notes"
          label="Remarks"
          now={file.notes}
          lines={4}
          maxLength={4000}
        />
        <p>
          The address:{" "}
          <a href={`/office/clients/${file.customer_id}/changed?what=moved`}>they have moved</a>
        </p>
      </FileForm>
      {file.deceased_on === null && (
        <FileForm
          {...consent}
          label="They say yes to our mails, or no more"
          button="Put it on record"
        >
          <input
            type="hidden"
            name="shown"
            value={[file.consent_basis, file.consent_on].filter(Boolean).join(" ")}
          />
          <FileSelect
            form={consent}
            name="basis"
            label="Why we may"
            now="express"
            options={BASES}
          />
          <FileField
            form={consent}
            name="how"
            label="How they said it"
            hint="For instance: on the phone, to me."
            maxLength={500}
          />
          <FileField form={consent} name="on" label="On" type="date" now={today} />
        </FileForm>
      )}
    </section>
  );
}

/** An address that is broken before its @, and elsewhere only where it must. */
function MailLink({ email }: { email: string }) {
  const at = email.lastIndexOf("@");
  return (
    <a href={`mailto:${email}`}>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </a>
  );
}

/** Why an address gets no mail, and what lets it get some again. */
export function StoppedMail(
  { view, address, stopped }: { view: ClientView; address: string | null; stopped: Stopped },
) {
  if (stopped === null || address === null) return null;
  const deed = stopped.reason === "unsubscribed" ? "resubscribe" : "lift";
  const form = { view, deed, about: address } as const;
  return (
    <>
      <small>{stoppedText(stopped)}</small>
      {deed === "resubscribe"
        ? (
          <FileForm {...form} label="They want reminders again" button="Write reminders again">
            <p>Only if they said so: what somebody asked for is theirs to take back.</p>
            <input type="hidden" name="address" value={address} />
          </FileForm>
        )
        : view.isAdmin
        ? (
          <FileForm {...form} label="It works again" button="Write to it again">
            <input type="hidden" name="address" value={address} />
            <FileField form={form} name="why" label="How do we know?" maxLength={500} />
          </FileForm>
        )
        : <small>Where it works again, an administrator can say so.</small>}
    </>
  );
}

/** What was remarked about the client. */
export function Remarks({ view: { file } }: { view: ClientView }) {
  return file.notes && (
    <section class="box" aria-labelledby="remarks">
      <h2 id="remarks">Remarks</h2>
      <p class="words">{file.notes}</p>
    </section>
  );
}
