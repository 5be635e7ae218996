-- Set checklist: the one way to change what is checked on a category's units.

create function private.tidy_line(line jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_field text;
  v_text text;
  v_tidy jsonb := jsonb '{"help": null, "required": true, "safety_critical": false}';
begin
  if jsonb_typeof(line) <> 'object' or line - array['position', 'section', 'label', 'help', 'required', 'safety_critical'] <> '{}' then
    return private.rejected('line');
  elsif coalesce(jsonb_typeof(line -> 'position') <> 'number', true) or line ->> 'position' !~ '^[0-9]{1,9}$' then
    return private.rejected('position');
  end if;
  foreach v_field in array array['section', 'label', 'help'] loop
    v_text := private.tidy(line ->> v_field);
    if jsonb_typeof(line -> v_field) not in ('string', 'null') or (v_text is null and v_field <> 'help')
      or length(v_text) > private.checklist_most(v_field) then
      return private.rejected(v_field) || jsonb_build_object('most', private.checklist_most(v_field));
    end if;
    v_tidy := v_tidy || jsonb_build_object(v_field, v_text);
  end loop;
  foreach v_field in array array['required', 'safety_critical'] loop
    if jsonb_typeof(line -> v_field) <> 'boolean' then
      return private.rejected(v_field);
    end if;
  end loop;
  return line || v_tidy || jsonb_strip_nulls(jsonb_build_object('required', line -> 'required', 'safety_critical', line -> 'safety_critical'));
end;
$$;
comment on function private.tidy_line is 'A line of a checklist as it is kept, with tidy texts and what was left out; or its rejection (reason: line, position, section, label, help, required, safety_critical).';

create function private.line_said_twice(lines jsonb)
returns integer
language sql immutable
set search_path = ''
as $$
  select min(l.place)::integer
  from (
    select l.place, count(*) over (partition by lower(l.line ->> 'section'), lower(l.line ->> 'label') order by l.place) as times
    from jsonb_array_elements(lines) with ordinality l (line, place)) l
  where l.times > 1;
$$;
comment on function private.line_said_twice is 'Which of these lines says what one before it says, in the same section; null where none does.';

create function private.checklist_moved_on(last_version public.checklist_versions, shown_number integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when shown_number <> coalesce(last_version.number, 0) then
    private.refused('changed') || jsonb_build_object('number', last_version.number, 'at', last_version.made_at,
      'by', (select s.name from public.staff s where s.user_id = last_version.actor)) end;
end;
$$;
comment on function private.checklist_moved_on is 'The refusal of a form that was made of another version than the last one (0: of none): {status: refused, reason: changed, number, at, by}; null where it was made of that one, or does not say of which.';

create function private.set_checklist(category_code text, lines jsonb, shown_number integer default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_line jsonb;
  v_lines jsonb := jsonb '[]';
  v_count integer;
  v_category_id uuid;
  v_last public.checklist_versions;
  v_refusal jsonb;
begin
  if jsonb_typeof(lines) is distinct from 'array' or jsonb_array_length(lines) not between 1 and private.checklist_most('lines') then
    return private.rejected('lines') || jsonb_build_object('most', private.checklist_most('lines'));
  end if;
  v_count := jsonb_array_length(lines);
  for i in 0 .. v_count - 1 loop
    v_line := private.tidy_line(lines -> i);
    if v_line ? 'status' then
      return v_line || jsonb_build_object('line', i + 1);
    end if;
    v_lines := v_lines || v_line;
  end loop;
  if private.line_said_twice(v_lines) is not null then
    return private.rejected('twice') || jsonb_build_object('line', private.line_said_twice(v_lines));
  end if;
  select jsonb_agg(l order by (l ->> 'position')::integer) into v_lines from jsonb_array_elements(v_lines) l;
  if jsonb_path_query_array(v_lines, '$[*].position') <> (select jsonb_agg(n) from generate_series(1, v_count) n) then
    return private.rejected('position');
  end if;

  -- One change of a list after the other, each of what the one before made of it.
  select k.id into v_category_id from public.equipment_categories k where k.code = set_checklist.category_code for no key update;
  if not found then
    raise exception 'no such category' using errcode = 'PT404';
  end if;
  select * into v_last from public.checklist_versions v where v.category_id = v_category_id order by v.number desc limit 1;
  v_refusal := private.checklist_moved_on(v_last, shown_number);
  if v_refusal is not null then
    return v_refusal;
  elsif private.checklist_lines(v_last.id) = v_lines then
    return jsonb_build_object('status', 'unchanged', 'number', v_last.number);
  end if;
  insert into public.checklist_versions (category_id, number, line_count)
  values (v_category_id, coalesce(v_last.number, 0) + 1, v_count) returning * into v_last;
  insert into public.checklist_items (version_id, position, section, label, help, required, safety_critical)
  select v_last.id, l.position, l.section, l.label, l.help, l.required, l.safety_critical
  from jsonb_to_recordset(v_lines) l (position integer, section text, label text, help text, required boolean, safety_critical boolean);
  return jsonb_build_object('status', 'set', 'number', v_last.number);
end;
$$;
comment on function private.set_checklist is 'Makes the next version of a category''s checklist, which visits that are made from now on keep: {status: set (number) | unchanged (number) | rejected (reason, line: which one of those that were sent, most) | refused (reason: changed, number, at, by: there is a later version than shown_number)}. lines is [{position, section, label, help, required, safety_critical}], numbered from 1, no two alike. PT404.';
