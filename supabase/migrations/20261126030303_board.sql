-- The office's door to the board: what is where, where work could go, putting it there, and taking that back.

create function public.board(from_day date default null, days integer default 1)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return jsonb_build_object('status', 'ok', 'as_of', private.clock(), 'today', private.company_day(private.clock()),
    'from_day', coalesce(from_day, private.company_day(private.clock())), 'days', days,
    'step', (select s.slot_step_minutes from public.company_settings s), 'stamp', '',
    'holidays', '[]'::jsonb, 'technicians', '[]'::jsonb, 'tasks', '[]'::jsonb, 'waiting', '[]'::jsonb);
end;
$$;
comment on function public.board is 'What the board shows of one to seven days: see lib/board/shapes.ts. 42501 unless office.';

create function public.board_stamp(from_day date default null, days integer default 1)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return jsonb_build_object('status', 'ok', 'stamp', '');
end;
$$;
comment on function public.board_stamp is 'Another text whenever board would answer something else: {status: ok, stamp}. 42501 unless office.';

create function public.board_places(what text, id uuid, from_day date default null, days integer default 7)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
as $$
begin
  perform private.require_office();
  return jsonb_build_object('status', 'ok', 'what', what, 'id', id, 'revision', null, 'minutes', 60, 'best', '[]'::jsonb, 'technicians', '[]'::jsonb);
end;
$$;
comment on function public.board_places is 'Where a piece of work could go. 42501 unless office, PT404.';

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
