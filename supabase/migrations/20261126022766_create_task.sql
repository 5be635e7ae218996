-- Create task: work that is made on the board and is no visit: a repair that nobody quoted, a delivery, an assessment, a meeting.

create function private.field_id(fields jsonb, name text)
returns uuid
language plpgsql immutable
set search_path = ''
as $$
begin
  return (fields ->> name)::uuid;
exception when invalid_text_representation then
  return uuid '00000000-0000-0000-0000-000000000000';
end;
$$;
comment on function private.field_id is 'An id among what was sent; that of nobody where it is none.';

create function private.is_place_sent(latitude jsonb, longitude jsonb)
returns boolean
language sql immutable
return case when jsonb_typeof(latitude) = 'number' and jsonb_typeof(longitude) = 'number'
  then latitude between '-90' and '90' and longitude between '-180' and '180'
  else coalesce(latitude, 'null') = 'null' and coalesce(longitude, 'null') = 'null' end;
comment on function private.is_place_sent is 'Whether what was sent is both coordinates of a place, or neither.';

create function private.no_text_sent(fields jsonb)
returns text
language sql immutable
return (
  select min(f.key) from jsonb_each(case jsonb_typeof(fields) when 'object' then fields else '{}' end) f
  where f.key in ('title', 'address', 'notes', 'customer_id', 'unit_id') and jsonb_typeof(f.value) not in ('string', 'null'));
comment on function private.no_text_sent is 'A field that should be text and was sent as something else; null for none.';

create function private.made_wrongly(task_type text, minutes integer, technician_id uuid, starts_at timestamptz, fields jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return case
    when coalesce(task_type not in ('repair', 'delivery', 'assessment', 'other'), true) then private.rejected('task_type')
    when coalesce(minutes not between 5 and 1440, true) then private.rejected('minutes')
    when jsonb_typeof(fields) is distinct from 'object' then private.rejected('fields')
    when technician_id is not null and starts_at is null then private.rejected('starts_at')
    when private.no_text_sent(fields) is not null then private.rejected(private.no_text_sent(fields))
    when length(fields ->> 'title') > 200 then private.rejected('title') || '{"most": 200}'
    when length(fields ->> 'address') > 300 then private.rejected('address') || '{"most": 300}'
    when length(fields ->> 'notes') > private.most('notes') then private.rejected('notes') || jsonb_build_object('most', private.most('notes'))
    when not private.is_place_sent(fields -> 'latitude', fields -> 'longitude') then private.rejected('place')
    when coalesce(jsonb_typeof(fields -> 'override'), 'null') not in ('null', 'boolean') then private.rejected('override') end;
end;
$$;
comment on function private.made_wrongly is 'The rejection of work that cannot be meant so, by its field; null for any other.';

create function private.write_task(task_type text, minutes integer, starts_at timestamptz, fields jsonb)
returns uuid
language sql volatile
set search_path = ''
as $$
  insert into public.technician_tasks (task_type, state, during, customer_id, unit_id, title, notes, address, latitude, longitude)
  select write_task.task_type, 'unassigned', tstzrange(b.starts_at, b.starts_at + make_interval(mins => write_task.minutes)), m.id, u.id,
    coalesce(private.tidy(fields ->> 'title'), case write_task.task_type when 'repair' then 'Repair: ' || k.name else k.name end),
    private.written(fields ->> 'notes'), p.address,
    -- Another address than the client's is somewhere else.
    case when fields ->> 'latitude' is not null then (fields ->> 'latitude')::double precision when fields ->> 'address' is null then coalesce(u.latitude, m.latitude) end,
    case when fields ->> 'longitude' is not null then (fields ->> 'longitude')::double precision when fields ->> 'address' is null then coalesce(u.longitude, m.longitude) end
  from (select coalesce(write_task.starts_at, private.next_step(private.clock())) as starts_at) b
  left join public.units u on u.id = private.field_id(fields, 'unit_id')
  left join public.equipment_categories k on k.id = u.category_id
  left join public.customers m on m.id = coalesce(private.field_id(fields, 'customer_id'), u.customer_id)
  cross join lateral (
    select coalesce(private.tidy(fields ->> 'address'),
      case when u.id is not null then private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code)
        when m.id is not null then private.address_text(m.street, m.apartment, m.city, m.province, m.postal_code) end) as address) p
  returning id;
$$;
comment on function private.write_task is 'Makes work for nobody yet: at its unit''s, else at its client''s, unless it is said where.';

create function private.create_task(task_type text, minutes integer, technician_id uuid, starts_at timestamptz, fields jsonb, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_customer_id uuid := private.field_id(fields, 'customer_id');
  v_unit_id uuid := private.field_id(fields, 'unit_id');
  v_before private.standing_before;
  v_task_id uuid;
  v_answer jsonb := jsonb_build_object('warnings', jsonb_build_array());
begin
  perform private.lock_technicians(array[technician_id]);
  -- Held: merged with somebody at this moment, or erased, it is nobody any more.
  perform from public.customers m
  where m.id = coalesce(v_customer_id, (select u.customer_id from public.units u where u.id = v_unit_id)) and m.erased_on is null for key share;
  if v_customer_id is not null and not found then
    return private.rejected('customer_id');
  elsif v_unit_id is not null and not exists (
    select from public.units u where u.id = v_unit_id and u.customer_id = coalesce(v_customer_id, u.customer_id)) then
    return private.rejected('unit_id');
  end if;
  v_customer_id := coalesce(v_customer_id, (select u.customer_id from public.units u where u.id = v_unit_id));
  v_before := private.before_deed('{}', customer_ids => array_remove(array[v_customer_id], null));
  begin
    v_task_id := private.write_task(task_type, minutes, starts_at, fields);
    if technician_id is not null then
      v_answer := private.with_nearest(private.move_stop(v_task_id, technician_id, starts_at, coalesce((fields ->> 'override')::boolean, false), as_of),
        'task', v_task_id, technician_id, starts_at, as_of);
    end if;
    if v_answer ->> 'status' = 'refused' then
      raise exception 'refused' using errcode = 'MT004';
    end if;
  exception when sqlstate 'MT004' then
    return v_answer;
  end;
  return private.told_on_board(v_answer || jsonb_build_object('status', 'created', 'task_id', v_task_id,
    'revision', (select t.revision from public.technician_tasks t where t.id = v_task_id)), 'create', v_before, array[v_task_id]);
end;
$$;
comment on function private.create_task is 'Makes work that is no visit and, with a technician, gives it its place: {status: created (task_id, revision, warnings, undo) | refused (reason, objection, nearest) | rejected (reason: customer_id, unit_id)}.';
