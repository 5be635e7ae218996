import { pay } from "./technicians.ts";
import type { Stage } from "./stage.ts";

interface Unpaid {
  id: string;
  number: number;
  balance: number;
  untouched: boolean;
}

/** Invoices of which something is left to pay, with whether nothing of it was. */
const UNPAID = `
  select i.id::text, i.number::integer, s.balance::float, s.paid = 0 as untouched
  from private.invoice_sums s join public.invoices i on i.id = s.invoice_id
  where s.state = 'issued' and s.balance > 0 order by i.number`;

/** Invoices are paid by and by, and few are taken back and written anew. */
export async function moneyComesIn(stage: Stage): Promise<void> {
  for (const { id, number, balance, untouched } of await stage.rows<Unpaid>(UNPAID)) {
    const about = `${stage.day} ${number}`;
    if (stage.chance.happens(0.02, "never", number)) continue;
    if (stage.chance.happens(0.06, "pays", about)) {
      await pay(stage, "office", id, balance, about);
    } else if (untouched && stage.chance.happens(0.003, "void", about)) {
      await takeBack(stage, id, about);
    }
  }
}

async function takeBack(stage: Stage, invoice_id: string, about: string): Promise<void> {
  await stage.act("office", "void_invoice", { invoice_id, reason: "Wrong price" });
  if (stage.chance.happens(0.2, "for good", about)) return;
  const visits = await stage.rows<{ visit: string; fee: number }>(
    `select l.visit_id::text as visit, l.unit_price::float as fee from public.invoice_lines l
     where l.invoice_id = $1 and l.visit_id is not null order by l.position`,
    [invoice_id],
  );
  const discount = stage.chance.happens(0.5, "cheaper", about) ? 10 : 0;
  let draft: string | undefined;
  for (const { visit, fee } of visits) {
    const answer = await stage.act("office", "rebill_visit", {
      visit_id: visit,
      ...(discount > 0 ? { fee: Math.max(0, fee - discount), reason: "As agreed by phone" } : {}),
    });
    draft = answer.invoice_id ?? draft;
  }
  if (draft !== undefined) await stage.act("office", "issue_invoice", { invoice_id: draft });
}

/** Prices rise in January and July, and a checklist grows; what clients were told stays. */
export async function policiesChange(stage: Stage): Promise<void> {
  const month = stage.day.slice(5);
  if (month === "01-15" || month === "07-15") {
    await stage.byHand("prices", RAISE, { factor: 1.03 });
    await stage.byHand("policies", RAISE_POLICY, { factor: 1.03 });
  }
  if (month === "03-10") {
    const lines = await stage.rows<{ line: Record<string, unknown> }>(
      `select to_jsonb(i) - '{id,version_id}'::text[] as line
       from public.checklist_items i join public.checklist_versions v on v.id = i.version_id
       join public.equipment_categories k on k.id = v.category_id and k.code = 'stairlift'
       where v.number = (select max(o.number) from public.checklist_versions o where o.category_id = k.id)
       order by i.position`,
    );
    const next = {
      ...{ position: lines.length + 1, section: "Ride", label: `Looked at since ${stage.day}` },
      ...{ required: true, safety_critical: false },
    };
    await stage.act("admin", "set_checklist", {
      category_code: "stairlift",
      lines: [...lines.map(({ line }) => line), next],
    });
  }
}

const RAISE = `
  update public.maintenance_contracts c set fee = round(c.fee * ($1 ->> 'factor')::numeric, 2)
  where c.state <> 'cancelled'
    -- Units that were sold meanwhile have ids by chance: the name tells the same story again.
    and (select left(md5(m.name), 1) < '8' from public.customers m where m.id = c.customer_id)`;
const RAISE_POLICY = `
  update public.equipment_categories k set fee = round(k.fee * ($1 ->> 'factor')::numeric, 2) where k.fee is not null`;

/** Who recorded a visit by mistake has it taken back on the next day or the one after. */
export async function mistakesAreTakenBack(stage: Stage): Promise<void> {
  const done = await stage.rows<{ visit: string; unit: string }>(
    `select v.id::text as visit, c.unit_id::text as unit
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_contracts c on c.id = y.contract_id
     where v.state = 'done' and v.service_on >= :day - 1 order by 2`,
  );
  for (const { visit, unit } of done) {
    if (stage.chance.happens(0.06, "mistake", stage.day, unit)) {
      await stage.act("admin", "reverse_visit", {
        visit_id: visit,
        reason: "Another client's visit",
      });
    }
  }
}
