-- The office's door to repairs: what becomes of a quote, and when it is done.

-- A visit quotes by itself what failed; this one quotes anew. Pages come with repairs on the board, as for the steps below.
create function public.quote_repair(visit_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.quote_anew(visit_id, private.clock());
end;
$$;
comment on function public.quote_repair is 'Quotes the repair of what is out of order since a visit, anew where the client had declined it: {status: quoted (work_order_id, the one that is under way where there is one) | refused (reason: nothing (to repair), state (not done), unit (retired, or somebody else''s))}. 42501, PT404.';

create function public.approve_repair(work_order_id uuid, said_by text, said_how text, amount numeric)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.approve_repair(work_order_id, said_by, said_how, amount);
end;
$$;
comment on function public.approve_repair is 'The client wants a repair for the amount that it was quoted at, before tax: who said so, and how (phone, email, in_person, letter) → {status: approved (amount) | refused (reason: state, lines, amount (another one, which is told)) | rejected (reason: said_by, said_how)}. 42501, PT404.';

create function public.decline_repair(work_order_id uuid, said_by text, said_how text, note text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.decline_repair(work_order_id, said_by, said_how, note);
end;
$$;
comment on function public.decline_repair is 'The client does not want a repair: {status: declined | refused (reason: state) | rejected (reason: said_by, said_how, note)}. 42501, PT404.';

create function public.wait_for_parts(work_order_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.wait_for_parts(work_order_id);
end;
$$;
comment on function public.wait_for_parts is 'An approved repair waits for parts: {status: waiting_for_parts | refused (reason: state)}. 42501, PT404.';

create function public.parts_arrived(work_order_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.parts_arrived(work_order_id);
end;
$$;
comment on function public.parts_arrived is 'The parts of a repair are there: {status: approved | refused (reason: state)}. 42501, PT404.';

create function public.schedule_repair(work_order_id uuid, technician_id uuid, starts_at timestamptz, override boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  if not private.is_within_a_year(starts_at, past => interval '1 year') then
    return private.refused('time');
  end if;
  perform private.require_technician(technician_id);
  return private.schedule_on_board(work_order_id, technician_id, starts_at, coalesce(override, false), private.clock());
end;
$$;
comment on function public.schedule_repair is 'Gives an approved repair a technician and a time, as long as was quoted: {status: scheduled (task_id, warnings, undo) | refused (reason, objection, nearest, as move_task)}; override accepts all but time, state, overlap and technician. 42501, PT404.';

create function public.cancel_repair(work_order_id uuid, reason text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.cancel_repair(work_order_id, reason);
end;
$$;
comment on function public.cancel_repair is 'Gives up a repair that has no time, for a reason: {status: cancelled | refused (reason: state) | rejected (reason: reason)}. 42501, PT404.';

-- Done ------------------------------------------------------------------------------------------------------------

create function public.complete_repair(work_order_id uuid, report jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  return private.complete_repair(work_order_id, report, private.reporter_of_repair(work_order_id), private.clock());
end;
$$;
comment on function public.complete_repair is 'A technician, or the office from paper, says that a repair was done, with the report of a visit whose checklist answers each line that had failed → {status: done, repeated, condition, certificate: {number, code}, invoice: {id, total, balance}, repair_work_order_id (what still fails, quoted again)} | {status: incomplete, missing: [position …, signature]} | {status: refused, reason: state (state), too_early (starts_at)} | {status: rejected, reason, field}. A report that was sent before is answered as before. 42501 unless the repair is the caller''s own work or the caller is office; PT404.';

grant execute on function public.quote_repair, public.approve_repair, public.decline_repair, public.wait_for_parts, public.parts_arrived,
  public.schedule_repair, public.cancel_repair, public.complete_repair
  to authenticated, service_role;
