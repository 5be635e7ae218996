/** What is to be asked for at the door, where the server does not know yet which units came to nothing. */
import { moneyText } from "@/lib/text/money.ts";
import { type Priced, taxesOf, totalOf } from "@/lib/text/price.ts";
import { payHref } from "./deeds.ts";
import { element } from "./element.ts";
import type { Kept } from "./kept.ts";
import { detailText, keptMark } from "./words.ts";

/** One unit of a stop, as the page of its visit has it. */
export interface Charged extends Priced {
  visit: string;
}

/** The units that are charged: those that could not be done are not. */
export const chargedOf = (units: Charged[], news: Kept[]): Charged[] =>
  units.filter(({ visit }) => !news.some(({ did, group }) => did === "failed" && group === visit));

/** Takes what came to nothing out of the sum on the page. */
export function showToPay(news: Kept[]) {
  const rows = [...document.querySelectorAll<HTMLElement>(".prices [data-charged]")];
  const units = rows.map(({ dataset }) => ({
    visit: dataset.charged!,
    fee: dataset.fee!,
    tax: dataset.tax!,
    tax_name: dataset.taxName!,
  }));
  const charged = chargedOf(units, news);
  if (charged.length === units.length) return;
  for (const row of rows) {
    const isCharged = charged.some(({ visit }) => visit === row.dataset.charged);
    if (!isCharged) row.querySelector("dd")!.textContent = "nothing: it could not be done";
  }
  const taxes = taxesOf(charged);
  for (const row of document.querySelectorAll<HTMLElement>(".prices [data-tax-of]")) {
    const left = taxes.find(({ name }) => name === row.dataset.taxOf);
    if (left) row.querySelector("dd")!.textContent = moneyText(left.tax);
    else row.remove();
  }
  document.querySelector(".prices [data-to-pay]")!.textContent = moneyText(totalOf(charged));
  const amount = document.querySelector<HTMLInputElement>("[data-pays] [name=amount]");
  if (amount) amount.value = String(totalOf(charged));
}

/** On the page of a visit that was finished on this phone: what was paid for it, to be sent after it. */
export function showPayment(report: Kept, news: Kept[]) {
  const place = document.querySelector<HTMLElement>("[data-pays]");
  if (place === null || payHref(report) !== location.pathname) return;
  place.hidden = false;
  const paid = news.findLast(({ did, path }) => did === "paid" && path === location.pathname);
  if (paid === undefined) return;
  const { shape, text } = keptMark(paid);
  const mark = element("p", { class: `mark ${shape}` }, `${detailText(paid)}: ${text}`);
  if (paid.state === "sent") place.querySelector("form")!.replaceWith(mark);
  else place.querySelector("h2")!.after(mark);
}
