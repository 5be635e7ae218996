-- Execute: enrolling a stored run in short batches, each row looked at again.

create function private.recheck_backfill_rows(row_ids uuid[], revives_cancelled boolean)
returns void
language sql volatile
begin atomic
  update public.backfill_rows b
  set unit_id = coalesce(m.unit_id, gen_random_uuid()), contract_id = gen_random_uuid(),
    state = case when private.enrolment_obstacle(m.unit_id, m.is_retired, revives_cancelled) is not null
        or exists (select from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id
          where l.id = b.source_line_id and not private.is_confirmed(o.state))
        or not coalesce((select p.enabled from private.maintenance_policy(b.product_id, b.category_id) p), false)
      then 'skipped' else 'enrolled' end
  from public.backfill_rows found
  cross join lateral private.known_unit(found.serial_number, found.source_line_id, found.unit_number, found.source_claim_id) m
  where found.id = any (row_ids) and b.id = found.id;

  update public.backfill_rows b set unit_id = null, contract_id = null
  where b.id = any (row_ids) and b.state = 'skipped';
end;
comment on function private.recheck_backfill_rows is 'The world may have changed since the dry run: rows that may still be enrolled get their unit and contract, the others become skipped.';

create function private.enrol_backfill_rows(row_ids uuid[], revives_cancelled boolean)
returns void
language sql volatile
begin atomic
  select private.recheck_backfill_rows(row_ids, revives_cancelled);

  insert into public.units (id, customer_id, product_id, category_id, serial_number, source_line_id, unit_number, source_claim_id, installed_on)
  select b.unit_id, b.customer_id, b.product_id, b.category_id, b.serial_number, b.source_line_id,
    case when b.source_line_id is not null then b.unit_number end, b.source_claim_id,
    case when b.anchor_source = 'delivery' then b.anchor_on end
  from public.backfill_rows b
  where b.id = any (row_ids) and b.state = 'enrolled' and not exists (select from public.units u where u.id = b.unit_id);

  insert into public.maintenance_contracts (id, unit_id, customer_id, category_id, source, interval_months, fee, due_anchor_on)
  select b.contract_id, u.id, u.customer_id, u.category_id, case when b.source_claim_id is null then 'backfill' else 'claims' end,
    b.interval_months, b.fee,
    -- Where the first visit was put off, the rhythm of all that follow is put off with it.
    case when b.mail_on is null then b.anchor_on else b.due_on end
  from public.backfill_rows b
  join public.units u on u.id = b.unit_id
  where b.id = any (row_ids) and b.state = 'enrolled';

  insert into public.maintenance_cycles (contract_id, number, due_on)
  select b.contract_id, 1, b.due_on from public.backfill_rows b where b.id = any (row_ids) and b.state = 'enrolled';

  -- What a client bought is why we may write to them.
  update public.customers c set consent_basis = 'purchase', consent_on = bought.latest_on
  from (
    -- Invoices are dated a little ahead; nobody has agreed tomorrow.
    select b.customer_id, least(max(b.purchased_on), private.company_day(private.clock())) as latest_on from public.backfill_rows b
    where b.id = any (row_ids) and b.state = 'enrolled' group by b.customer_id) bought
  where c.id = bought.customer_id and c.consent_basis in ('none', 'purchase')
    and bought.latest_on > coalesce(c.consent_on, '-infinity');
end;
comment on function private.enrol_backfill_rows is 'Enrols rows of a run: units, contracts, first cycles. Rows that may no longer be enrolled become skipped.';

create function private.execution_progress(run_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'status', case when count(*) filter (where b.state = 'pending') = 0 then 'done' else 'executing' end,
    'done', count(*) filter (where b.state <> 'pending'),
    'remaining', count(*) filter (where b.state = 'pending'),
    'enrolled', count(*) filter (where b.state = 'enrolled'),
    'skipped', count(*) filter (where b.state = 'skipped'),
    'failed', count(*) filter (where b.state = 'failed'))
  from public.backfill_rows b where b.run_id = execution_progress.run_id and b.outcome = 'new';
$$;
comment on function private.execution_progress is 'How far the execution of a run has come, in units.';

create function private.enrol_one_by_one(row_ids uuid[], revives_cancelled boolean)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_row uuid;
  v_failure text;
begin
  foreach v_row in array row_ids loop
    begin
      perform private.enrol_backfill_rows(array[v_row], revives_cancelled);
    exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded
      or raise_exception or sqlstate 'MT001' or sqlstate 'MT002' then
      get stacked diagnostics v_failure = message_text;
      update public.backfill_rows b set state = 'failed', failure = v_failure where b.id = v_row;
    end;
  end loop;
