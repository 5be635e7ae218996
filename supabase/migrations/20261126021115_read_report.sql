-- Read report: whether a report of a visit says what one must say, before anything of it is written. What is wrong is named
-- by its field, so that the phone can lead there, and nothing is dropped silently.

create type private.field_rule as (part text, field text, kind text, is_required boolean, least numeric, most numeric, choices text[]);
comment on type private.field_rule is 'What one field of a report may hold: its part of the report, its name, its kind (text, uuid, instant, whole, money, object, list), how much (of a text: characters; of a list: entries), and which words.';

create function private.report_rules()
returns setof private.field_rule
language sql immutable
begin atomic
  select r.part, r.field, r.kind, r.is_required, r.least, r.most, r.choices::text[]
  from (values
    ('report', 'version', 'whole', true, 1, 1, null),
    ('report', 'report_id', 'uuid', true, null, null, null),
    ('report', 'based_on', 'whole', false, 0, 2147483647, null),
    ('report', 'task_id', 'uuid', false, null, null, null),
    ('report', 'recorded_at', 'instant', false, null, null, null),
    ('report', 'sent_at', 'instant', false, null, null, null),
    ('report', 'started_at', 'instant', false, null, null, null),
    ('report', 'finished_at', 'instant', false, null, null, null),
    ('report', 'labour_minutes', 'whole', false, 0, 1440, null),
    ('report', 'checklist', 'list', true, 0, 100, null),
    ('report', 'findings', 'text', false, 0, 4000, null),
    ('report', 'advice_to_client', 'text', false, 0, 1000, null),
    ('report', 'parts', 'list', false, 0, 50, null),
    ('report', 'signature', 'object', false, null, null, null),
    ('report', 'file_ids', 'list', false, 0, private.most('photos'), null),
    ('report', 'unit', 'object', false, null, null, null),
    ('checklist', 'position', 'whole', true, 1, 100, null),
    ('checklist', 'result', 'text', true, 0, 20, '{pass,fail,not_applicable}'),
    ('checklist', 'note', 'text', false, 0, 500, null),
    ('parts', 'product_id', 'uuid', false, null, null, null),
    ('parts', 'description', 'text', false, 0, 300, null),
    ('parts', 'quantity', 'money', true, 0.01, 999, null),
    ('parts', 'unit_price', 'money', true, 0, 99999.99, null),
    ('parts', 'charge', 'text', true, 0, 20, '{included,billed,quote}'),
    ('parts', 'serial_number', 'text', false, 0, 100, null),
    ('signature', 'name', 'text', false, 0, 200, null),
    ('signature', 'role', 'text', true, 0, 20, '{client,caregiver,facility_staff,unable}'),
    ('signature', 'method', 'text', false, 0, 20, '{drawn,typed}'),
    -- 100 KB in base64.
    ('signature', 'png_base64', 'text', false, 0, 136536, null),
    ('signature', 'reason', 'text', false, 0, 500, null),
    ('unit', 'serial_number', 'text', false, 0, 100, null)
  ) r (part, field, kind, is_required, least, most, choices);
end;
comment on function private.report_rules is 'Every field that a report may have. What stands here is what the phone may send; a further field is a further row.';

create function private.read_instant(written text)
returns timestamptz
language plpgsql immutable
set search_path = ''
set timezone = 'UTC'
as $$
begin
  -- With its zone, so that no session's settings decide what it means.
  return case when written ~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)$' then written::timestamptz end;
exception when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
  return null;
end;
$$;
comment on function private.read_instant is 'The instant that a text names, null for any other text.';

create function private.value_problem(value jsonb, rule private.field_rule)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_type text := jsonb_typeof(value);
  v_text text := value #>> '{}';
