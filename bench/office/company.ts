import type { Database } from "@/embedded/database.ts";

/** How much the company of the office's benchmarks has on record. */
export const COMPANY = { clients: 40_000, contracts: 50_000, visitsOfEach: 4 } as const;

/**
 * Fills a fresh, migrated database with a company in its fifth year: 40,000 clients with 50,000 contracts, 200,000
 * visits in the past with a mail each, some of them to people who want none any more, an invoice for every other one, most of them paid, and 1,000 visits that are booked
 * with a draft each, 50 of which nobody closed. Its rules are switched off meanwhile; what searches
 * read is written as its triggers would. Deterministic.
 */
export async function loadCompany(db: Database): Promise<void> {
  await db.exec("set session_replication_role = replica");
  await db.exec(CLIENTS);
  await db.exec(CONTRACTS);
  await db.exec(VISITS);
  await db.exec(PAPERS);
  await db.exec(PRESENT);
  await db.exec("reset session_replication_role");
  await db.exec("vacuum (analyze)");
}

/** Id of the nth row of a table that is known by one digit. */
const id = (table: number, n: string) =>
  `('0000000${table}-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;

const NAMES = `
  first_names constant text[] := '{Ethel,Gilbert,Zoë,Carol,Łukasz,Márta,Ada,Boris,Dolores,Émile,Frances,Guy,Hélène,Ivan,Joan,Karl,Lorna,Mabel,Noor,Otto,Pearl,Quinn,Rosa,Sven,Tara,Uma,Vera,Walter,Xavier,Yvonne}';
  last_names constant text[] := '{Marsh,Marshall,Smith,Tremblay,Singh,Nguyen,O''Brien,Lebœuf,Kowalski,Müller,Côté,Okafor,Rossi,Patel,Wong,Brown,MacDonald,Ortega,Haddad,Ivanov,Johansson,Kaur,Lopez,Moss,Novak,Oakes,Price,Quist,Reyes,Stone,Tanaka,Underhill,Vance,White,Young,Zielinski,Archer,Baker,Cooper,Dunn}';
  streets constant text[] := '{Birch Crescent,Mill Street,Rue St-André,Lake Road,Elm Street,King Street West,Maple Avenue,Dundas Street,Queen Street,Concession Road 5}';
  cities constant text[] := '{Hamilton,Milton,Québec,Ancaster,Brampton,Toronto,Burlington,Guelph,St. Catharines,Oakville}';`;

const CLIENTS = `do $$ declare ${NAMES} begin
  insert into public.customers (id, name, customer_ref, phone, email, street, city, province, postal_code)
  select ${id(1, "n")}, first_names[1 + n % 30] || ' ' || last_names[1 + n / 7 % 40], 'C' || n,
    format('(%s) %s-%s', (array[905, 416, 289, 519])[1 + n % 4], 200 + n * 7 % 800, lpad((n * 13 % 10000)::text, 4, '0')),
    case when n % 3 > 0 then 'client' || n || '@example.com' end,
    n % 900 || ' ' || streets[1 + n / 3 % 10], cities[1 + n / 11 % 10], 'ON',
    format('L%sY %sA%s', n % 10, n / 10 % 10, n / 100 % 10)
  from generate_series(1, ${COMPANY.clients}) n;
  insert into public.customer_contacts (customer_id, name, relation, phone)
  select ${
  id(1, "n")
}, first_names[1 + n / 2 % 30] || ' ' || last_names[1 + n / 7 % 40], 'daughter',
    format('289-%s-%s', 200 + n * 3 % 800, lpad((n * 17 % 10000)::text, 4, '0'))
  from generate_series(5, ${COMPANY.clients}, 5) n;
  perform private.write_client_search(array(select m.id from public.customers m));
