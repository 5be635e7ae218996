import { type Amount, feeText, moneyText, sumOf } from "./money.ts";

/** What one unit of a visit costs, as the database tells it: taxes are rounded there, once. */
export interface Priced {
  fee: Amount;
  tax: Amount;
  /** "HST 13 %" */
  tax_name: string;
  /** Why it costs nothing: "included in your warranty". */
  no_charge_reason?: string | null;
}

const isNothing = (amount: Amount) => Number(amount) === 0;

/** Fees and taxes together, "302.84". */
export function totalOf(units: Priced[]): Amount {
  return sumOf(units.flatMap(({ fee, tax }) => [fee, tax]));
}

/** The taxes of some units by name, those that come to nothing left out. */
export function taxesOf(units: Priced[]): { name: string; tax: Amount }[] {
  return [...Map.groupBy(units, ({ tax_name }) => tax_name)]
    .map(([name, alike]) => ({ name, tax: sumOf(alike.map(({ tax }) => tax)) }))
    .filter(({ tax }) => !isNothing(tax));
}

/** "$268.00 + applicable tax", or "nothing": what stands after "costs". */
export function costText(units: Priced[]): string {
  const fees = units.map(({ fee }) => fee);
  return isNothing(sumOf(fees)) ? "nothing" : feeText(...fees);
}

/** What stands beside the price: "HST 13 %: $302.84 in all", "no tax: $189.00 in all", or why it costs nothing. */
export function costNote(units: Priced[]): string | null {
  if (units.every(({ fee }) => isNothing(fee))) {
    return [...new Set(units.map((unit) => unit.no_charge_reason).filter(Boolean))].join("; ") ||
      null;
  }
  const names = taxesOf(units).map(({ name }) => name);
  return `${names.join(" and ") || "no tax"}: ${moneyText(totalOf(units))} in all`;
}

/** "$189.00", or "nothing (included in your warranty)": one line of a bill. */
export function lineText({ fee, no_charge_reason }: Priced): string {
  if (!isNothing(fee)) return moneyText(fee);
  return no_charge_reason ? `nothing (${no_charge_reason})` : "nothing";
}

/** "$213.57 with tax", or "nothing": what somebody will pay. */
export function withTaxText(units: Priced[]): string {
  const total = totalOf(units);
  if (isNothing(total)) return "nothing";
  return taxesOf(units).length > 0 ? `${moneyText(total)} with tax` : moneyText(total);
}
