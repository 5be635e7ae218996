-- Outbox: to whom a message about a customer goes, and how a rule queues it.

create index customers_by_address on public.customers (lower(btrim(email)));
create index customer_contacts_by_address on public.customer_contacts (lower(btrim(email)));

create view private.customer_addresses as
  select a.customer_id, lower(btrim(a.email)) as address, s.reason as suppressed
  from (
    select c.id as customer_id, c.email, true as is_own from public.customers c
    union all
    select k.customer_id, k.email, false from public.customer_contacts k where k.receives in ('beside', 'instead')
  ) a
  left join public.suppressions s on s.address = lower(btrim(a.email))
  where a.email ~ '^\s*[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]+\s*$'
    and lower(btrim(a.email)) !~ '\s'
    -- A contact who can be written to instead of the client silences the client's own address.
    and not (a.is_own and exists (
      select from public.customer_contacts i
      where i.customer_id = a.customer_id and i.receives = 'instead'
        and i.email ~ '^\s*[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]+\s*$'));
comment on view private.customer_addresses is 'Every usable address that mail about a customer goes to, and why it may not (suppressions). Client and contact may share one: it is then listed twice. Plain arms and no distinct: so the view is read by customer, never as a whole.';

create function private.address_gets(kind text, suppressed text)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return suppressed is null or (suppressed = 'unsubscribed' and kind not in ('reminder', 'rebook'));
end;
$$;
comment on function private.address_gets is 'Whether an address with that suppression gets messages of that kind: unsubscribing stops what nobody asked for, bounces and complaints stop everything.';

create function private.queue_message(
  kind text, customer_id uuid, dedupe_key text, payload jsonb, cycle_id uuid default null, task_id uuid default null)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_addresses text[];
begin
  select array_agg(distinct a.address) into v_addresses
  from private.customer_addresses a
  where a.customer_id = queue_message.customer_id and private.address_gets(queue_message.kind, a.suppressed);
  insert into public.messages (kind, recipient, customer_id, cycle_id, task_id, dedupe_key, payload)
  select queue_message.kind, address, queue_message.customer_id, queue_message.cycle_id, queue_message.task_id,
    queue_message.dedupe_key || ':' || address, queue_message.payload
  from unnest(v_addresses) address
  on conflict on constraint messages_dedupe_key_key do nothing;
  return coalesce(cardinality(v_addresses), 0);
end;
$$;
comment on function private.queue_message is 'Queues one message per address of the customer, each once (dedupe_key). Returns the number of addresses; 0: nobody to write to, the caller tells the office.';

create function private.message_items(cycle_ids uuid[])
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'cycle_id', y.id, 'kind', g.name, 'unit', p.name, 'due_on', y.due_on,
    'fee', coalesce(y.fee, c.fee), 'minutes', g.visit_minutes) order by y.due_on, y.id), '[]')
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  join public.equipment_categories g on g.id = c.category_id
  left join public.products p on p.id = u.product_id
  where y.id = any (cycle_ids);
$$;
comment on function private.message_items is 'The units of a reminder or rebook message: [{cycle_id, kind, unit, due_on, fee, minutes}], soonest due first.';
