-- Written down: when a row says that it was made, and when what it tells of happened. Neither lies in days to come. A row
-- stays made when it was: due dates, reminders and the order of mails are reckoned from it. The past is free, for what is
-- brought in from elsewhere.

create function private.refuse_days_to_come()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- The trigger's condition found it later than the real clock. Where private.clock() is moved, that decides.
  if (to_jsonb(new) ->> tg_argv[0])::timestamptz > private.clock() + interval '1 minute' then
    raise exception '% of % is still to come', tg_argv[0], tg_table_name using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.refuse_days_to_come is 'Trigger of an instant that is later than now by the real clock: raises 23514 unless it is now by the one that rules go by. Its argument is the column. A minute is for clocks that differ.';

do $$
declare
  v_column record;
begin
  -- Every instant that a row gets by itself, but for the one that is about what comes. What it may be at first is below.
  for v_column in
    select a.attrelid::regclass as of_table, a.attname as name
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
    join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.atttypid = 'timestamptz'::regtype
      and pg_get_expr(d.adbin, d.adrelid) in ('now()', 'clock_timestamp()', 'private.clock()') and a.attname <> 'next_attempt_at'
  loop
    if v_column.name in ('fetched_at', 'asked_at') or v_column.of_table = 'public.messages'::regclass then
      -- What was looked up is looked up again; how old a mail is may be mended, on record.
      execute format(
        'create trigger still_at_latest_now before update of %1$I on %2$s for each row
           when (new.%1$I > clock_timestamp() + interval ''1 minute'' and new.%1$I is distinct from old.%1$I)
           execute function private.refuse_days_to_come(%1$L)',
        v_column.name, v_column.of_table);
    else
      execute format(
        'create trigger keep_instant before update of %1$I on %2$s for each row
           when (new.%1$I is distinct from old.%1$I) execute function private.refuse_change()',
        v_column.name, v_column.of_table);
    end if;
  end loop;
end;
$$;

-- When a mail is tried again may lie ahead, but not so far that nobody would know why it comes: back-off and the
-- longest wait that a provider may ask for are a day.
create trigger soon before insert or update of next_attempt_at on public.messages
  for each row when (new.next_attempt_at > clock_timestamp() + interval '7 days') execute function private.refuse_days_to_come('next_attempt_at');

-- What happened ---------------------------------------------------------------------------------------------------

create function private.refuse_what_is_to_come()
returns trigger
-- Definer: the rule holds for writers who may not read the settings.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_now timestamptz := greatest(private.clock(), clock_timestamp());
  v_new jsonb := to_jsonb(new);
  v_old jsonb := case tg_op when 'UPDATE' then to_jsonb(old) else '{}' end;
  v_column text;
begin
  foreach v_column in array tg_argv loop
    continue when v_new ->> v_column is not distinct from v_old ->> v_column;
    if (case when v_new ->> v_column like '%:%' then (v_new ->> v_column)::timestamptz > v_now + interval '1 minute'
      else (v_new ->> v_column)::date > private.company_day(v_now) + 1 end) then
      raise exception '% of % is still to come', v_column, tg_table_name using errcode = '23514';
    end if;
  end loop;
  return new;
end;
$$;
comment on function private.refuse_what_is_to_come is 'Trigger: raises 23514 where something would have happened later than now, by the real clock and by the one that rules go by. Its arguments are the columns. A minute, or a day, is for clocks that differ.';

do $$
declare
  v_trigger record;
begin
  for v_trigger in
    select k.of_table, k.verb, string_agg(k.columns, ', ') as columns, string_agg(k.arguments, ', ') as arguments,
      -- Looked at without calling anything, and in few words, since every statement reads them anew. The function looks
      -- again, by the company's day.
      string_agg(format(case when k.instants like '%,%' then '%s < any (array[%s])' else '%s < %s' end, k.now, k.instants), ' or ') as lies_ahead
    from (
      select a.attrelid::regclass as of_table, v.verb, case a.atttypid when 'date'::regtype then 'current_date' else 'clock_timestamp()' end as now,
        string_agg(format('%I', a.attname), ', ' order by a.attnum) as columns,
        string_agg(format('%L', a.attname), ', ' order by a.attnum) as arguments,
        string_agg(format('new.%I', a.attname), ', ' order by a.attnum) as instants
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relpersistence = 'p'
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      cross join (values ('insert'), ('update')) v (verb)
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0
        and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)
        -- When the row was made stays: above.
        and (v.verb = 'insert' or pg_get_expr(d.adbin, d.adrelid) in ('now()', 'clock_timestamp()', 'private.clock()') is not true)
        -- What is due, planned or from when on, and days as papers and files tell them, in which the importer looks for doubts.
        and a.attname <> all (array['due_on', 'due_anchor_on', 'no_charge_until', 'paused_until', 'from_on', 'valid_from', 'valid_to', 'lease_until', 'next_attempt_at', 'mails_at', 'starts_at', 'expires_on', 'again_on', 'ends_at',
          'commitment_date', 'order_date', 'invoice_date', 'delivery_date', 'adp_delivery_date', 'installed_on',
          'anchor_on', 'first_due_on', 'mail_on', 'purchased_on', 'expected_on'])
        -- Holidays come; a run and a reminder can be tried as of another day.
        and (a.attrelid, a.attname) not in (
          ('public.holidays'::regclass, 'on_day'), ('public.closures'::regclass, 'on_day'), ('public.backfill_runs'::regclass, 'today'), ('public.backfill_runs'::regclass, 'first_day'), ('public.backfill_rows'::regclass, 'consent_on'), ('private.cycle_reminders'::regclass, 'reminded_on'),
          -- What enters the trail is asked by its trigger.
          ('public.audit_events'::regclass, 'at'),
          -- No invoice is earlier than the one before it, even when a clock was set back; nobody but issue_invoice writes these.
          ('public.invoices'::regclass, 'issued_at'), ('private.owed_invoices'::regclass, 'issued_at'), ('private.invoice_series'::regclass, 'last_issued_at'))
      group by a.attrelid, v.verb, a.atttypid
    ) k
    group by k.of_table, k.verb
  loop
    execute format('create trigger %s before %s on %s for each row when (%s) execute function private.refuse_what_is_to_come(%s)',
      case v_trigger.verb when 'insert' then 'at_latest_now' else 'happened_since' end,
      case v_trigger.verb when 'insert' then 'insert' else 'update of ' || v_trigger.columns end,
      v_trigger.of_table, v_trigger.lies_ahead, v_trigger.arguments);
  end loop;
end;
$$;
