-- External jobs: work of technicians that another system plans. It comes in as tasks that block their time, so that no
-- client is offered it; what is booked here is never pushed aside: who comes second is a question for a person.

create table private.external_jobs (
  external_ref text primary key check (length(external_ref) between 1 and 100),
  source text not null,
  told jsonb not null,
  seen_in uuid references public.import_runs on delete set null
);
comment on table private.external_jobs is 'What another system last told of a job: a value counts only where that changed since, so that what people moved here stays.';
comment on column private.external_jobs.told is 'Part of the job → what stands for its value; nothing of a client.';
comment on column private.external_jobs.seen_in is 'The last run that told of it: a whole file without it means that it is gone.';
create index external_jobs_by_source on private.external_jobs (source);

create type private.external_job as (
  external_ref text,
  line integer,
  technician_id uuid,
  during tstzrange,
  task_type text,
  title text,
  customer_id uuid,
  address text,
  is_cancelled boolean,
  problem text,
  file_name text
);
comment on type private.external_job is 'A job as one row tells it, or why it cannot be read.';

-- Reading a row ---------------------------------------------------------------------------------------------

create function private.told_instant(written text, is_end boolean)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_local timestamp;
  v_at timestamptz;
begin
  -- Hours alone may be an offset, too; at the end of a day they are none.
  if written ~ '(Z|[+-]\d\d:?\d\d|:\d\d(\.\d+)?[+-]\d\d)$' then
    return written::timestamptz;
  end if;
  v_local := written::timestamp;
  v_at := v_local at time zone v_zone;
  if v_at at time zone v_zone <> v_local then
    return null;
  -- The hour that comes twice: a job takes all of it.
  elsif not is_end and (v_at - interval '1 hour') at time zone v_zone = v_local then
    return v_at - interval '1 hour';
  end if;
  return v_at;
exception when data_exception then
  return null;
end;
$$;
comment on function private.told_instant is 'An instant with its offset, or a time on the company''s clock; null for what is none, or what the clock skips in spring.';

create function private.technician_told(written text, out technician_id uuid, out problem text)
language plpgsql stable
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_active uuid[];
begin
  select array_agg(t.id order by t.id), array_agg(t.id order by t.id) filter (where t.active)
  into v_ids, v_active
  from public.technicians t
  where lower(t.email) = lower(btrim(written)) or lower(t.name) = lower(btrim(written));
  if cardinality(v_active) = 1 then
    technician_id := v_active[1];
  elsif cardinality(v_active) > 1 then
    problem := format('technician "%s" is the name of %s: write the e-mail address', written, cardinality(v_active));
  elsif v_ids is not null then
    problem := format('technician "%s" has left', written);
  else
    problem := format('technician "%s" is nobody who works here', written);
  end if;
end;
$$;
comment on function private.technician_told is 'Whom a file means by an e-mail address or a name, or why nobody is meant.';

create function private.read_external_job(told jsonb)
returns private.external_job
language plpgsql stable
set search_path = ''
as $$
declare
  v_values jsonb := told -> 'values';
  v_starts timestamptz := private.told_instant(v_values ->> 'starts_at', false);
  v_ends timestamptz := private.told_instant(v_values ->> 'ends_at', true);
  v_job private.external_job;
begin
  v_job.external_ref := v_values ->> 'job_ref';
  v_job.line := (told ->> 'line')::integer;
  v_job.is_cancelled := coalesce(v_values ->> 'job_state' = 'cancelled', false);
  v_job.task_type := coalesce(v_values ->> 'task_type', 'other');
  select t.technician_id, t.problem into v_job.technician_id, v_job.problem from private.technician_told(v_values ->> 'technician') t;
  if v_job.problem is null then
    v_job.problem := case
      -- Visits and time off are planned here.
      when v_job.task_type not in ('repair', 'delivery', 'assessment', 'other') then format('task_type "%s" is none of repair, delivery, assessment, other', v_job.task_type)
      when v_starts is null then format('starts_at "%s" is no time, or one that the clock skips', v_values ->> 'starts_at')
      when v_ends is null then format('ends_at "%s" is no time, or one that the clock skips', v_values ->> 'ends_at')
      when v_ends <= v_starts then format('ends_at "%s" is not after starts_at "%s"', v_values ->> 'ends_at', v_values ->> 'starts_at')
      when v_ends - v_starts > interval '31 days' then 'the job is longer than 31 days'
      when not private.known_days() @> v_starts or not private.known_days() @> v_ends then format('starts_at "%s" is no day of our time', v_values ->> 'starts_at') end;
  end if;
  -- What was called off needs neither time nor technician.
  if v_job.is_cancelled then
    v_job.problem := null;
  elsif v_job.problem is null then
    v_job.during := tstzrange(v_starts, v_ends);
  end if;
  -- Of somebody who was erased nothing has come this far (without_erased).
  v_job.customer_id := (select c.customer_id from private.customers_by_ref c where c.customer_ref = v_values ->> 'customer_ref');
  v_job.title := left(private.tidy(v_values ->> 'title'), 200);
  v_job.address := left(private.address_text(private.tidy(v_values ->> 'street'), null, private.tidy(v_values ->> 'city'), null, private.tidy(v_values ->> 'postal_code')), 300);
  return v_job;
