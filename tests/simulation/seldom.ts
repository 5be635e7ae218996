import { idOf, type Stage } from "./stage.ts";

/** What the office and the administrator do now and then. */
export async function seldomThings(stage: Stage): Promise<void> {
  await swapStops(stage);
  await giveAwayUnits(stage);
  await correctPrices(stage);
  await withdrawCertificates(stage);
  await sendAgain(stage);
  await technicianLeaves(stage);
}

/** Two technicians take each other's stop of a day. */
async function swapStops(stage: Stage): Promise<void> {
  if (!stage.chance.happens(0.3, "swaps", stage.day)) return;
  const pairs = await stage.rows<{ first: string; second: string; alike: boolean }>(
    `select a.id::text as first, b.id::text as second, $1 @> array[a.technician_id::text, b.technician_id::text] as alike
     from public.technician_tasks a
     join public.technician_tasks b on b.technician_id > a.technician_id
       and private.company_day(lower(b.during)) = private.company_day(lower(a.during))
     where a.task_type in ('maintenance', 'repair') and b.task_type in ('maintenance', 'repair')
       and a.state = 'scheduled' and b.state = 'scheduled' and lower(a.during) > :clock and lower(b.during) > :clock
     order by lower(a.during), a.technician_id, lower(b.during), b.technician_id`,
    [["technician 1", "technician 2"].map((label) => idOf(`${label} at work`))],
  );
  if (pairs.length === 0) return;
  const { first, second, alike } = stage.chance.oneOf(pairs, "swaps", stage.day);
  await stage.act("office", "swap_tasks", {
    ...{ first_task_id: first, second_task_id: second },
    // Rules are set aside for those who can do everything.
    override: alike,
  });
}

/** A unit goes to somebody else: a relative, a buyer. */
async function giveAwayUnits(stage: Stage): Promise<void> {
  if (!stage.chance.happens(0.08, "gives away", stage.day)) return;
  const [units, clients] = [
    await stage.rows<{ id: string }>(
      "select u.id::text from public.units u where u.condition <> 'retired' order by 1",
    ),
    await stage.rows<{ id: string }>("select c.id::text from public.customers c order by 1"),
  ];
  if (units.length === 0) return;
  await stage.act("office", "transfer_unit", {
    unit_id: stage.chance.oneOf(units, "given away", stage.day).id,
    customer_id: stage.chance.oneOf(clients, "gets", stage.day).id,
  });
}

/** Who was told a wrong price is told the right one. */
async function correctPrices(stage: Stage): Promise<void> {
  const told = await stage.rows<{ contract: string; unit: string; fee: number }>(
    `select c.id::text as contract, c.unit_id::text as unit, y.fee::float
     from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
     where y.closed_at is null and y.price_frozen_at is not null order by 2`,
  );
  for (const { contract, unit, fee } of told) {
    if (!stage.chance.happens(0.01, "price", stage.day, unit)) continue;
    await stage.act("admin", "correct_price", {
      ...{ contract_id: contract, fee: Math.max(0, fee - 5), reason: "Agreed by phone" },
    });
  }
}

async function withdrawCertificates(stage: Stage): Promise<void> {
  const issued = await stage.rows<{ number: string }>(
    `select i.number from public.inspection_certificates i
     where i.revoked_at is null and i.issued_at > :clock - interval '5 days' order by 1`,
  );
  for (const { number } of issued) {
    if (!stage.chance.happens(0.02, "withdraws", stage.day, number)) continue;
    await stage.act("admin", "revoke_certificate", { number, reason: "Wrong unit" });
  }
}

/** Clients lose what they were mailed. */
async function sendAgain(stage: Stage): Promise<void> {
  const done = await stage.rows<{ visit: string; unit: string; invoice: string }>(
    `select v.id::text as visit, c.unit_id::text as unit, i.id::text as invoice
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_contracts c on c.id = y.contract_id
     join public.invoice_lines l on l.visit_id = v.id and l.live
     join public.invoices i on i.id = l.invoice_id
     where v.state = 'done' and v.service_on >= :day - 10 order by 2, v.service_on`,
  );
  for (const { visit, unit, invoice } of done) {
    const choice = stage.chance.of("lost", stage.day, unit);
    if (choice < 0.005) {
      await stage.act("office", "mail_summary_again", { visit_id: visit });
    } else if (choice < 0.01) {
      await stage.act("office", "mail_invoice_again", { invoice_id: invoice });
    }
  }
}

/** One of two technicians leaves, and is hired again, whatever they had before. */
async function technicianLeaves(stage: Stage): Promise<void> {
  for (const label of ["technician 3", "technician 4"]) {
    const technician_id = idOf(`${label} at work`);
    if (stage.chance.happens(0.006, "leaves", stage.day, label)) {
      await stage.act("office", "deactivate_technician", { technician_id });
    } else if (stage.chance.happens(0.03, "comes back", stage.day, label)) {
      await stage.byHand("technicians hired again", HIRE, { technician_id });
    }
  }
}

const HIRE = `
  with person as (
    update public.technicians h set active = true
    where h.id = ($1 ->> 'technician_id')::uuid and not h.active returning h.staff_id)
  update public.staff s set active = true from person p where s.id = p.staff_id`;
