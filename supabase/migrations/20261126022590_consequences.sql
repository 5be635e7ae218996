-- Consequences: what a change makes of all that hangs on a client. It is told before it is done, by doing it and taking it back.

create function private.take_back_all()
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  raise exception 'all of it is taken back' using errcode = 'MT024';
end;
$$;
comment on function private.take_back_all is 'Raises MT024, by which a block takes back all that it did: what was only tried, or refused half way.';

create function private.done_as_shown(done text, follows jsonb, dry_run boolean, shown text)
returns jsonb
language sql immutable
return case when done_as_shown.dry_run then '{"status": "tried"}'
  when done_as_shown.shown is distinct from md5(done_as_shown.follows::text) then private.refused('changed')
  else jsonb_build_object('status', done_as_shown.done) end || jsonb_build_object('shown', md5(done_as_shown.follows::text));
comment on function private.done_as_shown is 'The answer of what was done: tried where it was only that, refused (changed) where what follows is not what the page showed, else done; with shown, which is to be sent back.';

create function private.client_stands(customer_id uuid, unit_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'units', (
      select coalesce(jsonb_object_agg(u.id, jsonb_build_object('condition', u.condition, 'owner', m.name,
        'address', private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code))), '{}')
      from public.units u join public.customers m on m.id = u.customer_id where u.id = any (unit_ids)),
    'contracts', (
      select coalesce(jsonb_object_agg(c.id, jsonb_build_object('unit_id', c.unit_id, 'state', c.state, 'until', c.paused_until, 'due_on', y.due_on)), '{}')
      from public.maintenance_contracts c
      left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
      where c.unit_id = any (unit_ids)),
    'visits', (
      select coalesce(jsonb_object_agg(v.id, jsonb_build_object('unit_id', c.unit_id, 'starts_at', lower(t.during), 'technician_name', h.first_name)), '{}')
      from public.maintenance_contracts c
      join public.maintenance_cycles y on y.contract_id = c.id
      join public.maintenance_visits v on v.cycle_id = y.id and private.is_unsettled(v.state)
      join public.technician_tasks t on t.id = v.task_id
      left join public.technicians h on h.id = t.technician_id
      where c.unit_id = any (unit_ids)),
    'others', (
      select coalesce(jsonb_object_agg(t.id, jsonb_build_object('task_type', t.task_type, 'starts_at', lower(t.during))), '{}')
      from public.technician_tasks t
      where t.customer_id = client_stands.customer_id and not private.is_over(t.state)
        and not exists (select from public.maintenance_visits v where v.task_id = t.id)),
    'mails', (
      select coalesce(jsonb_object_agg(m.id, jsonb_build_object('kind', m.kind, 'recipient', m.recipient)), '{}')
      from public.messages m
      where m.customer_id = client_stands.customer_id and m.state = 'queued' and private.superseded_because(m) is null),
    'work', (
      select coalesce(jsonb_object_agg(a.id, jsonb_build_object('kind', a.kind)), '{}')
      from public.office_activities a where a.customer_id = client_stands.customer_id and a.state = 'open'));
end;
$$;
comment on function private.client_stands is 'Where a client''s things stand, each kind by id: units, contracts of theirs, visits without an outcome, other work to come, mails that will go, open work.';

create function private.become_so(before jsonb, after jsonb, field text, value jsonb)
returns jsonb
language sql immutable
return (
  select coalesce(jsonb_agg(n.value - field order by n.key), '[]')
  from jsonb_each(after) n
  where n.value -> field = become_so.value and before -> n.key is not null and before -> n.key -> field <> become_so.value);
comment on function private.become_so is 'Those that were there before and have this value of a field only now.';

create function private.missing_from(here jsonb, there jsonb)
returns jsonb
language sql immutable
return (select coalesce(jsonb_agg(n.value order by n.value, n.key), '[]') from jsonb_each(there) n where not here ? n.key);
comment on function private.missing_from is 'What is there and not here.';

create function private.what_changed(before jsonb, after jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'ended', private.become_so(before -> 'contracts', after -> 'contracts', 'state', '"cancelled"'),
    'goes_on', private.become_so(before -> 'contracts', after -> 'contracts', 'state', '"active"'),
    'rests', (
      select coalesce(jsonb_agg(n.value - 'state' order by n.key), '[]') from jsonb_each(after -> 'contracts') n
      where n.value ->> 'state' = 'paused' and (before -> 'contracts' -> n.key) - 'due_on' <> n.value - 'due_on'),
    'due', (
      select coalesce(jsonb_agg(n.value - 'state' order by n.key), '[]') from jsonb_each(after -> 'contracts') n
      where n.value ->> 'state' <> 'cancelled' and before #>> array['contracts', n.key, 'due_on'] <> n.value ->> 'due_on'),
    'units', (
      select coalesce(jsonb_agg(jsonb_build_object('unit_id', n.key) || n.value order by n.key), '[]') from jsonb_each(after -> 'units') n
      where before -> 'units' -> n.key <> n.value),
    'cancelled', private.missing_from(after -> 'visits', before -> 'visits'),
    'called_off', private.missing_from(after -> 'others', before -> 'others'),
    'withdrawn', private.missing_from(after -> 'mails', before -> 'mails'),
    'told', private.missing_from(before -> 'mails', after -> 'mails'),
    'closed', private.missing_from(after -> 'work', before -> 'work'),
    'opened', private.missing_from(before -> 'work', after -> 'work'),
    'stays', (select coalesce(jsonb_agg(v.value order by v.value), '[]') from jsonb_each(after -> 'visits') v));
end;
$$;
comment on function private.what_changed is 'What became of a client''s things between two looks (private.client_stands): {ended, goes_on, rests (until), due (due_on): of contracts, each with unit_id; units: as they are now; cancelled, stays: visits {unit_id, starts_at, technician_name}; called_off: other work {task_type, starts_at: null without a time}; withdrawn, told: mails {kind, recipient}; closed, opened: work {kind}}.';
