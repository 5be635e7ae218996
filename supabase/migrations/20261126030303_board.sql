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
comment on function public.board is 'What the board shows of one to seven days, today where none is named (held to a year from today) → {status: ok, as_of, today, from_day, days, step: minutes of the grid, stamp: as board_stamp, holidays: [{on_day, name}], technicians: [{technician_id, name, first_name, active, skills, home, days: private.board_days}], tasks: private.board_tasks with badge (private.badge), late_minutes: as the client was told, phone and note: of the visit, else of the client and the task, is_mailed: whether its client gets a mail when it gets another time, drive_before: from the stop before or home, drive_after: home after the last one, can_move; waiting: [{what: task, repair or contract, id, group: new_time, nobody, callback, task_type, revision, title, client_name, customer_id, city, minutes, units, urgent, since, note, reason: why it was put aside, preferred_times, phone, reach_by, is_mailed, activity_id, was_at: of tasks that lost that time}]}. 42501 unless office.';

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
comment on function public.board_places is 'Where a piece of work could go (what: task, repair: its work order, contract: to be booked), for each technician and every start of the grid from 6:00 to 21:00 of one to seven days → {status: ok, what, id, revision, minutes, best: the three cheapest within 14 days [{technician_id, technician_name, starts_at, ends_at, travel_minutes}], technicians: [{technician_id, days: [{on_day, answers: [{from, to: the first and the last start of a stretch, answer: fits (travel_minutes), overlap (task_id, task_type, client_name, ends_at), technician, skill (skills), holiday (name), hours (works_from, works_until), winter (again_on), closed (why), notice (is_past, hours), horizon (last_day), drive (side, minutes, planned, is_home, place), full (most)}], best: {starts_at, travel_minutes}}]}]}. 42501 unless office, PT404 for work that is not there, has begun, or is booked.';

create function public.create_task(
  task_type text, minutes integer, technician_id uuid default null, starts_at timestamptz default null, fields jsonb default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_wrong jsonb;
begin
  perform private.require_office();
  v_wrong := private.made_wrongly(task_type, minutes, technician_id, starts_at, fields);
  if v_wrong is not null then
    return v_wrong;
  elsif starts_at is not null and not private.is_within_a_year(starts_at, past => interval '1 year') then
    return private.refused('time');
  end if;
  if technician_id is not null then
    perform private.require_technician(technician_id);
  end if;
  return private.create_task(task_type, minutes, technician_id, starts_at, fields, private.clock());
end;
$$;
comment on function public.create_task is 'Makes work that is no visit: repair (which nobody quoted), delivery, assessment, other; without a technician it waits for one. fields: customer_id, unit_id, title, notes, address, latitude, longitude, override → {status: created (task_id, revision, warnings, undo) | refused (reason: time, or as move_task, with objection and nearest) | rejected (reason: task_type, minutes (5 to 1440), starts_at (none, with a technician), fields, customer_id, unit_id (unknown, or somebody else''s), title, address, notes (most), place, override)}. 42501, PT404 for an unknown technician.';

create function public.undo_deed(deed_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.undo_deed(deed_id, private.clock());
end;
$$;
comment on function public.undo_deed is 'Takes back what the office did on the board (undo in the answers of move_task, swap_tasks, schedule_repair, book_for_client, create_task): technician, time and state are as before, what it had settled is open again, the client is told nothing of it, and a price that only it had kept is none → {status: undone | refused (reason: over (five minutes have passed, or a mail is gone), changed (somebody changed it since: what: time, technician, state, amount, parts, day or gone, at, by), undone (it was already), closed (its old day was closed since for what stands outside), overlap (its old place is taken), technician (who had it has left))}. 42501 unless office, PT404.';

grant execute on function public.board, public.board_stamp, public.board_places, public.create_task, public.undo_deed to authenticated, service_role;
