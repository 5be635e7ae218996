-- Take back: a run as if it had never been executed, as long as nobody was told, nothing booked, and nothing of it changed by
-- a person. What it made goes; that it was made, and went, is in the audit trail.

create function private.touched_contracts(run public.backfill_runs)
returns table (why text, contract_id uuid)
language plpgsql stable
set search_path = ''
-- As backfill_report.
set enable_nestloop = off
set jit = off
as $$
begin
  -- From what happened to the run, which is little, not from the run to what might have happened.
  return query
  select 'told', b.contract_id from private.cycle_reminders r
  join public.maintenance_cycles y on y.id = r.cycle_id
  join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  union
  select 'told', b.contract_id from public.messages m
  join public.maintenance_cycles y on y.id = m.cycle_id
  join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  union
  select 'told', b.contract_id from public.maintenance_cycles y
  join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  where y.price_frozen_at is not null
  union
  -- A letter has its short code.
  select 'told', b.contract_id from private.short_codes k
  join public.maintenance_cycles y on y.id = k.cycle_id
  join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  union
  -- A link that was copied may have been read out to somebody.
  select 'told', b.contract_id from public.audit_events e
  join public.maintenance_cycles y on y.id = e.row_id
  join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  where e.action = 'read' and e.at >= run.created_at
  union
  select 'booked', b.contract_id from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  union
  select 'booked', b.contract_id from public.technician_tasks t join public.backfill_rows b on b.unit_id = t.unit_id and b.run_id = run.id
  union
  select 'booked', b.contract_id from public.work_orders w join public.backfill_rows b on b.unit_id = w.unit_id and b.run_id = run.id
  union
  select 'changed', b.contract_id from public.audit_events e
  join public.backfill_rows b on b.run_id = run.id and b.state = 'enrolled' and (b.contract_id = e.row_id or b.unit_id = e.row_id)
  where e.action = 'update' and e.at >= run.created_at and e.actor is not null and e.table_name in ('units', 'maintenance_contracts')
  union
  select 'changed', b.contract_id from public.audit_events e
  join public.maintenance_cycles y on y.id = e.row_id
  join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  where e.action = 'update' and e.at >= run.created_at and e.actor is not null and e.table_name = 'maintenance_cycles'
  union
  select 'changed', b.contract_id from public.office_activities a join public.backfill_rows b on b.contract_id = a.contract_id and b.run_id = run.id
  union
  select 'changed', b.contract_id from public.price_changes p join public.backfill_rows b on b.contract_id = p.contract_id and b.run_id = run.id
  union
  select 'changed', b.contract_id from public.import_conflicts c join public.backfill_rows b on b.unit_id = c.unit_id and b.run_id = run.id
  where c.decided_at is not null
  union
  -- A contract that goes on under another number of cycles was lived with.
  select 'changed', b.contract_id from public.maintenance_cycles y join public.backfill_rows b on b.contract_id = y.contract_id and b.run_id = run.id
  where y.number > 1
  union
  select 'changed', b.contract_id from public.maintenance_contracts c join public.backfill_rows b on b.contract_id = c.id and b.run_id = run.id
  where c.state <> 'active';
end;
$$;
comment on function private.touched_contracts is 'Contracts of a run that can no longer be taken back, each with why: told, booked or changed.';

create function private.refuse_take_back(run public.backfill_runs)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.refused((array_agg(t.why order by array_position(array['told', 'booked', 'changed'], t.why)))[1])
      || jsonb_build_object('contracts', count(distinct t.contract_id), 'who', (
        select jsonb_agg(jsonb_build_object('contract_id', w.contract_id, 'customer_id', w.customer_id, 'name', w.name, 'why', w.why) order by w.name, w.contract_id)
        from (
          select t2.contract_id, t2.why, c.customer_id, m.name
          from private.touched_contracts(run) t2
          join public.maintenance_contracts c on c.id = t2.contract_id
          join public.customers m on m.id = c.customer_id
          order by m.name, t2.contract_id limit 10
        ) w))
    from private.touched_contracts(run) t having count(*) > 0);
end;
$$;
comment on function private.refuse_take_back is 'Why a run cannot be taken back, with the first ten clients of whom that holds; null when it can.';

