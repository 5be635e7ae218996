import type { FileContact } from "@/lib/customers/file.ts";
import { RECEIVES } from "@/lib/customers/reach_words.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { FileField, FileForm, FileSelect } from "./FileForm.tsx";
import { StoppedMail } from "./Reach.tsx";
import type { ClientView } from "./view.ts";

/** Who else is reached about a client, what each gets, and who pays. */
export function Contacts({ view }: { view: ClientView }) {
  return (
    <section class="box" aria-labelledby="contacts">
      <h2 id="contacts">Contacts and payer</h2>
      {view.file.contacts.length === 0 && <p>Nobody else is known.</p>}
      <ul class="people">
        {view.file.contacts.map((contact) => (
          <li key={contact.contact_id}>
            <Contact view={view} contact={contact} />
          </li>
        ))}
      </ul>
      <ContactForm view={view} label="Add a contact" button="Add" />
    </section>
  );
}

function Contact({ view, contact }: { view: ClientView; contact: FileContact }) {
  const { contact_id, shown, name, relation, phone, email, receives, is_payer } = contact;
  const { billing_address, purchase_order } = contact;
  const remove = { view, deed: "remove" as const, about: contact_id };
  return (
    <>
      <strong>{name}</strong>
      {relation && `, ${relation}`} {phone && <a class="phone" href={phoneHref(phone)}>{phone}</a>}
      <small>{[email, RECEIVES[receives]].filter(Boolean).join(" · ")}</small>
      {is_payer && (
        <small>
          {["Pays the invoices", billing_address, purchase_order && `PO ${purchase_order}`]
            .filter(Boolean).join(" · ")}
        </small>
      )}
      <StoppedMail view={view} address={email} stopped={contact.stopped} />
      <ContactForm
        view={view}
        contact={contact}
        label={
          <>
            Change<span class="unseen">{name}</span>
          </>
        }
        button="Save"
      />
      <FileForm
        {...remove}
        label={
          <>
            Remove<span class="unseen">{name}</span>
          </>
        }
        button={`Remove ${name}`}
      >
        <input type="hidden" name="contact_id" value={contact_id} />
        <input type="hidden" name="shown" value={shown} />
      </FileForm>
    </>
  );
}

function ContactForm({ view, contact, label, button }: {
  view: ClientView;
  contact?: FileContact;
  label: Parameters<typeof FileForm>[0]["label"];
  button: string;
}) {
  const form = { view, deed: "contact" as const, about: contact?.contact_id };
  const { refused, typed } = view;
  const isRefused = refused?.deed === "contact" && refused.about === (contact?.contact_id ?? "");
  const pays = isRefused ? typed.is_payer !== "" : contact?.is_payer ?? false;
  return (
    <FileForm {...form} label={label} button={button}>
      {contact && <input type="hidden" name="contact_id" value={contact.contact_id} />}
      {contact && <input type="hidden" name="shown" value={contact.shown} />}
      <FileField
        form={form}
        name="name"
        label="Name"
        now={contact?.name}
        maxLength={254}
        required
      />
      <FileField
        form={form}
        name="relation"
        label="Who they are"
        hint="Such as daughter, or insurer."
        now={contact?.relation}
        maxLength={254}
      />
      <FileField
        form={form}
        name="phone"
        label="Phone"
        now={contact?.phone}
        type="tel"
        inputMode="tel"
        maxLength={60}
      />
      <FileField
        form={form}
        name="email"
        label="E-mail"
        now={contact?.email}
        inputMode="email"
        maxLength={254}
      />
      <FileSelect
        form={form}
        name="receives"
        label="Our mails"
        now={contact?.receives ?? "nothing"}
        options={RECEIVES}
      />
      {isRefused && refused.field === "is_payer" && <p class="complaint">{refused.complaint}</p>}
      <label class="check">
        <input type="checkbox" name="is_payer" value="yes" checked={pays} />
        <span>Pays the invoices</span>
      </label>
      <FileField
        form={form}
        name="billing_address"
        label="Address on invoices"
        hint="Leave this empty if it is the client's."
        now={contact?.billing_address}
        maxLength={254}
      />
      <FileField
        form={form}
        name="purchase_order"
        label="Their purchase order"
        now={contact?.purchase_order}
        maxLength={60}
      />
    </FileForm>
  );
}
