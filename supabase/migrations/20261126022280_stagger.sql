-- Stagger: the first mails of a run, spread over business days: oldest first, a client's units together.

create function private.longest_band(interval_months integer, mail_on date)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    -- Without a band that an interval is long enough for, somebody is told on the day after.
    select coalesce(max(band), -1) from public.company_settings s, unnest(s.reminder_bands) band
    where private.reminder_band(mail_on + band, interval_months, mail_on, array[band]) = band);
end;
$$;
comment on function private.longest_band is 'How many days before it is due a unit is first told of, if that is on this day: a band longer than half its interval is skipped.';

create function private.is_staggered(first_due_on date, interval_months integer, today date)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return first_due_on <= today + 30
    -- Bands of more than 30 days would write to them at once.
    or first_due_on <= today + (select max(band) from public.company_settings s, unnest(s.reminder_bands) band)
      and private.longest_band(interval_months, today) >= first_due_on - today;
end;
$$;
comment on function private.is_staggered is 'Whether a unit that is first due on that day would be told of within 30 days: its first mail gets a day of the window.';

create function private.rank_clients(run public.backfill_runs)
returns integer
language plpgsql volatile
set search_path = ''
set jit = off
as $$
declare
  v_clients integer;
begin
  insert into private.backfill_ranks (run_id, rank, customer_id)
  select run.id, row_number() over (order by min(b.first_due_on), min(b.position)), b.customer_id
  from public.backfill_rows b
  where b.run_id = run.id and b.outcome = 'new' and private.is_staggered(b.first_due_on, b.interval_months, run.today)
  group by b.customer_id;
  get diagnostics v_clients = row_count;
  return v_clients;
end;
$$;
comment on function private.rank_clients is 'Puts the clients with units that are staggered in their order, the oldest first; returns how many those are.';

create function private.mail_days(run public.backfill_runs)
returns date[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_first date := coalesce(run.first_day, run.today + 1);
begin
  return array(select d.day from private.business_days(v_first, v_first + 7 * run.weeks - 1) d order by d.number);
end;
$$;
comment on function private.mail_days is 'The business days of the window of a run''s first mails.';

create function private.stagger_clients(run public.backfill_runs, after_rank integer, most integer)
returns integer
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
set jit = off
as $$
declare
  v_days date[] := private.mail_days(run);
  v_clients integer := (select coalesce(max(k.rank), 0) from private.backfill_ranks k where k.run_id = run.id);
  -- As many a day as it takes to be through by the end of the window.
  v_a_day integer := greatest(ceil(v_clients::numeric / cardinality(v_days)), 1);
begin
  update public.backfill_rows b
  set mail_on = m.day, due_on = m.day + private.longest_band(b.interval_months, m.day)
  from private.backfill_ranks k
  cross join lateral (select v_days[(k.rank - 1) / v_a_day + 1] as day) m
  where k.run_id = run.id and k.rank > after_rank and k.rank <= after_rank + most
    and b.run_id = run.id and b.customer_id = k.customer_id and b.outcome = 'new'
    and private.is_staggered(b.first_due_on, b.interval_months, run.today);
  return least(after_rank + most, v_clients);
end;
$$;
comment on function private.stagger_clients is 'Gives the units of the next clients the day of their first mail, at most ceil(clients ÷ business days) clients a day, and their due date, later by their longest band; returns the rank of the last of them.';
