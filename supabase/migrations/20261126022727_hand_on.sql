-- Hand on: who does what is on the work list, when it comes back, and that a person closes it.

create function private.give_activity(activity_id uuid, staff_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kind text := (select a.kind from public.office_activities a where a.id = give_activity.activity_id and not private.is_hidden(a.kind));
begin
  if v_kind is null then
    return jsonb_build_object('status', 'not_open');
  elsif staff_id is not null and not exists (select from private.doers_of(v_kind) s where s.id = give_activity.staff_id) then
    return private.rejected('staff');
  end if;
  update public.office_activities a set owner_id = give_activity.staff_id where a.id = give_activity.activity_id and a.state = 'open';
  return jsonb_build_object('status', case when found then 'given' else 'not_open' end);
end;
$$;
comment on function private.give_activity is 'Who does it, null for nobody: {status: given | not_open | rejected (reason: staff, not active in the office, or no administrator for work that is theirs alone)}.';

create type private.held_work as (as_shown uuid[], changed integer);
comment on type private.held_work is 'Open activities that are held and are as a page showed them, by id, and how many others are open too.';

create function private.hold_work_as_shown(activity_ids uuid[], shown text[])
returns private.held_work
language plpgsql volatile
set search_path = ''
as $$
declare
  v_held private.held_work;
begin
  perform from public.office_activities a where a.id = any (activity_ids) and a.state = 'open' order by a.id for update;
  select coalesce(array_agg(o.id order by o.id) filter (where o.is_as_shown), '{}'), count(*) filter (where not o.is_as_shown)
  into v_held
  from (
    select a.id, bool_and(hold_work_as_shown.shown is null or w.was is not distinct from private.activity_shown(a)) as is_as_shown
    from unnest(activity_ids, hold_work_as_shown.shown) w (id, was) join public.office_activities a on a.id = w.id and a.state = 'open'
    group by a.id
  ) o;
  return v_held;
end;
$$;
comment on function private.hold_work_as_shown is 'Holds those of these activities that are open, and says which are as a page showed them; shown: what it had of each (private.activity_shown), in the same order, null where nothing is compared.';

create function private.postpone_activities(activity_ids uuid[], due_on date, reason text, as_of timestamptz, shown text[] default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
  v_held private.held_work;
  v_done integer;
begin
  if cardinality(activity_ids) > 200 then
    return private.rejected('most');
  elsif due_on is null or due_on not between v_today + 1 and v_today + 366 then
    return private.rejected('due_on');
  elsif private.written(reason) is null or length(reason) > private.most('notes') then
    return private.rejected('reason');
  end if;
  v_held := private.hold_work_as_shown(activity_ids, shown);
  with moved as (
    update public.office_activities a
    set due_on = postpone_activities.due_on, details = a.details || jsonb_build_object('postponed', private.written(reason))
    where a.id = any ((v_held).as_shown) and not private.is_hidden(a.kind) returning a.id
  )
  select count(*) into v_done from moved;
  return jsonb_build_object('status', 'postponed', 'activities', v_done, 'changed', (v_held).changed);
end;
$$;
comment on function private.postpone_activities is 'Open activities come back on that day, from tomorrow to a year ahead, for a reason: {status: postponed, activities: how many, changed: how many were left as they are, since they are not as shown | rejected (reason: most (200), due_on, reason)}.';

create function private.unsound_outcome(outcome text)
returns jsonb
language sql stable
return case when private.written(unsound_outcome.outcome) is null or length(unsound_outcome.outcome) > private.most('notes') then private.rejected('reason') end;
comment on function private.unsound_outcome is 'The refusal of what nobody can read later: what came of it, in a word at least and at most as long as notes are; null for one that says it.';

create function private.close_by_hand(activity_id uuid, outcome text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_activity public.office_activities;
begin
  select * into v_activity from public.office_activities a where a.id = close_by_hand.activity_id and not private.is_hidden(a.kind) for update;
  return coalesce(private.no_longer_open(v_activity), private.unsound_outcome(outcome),
    private.close_activity(activity_id, private.written(outcome)));
end;
$$;
comment on function private.close_by_hand is 'A person closes one piece of work: {status: closed | not_open (outcome, at, by, where somebody dealt with it) | rejected (reason: reason)}.';

create function private.close_activities(activity_ids uuid[], outcome text, shown text[] default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_held private.held_work;
  v_done integer;
begin
  if cardinality(activity_ids) > 200 then
    return private.rejected('most');
  elsif private.unsound_outcome(outcome) is not null then
    return private.unsound_outcome(outcome);
  end if;
  v_held := private.hold_work_as_shown(activity_ids, shown);
  select count(*) filter (where private.close_activity(id, private.written(outcome)) ->> 'status' = 'closed') into v_done
  from unnest((v_held).as_shown) id;
  return jsonb_build_object('status', 'closed', 'activities', v_done, 'changed', (v_held).changed);
end;
$$;
comment on function private.close_activities is 'A person closes these, with what came of them: {status: closed, activities: how many were open, changed: how many were left as they are, since they are not as shown | rejected (reason: most (200), reason)}.';
