-- Calendar feed: the private address at which a technician's calendar program reads their work, and what it reads there. The
-- address is the whole right, and calendars are shared and lie open on tables: nobody's client is named in them.

create table private.calendar_links (
  technician_id uuid primary key references public.technicians on delete cascade,
  token_hash bytea not null unique,
  made_at timestamptz not null default private.clock()
);
comment on table private.calendar_links is 'Who has a private calendar address, as a hash of its key: the key itself is shown once, when it is made.';

create trigger keep_calendar_link before insert or update on private.calendar_links
  for each row execute function private.refuse_change('rotate_calendar_link');

create function private.calendar_shown(technician_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((select left(encode(l.token_hash, 'hex'), 8) from private.calendar_links l where l.technician_id = calendar_shown.technician_id), 'none');
end;
$$;
comment on function private.calendar_shown is 'Which calendar address a technician has, as a page sends it back with its form; it opens nothing.';

create function private.hold_calendar_as_shown(technician_id uuid, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Two who ask at once take turns, and nobody leaves meanwhile.
  perform from public.technicians t where t.id = hold_calendar_as_shown.technician_id for no key update;
  return case when hold_calendar_as_shown.shown <> private.calendar_shown(technician_id) then jsonb_build_object('status', 'refused', 'reason', 'changed') end;
end;
$$;
comment on function private.hold_calendar_as_shown is 'The refusal of a form whose page showed another calendar address, or none: whoever made the one that works now has written it down; null where it is as shown.';

create function private.rotate_calendar_link(technician_id uuid, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'rotate_calendar_link'
as $$
declare
  v_token text := private.random_token();
  v_changed jsonb := private.hold_calendar_as_shown(technician_id, shown);
begin
  if not (select t.active from public.technicians t where t.id = rotate_calendar_link.technician_id) then
    return private.rejected('technician');
  elsif v_changed is not null then
    return v_changed;
  end if;
  delete from private.calendar_links l where l.technician_id = rotate_calendar_link.technician_id;
  insert into private.calendar_links (technician_id, token_hash) values (rotate_calendar_link.technician_id, private.token_hash(v_token));
  perform private.write_audit('technicians', technician_id, 'update', jsonb_build_object('what', 'calendar link made'));
  return (
    select jsonb_build_object('status', 'made', 'url', s.public_url || '/calendar/' || v_token || '.ics')
    from public.company_settings s);
end;
$$;
comment on function private.rotate_calendar_link is 'Gives a technician a new calendar address, on record, in place of the one before: {status: made (url: shown this once) | rejected (reason: technician, who has left) | refused (reason: changed: its page showed another one)}.';

create function private.revoke_calendar_link(technician_id uuid, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_changed jsonb := private.hold_calendar_as_shown(technician_id, shown);
begin
  if v_changed is not null then
    return v_changed;
  end if;
  delete from private.calendar_links l where l.technician_id = revoke_calendar_link.technician_id;
  if not found then
    return jsonb_build_object('status', 'none');
  end if;
  perform private.write_audit('technicians', technician_id, 'update', jsonb_build_object('what', 'calendar link revoked'));
  return jsonb_build_object('status', 'revoked');
end;
$$;
comment on function private.revoke_calendar_link is 'Ends a technician''s calendar address, on record: {status: revoked | none | refused (reason: changed: its page showed another one)}.';

create function private.calendar_linked_at(technician_id uuid)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return (select l.made_at from private.calendar_links l where l.technician_id = calendar_linked_at.technician_id);
end;
$$;
comment on function private.calendar_linked_at is 'Since when a technician has the calendar address that works now; null for none.';

create function private.lose_calendar_link()
returns trigger
-- Definer: whoever lets somebody go need not be able to write links.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.revoke_calendar_link(t.id)
  from public.technicians t
  where case tg_table_name when 'staff' then t.staff_id = new.id else t.id = new.id end;
  return null;
end;
$$;
comment on function private.lose_calendar_link is 'Trigger: who leaves, be it the road (technicians) or the company (staff), reads nothing more; who comes back makes a new address.';

create trigger lose_calendar_link after update of active on public.technicians
  for each row when (old.active and not new.active) execute function private.lose_calendar_link();
create trigger lose_calendar_link after update of active on public.staff
  for each row when (old.active and not new.active) execute function private.lose_calendar_link();

-- What is read ------------------------------------------------------------------------------------------------------

create function private.technician_of_calendar(token text)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select l.technician_id from private.calendar_links l
    where length(token) <= private.most('token') and l.token_hash = private.token_hash(token));
end;
$$;
comment on function private.technician_of_calendar is 'Whose calendar an address opens; null for none.';

create function private.kinds_of_work(tasks public.technician_tasks[])
returns table (task_id uuid, kinds jsonb)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
    select u.id, jsonb_agg(k.name order by k.name)
    from (
      select t.id, c.category_id
      from unnest(tasks) t
      -- Of a stop that takes place, what was taken off it is not its work any more.
      join public.maintenance_visits v on v.task_id = t.id and (v.state <> 'cancelled' or t.state = 'cancelled')
      join public.maintenance_cycles y on y.id = v.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id
      union all
      select t.id, i.category_id
      from unnest(tasks) t join public.work_orders w on w.id = t.work_order_id join public.units i on i.id = w.unit_id
    ) u
    join public.equipment_categories k on k.id = u.category_id
    group by u.id;
end;
$$;
comment on function private.kinds_of_work is 'The kinds of the units that tasks are about, one for each unit; no row for a task about none.';

create function private.calendar_tasks(technician_id uuid, as_of timestamptz)
returns public.technician_tasks[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_today date := private.company_day(as_of);
  v_shown tstzrange := tstzrange((v_today - 14)::timestamp at time zone v_zone, (v_today + 91)::timestamp at time zone v_zone);
  -- No task is longer than 31 days.
  v_first timestamptz := lower(v_shown) - interval '31 days';
begin
  -- Apart, since what blocks time and what does not have an index each.
  return array(
    select b from public.technician_tasks b
    where b.technician_id = calendar_tasks.technician_id and b.blocking and b.during && v_shown
      and lower(b.during) between v_first and upper(v_shown)
  ) || array(
    select g from public.technician_tasks g
    where g.technician_id = calendar_tasks.technician_id and not g.blocking and g.during && v_shown
      and lower(g.during) between v_first and upper(v_shown)
      and (g.state in ('no_show', 'not_completed') or g.revised_at > calendar_tasks.as_of - interval '14 days'));
end;
$$;
comment on function private.calendar_tasks is 'What a technician''s calendar shows: from 14 days ago until 90 days ahead all that takes place or did, and for 14 days what was called off or put aside.';

create function private.calendar_entries(technician_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_tasks public.technician_tasks[] := private.calendar_tasks(technician_id, as_of);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'task_id', t.id, 'revision', t.revision + t.readdressed, 'changed_at', coalesce(greatest(t.revised_at, t.readdressed_at), t.created_at), 'task_type', t.task_type,
        'is_off', t.state in ('cancelled', 'needs_rescheduling'), 'starts_at', lower(t.during), 'ends_at', upper(t.during),
        'kinds', coalesce(k.kinds, '[]'), 'street', nullif(split_part(t.address, ',', 1), ''),
        -- What the office calls work that has a client may name them.
        'title', case when t.task_type = 'other' and t.customer_id is null then t.title end)
      order by lower(t.during), t.id), '[]')
    from unnest(v_tasks) t left join private.kinds_of_work(v_tasks) k on k.task_id = t.id);
end;
$$;
comment on function private.calendar_entries is 'A technician''s calendar, in its order: [{task_id, revision, changed_at, task_type, is_off, starts_at, ends_at, kinds, street, title: of a meeting}]. revision counts other addresses too, which calendars would keep from before. Nothing tells of whom: kinds of units and a street.';

create function private.read_calendar(technician_id uuid, known text, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_entries jsonb := private.calendar_entries(technician_id, as_of);
  v_stamp text := md5(v_entries::text);
begin
  if known = v_stamp then
    return jsonb_build_object('status', 'unchanged', 'stamp', v_stamp);
  end if;
  return jsonb_build_object('status', 'ok', 'stamp', v_stamp, 'entries', v_entries);
end;
$$;
comment on function private.read_calendar is 'A technician''s calendar, with a stamp that differs where anything in it does: see the door technician_calendar.';
