import { costNote, costText, lineText, type Priced, taxesOf, totalOf } from "@/lib/text/price.ts";
import { moneyText } from "@/lib/text/money.ts";
import { unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { shortName, type ToldUnit } from "@/lib/text/units.ts";

/** The price within a sentence; smaller, beside it, the tax by name and the sum. */
export function Cost({ units }: { units: Priced[] }) {
  const note = costNote(units)?.replace(/ %/g, "\u00a0%");
  return (
    <>
      <strong>{costText(units)}</strong>
      {note && (
        <>
          {" "}
          <small class="soft">({note})</small>
        </>
      )}
    </>
  );
}

/** The bill of a visit: a line per unit, a line per tax, the sum. */
export function Bill({ units }: { units: (Priced & ToldUnit)[] }) {
  return (
    <dl class="prices">
      {units.map((unit) => (
        <div key={shortName(unit)}>
          <dt>{unbroken(capitalized(shortName(unit)))}</dt>
          <dd>{lineText(unit)}</dd>
        </div>
      ))}
      {taxesOf(units).map(({ name, tax }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{moneyText(tax)}</dd>
        </div>
      ))}
      <div class="sum">
        <dt>In all, after the visit</dt>
        <dd>{moneyText(totalOf(units))}</dd>
      </div>
    </dl>
  );
}
