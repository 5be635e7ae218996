-- The door to the first page of the office.

create function public.desk()
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.desk(private.clock());
end;
$$;
comment on function public.desk is 'The first page of the office: {status: ok, today, as_of, holiday: its name or null, waiting: as who_am_i, late: up to six rows of the work list that are urgent and due (private.activity_told), kinds (private.desk_kinds), technicians: what each has today (private.desk_today), week (private.desk_week), funnel: the last eight weeks (private.desk_funnel), load: this week and the next (private.desk_load), repairs (private.desk_repairs), health (private.desk_health)}. 42501 unless office.';

grant execute on function public.desk to authenticated, service_role;
