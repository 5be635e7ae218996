-- Money: each visit is charged once, and what was issued is paid or owed.

create view invariants.numbers_follow_days as
  select n.series, n.number from (
    select i.series, i.number, i.issued_at < lag(i.issued_at) over (partition by i.series order by i.number) as goes_back
    from public.invoices i where i.number is not null) n
  where n.goes_back;
comment on view invariants.numbers_follow_days is 'A later number was not issued earlier.';

create view invariants.charges_are_as_told as
  select v.id as visit_id, l.unit_price, y.fee
  from public.invoice_lines l
  join public.maintenance_visits v on v.id = l.visit_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  where l.live and (l.unit_price, l.tax_rate) is distinct from (y.fee, y.tax_rate) and l.price_reason is null;
comment on view invariants.charges_are_as_told is 'A visit costs what its client was told, or the line says why not.';

create view invariants.done_visits_are_invoiced as
  select v.id as visit_id, i.state
  from public.maintenance_visits v
  join public.technician_tasks t on t.id = v.task_id and private.is_over(t.state)
  join public.invoice_lines l on l.visit_id = v.id and l.live
  join public.invoices i on i.id = l.invoice_id
  where v.state = 'done' and i.state = 'draft'
    and (select s.invoice_on_completion from public.company_settings s)
    -- What is charged anew is issued by the office.
    and not exists (select from public.invoice_lines o where o.visit_id = v.id and not o.live);
comment on view invariants.done_visits_are_invoiced is 'A stop that is over has its invoice.';

create view invariants.revenue_is_paid_or_owed as
  select r.* from (
    select
      (select coalesce(sum(l.amount + l.tax), 0) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where i.state = 'issued') as lines,
      (select coalesce(sum(s.total), 0) from private.invoice_sums s where s.state = 'issued') as invoices,
      (select coalesce(sum(p.amount), 0) from public.payments p where p.state = 'succeeded') as payments,
      (select coalesce(sum(s.balance), 0) from private.invoice_sums s) as balances) r
  where r.lines <> r.invoices or r.invoices <> r.payments + r.balances;
comment on view invariants.revenue_is_paid_or_owed is 'What was issued is the sum of its lines, and is paid or owed.';

create view invariants.taxes_are_rounded_by_line as
  select l.id as line_id from public.invoice_lines l
  where (l.amount, l.tax) <> (round(l.quantity * l.unit_price, 2), round(round(l.quantity * l.unit_price, 2) * l.tax_rate, 2));
comment on view invariants.taxes_are_rounded_by_line is 'A line comes to quantity times price, and its tax to the rate of that, each rounded to cents.';