end;
$$;
comment on function private.read_external_job is 'A row {line, values} of a file of jobs, with its technician, times and client, or with why it is refused.';

create function private.parts_told(job private.external_job)
returns jsonb
language sql immutable
return jsonb_build_object('technician', md5((job).technician_id::text), 'during', md5((job).during::text), 'task_type', md5((job).task_type),
  'title', md5((job).title), 'address', md5((job).address), 'customer', md5((job).customer_id::text), 'is_cancelled', (job).is_cancelled);
comment on function private.parts_told is 'What stands for each part of a job that was told, to see later which of them changed.';

-- What became of it -----------------------------------------------------------------------------------------

create function private.time_told(technician_id uuid, during tstzrange)
returns text
language sql stable
return to_char(lower(time_told.during) at time zone private.company_zone(), 'YYYY-MM-DD HH24:MI') || ', '
  || (select t.name from public.technicians t where t.id = time_told.technician_id);
comment on function private.time_told is 'When and by whom, for the list of what an import changed.';

create function private.note_job(import_run_id uuid, change_kind text, job private.external_job, task_id uuid, was text, became text, why text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if note_job.import_run_id is not null then
    insert into public.import_changes (import_run_id, change_kind, subject, subject_id, file_name, line, field, was, became, why)
    values (note_job.import_run_id, note_job.change_kind, 'technician_tasks', task_id, (job).file_name, (job).line, 'during', was, became, why);
  end if;
end;
$$;
comment on function private.note_job is 'Writes down what an import did with a job; nothing for a file without a run.';

create function private.close_job_question(external_ref text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.settle_conflicts(array(
    select c.id from public.import_conflicts c
    where c.conflict_kind = 'job_over_visit' and c.subject = format('job:%s', close_job_question.external_ref) and c.decided_at is null), 'job_changed');
end;
$$;
comment on function private.close_job_question is 'A job that was in conflict is so no more: its question is over, and the work that asked the same.';

create function private.told_of_job(job private.external_job)
returns jsonb
language sql stable
return jsonb_strip_nulls(jsonb_build_object('file', (job).file_name, 'line', (job).line, 'job', (job).external_ref, 'title', (job).title,
  'technician', (select t.name from public.technicians t where t.id = (job).technician_id), 'technician_id', (job).technician_id,
  'starts_at', lower((job).during), 'ends_at', upper((job).during), 'where', (job).address, 'task_type', (job).task_type, 'customer_id', (job).customer_id));
comment on function private.told_of_job is 'What a job is, for the question about it and for trying it again.';

create function private.job_told(told jsonb)
returns private.external_job
language sql immutable
return row (told ->> 'job', (told ->> 'line')::integer, (told ->> 'technician_id')::uuid,
  tstzrange((told ->> 'starts_at')::timestamptz, (told ->> 'ends_at')::timestamptz), told ->> 'task_type', told ->> 'title',
  (told ->> 'customer_id')::uuid, told ->> 'where', false, null, told ->> 'file')::private.external_job;
comment on function private.job_told is 'The job that a question tells of.';

create function private.ask_about_job(import_run_id uuid, job private.external_job)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ours public.technician_tasks := private.in_the_way((job).technician_id, (job).during, null);
  v_conflict public.import_conflicts;
begin
  v_conflict.conflict_kind := 'job_over_visit';
  v_conflict.subject := format('job:%s', (job).external_ref);
  v_conflict.task_id := v_ours.id;
  v_conflict.customer_id := v_ours.customer_id;
  v_conflict.other_customer_id := nullif((job).customer_id, v_ours.customer_id);
  v_conflict.told := private.told_of_job(job);
  v_conflict.import_run_id := ask_about_job.import_run_id;
  -- Told otherwise it is another question.
  perform private.close_job_question((job).external_ref) from public.import_conflicts c
  where c.conflict_kind = 'job_over_visit' and c.subject = v_conflict.subject and c.decided_at is null
    and private.what_was_told(c.told) <> private.what_was_told(v_conflict.told);
  if private.raise_conflict(v_conflict) is not null then
    perform private.raise_about_task('calendar_conflict', v_ours.id,
      jsonb_build_object('job_ref', (job).external_ref, 'starts_at', lower((job).during), 'ends_at', upper((job).during), 'title', (job).title));
  end if;
end;
$$;
comment on function private.ask_about_job is 'A job stands where its technician has something on: it is not put there, the office has an activity (calendar_conflict) and a question (job_over_visit); neither where it was left out before and is told the same.';

create function private.end_external(task public.technician_tasks)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.end_task(task, 'cancelled');
  -- Planned anew it is another task: what was called off stays so.
  update public.technician_tasks t set external_ref = null where t.id = task.id;
end;
$$;
comment on function private.end_external is 'Takes a job that another system planned off the calendar.';

create function private.place_external(import_run_id uuid, job private.external_job)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task_id uuid;
begin
  insert into public.technician_tasks (technician_id, task_type, during, customer_id, title, address, external_ref)
  values ((job).technician_id, (job).task_type, (job).during, (job).customer_id,
    coalesce((job).title, 'Job planned elsewhere'), (job).address, (job).external_ref)
  on conflict on constraint tasks_no_double_booking do nothing
  returning id into v_task_id;
  if v_task_id is null then
    perform private.ask_about_job(import_run_id, job);
    return null;
  end if;
  perform private.close_job_question((job).external_ref);
  return v_task_id;
end;
$$;
comment on function private.place_external is 'Puts a job on the calendar: its task, or null where something is there, which is asked about.';

create function private.merge_external(import_run_id uuid, job private.external_job, task public.technician_tasks, before jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_now jsonb := private.parts_told(job);
  v_was text := private.time_told(task.technician_id, task.during);
  v_new private.external_job := job;
begin
  -- What the file says as it did before is as people here left it.
  if v_now -> 'technician' = before -> 'technician' and v_now -> 'during' = before -> 'during' then
    v_new.technician_id := task.technician_id;
    v_new.during := task.during;
  end if;
  update public.technician_tasks t set
    task_type = case when v_now -> 'task_type' is distinct from before -> 'task_type' then v_new.task_type else t.task_type end,
    title = case when v_now -> 'title' is distinct from before -> 'title' then coalesce(v_new.title, t.title) else t.title end,
    address = case when v_now -> 'address' is distinct from before -> 'address' then v_new.address else t.address end,
    customer_id = case when v_now -> 'customer' is distinct from before -> 'customer' then v_new.customer_id else t.customer_id end
  where t.id = task.id;
  if (v_new.technician_id, v_new.during) is not distinct from (task.technician_id, task.during) or not private.is_ahead(task.state) then
    return;
  end if;
  begin
    update public.technician_tasks t set technician_id = v_new.technician_id, during = v_new.during where t.id = task.id;
    perform private.note_job(import_run_id, 'job_moved', job, task.id, v_was, private.time_told(v_new.technician_id, v_new.during), 'The file changed');
    perform private.close_job_question(job.external_ref);
  exception when exclusion_violation then
    -- Where it was it is not any more.
    perform private.end_external(task);
    perform private.note_job(import_run_id, 'job_gone', job, task.id, v_was, null, 'It moved to a time at which there is something here');
    perform private.ask_about_job(import_run_id, v_new);
  end;
end;
$$;
comment on function private.merge_external is 'Takes over what changed of a job that is on the calendar, where it has not begun also its time and technician.';

create function private.take_in_job(import_run_id uuid, job private.external_job)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_source text := coalesce((select r.source from public.import_runs r where r.id = take_in_job.import_run_id), 'files');
  v_now jsonb := private.parts_told(job);
  v_before jsonb := (select j.told from private.external_jobs j where j.external_ref = (job).external_ref);
  v_task public.technician_tasks;
begin
  insert into private.external_jobs as j (external_ref, source, told, seen_in)
  values ((job).external_ref, v_source, v_now, take_in_job.import_run_id)
  on conflict on constraint external_jobs_pkey do update
  set source = excluded.source, told = excluded.told, seen_in = coalesce(excluded.seen_in, j.seen_in);
  if v_before = v_now then
    return;
  end if;
  select t.* into v_task from public.technician_tasks t where t.external_ref = (job).external_ref for update;
  if (job).is_cancelled then
    if private.is_ahead(v_task.state) then
      perform private.note_job(import_run_id, 'job_gone', job, v_task.id, private.time_told(v_task.technician_id, v_task.during), null, 'Called off in the other system');
      perform private.end_external(v_task);
    end if;
    perform private.close_job_question((job).external_ref);
    return;
  elsif v_task.id is not null and not private.is_over(v_task.state) then
    perform private.merge_external(import_run_id, job, v_task, coalesce(v_before, '{}'));
    return;
  end if;
  -- What is over is not planned any more, and blocks nobody.
  if upper((job).during) <= private.clock() or v_task.state = 'completed' then
    return;
  end if;
  update public.technician_tasks t set external_ref = null where t.id = v_task.id;
  v_task.id := private.place_external(import_run_id, job);
  if v_task.id is not null then
    perform private.note_job(import_run_id, 'job_placed', job, v_task.id, null, private.time_told((job).technician_id, (job).during), 'Planned in the other system');
  end if;
end;
$$;
comment on function private.take_in_job is 'Brings one job of another system to where it says, as far as that changed since the last time.';

create function private.lock_all_technicians()
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- In one go and in order: rows of a file come in any order, and whoever moves work takes two technicians.
  perform private.lock_technicians(array(select t.id from public.technicians t));
end;
$$;
comment on function private.lock_all_technicians is 'Serialises writers of every technician''s calendar for a moment.';

create function private.import_technician_jobs(file public.import_files, rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_told jsonb;
  v_job private.external_job;
  v_refused jsonb := jsonb_build_array();
begin
  perform private.lock_all_technicians();
  for v_told in select e from jsonb_array_elements(rows) with ordinality r (e, n) order by n loop
    v_job := private.read_external_job(v_told);
    v_job.file_name := file.file_name;
    if v_job.problem is not null then
      v_refused := v_refused || jsonb_build_object('line', v_job.line, 'problem', v_job.problem);
      -- A row that cannot be read says nothing of whether the job is still there.
      update private.external_jobs j set seen_in = file.import_run_id where j.external_ref = v_job.external_ref;
    else
      perform private.take_in_job(file.import_run_id, v_job);
    end if;
  end loop;
  return v_refused;
end;
$$;
comment on function private.import_technician_jobs is 'Takes in rows {line, values} of a file of jobs; all technicians are locked. Answers those that are refused, [{line, problem}]; the others are in.';

-- At the end of a run ------------------------------------------------------------------------------------

create function private.cancel_vanished_jobs(import_run_id uuid)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file text := (select max(f.file_name) from public.import_files f where f.import_run_id = cancel_vanished_jobs.import_run_id and f.kind = 'technician_jobs');
  v_gone record;
  v_job private.external_job;
  v_count integer := 0;
begin
  for v_gone in
    delete from private.external_jobs j using public.import_runs r
    where r.id = cancel_vanished_jobs.import_run_id and j.source = r.source and j.seen_in is distinct from r.id
    returning j.external_ref
  loop
    perform private.close_job_question(v_gone.external_ref);
    v_job.external_ref := v_gone.external_ref;
    v_job.file_name := v_file;
    declare
      v_task public.technician_tasks;
    begin
      select t.* into v_task from public.technician_tasks t where t.external_ref = v_gone.external_ref for update;
      if private.is_ahead(v_task.state) and lower(v_task.during) > private.clock() then
        perform private.note_job(import_run_id, 'job_gone', v_job, v_task.id, private.time_told(v_task.technician_id, v_task.during), null, 'Not in the file any more');
        perform private.end_external(v_task);
        v_count := v_count + 1;
      end if;
    end;
  end loop;
  return v_count;
end;
$$;
comment on function private.cancel_vanished_jobs is 'After a whole file: takes jobs of its source that it does not tell of any more off the calendar, unless they have begun. Returns how many. Technicians are locked.';

create function private.waiting_jobs()
returns setof public.import_conflicts
language sql stable
set search_path = ''
as $$
  -- Of each job the last question; what a person left out stays out.
  select w.*
  from (
    select distinct on (c.subject) c.* from public.import_conflicts c
    where c.conflict_kind = 'job_over_visit' order by c.subject, c.decided_at desc nulls first, c.opened_at desc, c.id) w
  join private.external_jobs j on j.external_ref = w.told ->> 'job' and not coalesce((j.told ->> 'is_cancelled')::boolean, false)
  where (w.decision is null or w.decision = any (private.conflict_endings()))
    and not exists (select from public.technician_tasks t where t.external_ref = j.external_ref);
$$;
comment on function private.waiting_jobs is 'Jobs of another system that have no place here yet, by the last question about each.';

create function private.retry_waiting_jobs(import_run_id uuid)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_told jsonb;
  v_job private.external_job;
  v_task_id uuid;
  v_count integer := 0;
begin
  for v_told in select w.told from private.waiting_jobs() w order by w.opened_at, w.id loop
    v_job := private.job_told(v_told);
    if upper(v_job.during) <= private.clock() then
      perform private.close_job_question(v_job.external_ref);
    elsif exists (select from public.technicians t where t.id = v_job.technician_id and t.active) then
      v_task_id := private.place_external(import_run_id, v_job);
      if v_task_id is not null then
        perform private.note_job(import_run_id, 'job_placed', v_job, v_task_id, null, private.time_told(v_job.technician_id, v_job.during), 'Its time is free now');
        v_count := v_count + 1;
      end if;
    end if;
  end loop;
  return v_count;
end;
$$;
comment on function private.retry_waiting_jobs is 'Puts jobs that waited for their time on the calendar where it is free now, and asks about the others anew; returns how many got it. Technicians are locked.';