begin
  if coalesce(v_type, 'null') = 'null' then
    return case when rule.is_required then 'missing' end;
  elsif v_type <> (case rule.kind when 'whole' then 'number' when 'money' then 'number' when 'object' then 'object' when 'list' then 'array' else 'string' end) then
    return 'type';
  end if;
  return case
    when rule.kind = 'text' and rule.choices is not null then case when v_text <> all (rule.choices) then 'value' end
    when rule.kind = 'text' then case when length(v_text) > rule.most then 'too_long' when rule.is_required and private.written(v_text) is null then 'missing' end
    when rule.kind = 'list' then case when jsonb_array_length(value) > rule.most then 'too_many' end
    when rule.kind = 'uuid' then case when v_text !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then 'type' end
    when rule.kind = 'instant' then case when private.read_instant(v_text) is null then 'type'
      when not private.read_instant(v_text) <@ private.known_days() then 'range' end
    when rule.kind in ('whole', 'money') then case
      -- 1.0 is refused with 1.5: it would have to be read as something else than it was sent.
      when v_text !~ case rule.kind when 'whole' then '^-?\d+$' else '^-?\d+(\.\d\d?)?$' end then 'type'
      when v_text::numeric not between rule.least and rule.most then 'range' end
    end;
end;
$$;
comment on function private.value_problem is 'What is wrong with the value of a field: missing, type, value (none of its words), range, too_long, too_many; null for nothing.';

create function private.problem(reason text, field text, most numeric default null)
returns jsonb
language sql immutable
return private.rejected(reason) || jsonb_build_object('field', field) || case when most is null then '{}' else jsonb_build_object('most', most) end;
comment on function private.problem is 'The answer to a report with a wrong field: {status: rejected, reason, field, most where there is too much of it}.';

create function private.part_problem(part text, value jsonb, path text)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_field text;
  v_rule private.field_rule;
  v_reason text;
begin
  if jsonb_typeof(value) <> 'object' then
    return private.problem('type', rtrim(path, '.'));
  end if;
  select k into v_field from jsonb_object_keys(value) k
  where k not in (select r.field from private.report_rules() r where r.part = part_problem.part) order by k limit 1;
  if v_field is not null then
    return private.problem('unknown', left(path || v_field, 200));
  end if;
  for v_rule in select r.* from private.report_rules() r where r.part = part_problem.part loop
    v_reason := private.value_problem(value -> v_rule.field, v_rule);
    if v_reason is not null then
      return private.problem(v_reason, path || v_rule.field, case when v_reason in ('too_long', 'too_many') then v_rule.most end);
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.part_problem is 'The first thing that is wrong with the fields of one part of a report; null for none. path is written before their names.';

create function private.list_problem(part text, report jsonb)
returns jsonb
language sql immutable
begin atomic
  select p.problem
  from jsonb_array_elements(coalesce(nullif(list_problem.report -> list_problem.part, 'null'), '[]')) with ordinality e (value, n)
  cross join lateral (select private.part_problem(list_problem.part, e.value, format('%s[%s].', list_problem.part, e.n - 1)) as problem) p
  where p.problem is not null
  order by e.n limit 1;
end;
comment on function private.list_problem is 'The first thing that is wrong with the entries of a list of a report; null for none.';

