-- Imports: a file, batch by batch, from its first row to its last. One bad row never loses the others.

create function private.add_notice(file_id uuid, line integer, notice text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.import_rows (file_id, line, notice, fields) values (add_notice.file_id, add_notice.line, add_notice.notice, '{}')
  on conflict on constraint import_rows_line_key do update set notice = concat_ws('; ', import_rows.notice, excluded.notice);
end;
$$;
comment on function private.add_notice is 'Says something more of a row of a file that was kept.';

create function private.note_unknown_categories(file public.import_files, rows jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.add_notice(file.id, (e ->> 'line')::integer,
    format('category_code "%s" is no category and was left out', e #>> '{values,category_code}'))
  from jsonb_array_elements(rows) e
  where e #>> '{values,category_code}' is not null
    and not exists (select from public.equipment_categories c where c.code = lower(e #>> '{values,category_code}'));
end;
$$;
comment on function private.note_unknown_categories is 'A category that nobody knows is worth a word: what depends on it cannot be enrolled.';

create function private.leave_out_far_places(file public.import_files, rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_far integer[] := array(
    select (e ->> 'line')::integer
    from jsonb_array_elements(rows) e, jsonb_to_record(e -> 'values') as v (latitude double precision, longitude double precision)
    where private.is_beyond_service_area(v.latitude, v.longitude));
begin
  perform private.add_notice(file.id, (e ->> 'line')::integer,
    format('the place %s, %s lies far from where technicians live and was left out', e #>> '{values,latitude}', e #>> '{values,longitude}'))
  from jsonb_array_elements(rows) e where (e ->> 'line')::integer = any (v_far);
  return (
    select coalesce(jsonb_agg(case when (e ->> 'line')::integer = any (v_far)
      then e || jsonb_build_object('values', e -> 'values' || '{"latitude": null, "longitude": null}') else e end), '[]')
    from jsonb_array_elements(rows) e);
end;
$$;
comment on function private.leave_out_far_places is 'The rows without coordinates at which nobody of the company would arrive, each with a word: its client would be offered no time, for ever.';

create function private.store_import(file public.import_files, rows jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_is_scanned boolean := file.kind in ('sales_order_lines', 'device_claims');
  v_read jsonb := (select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(rows) e where e ? 'values');
begin
  insert into public.import_rows (file_id, line, ref, problem, notice, fields)
  select file.id, (e ->> 'line')::integer, coalesce(e #>> '{values,line_ref}', e #>> '{values,claim_ref}'),
    e ->> 'problem', e ->> 'notice',
    case when e ? 'values' then case when v_is_scanned then e -> 'values' else '{}' end end
  from jsonb_array_elements(rows) e
  where v_is_scanned or e ? 'problem' or e ? 'notice';

  case file.kind
    when 'equipment_categories' then perform private.import_equipment_categories(v_read);
    when 'device_type_map' then perform private.import_device_types(v_read);
    when 'products' then perform private.import_products(v_read);
    when 'customers' then perform private.import_customers(private.leave_out_far_places(file, v_read));
    when 'technicians' then perform private.import_technicians(v_read);
    else null;
  end case;
  if file.kind in ('device_type_map', 'products') then
    perform private.note_unknown_categories(file, v_read);
  end if;

  update public.import_files f
  set row_count = f.row_count + (select count(*) from jsonb_array_elements(rows) e where (e ->> 'line')::integer > 1)
  where f.id = file.id;
end;
$$;
comment on function private.store_import is 'Stores one batch of a file: what the scan remembers, and the tables of the domain.';

create function private.start_import(kind text, file_name text)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.import_files (kind, file_name) values (start_import.kind, start_import.file_name) returning id into v_id;
  return v_id;
exception
  -- What the table itself says would show the whole row.
  when check_violation or not_null_violation then
    raise exception 'a file is of a kind that is read, and has a name of at most 255 characters' using errcode = '22023';
end;
$$;
comment on function private.start_import is 'Opens a file and returns its id. 22023 for an unknown kind, or no name.';

create function private.import_batch(file_id uuid, rows jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file public.import_files;
  v_row jsonb;
  v_message text;
  v_refused integer := 0;
begin
  select * into v_file from public.import_files f where f.id = import_batch.file_id and f.finished_at is null for update;
  if not found then
    raise exception 'no open import file %', import_batch.file_id using errcode = 'PT404';
  end if;
  if jsonb_array_length(rows) > 1000 then
    raise exception 'at most 1000 rows at a time' using errcode = '22023';
  end if;
  begin
    perform private.store_import(v_file, rows);
  exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded then
    -- One row is bad: store them one by one, so that the others are not lost with it.
    for v_row in select e from jsonb_array_elements(rows) e loop
      begin
        perform private.store_import(v_file, jsonb_build_array(v_row));
      exception when data_exception or integrity_constraint_violation or cardinality_violation or program_limit_exceeded then
        get stacked diagnostics v_message = message_text;
        perform private.store_import(v_file, jsonb_build_array(jsonb_build_object('line', v_row -> 'line', 'problem', v_message)));
        v_refused := v_refused + 1;
      end;
    end loop;
  end;
  return jsonb_build_object('status', 'stored', 'refused', v_refused);
end;
$$;
comment on function private.import_batch is 'Stores up to 1000 rows {line, values, notice} or {line, problem} of an open file → {status: stored, refused: rows that the database refused}. PT404 for an unknown or finished file; 22023 for too many rows.';

create function private.finish_import(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file public.import_files;
begin
  update public.import_files f set finished_at = clock_timestamp()
  where f.id = finish_import.file_id and f.finished_at is null returning * into v_file;
  if not found then
    raise exception 'no open import file %', finish_import.file_id using errcode = 'PT404';
  end if;
  case v_file.kind
    when 'sales_order_lines' then perform private.import_sales(v_file.id);
    when 'device_claims' then perform private.import_claims(v_file.id);
    else null;
  end case;
  return jsonb_build_object('status', 'finished', 'rows', v_file.row_count);
end;
$$;
comment on function private.finish_import is 'Closes a file and, for order lines and claims, writes the records it told of → {status: finished, rows}. PT404 for an unknown or finished file.';
