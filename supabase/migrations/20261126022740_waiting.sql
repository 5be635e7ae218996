-- What waits: who is signed in, and the numbers that stand beside the rooms of the office.

create function private.waiting()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('activities', count(*), 'urgent', count(*) filter (where a.urgent),
      'conflicts', (select count(*) from public.import_conflicts c where c.decided_at is null),
      'messages', (select count(*) from public.messages m where private.needs_somebody(m.state, m.set_aside_at)))
    from public.office_activities a
    where a.state = 'open' and not private.is_hidden(a.kind) and a.due_on <= private.company_day(private.clock()));
end;
$$;
comment on function private.waiting is 'How much waits for whoever of the office asks: {activities: open and due by today, urgent: of those, conflicts: questions of imports that nobody answered, messages: mails that somebody has to decide about}.';

create function private.who_am_i(user_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_me public.staff;
begin
  select s.* into v_me from public.staff s where s.user_id = who_am_i.user_id and s.active;
  if not found then
    return jsonb_build_object('status', 'nobody');
  end if;
  return jsonb_build_object('status', 'ok', 'name', v_me.name, 'role', v_me.role,
    'waiting', case when v_me.role in ('office', 'admin') then private.waiting() end);
end;
$$;
comment on function private.who_am_i is 'The active member of staff behind a login: see the door of the same name.';