end $$`;

/** The number of a contract's open cycle. */
const LAST = COMPANY.visitsOfEach + 1;

const CONTRACTS = `do $$ begin
  insert into public.products (id, sku, name, category_id, unit_kind)
  select ${
  id(2, "n")
}, 'P' || n, (array['Flow X curved', 'Helio C2', 'Bruno porch', 'Handicare 1000', 'Pride Go'])[1 + n % 5] || ' ' || n,
    (select k.id from public.equipment_categories k order by k.code offset n % 5 limit 1), 'base'
  from generate_series(0, 99) n;
  -- As another system tells of them: nothing is enrolled by itself.
  perform set_config('rules.made_by', 'import_sales', true);
  insert into public.sales_orders (id, order_number, customer_id, state)
  select ${id(3, "n")}, 'S' || lpad(n::text, 6, '0'), ${
  id(1, "n")
}, 'sale' from generate_series(1, ${COMPANY.clients}) n;
  insert into public.sales_order_lines (id, order_id, line_ref, quantity)
  select ${id(4, "n")}, ${id(3, "n")}, 'L' || n, 1 from generate_series(1, ${COMPANY.clients}) n;
  perform set_config('rules.made_by', '', true);
  insert into public.units (id, customer_id, category_id, product_id, serial_number, source_line_id, unit_number, street, city, postal_code)
  select ${
  id(5, "n")
}, m.id, p.category_id, p.id, 'SN' || lpad((n * 7919 % 10000000)::text, 7, '0'),
    ${
  id(4, `1 + n % ${COMPANY.clients}`)
}, 1 + n / ${COMPANY.clients}, m.street, m.city, m.postal_code
  from generate_series(1, ${COMPANY.contracts}) n
  join public.customers m on m.id = ${id(1, `1 + n % ${COMPANY.clients}`)}
  join public.products p on p.id = ${id(2, "n % 100")};
  insert into public.maintenance_contracts (id, unit_id, customer_id, category_id, interval_months, fee, tax_code_id, due_anchor_on, state, paused_on)
  select ${
  id(6, "n")
}, u.id, u.customer_id, u.category_id, 12, 189, (select t.id from public.tax_codes t limit 1),
    current_date + n % 365, case when n % 20 = 0 then 'paused' else 'active' end,
    case when n % 20 = 0 then current_date end
  from generate_series(1, ${COMPANY.contracts}) n join public.units u on u.id = ${id(5, "n")};
  insert into public.maintenance_cycles (id, contract_id, number, due_on, closed_at, outcome, token)
  select ${id(7, "n * 10 + y")}, ${
  id(6, "n")
}, y, current_date + n % 400 - 20 - 365 * (${LAST} - y),
    now() - make_interval(days => 365 * (${LAST} - y)), 'serviced', null
  from generate_series(1, ${COMPANY.contracts}) n, generate_series(1, ${COMPANY.visitsOfEach}) y;
  insert into public.maintenance_cycles (id, contract_id, number, due_on)
  select ${id(7, `n * 10 + ${LAST}`)}, ${id(6, "n")}, ${LAST}, current_date + n % 400 - 20
  from generate_series(1, ${COMPANY.contracts}) n;
  perform private.write_contract_search(array(select c.id from public.maintenance_contracts c));
end $$`;

const VISITS = `do $$ begin
  insert into public.technicians (id, name)
  select ${
  id(8, "n")
}, (array['Luis', 'Tess', 'Ina', 'Omar'])[1 + n % 4] || ' Technician ' || n from generate_series(0, 39) n;
  insert into public.work_orders (id, customer_id, intake_source, state)
  select ${
  id(9, "n")
}, c.customer_id, 'client_portal', 'done' from generate_series(1, ${COMPANY.contracts}) n
  join public.maintenance_contracts c on c.id = ${id(6, "n")};
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, work_order_id, state, during)
  select y.id, ${id(8, "right(y.id::text, 8)::integer / 10 % 40")}, 'maintenance', c.customer_id,
    ${
  id(9, "right(y.id::text, 8)::integer / 10")
}, 'completed', tstzrange(y.closed_at + hours.past, y.closed_at + hours.past + interval '1 hour')
  from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id,
    lateral (select make_interval(hours => right(y.id::text, 8)::integer / 10 / 40) as past) hours
  where y.closed_at is not null;
  insert into public.maintenance_visits (id, cycle_id, task_id, due_on, state, minutes)
  select y.id, y.id, y.id, y.due_on, 'done', 60 from public.maintenance_cycles y where y.closed_at is not null;