create function private.take_rows_back(row_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'take_back_backfill'
as $$
declare
  v_contracts uuid[];
  v_units uuid[];
  v_activity uuid;
begin
  select array_agg(b.contract_id), array_agg(b.unit_id) filter (where b.makes_unit) into v_contracts, v_units
  from public.backfill_rows b where b.id = any (row_ids);
  -- Whoever books one of them at this moment waits, and finds none; or this waits, and refuses.
  perform c.id from public.maintenance_contracts c where c.id = any (v_contracts) order by c.id for update;
  update public.backfill_rows b set state = 'taken_back', unit_id = null, contract_id = null where b.id = any (row_ids);
  delete from private.retired_tokens r using public.maintenance_cycles y where y.contract_id = any (v_contracts) and r.cycle_id = y.id;
  delete from public.maintenance_cycles y where y.contract_id = any (v_contracts);
  delete from public.maintenance_contracts c where c.id = any (v_contracts);
  -- A question about a unit that is not there is none.
  for v_activity in
    select a.id from public.import_conflicts c
    join public.office_activities a on a.subject_key = private.subject_key('conflict', c.id::text) and a.state = 'open'
    where c.unit_id = any (v_units) and c.decided_at is null
  loop
    perform private.close_activity(v_activity, 'taken back');
  end loop;
  delete from public.import_conflicts c where c.unit_id = any (v_units) and c.decided_at is null;
  update public.backfill_rows b set unit_id = null where b.unit_id = any (v_units);
  delete from public.units u where u.id = any (v_units);
end;
$$;
comment on function private.take_rows_back is 'Lets go of the units, contracts and cycles that rows of a run became. A unit that was there before stays.';

create function private.take_consents_back(run_id uuid, most integer)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_taken integer;
begin
  with gone as (
    delete from private.backfill_consents k
    where k.run_id = take_consents_back.run_id and k.customer_id in (
      select x.customer_id from private.backfill_consents x where x.run_id = take_consents_back.run_id limit most)
    returning k.*
  ), restored as (
    update public.customers c set consent_basis = g.basis_was, consent_on = g.consent_on_was
    from gone g
    -- What was agreed since stays.
    where c.id = g.customer_id and c.consent_basis = 'purchase' and c.consent_on = g.consent_on and c.erased_on is null
  )
  select count(*) into v_taken from gone;
  return v_taken;
end;
$$;
comment on function private.take_consents_back is 'Why the next clients may be written to is again what it was before the run; returns of how many.';

create function private.take_questions_back(run public.backfill_runs)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.close_activity(a.id, 'taken back')
  from public.backfill_rows b
  join public.import_rows r on r.id = b.import_row_id
  join public.import_files f on f.id = r.file_id
  join public.office_activities a on a.kind = 'enrolment_question' and a.state = 'open' and a.created_at >= run.created_at
    and a.subject_key = private.row_question(f.kind, r.ref, f.file_name, r.line)
  where b.run_id = run.id and b.doubt is not null;
end;
$$;
comment on function private.take_questions_back is 'Closes what the run asked people about its rows.';

create function private.why_not_taken_back(run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
begin
  -- Held: batches of an execution wait, and so does whoever takes it back too.
  select * into v_run from public.backfill_runs r where r.id = why_not_taken_back.run_id for update;
  if v_run.state = 'taking_back' then
    return null;
  end if;
  return private.refuse_take_back(v_run);
end;
$$;
comment on function private.why_not_taken_back is 'Why a run cannot be taken back, asked once, before its first units go; null when it can.';

create function private.take_back_backfill(run_id uuid, batch integer)
returns jsonb
language plpgsql volatile
set search_path = ''
-- As execute_backfill.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
set jit = off
as $$
declare
  v_run public.backfill_runs;
  v_rows uuid[];
  v_most integer := least(greatest(batch, 1), 500);
begin
  select * into v_run from public.backfill_runs r where r.id = take_back_backfill.run_id for update;
  if not found then
    raise exception 'no backfill run %', take_back_backfill.run_id using errcode = 'PT404';
  end if;
  if v_run.state in ('executing', 'stopped', 'done') then
    v_run.state := 'taking_back';
  elsif v_run.state <> 'taking_back' then
    return private.refused(v_run.state);
  end if;
  v_rows := array(
    select b.id from public.backfill_rows b where b.run_id = v_run.id and b.state = 'enrolled' order by b.position, b.unit_number limit v_most);
  begin
    perform private.take_rows_back(v_rows);
  exception when foreign_key_violation then
    -- Somebody was told, or booked, since the first units went: what is left stays enrolled.
    update public.backfill_runs r set state = 'stopped' where r.id = v_run.id;
    return private.refused('told');
  end;
  v_run.taken_back := v_run.taken_back + cardinality(v_rows);
  if cardinality(v_rows) = 0 and private.take_consents_back(v_run.id, v_most) = 0 then
    perform private.take_questions_back(v_run);
    v_run.state := 'taken_back';
  end if;
  update public.backfill_runs r set state = v_run.state, taken_back = v_run.taken_back where r.id = v_run.id;
  return jsonb_build_object('status', v_run.state, 'done', v_run.taken_back, 'remaining', v_run.enrolled - v_run.taken_back);
end;
$$;
comment on function private.take_back_backfill is 'Takes the next units of a run back, which can be: see the door of the same name. PT404 for an unknown run.';
