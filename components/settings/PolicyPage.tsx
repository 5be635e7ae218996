import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { choicesOf } from "@/lib/settings/policy.ts";
import {
  POLICY,
  POLICY_BOXES,
  POLICY_NAMES,
  type PolicyName,
  policyText,
} from "@/lib/settings/policy_fields.ts";
import { holding, shownAs, type Values } from "@/lib/settings/values.ts";
import { ChecklistFold } from "./ChecklistFold.tsx";
import { DifferBox } from "./DifferBox.tsx";
import { OneField } from "./OneField.tsx";
import type { PolicyView } from "./view.ts";
import { counted } from "@/lib/text/names.ts";

/** A category: what its units are, when and for how much they are maintained, and what a change would bring about. */
export function PolicyPage(view: PolicyView) {
  const { page: { policy, reach, checklist, categories }, refused, isSaved, isAdmin, zone } = view;
  return (
    <div class="office settings policy">
      <p>
        <a class="crumb" href="/office/catalogue">Catalogue</a>
      </p>
      <Title isError={refused !== undefined} focused={isSaved}>{policy.name}</Title>
      {isSaved && <p class="notice" role="status">Saved. It holds from now on.</p>}
      {refused && <p class="complaint" role="alert">{refused.said}</p>}
      <p>
        Policy for new contracts. {counted(reach.contracts, "contract")}{" "}
        {reach.contracts === 1 ? "keeps" : "keep"} what was agreed.
      </p>
      <nav aria-label="Categories">
        <ul class="chips">
          {categories.map(({ id, name, is_on }) => (
            <li key={id}>
              <a
                href={`/office/catalogue/${id}`}
                aria-current={id === policy.id ? "true" : undefined}
              >
                {name}
                {!is_on && <StateMark mark={{ shape: "off", text: "off" }} />}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {isAdmin ? <PolicyForm {...view} /> : <PolicyFacts {...view} />}
      <ChecklistFold
        checklist={checklist}
        zone={zone}
        href={`/office/catalogue/${policy.id}/checklist`}
        isAdmin={isAdmin}
      />
    </div>
  );
}

function PolicyForm(view: PolicyView) {
  const { page, typed, refused, shown = page.policy as Values } = view;
  const choices = choicesOf(page);
  const field = (name: PolicyName) => {
    const { kind, label, says, unit, most, options = choices[name] } = POLICY[name];
    const now = page.policy[name];
    const value = typed?.[name] ?? shownAs(kind, now);
    return (
      <OneField
        key={name}
        id={name}
        name={name}
        kind={kind}
        label={label}
        says={says}
        unit={unit}
        most={most}
        options={options}
        value={value}
        was={value === shownAs(kind, now) ? undefined : policyText(name, now, choices)}
        complaint={refused?.complaints[name]}
      />
    );
  };
  return (
    <form method="post" action={`/office/catalogue/${page.policy.id}`} class="policy-form">
      {/* Who was told that it changed has seen what is so. */}
      <input
        type="hidden"
        name="shown"
        value={holding(refused ? page.policy : shown, POLICY_NAMES)}
      />
      <div class="halves">
        {POLICY_BOXES.map(({ key, title, names }) => (
          <section class="box" aria-labelledby={key} key={key}>
            <h2 id={key}>{title}</h2>
            <div class="fields">{names.map(field)}</div>
          </section>
        ))}
      </div>
      <DifferBox {...view} choices={choices} />
    </form>
  );
}

/** The same to read. */
function PolicyFacts({ page }: PolicyView) {
  const choices = choicesOf(page);
  return (
    <>
      <p class="notice">Only an administrator changes a policy.</p>
      <dl class="facts">
        {POLICY_NAMES.map((name) => (
          <>
            <dt>{POLICY[name].label}</dt>
            <dd>{policyText(name, page.policy[name], choices)}</dd>
          </>
        ))}
      </dl>
    </>
  );
}
