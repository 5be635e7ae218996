-- What waits: the numbers that stand beside the rooms of the office.

create function private.waiting()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('activities', count(*), 'urgent', count(*) filter (where a.urgent),
      'messages', (select count(*) from public.messages m where m.state in ('dead', 'uncertain')))
    from public.office_activities a
    where a.state = 'open' and a.due_on <= private.company_day(private.clock()));
end;
$$;
comment on function private.waiting is 'How much waits for the office: {activities: open and due by today, urgent: of those, messages: mails that somebody has to decide about}.';
