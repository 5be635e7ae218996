-- Catalogue changes: another policy for a category, with what would differ told first, and what else the catalogue is made
-- of: skills, tax codes, call-out rates, holidays.

-- Policies ----------------------------------------------------------------------------------------------------------

create function private.policy_told(policy public.equipment_categories)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return to_jsonb(policy) || (
    select jsonb_build_object('with_tax', round(policy.fee * (1 + t.rate), 2), 'tax_name', t.name, 'skill', s.name,
      'technicians', (
        select count(*) from public.technician_skills q join public.technicians n on n.id = q.technician_id and n.active
        where q.skill_id = policy.required_skill_id))
    from (values (true)) one (row_is_there)
    left join private.tax_now t on t.id = policy.tax_code_id
    left join public.skills s on s.id = policy.required_skill_id);
end;
$$;
comment on function private.policy_told is 'A category with its policy and what that comes to: its columns, with_tax, tax_name, skill, technicians: how many have that skill.';

create function private.policy_reach(policy public.equipment_categories, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('contracts', count(*), 'lately', count(*) filter (where c.created_at > as_of - interval '30 days'),
      'other_fee', count(*) filter (where c.fee <> policy.fee), 'lowest_fee', min(c.fee), 'highest_fee', max(c.fee),
      'other_interval', count(*) filter (where c.interval_months <> policy.interval_months),
      'other_tax', count(*) filter (where c.tax_code_id <> policy.tax_code_id))
    from public.maintenance_contracts c where c.category_id = policy.id and c.state in ('active', 'paused'))
  || jsonb_build_object('visits', (
      select count(*)
      from public.technician_tasks t
      join public.maintenance_visits v on v.task_id = t.id and private.is_expected(v.state)
      join public.maintenance_cycles y on y.id = v.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id and c.category_id = policy.id
      where lower(t.during) > as_of),
    'in_winter', case when policy.winter_from is null then 0 else (
      select count(*)
      from public.technician_tasks t
      join public.maintenance_visits v on v.task_id = t.id and private.is_expected(v.state)
      join public.maintenance_cycles y on y.id = v.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id and c.category_id = policy.id
      where lower(t.during) > as_of and private.is_in_season(policy.winter_from || '/' || policy.winter_until, private.company_day(lower(t.during)))) end,
    'own_products', (
      select count(*) from public.products p
      where p.category_id = policy.id and num_nonnulls(p.maintenance_enabled, p.interval_months, p.fee) > 0 and p.unit_kind = 'base'));
end;
$$;
comment on function private.policy_reach is 'Whom a policy is about: contracts that go on, how many of them since a month ago, how many with another fee (lowest, highest), interval or tax than it says; visits to come, and how many of them lie in its season (in_winter); products that say otherwise themselves.';

