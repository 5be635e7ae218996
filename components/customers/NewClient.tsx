import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { type Added, type Alike, sameText } from "@/lib/customers/add.ts";

/** A client by hand; who may be the same is shown before anything is made. */
export function NewClient({ typed, came }: { typed: Record<string, string>; came?: Added }) {
  const field = (name: string) => ({
    name,
    value: typed[name],
    complaint: came && "field" in came && came.field === name ? came.complaint : undefined,
  });
  const alike = came && "alike" in came ? came.alike : undefined;
  return (
    <div class="office">
      <Title isError={came !== undefined && "field" in came}>New client</Title>
      <form method="post" class="plain-form">
        {alike && <MayBeTheSame alike={alike} />}
        <Field {...field("name")} label="Name" maxLength={254} required />
        <Field {...field("phone")} label="Phone" type="tel" inputMode="tel" maxLength={60} />
        <Field {...field("email")} label="E-mail" inputMode="email" maxLength={254} />
        <Field {...field("street")} label="Street" maxLength={254} />
        <Field {...field("apartment")} label="Apartment" maxLength={60} />
        <Field {...field("city")} label="City" maxLength={254} />
        <Field
          {...field("province")}
          label="Province"
          hint="ON, where nothing is said."
          maxLength={60}
        />
        <Field {...field("postal_code")} label="Postal code" maxLength={60} />
        <button type="submit" name="do" value="add" class={alike ? "second" : undefined}>
          {alike ? "Look again" : "Add this client"}
        </button>
      </form>
    </div>
  );
}

/** " · 905-555-0142 · 1 Elm St": what is known of somebody, after their name. */
const told = (facts: (string | null)[]) =>
  facts.filter(Boolean).map((fact) => ` · ${fact}`).join("");

/** The clients who may be the same, each a way to go there, and the button that says they are not. */
function MayBeTheSame({ alike }: { alike: Alike[] }) {
  return (
    <section class="notice warn" aria-labelledby="alike">
      <h2 id="alike" tabIndex={-1} autofocus>Are they a client already?</h2>
      <ul>
        {alike.map(({ customer_id, name, phone, email, address, same }) => (
          <li key={customer_id}>
            <a href={`/office/clients/${customer_id}`}>{name}</a>
            {told([phone, email, address])}
            <small>{sameText({ same })}</small>
          </li>
        ))}
      </ul>
      <button type="submit" name="do" value="despite">No, this is somebody else: add them</button>
    </section>
  );
}
