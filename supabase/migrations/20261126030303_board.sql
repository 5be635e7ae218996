-- The office's door to the board: what is where, where work could go, putting it there, and taking that back.

create function public.board(from_day date default null, days integer default 1)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.board(from_day, days, private.clock());
end;
$$;
comment on function public.board is 'What the board shows of one to seven days, today where none is named (held to a year from today) → {status: ok, as_of, today, from_day, days, step: minutes of the grid, stamp: as board_stamp, holidays: [{on_day, name}], technicians: [{technician_id, name, first_name, active, skills, home, days: private.board_days}], tasks: private.board_tasks with badge (private.badge), late_minutes: as the client was told, drive_before: from the stop before or home, drive_after: home after the last one, can_move; waiting: [{what: task, repair or contract, id, group: new_time, nobody, callback, task_type, revision, title, client_name, customer_id, city, minutes, units, urgent, since, note, reason: why it was put aside, preferred_times, phone, reach_by, activity_id}]}. 42501 unless office.';

create function public.board_stamp(from_day date default null, days integer default 1)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return jsonb_build_object('status', 'ok', 'stamp',
    private.board_stamp(array(select t from private.tasks_shown((private.board_span(from_day, days, private.clock())).span) t), private.clock()));
end;
$$;
comment on function public.board_stamp is 'Another text whenever board would show something else: {status: ok, stamp}. 42501 unless office.';

create function public.board_places(what text, id uuid, from_day date default null, days integer default 7)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  return private.board_places(what, id, from_day, days, private.clock());
end;
$$;
comment on function public.board_places is 'Where a piece of work could go (what: task, repair: its work order, contract: to be booked), for each technician and every start of the grid from 6:00 to 21:00 of one to seven days → {status: ok, what, id, revision, minutes, best: the three cheapest within 14 days [{technician_id, technician_name, starts_at, ends_at, travel_minutes}], technicians: [{technician_id, days: [{on_day, answers: [{from, to: the first and the last start of a stretch, answer: fits (travel_minutes), overlap (task_id, task_type, client_name, ends_at), technician, skill (skills), holiday (name), hours (works_from, works_until), notice (is_past, hours), horizon (last_day), drive (side, minutes, planned, is_home, place), full (most)}], best: {starts_at, travel_minutes}}]}]}. 42501 unless office, PT404 for work that is not there, has begun, or is booked.';

create function public.create_task(
  task_type text, minutes integer, technician_id uuid default null, starts_at timestamptz default null, fields jsonb default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
as $$
begin
  perform private.require_office();
  return private.rejected('task_type');
end;
$$;
comment on function public.create_task is 'Makes work that is no visit. 42501, PT404.';

create function public.undo_deed(deed_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.refused('over');
end;
$$;
comment on function public.undo_deed is 'Takes back what was done on the board. 42501 unless office, PT404.';

grant execute on function public.board, public.board_stamp, public.board_places, public.create_task, public.undo_deed to authenticated, service_role;
