-- Weather: days on which what stands outside, or what a season keeps us from, is not visited. A category says whether its
-- units are outdoor and in which season they rest (catalogue); a day that was closed for outdoor units alone is in
-- "closures". Days of a season count as days without times, whoever searches; the office may override.
-- That is so of all work at such a unit, be it a visit, a repair or a delivery.
-- A stop without such units has no exposure, and nothing in here is asked or read for it.

create type private.exposure as (is_outdoor boolean, winters text[]);
comment on type private.exposure is 'What weather means for a stop: whether a unit of it stands outside, and the seasons in which any of them rests (11-15/04-15). Null where it means nothing.';

create function private.exposure_of_unit(unit_id uuid)
returns private.exposure
language plpgsql stable
set search_path = ''
as $$
declare
  v_exposure private.exposure;
begin
  select k.outdoor, case when k.winter_from is not null then array[k.winter_from || '/' || k.winter_until] end
  into v_exposure.is_outdoor, v_exposure.winters
  from public.units u join public.equipment_categories k on k.id = u.category_id
  where u.id = exposure_of_unit.unit_id and (k.outdoor or k.winter_from is not null);
  return v_exposure;
end;
$$;
comment on function private.exposure_of_unit is 'What weather means for work at one unit; null where it means nothing, or for no unit.';

create function private.is_in_season(season text, on_day date)
returns boolean
language sql stable
return case when left(is_in_season.season, 5) <= right(is_in_season.season, 5)
  then to_char(is_in_season.on_day, 'MM-DD') between left(is_in_season.season, 5) and right(is_in_season.season, 5)
  else to_char(is_in_season.on_day, 'MM-DD') >= left(is_in_season.season, 5) or to_char(is_in_season.on_day, 'MM-DD') <= right(is_in_season.season, 5) end;
comment on function private.is_in_season is 'Whether a day lies in a season (11-15/04-15), both ends included.';

create function private.winter_days(exposure private.exposure, from_date date, days integer)
returns date[]
language plpgsql stable
set search_path = ''
as $$
begin
  if exposure.winters is null then
    return array[]::date[];
  end if;
  return array(
    select from_date + i from generate_series(0, winter_days.days - 1) i
    where exists (select from unnest(exposure.winters) w where private.is_in_season(w, from_date + i))
    order by i);
end;
$$;
comment on function private.winter_days is 'Which of these days no time is offered on, since a unit of the stop rests then.';

create function private.out_of_winter(exposure private.exposure, on_day date)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select min(d.day) from (
      select on_day + i as day from generate_series(0, 366) i
      except
      select unnest(private.winter_days(exposure, on_day, 367))
    ) d);
end;
$$;
comment on function private.out_of_winter is 'The first day from then on that no season keeps us from; null for none within a year.';

create function private.winter_ahead(exposure private.exposure, from_date date, days integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_first date := (private.winter_days(exposure, from_date, days))[1];
begin
  return case when v_first is null then '{}' else jsonb_build_object('winter', jsonb_build_object(
    'from_on', v_first, 'again_on', private.out_of_winter(exposure, v_first))) end;
end;
$$;
comment on function private.winter_ahead is 'Where these days reach into a season without times: {winter: {from_on: its first of these days, again_on: from when there are times again}}, else {}.';

-- What is due in a season -----------------------------------------------------------------------------------

create function private.season_begins(season text, on_day date)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select max(d.day) from (select on_day - i as day from generate_series(0, 366) i) d
    where private.is_in_season(season, d.day) and not private.is_in_season(season, d.day - 1));
end;
$$;
comment on function private.season_begins is 'The last time, until that day, that a season (11-15/04-15) began.';

create function private.winter_told(season text, due_on date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when private.is_in_season(season, due_on) then jsonb_build_object('winter', jsonb_build_object(
    'from_on', private.season_begins(season, due_on), 'again_on', private.out_of_winter(row (false, array[season])::private.exposure, due_on))) else '{}' end;
end;
$$;
comment on function private.winter_told is 'For a mail about what is due in a season without times: {winter: {from_on, again_on: when that season begins, and from when there are times again}}; {} for what is not.';

-- Days closed for what stands outside ---------------------------------------------------------------------------

create type private.closed_day as (technician_id uuid, day_index integer, reason text);
comment on type private.closed_day is 'Day from_date + day_index on which a technician does not go to outdoor units, and why.';

create function private.closed_days(exposure private.exposure, technician_ids uuid[], from_date date, days integer)
returns private.closed_day[]
language plpgsql stable
set search_path = ''
as $$
begin
  if exposure.is_outdoor is not true then
    return array[]::private.closed_day[];
  end if;
  -- The whole day, also where a part was closed: nobody knows sooner how long ice stays.
  return array(
    select row (t.id, c.on_day - from_date, c.reason)::private.closed_day
    from public.closures c
    join unnest(closed_days.technician_ids) t (id) on t.id = any (c.technician_ids)
    where c.on_day >= from_date and c.on_day < from_date + closed_days.days and c.outdoor_only and c.undone_at is null
    order by c.on_day, t.id);
end;
$$;
comment on function private.closed_days is 'On which of these days these technicians do not go to outdoor units, since the day was closed for those alone.';
