-- Imports: a file, batch by batch, from its first row to its last. Rows wait until all of them are there, and are taken in
-- step by step then; whoever dies in between loses and doubles nothing. One bad row never loses the others.

create function private.add_notice(file_id uuid, line integer, notice text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.import_rows (file_id, line, notice, fields) values (add_notice.file_id, add_notice.line, add_notice.notice, '{}')
  on conflict on constraint import_rows_line_key do update set notice = concat_ws('; ', import_rows.notice, excluded.notice)
  where import_rows.problem is null;
end;
$$;
comment on function private.add_notice is 'Says something more of a row of a file that was kept.';

create function private.refuse_row(file_id uuid, line integer, problem text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ref text;
begin
  delete from private.staged_rows s using public.import_files f
  where s.file_id = refuse_row.file_id and s.line = refuse_row.line and f.id = s.file_id
  -- Of a file that is scanned, what a row was called says nothing once it was refused.
  returning case when f.import_run_id is not null then s.ref end into v_ref;
  insert into public.import_rows (file_id, line, ref, problem) values (refuse_row.file_id, refuse_row.line, v_ref, left(refuse_row.problem, 1000))
  on conflict on constraint import_rows_line_key do update set problem = excluded.problem, fields = null, notice = null, ref = excluded.ref;
end;
$$;
comment on function private.refuse_row is 'A row cannot be taken in, and says why; the others are.';

create function private.part_of(rows jsonb, from_place integer, until_place integer)
returns jsonb
language sql immutable
return (
  select coalesce(jsonb_agg(e.row order by e.place), '[]') from jsonb_array_elements(rows) with ordinality e (row, place)
  where e.place between from_place and until_place);
comment on function private.part_of is 'Some elements of a list, counted from 1.';

-- Who may ------------------------------------------------------------------------------------------------------------

create function private.require_importer(kind text)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if exists (select from private.file_kinds k where k.kind = require_importer.kind and k.for_administrators) then
    perform private.require_admin();
  end if;
end;
$$;
comment on function private.require_importer is 'Raises 42501 for files that write policies and technicians unless the caller is an administrator, or the service role. The office may bring in all others.';

create function private.kind_of_file(file_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (select f.kind from public.import_files f where f.id = kind_of_file.file_id);
end;
$$;
comment on function private.kind_of_file is 'What a file tells of; null for an unknown one.';

-- Rows come -----------------------------------------------------------------------------------------------------------

create function private.without_erased(file public.import_files, rows jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  if not exists (select from private.erased_refs) then
    return rows;
  end if;
  return (
    select coalesce(jsonb_agg(case
      when r.digest is null then e
      -- A job takes its time all the same, whoever it is for.
      when file.kind = 'technician_jobs' then jsonb_set(e, '{values}', (e -> 'values') - '{customer_ref, title, street, city, postal_code}'::text[])
      else jsonb_build_object('line', e -> 'line', 'problem', 'the client was erased here, and does not come back') end), '[]')
    from jsonb_array_elements(rows) e
    left join private.erased_refs r on r.digest = private.ref_digest(e #>> '{values,customer_ref}'));
end;
$$;
comment on function private.without_erased is 'Rows without those of clients who were erased: of them nothing is written down again.';

create function private.stage_rows(file public.import_files, rows jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kind private.file_kinds := (select k from private.file_kinds k where k.kind = file.kind);
  v_is_scanned boolean := v_kind.is_scanned and file.import_run_id is null;
begin
  insert into public.import_rows (file_id, line, ref, problem, notice, fields)
  select file.id, (e ->> 'line')::integer, private.row_ref(v_kind, e -> 'values'),
    e ->> 'problem', e ->> 'notice',
    case when e ? 'values' then case when v_is_scanned then e -> 'values' else '{}' end end
  from jsonb_array_elements(rows) e
  where v_is_scanned or e ? 'problem' or e ? 'notice';

  insert into private.staged_rows as s (file_id, line, ref, order_number, fields)
  select distinct on (t.ref) file.id, t.line, t.ref, t.said ->> v_kind.order_field,
    case when v_kind.compares and file.import_run_id is not null and i.fields || t.said = i.fields then null else t.said end
  from (
    select (e ->> 'line')::integer as line, private.said(e -> 'values') as said, private.row_ref(v_kind, e -> 'values') as ref
    from jsonb_array_elements(rows) e where e ? 'values') t
  left join lateral (select i.fields from private.imported_values i where i.file_kind = file.kind and i.ref = t.ref limit 1) i on true
  order by t.ref, case when v_kind.later_stays then -t.line else t.line end
  on conflict on constraint staged_rows_ref_key do update set line = excluded.line, order_number = excluded.order_number, fields = excluded.fields
  where v_kind.later_stays and excluded.line > s.line;
end;
$$;
comment on function private.stage_rows is 'Keeps rows of a file until it is whole: what the scan reads, and what there is to take in.';

create function private.stage(file public.import_files, rows jsonb)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_count constant integer := jsonb_array_length(rows);
  v_message text;
begin
  begin
    perform private.stage_rows(file, rows);
    return 0;
  exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded then
    get stacked diagnostics v_message = message_text;
  end;
  if v_count = 1 then
    perform private.refuse_row(file.id, (rows #>> '{0,line}')::integer, v_message);
    return 1;
  end if;
  -- One row is bad: it is looked for by halves, so that the others are not lost with it.
  return private.stage(file, private.part_of(rows, 1, v_count / 2)) + private.stage(file, private.part_of(rows, v_count / 2 + 1, v_count));
end;
$$;
comment on function private.stage is 'Stages rows, and refuses those that cannot be kept; returns how many.';

create function private.start_import(kind text, file_name text, import_run_id uuid, request_id uuid, is_whole boolean)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  if start_import.import_run_id is not null then
    -- Whoever ends the run waits, or has ended it.
    perform from public.import_runs r where r.id = start_import.import_run_id and r.state = 'receiving' for share;
    if not found then
      raise exception 'no open import run %', start_import.import_run_id using errcode = 'PT404';
    end if;
  end if;
  insert into public.import_files (kind, file_name, import_run_id, request_id, is_whole)
  values (start_import.kind, start_import.file_name, start_import.import_run_id, start_import.request_id, coalesce(start_import.is_whole, true))
  on conflict on constraint import_files_request_id_key do nothing
  returning id into v_id;
  return coalesce(v_id, (select f.id from public.import_files f where f.request_id = start_import.request_id));
exception
  -- What the table itself says would show the whole row.
  when check_violation or not_null_violation or foreign_key_violation then
    raise exception 'a file is of a kind that is read, and has a name of at most 255 characters' using errcode = '22023';
end;
$$;
comment on function private.start_import is 'Opens a file and returns its id; the same request_id again is the same file. 22023 for an unknown kind, or no name; PT404 for a run that is not there or takes no more files.';

create function private.are_rows(rows jsonb)
returns boolean
language sql immutable
return coalesce((
  select bool_and(coalesce(jsonb_typeof(e -> 'line') = 'number' and (e ->> 'line')::numeric between 1 and 2147483647 and (e ->> 'line')::numeric % 1 = 0
    and (jsonb_typeof(e -> 'values') = 'object' or jsonb_typeof(e -> 'problem') = 'string'), false))
  from jsonb_array_elements(rows) e), true);
comment on function private.are_rows is 'Whether all elements are rows of a file: {line, values} or {line, problem}.';

create function private.refuse_lines_told_before(file public.import_files, rows jsonb)
returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_line integer;
begin
  select t.line into v_line
  from (select (e ->> 'line')::integer as line from jsonb_array_elements(rows) e) t
  group by t.line
  having count(*) > 1
    or exists (select from private.staged_rows s where s.file_id = file.id and s.line = t.line)
    or exists (select from public.import_rows r where r.file_id = file.id and r.line = t.line)
  order by t.line
  limit 1;
  if found then
    raise exception 'line % of the file was told before: each row has a line of its own', v_line using errcode = '22023';
  end if;
end;
$$;
comment on function private.refuse_lines_told_before is 'Raises 22023 where two rows of a file claim one line: neither could be told from the other.';

create function private.import_batch(file_id uuid, rows jsonb, number integer)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file public.import_files;
  v_refused integer;
begin
  select * into v_file from public.import_files f where f.id = import_batch.file_id for update;
  if exists (select from private.staged_batches b where b.file_id = v_file.id and b.number = import_batch.number) then
    return jsonb_build_object('status', 'repeated');
  elsif v_file.state = 'receiving' is not true then
    raise exception 'no open import file %', import_batch.file_id using errcode = 'PT404';
  end if;
  if jsonb_array_length(rows) > 1000 then
    raise exception 'at most 1000 rows at a time' using errcode = '22023';
  -- What the table itself says would show the whole row.
  elsif not private.are_rows(rows) then
    raise exception 'a row is {line, values} or {line, problem}, its line a whole number from 1' using errcode = '22023';
  end if;
  perform private.refuse_lines_told_before(v_file, rows);
  insert into private.staged_batches (file_id, number) select v_file.id, import_batch.number where import_batch.number is not null;
  v_refused := case when rows = '[]' then 0 else private.stage(v_file, private.without_erased(v_file, rows)) end;
  update public.import_files f
  set row_count = f.row_count + (select count(*) from jsonb_array_elements(rows) e where (e ->> 'line')::integer > 1)
  where f.id = v_file.id;
  return jsonb_build_object('status', 'stored', 'refused', v_refused);
end;
$$;
comment on function private.import_batch is 'Stages up to 1000 rows {line, values, notice} or {line, problem} of an open file → {status: stored, refused: rows that cannot be kept} | {status: repeated: a batch of that number has come}. PT404 for an unknown file, or one that takes no more rows; 22023 for too many rows, or a line that was told before.';
