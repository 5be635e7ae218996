import { Title } from "@/components/web/Title.tsx";

import { MOST_FOUND } from "@/lib/sales/buyers.ts";

/** Somebody whom a search found. */
export interface FoundBuyer {
  customer_id: string;
  name: string;
  about: string;
}

/** Whose order it is: found first, since most buyers are on file. */
export function ChooseBuyer({ typed, found }: { typed: string; found: FoundBuyer[] }) {
  return (
    <div class="office order">
      <Title>Whose order is it?</Title>
      <form method="get" action="/office/orders/new" class="plain-form" role="search">
        <div class="field">
          <label for="q">Find the client</label>
          <p class="hint" id="q-hint">A name, a phone number, an e-mail or a postal code.</p>
          <input
            id="q"
            name="q"
            type="search"
            value={typed}
            aria-describedby="q-hint"
            maxLength={100}
            autofocus
          />
        </div>
        <button type="submit">Find</button>
      </form>
      {typed !== "" && (
        <section aria-labelledby="found">
          <h2 id="found">{found.length === 0 ? "Nobody was found" : "Choose one"}</h2>
          <ul class="plain-list">
            {found.map(({ customer_id, name, about }) => (
              <li key={customer_id}>
                <a href={`/office/orders/new?client=${customer_id}`}>{name}</a>
                {about && <small>{` ${about}`}</small>}
              </li>
            ))}
          </ul>
          {found.length === MOST_FOUND && (
            <p>These are the first {MOST_FOUND}. More words find fewer.</p>
          )}
        </section>
      )}
      <p>
        Somebody new? <a href="/office/clients/new">Write the client down first</a>
      </p>
    </div>
  );
}
