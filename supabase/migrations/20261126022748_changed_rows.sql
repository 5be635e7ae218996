-- Changed rows: how a form changes some columns of one row, of the settings or of the catalogue. Tables say what a value
-- may be, and nothing else does: what they refuse is answered field by field, and nothing is overwritten unseen.

create function private.misread_fields(of_table regclass, fields jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_field record;
  v_bad text[] := array[]::text[];
begin
  for v_field in select f.key, jsonb_build_object(f.key, f.value) as alone from jsonb_each(fields) f loop
    begin
      execute format('select jsonb_populate_record(null::%s, $1)', of_table) using v_field.alone;
      if not exists (
        select from pg_attribute a
        where a.attrelid = of_table and a.attname = v_field.key and a.attnum > 0 and not a.attisdropped and a.attname <> all ('{id, only_row}')) then
        v_bad := v_bad || v_field.key;
      end if;
    exception when data_exception then
      v_bad := v_bad || v_field.key;
    end;
  end loop;
  return v_bad;
end;
$$;
comment on function private.misread_fields is 'Of these fields those that are no column of the table which anybody may choose, or no value of it.';

create function private.fields_at_fault(of_table regclass, constraint_name text, column_name text, fields jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_read text[] := array(
    select a.attname::text from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
    where k.conrelid = of_table and k.conname = fields_at_fault.constraint_name and fields ? a.attname::text);
  v_empty text[] := array(select f.key from jsonb_each(fields) f where f.key = any (v_read) and f.value = 'null');
begin
  return case
    when fields ? column_name then array[column_name]
    -- Where several go together, what is missing is what is wrong.
    when v_empty <> '{}' then v_empty
    when v_read <> '{}' then v_read
    else array(select jsonb_object_keys(fields)) end;
end;
$$;
comment on function private.fields_at_fault is 'Of these fields those that the table refused, by the constraint or the column that it named; all where it named none of them.';

create function private.write_row(of_table regclass, row_id uuid, fields jsonb)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_columns text := (select string_agg(format('%I', f), ', ') from jsonb_object_keys(fields) f);
  v_values text := (select string_agg(format('n.%I', f), ', ') from jsonb_object_keys(fields) f);
  v_id uuid := row_id;
begin
  if row_id is null then
    execute format('insert into %1$s (%2$s) select %3$s from jsonb_populate_record(null::%1$s, $1) n returning id', of_table, v_columns, v_values)
    into v_id using fields;
  else
    execute format('update %1$s t set (%2$s) = (select %3$s from jsonb_populate_record(t, $1) n) where t.id = $2', of_table, v_columns, v_values)
    using fields, row_id;
  end if;
  return v_id;
end;
$$;
comment on function private.write_row is 'Writes these fields into a row, a new one without an id; returns its id.';

create function private.changed_since(of_table regclass, row_id uuid, fields jsonb, shown jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_row jsonb;
  v_changed text[];
begin
  execute format('select to_jsonb(t) from %s t where t.id = $1 for no key update', of_table) into v_row using row_id;
  if v_row is null then
    raise exception 'no such row' using errcode = 'PT404';
  end if;
  v_changed := array(
    select s.key from jsonb_each(shown) s where fields ? s.key and s.value is distinct from v_row -> s.key);
  return case when v_changed <> '{}' then
    private.changed_by_somebody(array[row_id], v_changed) || jsonb_build_object('fields', v_changed) end;
end;
$$;
comment on function private.changed_since is 'Holds a row; the refusal of a form whose page showed any of these fields otherwise, null where it showed what is so. PT404.';

create function private.save_row(of_table regclass, row_id uuid, fields jsonb, shown jsonb, is_trial boolean)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb;
  v_bad jsonb := jsonb_build_object();
  v_wrong text[];
  v_left jsonb := fields;
  v_id uuid;
  v_constraint text;
  v_column text;
begin
  if coalesce(jsonb_typeof(fields) <> 'object' or fields = '{}', true) then
    return private.rejected('fields');
  elsif row_id is not null then
    v_answer := private.changed_since(of_table, row_id, fields, shown);
    if v_answer is not null then
      return v_answer;
    end if;
  end if;
  v_wrong := private.misread_fields(of_table, fields);
  -- Once more without what was refused, so that one answer tells of all that is wrong. What is wrong keeps all of it out.
  loop
    v_bad := v_bad || (select coalesce(jsonb_object_agg(w, 'wrong'), '{}') from unnest(v_wrong) w where not v_bad ? w);
    v_left := v_left - v_wrong;
    exit when v_left = '{}' or v_bad <> '{}' and row_id is null;
    begin
      v_id := private.write_row(of_table, row_id, v_left);
      if is_trial or v_bad <> '{}' then
        perform private.take_back_all();
      end if;
      exit;
    exception
      when sqlstate 'MT024' then
        exit;
      when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
        v_wrong := private.fields_at_fault(of_table, v_constraint, v_column, v_left);
        if sqlstate = '23505' then
          v_bad := v_bad || (select jsonb_object_agg(w, 'taken') from unnest(v_wrong) w);
        end if;
    end;
  end loop;
  return case when v_bad <> '{}' then private.rejected('fields') || jsonb_build_object('fields', v_bad)
    else jsonb_build_object('status', case when is_trial then 'tried' else 'saved' end, 'id', coalesce(row_id, v_id)) end;
end;
$$;
comment on function private.save_row is 'Writes some columns of a row as the table lets them be, all or none: {status: saved | tried (id) | rejected (reason: fields, fields: {each that is wrong: wrong | taken}) | refused (reason: changed, fields: those that somebody else changed since the page showed them, by, at)}. PT404.';

-- Settings ----------------------------------------------------------------------------------------------------------

create function private.settings_page()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'settings', to_jsonb(s) - array['id', 'only_row'], 'last_change', private.last_change(array[s.id], only_updates => true))
    from public.company_settings s);
end;
$$;
comment on function private.settings_page is 'The settings: see the door of the same name.';

create function private.save_settings(fields jsonb, shown jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  return private.save_row('public.company_settings', (select s.id from public.company_settings s), fields, shown, is_trial => false) - 'id';
end;
$$;
comment on function private.save_settings is 'Changes settings: see the door of the same name.';