create function private.save_policy(category_id uuid, fields jsonb, shown jsonb, dry_run boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_policy public.equipment_categories;
  v_answer jsonb;
begin
  select * into v_policy from public.equipment_categories k where k.id = save_policy.category_id;
  v_answer := private.save_row('public.equipment_categories', category_id, fields, shown, dry_run);
  if v_answer ->> 'status' not in ('tried', 'saved') then
    return v_answer;
  end if;
  return v_answer - 'id' || jsonb_build_object('was', private.policy_told(v_policy),
    'new', private.policy_told(jsonb_populate_record(v_policy, fields)),
    'reach', private.policy_reach(jsonb_populate_record(v_policy, fields), as_of));
end;
$$;
comment on function private.save_policy is 'Another policy for a category: see the door of the same name.';

create function private.version_told(version public.checklist_versions)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('number', version.number, 'made_at', version.made_at,
    'by', (select s.name from public.staff s where s.user_id = version.actor), 'lines', private.checklist_lines(version.id));
end;
$$;
comment on function private.version_told is 'A version of a checklist: {number, made_at, by, lines}.';

create function private.policy_checklist(category_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.version_told(v)
    from public.checklist_versions v where v.category_id = policy_checklist.category_id order by v.number desc limit 1);
end;
$$;
comment on function private.policy_checklist is 'The checklist that is in force (private.version_told); null where there is none.';

create function private.checklist_page(category_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most constant integer := 30;
  v_category public.equipment_categories;
begin
  select * into v_category from public.equipment_categories k where k.id = checklist_page.category_id;
  if v_category.id is null then
    raise exception 'no such category' using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok', 'code', v_category.code, 'name', v_category.name,
    'visits', private.policy_reach(v_category, as_of) -> 'visits',
    'most', (select jsonb_object_agg(w, private.checklist_most(w)) from unnest('{lines, section, label, help}'::text[]) w),
    'versions', (
      select coalesce(jsonb_agg(private.version_told(n) order by n.number desc), '[]')
      from (
        select v.* from public.checklist_versions v where v.category_id = checklist_page.category_id order by v.number desc limit v_most) n));
end;
$$;
comment on function private.checklist_page is 'What is checked on a category''s units, now and before: see the door of the same name.';

create function private.policy_page(category_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_policy public.equipment_categories;
begin
  select * into v_policy from public.equipment_categories k where k.id = policy_page.category_id;
  if v_policy.id is null then
    raise exception 'no such category' using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok', 'policy', private.policy_told(v_policy), 'reach', private.policy_reach(v_policy, as_of),
    'checklist', private.policy_checklist(category_id), 'last_change', private.last_change(array[category_id], only_updates => true),
    'categories', (select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'is_on', k.maintenance_enabled) order by k.name) from public.equipment_categories k),
    'skills', (select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.name) from public.skills s),
    'tax_codes', (select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name) from private.tax_now t),
    'services', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name), '[]') from public.products p where p.unit_kind = 'service'));
end;
$$;
comment on function private.policy_page is 'A category and its policy: see the door of the same name.';

-- What else there is ------------------------------------------------------------------------------------------------

create function private.catalogue_page(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
begin
  return jsonb_build_object('status', 'ok', 'today', v_today,
    'categories', (
      select jsonb_agg(private.policy_told(k) || jsonb_build_object(
        'contracts', (select count(*) from public.maintenance_contracts c where c.category_id = k.id and c.state in ('active', 'paused')),
        'lines', jsonb_array_length(private.policy_checklist(k.id) -> 'lines')) order by k.name)
      from public.equipment_categories k),
    'skills', (
      select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name,
        'categories', (select count(*) from public.equipment_categories k where k.required_skill_id = s.id),
        'technicians', (select count(*) from public.technician_skills q where q.skill_id = s.id)) order by s.name)
      from public.skills s),
    'tax_codes', (
      select jsonb_agg(to_jsonb(t) || jsonb_build_object(
        'next_rate', n.next_rate, 'next_name', n.next_name, 'next_from', n.next_from,
        'categories', (select count(*) from public.equipment_categories k where k.tax_code_id = t.id)) order by t.name)
      from private.tax_now t
      left join public.tax_codes n on n.id = t.id and n.next_from > v_today),
    'rates', (
      select jsonb_agg(to_jsonb(r) || jsonb_build_object('is_to_come', r.valid_from > v_today,
        'is_over', exists (select from public.callout_rates n where n.equipment_class = r.equipment_class and n.valid_from > r.valid_from and n.valid_from <= v_today),
        'quotes', (
          select count(*) from public.work_orders w
          join public.units u on u.id = w.unit_id
          join public.equipment_categories k on k.id = u.category_id
          where w.kind = 'repair' and w.state = 'quoted' and k.equipment_class = r.equipment_class))
        order by r.equipment_class, r.valid_from desc)
      from public.callout_rates r),
    'holidays', (
      select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'on_day', h.on_day, 'name', h.name, 'stops', coalesce(b.stops, 0)) order by h.on_day), '[]')
      from public.holidays h
      left join (
        select private.company_day(lower(t.during)) as on_day, count(*) as stops from public.technician_tasks t
        where t.state = 'scheduled' and t.task_type <> 'time_off' and lower(t.during) > as_of group by 1
      ) b on b.on_day = h.on_day
      where h.on_day >= v_today));
end;
$$;
comment on function private.catalogue_page is 'All of the catalogue but its products: see the door of the same name.';