end $$`;

const PAPERS = `do $$ begin
  insert into public.invoices (id, customer_id, number, state, issued_at, due_on, bill_to_name, printed, created_at)
  select y.id, c.customer_id, row_number() over (order by y.closed_at, y.id), 'issued', y.closed_at, y.closed_at::date + 30, 'Payer', '{}', y.closed_at
  from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
  where y.closed_at is not null and y.number % 2 = 0;
  insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name)
  select i.id, 1, 'Maintenance', 189, 0.13, 'HST 13 %' from public.invoices i;
  insert into private.certificate_years (year, last_number) values (2026, ${COMPANY.contracts});
  insert into public.inspection_certificates (year, number_in_year, code, visit_id, unit_id, contract_id, service_on, expires_on, content)
  select 2026, n, lpad(n::text, 16, '0'), ${id(7, "n * 10 + 4")}, ${id(5, "n")}, ${
  id(6, "n")
}, '2026-01-05', '2027-01-05', '{}'
  from generate_series(1, ${COMPANY.contracts}) n;
  insert into public.office_activities (kind, subject_key, customer_id, contract_id, cycle_id)
  select 'call_client', 'cycle:' || y.id, c.customer_id, c.id, y.id
  from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
  where y.closed_at is null and right(y.id::text, 8)::integer / 10 % 100 = 0;
end $$`;

/** What goes on: every fifth of the contracts that are due first has a visit, one every hour from 50 hours ago. */
const PRESENT = `do $$ begin
  create temporary table coming as
    select y.id as cycle_id, y.due_on, c.customer_id, gen_random_uuid() as task_id, row_number() over (order by y.due_on, y.id) as nr
    from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
    where y.closed_at is null and c.state = 'active' order by y.due_on, y.id limit 5000;
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, state, during)
  select task_id, ${id(8, "nr / 5 % 40")}, 'maintenance', customer_id, 'scheduled',
    tstzrange(now() + make_interval(hours => (nr / 5 - 50)::integer), now() + make_interval(hours => (nr / 5 - 49)::integer))
  from coming where nr % 5 = 0;
  insert into public.maintenance_visits (cycle_id, task_id, due_on, state, minutes)
  select cycle_id, task_id, due_on, 'scheduled', 60 from coming where nr % 5 = 0;
  insert into public.invoices (customer_id, created_at) select customer_id, now() - make_interval(hours => nr::integer) from coming where nr % 5 = 0;
  insert into public.messages (kind, recipient, customer_id, dedupe_key, payload, state, attempts, created_at, sent_at)
  select 'confirmation', 'client' || right(t.customer_id::text, 6) || '@example.com', t.customer_id, 'bench:' || t.id, '{}', 'sent', 1,
    lower(t.during) - interval '20 days', lower(t.during) - interval '20 days'
  from public.technician_tasks t where t.state = 'completed';
  insert into public.suppressions (address, reason) select m.email, 'unsubscribed' from public.customers m where right(m.id::text, 4)::integer % 500 = 1 and m.email is not null;
  insert into public.payments (request_id, invoice_id, amount, method, state, balance_after, taken_at)
  select gen_random_uuid(), i.id, 213.57, 'cheque', 'succeeded', 0, 'office' from public.invoices i
  where i.state = 'issued' and right(i.id::text, 4)::integer / 10 % 50 <> 0;
  insert into private.owed_invoices (invoice_id, due_on, issued_at, balance)
  select i.id, i.due_on, i.issued_at, 213.57 from public.invoices i
  where i.state = 'issued' and not exists (select from public.payments p where p.invoice_id = i.id);
end $$`;