end;
$$;
comment on function private.enrol_one_by_one is 'Enrols row by row, so that a bad one fails by itself.';

create function private.raise_row_questions(run_id uuid, doubts_only boolean)
returns integer
language sql volatile
begin atomic
  select count(private.raise_activity('enrolment_question',
    -- The same row of the next export is the same question.
    coalesce(private.subject_key(case when f.kind = 'device_claims' then 'claim' else 'line' end, r.ref),
      private.subject_key('row', f.file_name || ':' || r.line)),
    jsonb_build_object('file', f.file_name, 'line', r.line, 'ref', r.ref, 'reason', coalesce(b.reason, b.state, b.outcome),
      'message', coalesce(r.problem, b.failure, b.doubt)),
    customer_id => b.customer_id))::integer
  from public.backfill_rows b
  join public.import_rows r on r.id = b.import_row_id
  join public.import_files f on f.id = r.file_id
  where b.run_id = raise_row_questions.run_id
    and case when raise_row_questions.doubts_only then b.doubt is not null
      else b.doubt is not null or b.state = 'failed'
        or b.reason in ('invalid_row', 'unknown_customer', 'unknown_product', 'no_category', 'no_serial') end;
end;
comment on function private.raise_row_questions is 'Opens an activity for each row of a run that a person has to look at, or only for those in doubt; returns how many rows those are.';

create function private.execute_backfill(run_id uuid, batch integer)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
  v_rows uuid[];
  v_progress jsonb;
begin
  -- Two people who press the button take turns.
  select * into v_run from public.backfill_runs r where r.id = execute_backfill.run_id for update;
  if not found then
    raise exception 'no backfill run %', execute_backfill.run_id using errcode = 'PT404';
  end if;
  -- First mails planned for days gone by would all leave at once.
  if v_run.state = 'ready' and private.request_role() = 'authenticated' and exists (
    select from public.backfill_rows b where b.run_id = v_run.id and b.mail_on <= private.company_day(private.clock()))
  then
    return private.execution_progress(v_run.id) || jsonb_build_object('status', 'stale');
  end if;

  v_rows := array(
    select b.id from public.backfill_rows b where b.run_id = v_run.id and b.state = 'pending'
    order by b.position, b.unit_number limit least(greatest(batch, 1), 500));
  begin
    perform private.enrol_backfill_rows(v_rows, v_run.revives_cancelled);
  exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded
    or raise_exception or sqlstate 'MT001' or sqlstate 'MT002' then
    perform private.enrol_one_by_one(v_rows, v_run.revives_cancelled);
  end;

  v_progress := private.execution_progress(v_run.id);
  -- Nobody asks for rows in doubt, such as one device of two clients, and somebody must decide.
  if v_progress ->> 'status' = 'done' and v_run.state <> 'done' then
    perform private.raise_row_questions(v_run.id, doubts_only => true);
  end if;
  update public.backfill_runs r
  set state = v_progress ->> 'status', finished_at = case when v_progress ->> 'status' = 'done' then clock_timestamp() end
  where r.id = v_run.id;
  return v_progress;
end;
$$;
comment on function private.execute_backfill is 'Enrols the next rows (at most 500) of a run, and at its end opens an activity for each row in doubt → {status: executing | done | stale, done, remaining, enrolled, skipped, failed} in units. stale: a first mail was planned for today or earlier. PT404 for an unknown run.';

create function private.stopped_backfill(today date, content_hash text, weeks integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select r.report from public.backfill_runs r
    where r.state = 'executing' and not r.revives_cancelled
      and r.today = stopped_backfill.today and r.content_hash = stopped_backfill.content_hash
      and r.weeks = coalesce(stopped_backfill.weeks, (select s.stagger_weeks from public.company_settings s))
    order by r.created_at desc, r.id limit 1);
end;
$$;
comment on function private.stopped_backfill is 'The run over files of this content that was started and not finished: see the door of the same name.';

create function private.raise_enrolment_questions(run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if not exists (select from public.backfill_runs r where r.id = raise_enrolment_questions.run_id) then
    raise exception 'no backfill run %', raise_enrolment_questions.run_id using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'raised', 'activities', private.raise_row_questions(run_id, doubts_only => false));
end;
$$;
comment on function private.raise_enrolment_questions is 'Opens an activity for each row of a run that a person has to look at: no category, no serial, a serial of two clients, an impossible date, unknown or unreadable data, failed → {status: raised, activities}. PT404 for an unknown run.';
