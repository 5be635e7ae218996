-- Report times: from when on a visit can have happened, and when it did by our clock, whatever the phone's showed.

create function private.earliest_report(during tstzrange)
returns timestamptz
language sql immutable
return lower(during) - interval '12 hours';
comment on function private.earliest_report is 'From when on a visit can have happened: a stop is brought forward by hours, not by days.';

create function private.earliest_kept(visit_id uuid, during tstzrange)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select least(v.created_at, private.earliest_report(earliest_kept.during))
    from public.maintenance_visits v where v.id = earliest_kept.visit_id);
end;
$$;
comment on function private.earliest_kept is 'From when on a visit can have happened whose stop has another time by now: since it was booked, or written down for a time before that.';

create function private.refuse_early(during tstzrange, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when as_of < private.earliest_report(during)
    then private.refused('too_early') || jsonb_build_object('starts_at', lower(during)) end;
end;
$$;
comment on function private.refuse_early is 'The refusal of a report about work that is still to come: {status: refused, reason: too_early, starts_at}; null for what can have happened.';

create type private.report_times as (started_at timestamptz, finished_at timestamptz, recorded_at timestamptz, in_doubt boolean);
comment on type private.report_times is 'When a visit began and ended and was written down, by our clock; in_doubt: not all of it could have been so.';

create function private.times_of_report(report jsonb, during tstzrange, earliest timestamptz, as_of timestamptz)
returns private.report_times
language plpgsql stable
set search_path = ''
as $$
declare
  -- How far the phone's clock is behind: what it showed when it sent this, it is now.
  v_behind interval := coalesce(as_of - private.read_instant(report ->> 'sent_at'), '0');
  v_known tstzrange := tstzrange(earliest, as_of, '[]');
  v_times private.report_times;
begin
  v_times.started_at := coalesce(private.read_instant(report ->> 'started_at') + v_behind, least(lower(during), as_of));
  v_times.finished_at := coalesce(private.read_instant(report ->> 'finished_at') + v_behind, least(greatest(upper(during), v_times.started_at), as_of));
  v_times.recorded_at := coalesce(private.read_instant(report ->> 'recorded_at') + v_behind, as_of);
  v_times.in_doubt := not (v_times.started_at <@ v_known and v_times.finished_at <@ v_known and v_times.recorded_at <@ v_known);
  if not v_times.recorded_at <@ v_known then
    v_times.recorded_at := as_of;
  end if;
  if not v_times.finished_at <@ v_known then
    v_times.finished_at := as_of;
  end if;
  if not v_times.started_at <@ v_known or v_times.started_at > v_times.finished_at then
    v_times.started_at := v_times.finished_at;
  end if;
  return v_times;
end;
$$;
comment on function private.times_of_report is 'The times of a report with the phone''s clock set right by what it showed when it sent it; what lies before earliest (null: any time) or is still to come is now all the same, in doubt. From paper: what it does not say is as planned.';
