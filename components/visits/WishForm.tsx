import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { DAYS, MOST_WORDS, PARTS, type Wish } from "@/lib/visits/wish.ts";
import { BackRow, Thumb } from "./Bars.tsx";

/** When the next visit would suit: ticked or in words, kept on the phone like any form, for the office to book. */
export function WishForm({ action, back, client, wish, complaint, isNoted }: {
  action: string;
  back: { href: string; to: string };
  client: string | null;
  wish: Wish;
  complaint?: string;
  isNoted: boolean;
}) {
  if (isNoted) return <Noted back={back} client={client} />;
  return (
    <>
      <BackRow {...back} />
      <div class="tech flow">
        <Title isError={complaint !== undefined} focused={complaint !== undefined}>
          {`When would it suit${client ? ` ${client}` : ""}?`}
        </Title>
        {complaint && (
          <p class="notice warn" role="alert">
            <strong>{complaint}</strong>
          </p>
        )}
        <p>
          Nothing is booked yet. The office finds a time that suits, and only then do they hear from
          us.
        </p>
        <form id="suits" class="flow" method="post" action={action}>
          <Ticks legend="Days that suit" name="wish_day" names={DAYS} chosen={wish.days} />
          <Ticks legend="Time of day" name="wish_part" names={PARTS} chosen={wish.parts} />
          <Field name="wish_after" label="Not before" type="date" value={wish.after} />
          <Field
            name="wish"
            label="In their words"
            hint="Such as: only with my daughter, not in July."
            lines={3}
            maxLength={MOST_WORDS}
            value={wish.words}
          />
        </form>
      </div>
      <Thumb>
        <button type="submit" class="button" form="suits">Save for the office</button>
      </Thumb>
    </>
  );
}

function Ticks({ legend, name, names, chosen }: {
  legend: string;
  name: string;
  names: Record<string, string>;
  chosen: string[];
}) {
  return (
    <fieldset>
      <legend>
        <h2>{legend}</h2>
      </legend>
      <div class="ticks">
        {Object.entries(names).map(([value, text]) => (
          <label class="check" key={value}>
            <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
            <span>{text.charAt(0).toUpperCase() + text.slice(1)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Noted({ back, client }: { back: { href: string; to: string }; client: string | null }) {
  return (
    <>
      <BackRow {...back} />
      <div class="tech flow">
        <Title focused>The office has it</Title>
        <p>
          It finds a time that suits{" "}
          {client ?? "them"}. Nothing is booked yet. Say: “We'll get back to you with a time.”
        </p>
      </div>
      <Thumb>
        <a class="button" href="/tech" aria-current="false">Back to today</a>
      </Thumb>
    </>
  );
}
