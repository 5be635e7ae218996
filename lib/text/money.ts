/** An amount as the database sends `numeric`: a number, or text with up to two decimals. */
export type Amount = number | string;

function centsOf(amount: Amount): bigint {
  const match = String(amount).match(/^(-?)(\d+)(?:\.(\d{1,2})0*)?$/);
  if (match === null) throw new TypeError(`Not an amount of money: ${amount}`);
  const [, sign, whole, fraction = ""] = match;
  const cents = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0"));
  return sign === "-" ? -cents : cents;
}

function written(cents: bigint): string {
  const size = cents < 0n ? -cents : cents;
  const dollars = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${cents < 0n ? "-" : ""}$${dollars}.${String(size % 100n).padStart(2, "0")}`;
}

/** "$1,189.00" */
export function moneyText(amount: Amount): string {
  return written(centsOf(amount));
}

/** The sum of amounts, exact to the cent. */
export function sumOf(amounts: Amount[]): Amount {
  const cents = amounts.reduce<bigint>((sum, each) => sum + centsOf(each), 0n);
  return written(cents).replace(/[$,]/g, "");
}

/** "1189.00": as a file has it. */
export function plainAmount(amount: Amount): string {
  return written(centsOf(amount)).replace(/[$,]/g, "");
}

/** "$268.00 + applicable tax": a price, or the sum of several, exact to the cent. */
export function feeText(...fees: Amount[]): string {
  return `${moneyText(sumOf(fees))} + applicable tax`;
}

/** "$1,113.57" → 1113.57; null for what is no amount of money. */
export function readAmount(typed: string): number | null {
  const plain = typed.replace(/[$\s]/g, "");
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/.test(plain)) return null;
  return Number(plain.replaceAll(",", ""));
}

/** "$282.50 with tax ($250.00 before tax)": the same wherever somebody agrees to an amount, or did. */
export function withTaxText(total: Amount, net: Amount): string {
  return Number(total) === Number(net)
    ? `${moneyText(total)}, without tax`
    : `${moneyText(total)} with tax (${moneyText(net)} before tax)`;
}
