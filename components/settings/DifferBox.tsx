import { feesText, type Reason, reasonsOf } from "@/lib/settings/differ_words.ts";
import type { Differ } from "@/lib/settings/policy.ts";
import { type Choices, differing, POLICY, policyText } from "@/lib/settings/policy_fields.ts";
import { changeText } from "@/lib/settings/words.ts";
import { moneyText } from "@/lib/text/money.ts";
import type { PolicyView } from "./view.ts";
import { counted } from "@/lib/text/names.ts";

/** What would differ, before the button that makes it so; until somebody looked, whom the policy is about. */
export function DifferBox(
  { page: { reach, last_change }, differ, isOther, typed, choices, zone }: PolicyView & {
    choices: Choices;
  },
) {
  const isNothing = differ !== undefined && differing(differ.was, differ.new).length === 0;
  const changed = changeText(last_change, zone);
  return (
    <section class="box differ" aria-labelledby="differ">
      <h2 id="differ" tabIndex={differ ? -1 : undefined} autofocus={differ !== undefined}>
        {isNothing ? "Nothing would differ" : "What would differ"}
      </h2>
      {isOther && (
        <p class="notice warn" role="status">
          You changed something since you looked. This is what it comes to now.
        </p>
      )}
      {differ === undefined ? <About reach={reach} /> : !isNothing && (
        <>
          <Table differ={differ} choices={choices} />
          <ul class="reasons">
            {reasonsOf(differ).map((reason) => <Sentence key={reason.strong} reason={reason} />)}
          </ul>
        </>
      )}
      {differ !== undefined && !isNothing && (
        <>
          <input type="hidden" name="looked" value={JSON.stringify(typed)} />
          <button type="submit" name="do" value="save">Save the policy</button>
        </>
      )}
      <button type="submit" class="second" name="do" value="look">
        {differ === undefined || isNothing ? "Look at what would differ" : "Look again"}
      </button>
      {changed && <p class="soft">{changed}</p>}
    </section>
  );
}

function About({ reach }: { reach: Differ["reach"] }) {
  const { contracts, visits, own_products } = reach;
  return (
    <ul class="reasons">
      <li>
        <strong>{counted(contracts, "contract")}</strong> {contracts === 1 ? "goes" : "go"} on
        {feesText(reach)}.
      </li>
      <li>
        <strong>{counted(visits, "visit")}</strong> {visits === 1 ? "is" : "are"} booked.
      </li>
      {own_products > 0 && (
        <li>
          <strong>{counted(own_products, "product")}</strong> {own_products === 1 ? "has" : "have"}
          {" "}
          a policy of {own_products === 1 ? "its" : "their"} own.
        </li>
      )}
      <li>Change what you like, then look at what that would mean. Looking changes nothing.</li>
    </ul>
  );
}

function Sentence({ reason: { strong, text, isWarning, link } }: { reason: Reason }) {
  return (
    <li class={isWarning && "notice warn"}>
      <strong>{strong}</strong> {text} {link && <a href={link.href}>{link.label}</a>}
    </li>
  );
}

function Table({ differ, choices }: { differ: Differ; choices: Choices }) {
  const { was, new: next } = differ;
  const names = differing(was, next);
  const money = (amount: string | number | null) => amount === null ? "nothing" : moneyText(amount);
  const rows = names.map((name) => [
    POLICY[name].label,
    policyText(name, was[name], choices),
    policyText(name, next[name], choices),
  ]);
  const isTaxed = names.includes("fee") || names.includes("tax_code_id");
  if (isTaxed) rows.push(["With tax", money(was.with_tax), money(next.with_tax)]);
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Policy</th>
          <th scope="col" class="number">Now</th>
          <th scope="col" class="number">New</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, now, then]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td class="number">
              <s>{now}</s>
            </td>
            <td class="number">
              <strong>{then}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