create function private.picture_of(report jsonb)
returns bytea
language sql immutable
return private.decoded(report #>> '{signature,png_base64}');
comment on function private.picture_of is 'The drawn signature of a report, empty where it is no base64; null without one.';

create function private.signature_problem(signature jsonb, picture bytea)
returns jsonb
language sql immutable
return case
  when signature is null then null
  when signature ->> 'role' = 'unable' then case
    when private.written(signature ->> 'reason') is null then private.problem('missing', 'signature.reason')
    when signature ->> 'method' is not null or picture is not null then private.problem('value', 'signature.method') end
  when private.tidy(signature ->> 'name') is null then private.problem('missing', 'signature.name')
  when signature ->> 'method' is null then private.problem('missing', 'signature.method')
  when signature ->> 'method' = 'typed' then case when picture is not null then private.problem('value', 'signature.method') end
  when picture is null then private.problem('missing', 'signature.png_base64')
  when octet_length(picture) > 102400 then private.problem('too_long', 'signature.png_base64', 102400)
  when not private.is_png(picture, 1600) then private.problem('picture', 'signature.png_base64') end;
comment on function private.signature_problem is 'What is wrong with a signature: unable needs a reason and no picture, all others a name, drawn ones a picture; null for nothing.';

create function private.told_twice(report jsonb)
returns jsonb
language sql immutable
begin atomic
  select private.problem('twice', format('checklist[%s].position', max(l.n) - 1))
  from jsonb_array_elements(told_twice.report -> 'checklist') with ordinality l (line, n)
  group by l.line -> 'position' having count(*) > 1
  order by max(l.n) limit 1;
end;
comment on function private.told_twice is 'A line of the checklist that a report answers twice; null for none.';

create function private.nameless_part(report jsonb)
returns jsonb
language sql immutable
begin atomic
  select private.problem('missing', format('parts[%s].description', p.n - 1))
  from jsonb_array_elements(coalesce(nullif(nameless_part.report -> 'parts', 'null'), '[]')) with ordinality p (part, n)
  where p.part ->> 'product_id' is null and private.tidy(p.part ->> 'description') is null
  order by p.n limit 1;
end;
comment on function private.nameless_part is 'A part of which nobody can say what it is: neither product nor description; null for none.';

create function private.unsaid_by_phone(report jsonb)
returns jsonb
language sql immutable
begin atomic
  select private.problem('missing', f.field)
  from unnest(array['based_on', 'recorded_at', 'sent_at', 'started_at', 'finished_at', 'labour_minutes']) with ordinality f (field, n)
  where unsaid_by_phone.report ->> f.field is null
  order by f.n limit 1;
end;
comment on function private.unsaid_by_phone is 'What a phone knows and paper need not say, where a report from one leaves it out; null for nothing.';

create function private.report_problem(report jsonb, recorded_by text)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_problem jsonb;
begin
  if report is null then
    return private.problem('missing', 'report');
  -- As much as is kept of one (visit_reports), and the picture beside it.
  elsif length(report::text) - coalesce(length(report #>> '{signature,png_base64}'), 0) > 199000 or length(report::text) > 340000 then
    return private.problem('too_long', 'report');
  elsif jsonb_typeof(report) = 'object' and jsonb_typeof(report -> 'version') = 'number' and report -> 'version' <> '1' then
    -- Said before its fields are looked at: another version has others.
    return private.problem('version', 'version');
  end if;
  v_problem := coalesce(
    private.part_problem('report', report, ''),
    case recorded_by when 'technician' then private.unsaid_by_phone(report) end);
  if v_problem is not null then
    return v_problem;
  end if;
  return coalesce(
    private.list_problem('checklist', report), private.told_twice(report),
    private.list_problem('parts', report), private.nameless_part(report),
    case when jsonb_typeof(report -> 'signature') = 'object' then coalesce(
      private.part_problem('signature', report -> 'signature', 'signature.'),
      private.signature_problem(report -> 'signature', private.picture_of(report))) end,
    case when jsonb_typeof(report -> 'unit') = 'object' then private.part_problem('unit', report -> 'unit', 'unit.') end,
    case when private.read_instant(report ->> 'started_at') > private.read_instant(report ->> 'finished_at') then private.problem('order', 'finished_at') end);
end;
$$;
comment on function private.report_problem is 'What is wrong with a report by itself, as an answer: {status: rejected, reason: missing, type, value, range, order, twice, unknown (a field that nobody knows), too_long, too_many, picture, version; field}; null for nothing. What it says of a visit is asked of that visit (private.report_mismatch).';

-- Against its visit -----------------------------------------------------------------------------------------

create function private.line_mismatch(visit_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select case when i.position is null then private.problem('unknown', format('checklist[%s].position', l.n - 1))
      else private.problem('missing', format('checklist[%s].note', l.n - 1)) end
    from jsonb_array_elements(report -> 'checklist') with ordinality l (line, n)
    left join private.visit_checklist i on i.visit_id = line_mismatch.visit_id and i.position = (l.line ->> 'position')::integer
    where i.position is null
      or i.safety_critical and l.line ->> 'result' = 'not_applicable' and private.written(l.line ->> 'note') is null
    order by l.n limit 1);
end;
$$;
comment on function private.line_mismatch is 'An answer to a line that the visit''s checklist does not have (unknown), or that a safety-critical line does not apply without a note (missing); null for none.';

create function private.unknown_part(report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.problem('unknown', format('parts[%s].product_id', p.n - 1))
    from jsonb_array_elements(coalesce(nullif(unknown_part.report -> 'parts', 'null'), '[]')) with ordinality p (part, n)
    where p.part ->> 'product_id' is not null and not exists (select from public.products k where k.id = (p.part ->> 'product_id')::uuid)
    order by p.n limit 1);
end;
$$;
comment on function private.unknown_part is 'A part of a report that is a product that nobody knows; null for none.';

create function private.unknown_file(visit_id uuid, work_order_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.problem('unknown', format('file_ids[%s]', f.n - 1))
    from jsonb_array_elements(coalesce(nullif(report -> 'file_ids', 'null'), '[]')) with ordinality f (file, n)
    where not exists (
      select from public.visit_files k
      where (k.visit_id = unknown_file.visit_id or k.work_order_id = unknown_file.work_order_id)
        and k.kind = 'photo' and k.named_by is null and k.id::text = lower(f.file #>> '{}'))
    order by f.n limit 1);
end;
$$;
comment on function private.unknown_file is 'A file of a report that is no photo of that visit, or repair, or that another report has named; null for none.';

create function private.report_mismatch(visit_id uuid, unit_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_serial text := private.serial_key(report #>> '{unit,serial_number}');
begin
  return coalesce(
    -- A visit has one stop; a repair may have got another one.
    case when report ->> 'task_id' is not null then private.problem('unknown', 'task_id') end,
    private.line_mismatch(visit_id, report),
    private.unknown_part(report),
    private.unknown_file(visit_id, null, report),
    case when exists (
      select from public.units u where u.serial_key = v_serial and u.condition <> 'retired' and u.id <> report_mismatch.unit_id)
      then private.problem('taken', 'unit.serial_number') end);
end;
$$;
comment on function private.report_mismatch is 'What of a report does not fit its visit, as an answer: unknown lines, products and files, a serial number of another unit (taken), and as private.line_mismatch; null for nothing.';

create function private.missing_in(visit_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_is_critical boolean := (
    select k.safety_critical
    from public.maintenance_visits v
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.equipment_categories k on k.id = c.category_id
    where v.id = missing_in.visit_id);
begin
  return (
    select coalesce(jsonb_agg(i.position order by i.position), '[]')
    from private.visit_checklist i
    where i.visit_id = missing_in.visit_id and (i.required or v_is_critical) and i.result is null
      and not exists (
        select from jsonb_array_elements(report -> 'checklist') l where (l ->> 'position')::integer = i.position))
    || case when v_is_critical and coalesce(jsonb_typeof(report -> 'signature'), 'null') = 'null' then '["signature"]' else '[]' end::jsonb;
end;
$$;
comment on function private.missing_in is 'What a visit still needs, as [position …, "signature"]: lines that must be answered and are not, neither in the report nor before, and for a unit of a safety-critical category every line and a signature.';

create function private.lines_without_photo(visit_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg('photo:' || i.position order by i.position), '[]')
    from private.visit_checklist i
    left join jsonb_array_elements(report -> 'checklist') l (line) on (l.line ->> 'position')::integer = i.position
    where i.visit_id = lines_without_photo.visit_id and coalesce(l.line ->> 'result', i.result) = 'fail'
      and (select s.require_photo_on_fail from public.company_settings s)
      and not exists (
        select from public.visit_files f
        where f.visit_id = lines_without_photo.visit_id and f.kind = 'photo' and f.line = i.position
          and private.names_file(report, f.id)));
end;
$$;
comment on function private.lines_without_photo is 'Lines that fail and of which a report names no photo, where the company asks for one, as ["photo:3" …].';
