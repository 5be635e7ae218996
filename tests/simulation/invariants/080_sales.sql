-- Sales: what is confirmed is enrolled, once; what is cancelled ends; what people correct stays.

create view invariants.confirmed_sales_are_enrolled as
  select o.order_number, l.line_ref, l.quantity, count(u.id) as units
  from public.sales_orders o
  join public.sales_order_lines l on l.order_id = o.id
  left join public.units u on u.source_line_id = l.id
  where o.state in ('sale', 'done')
  group by o.id, l.id
  having count(u.id) > l.quantity or count(u.id) < l.quantity - (
    -- A device that somebody else has, or had when it was sold, is a question.
    select count(*) from unnest(l.serial_numbers) told
    join public.units r on r.serial_key = private.serial_key(told) and r.source_line_id is distinct from l.id);
comment on view invariants.confirmed_sales_are_enrolled is 'Of a confirmed line there are as many units as it sold, but for those whose serial number another unit has.';

create view invariants.cancelled_sales_have_ended as
  select o.order_number, c.id as contract_id, c.state
  from public.sales_orders o
  join public.sales_order_lines l on l.order_id = o.id
  join public.units u on u.source_line_id = l.id and u.customer_id = o.customer_id
  join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
  where o.state = 'cancel' and not exists (
    select from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id = c.id and v.state <> 'cancelled');
comment on view invariants.cancelled_sales_have_ended is 'A cancelled order leaves no contract that nobody has visited.';

create view invariants.corrections_stay as
  select c.id as customer_id, k.import_run_id, k.became as file_says
  from public.import_changes k
  join public.customers c on c.id = k.subject_id
  where k.change_kind = 'corrected' and k.field = 'email' and k.was like 'right-%' and k.became not like '%.new@%';
comment on view invariants.corrections_stay is 'An address that people corrected gives way to one that the other system changed, and to no other.';