create function private.catalogue_table(what text)
returns regclass
language sql immutable
return case what when 'skill' then 'public.skills'::regclass when 'tax_code' then 'public.tax_codes'::regclass
  when 'rate' then 'public.callout_rates'::regclass when 'holiday' then 'public.holidays'::regclass end;
comment on function private.catalogue_table is 'Where rows of that kind are kept; null for a kind that is none.';

create function private.code_of(name text)
returns text
language sql immutable
return coalesce(nullif(btrim(regexp_replace(lower(code_of.name), '[^a-z0-9]+', '_', 'g'), '_0123456789'), ''), 'other');
comment on function private.code_of is 'The code of what is new, from its name: files name skills and tax codes by it.';

create function private.ill_timed_fields(what text, row_id uuid, fields jsonb, on_day date)
returns jsonb
language sql immutable
set search_path = ''
as $$
  select jsonb_object_agg(f.name, 'wrong')
  from (values
    -- Files know what there is by its code.
    ('code', fields ? 'code'),
    ('rate', what = 'tax_code' and row_id is not null and fields ? 'rate'),
    -- Without it nothing might hold on a day, and what is for the other equipment is another rate.
    ('valid_from', what = 'rate' and row_id is not null and fields ? 'valid_from'),
    ('equipment_class', what = 'rate' and row_id is not null and fields ? 'equipment_class'),
    ('next_from', what = 'tax_code' and fields ->> 'next_from' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and fields ->> 'next_from' < on_day::text)
  ) f (name, is_wrong)
  where f.is_wrong;
$$;
comment on function private.ill_timed_fields is 'Of these fields those that are not for anybody to choose, or not then: a code, a rate of a tax that there is (it gets another one from a day on), from when and for what a call-out rate that there is holds, a day that is past: {field: wrong}; null where there is none.';

create function private.save_catalogue_row(what text, row_id uuid, fields jsonb, shown jsonb, on_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_table regclass := private.catalogue_table(what);
  v_is_new_code boolean := row_id is null and what in ('skill', 'tax_code');
  v_wrong jsonb := private.ill_timed_fields(what, row_id, fields, on_day);
  v_answer jsonb;
begin
  if v_table is null then
    return private.rejected('what');
  elsif v_wrong is not null then
    return private.rejected('fields') || jsonb_build_object('fields', v_wrong);
  end if;
  perform private.begin_tax_rates(on_day);
  v_answer := private.save_row(v_table, row_id, fields || case when v_is_new_code then
    jsonb_build_object('code', private.code_of(fields ->> 'name')) else '{}' end, shown, is_trial => false);
  -- Whoever names a thing does not see its code.
  if v_is_new_code and v_answer #> '{fields,code}' is not null then
    v_answer := v_answer #- '{fields,code}' || jsonb_build_object('fields', (v_answer -> 'fields') - 'code' || '{"name": "taken"}');
  end if;
  return v_answer;
end;
$$;
comment on function private.save_catalogue_row is 'Makes or changes a skill, a tax code, a call-out rate or a holiday: see the door of the same name.';

create function private.remove_catalogue_row(what text, row_id uuid, on_day date, shown jsonb default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_table regclass := private.catalogue_table(what);
  v_is_there boolean;
  v_changed jsonb;
begin
  if v_table is null then
    return private.rejected('what');
  elsif exists (select from public.callout_rates r where r.id = row_id and r.valid_from <= on_day) then
    return private.refused('begun');
  end if;
  execute format('select true from %s t where t.id = $1 for update', v_table) into v_is_there using row_id;
  if v_is_there is null then
    return jsonb_build_object('status', 'gone');
  end if;
  v_changed := private.changed_since(v_table, row_id, shown, shown);
  if v_changed is not null then
    return v_changed;
  end if;
  begin
    execute format('delete from %s t where t.id = $1', v_table) using row_id;
  exception when foreign_key_violation then
    return private.refused('used');
  end;
  return jsonb_build_object('status', 'removed');
end;
$$;
comment on function private.remove_catalogue_row is 'Takes out a skill, a tax code, a call-out rate or a holiday: see the door of the same name.';
