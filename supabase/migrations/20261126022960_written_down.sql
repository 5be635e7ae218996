-- Written down: when a row says that it was made. Nothing was made in days to come, and it stays made when it was: due dates,
-- reminders and the order of mails are reckoned from it. The past is free, for what is brought in from elsewhere.

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
comment on function private.refuse_days_to_come is 'Trigger of a row that is made later than now by the real clock: raises 23514 unless it is now by the one that rules go by. Its argument is the column. A minute is for clocks that differ.';

do $$
declare
  v_column record;
begin
  -- Every instant that a row gets by itself, but for the one that is about what comes.
  for v_column in
    select a.attrelid::regclass as of_table, a.attname as name
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
    join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.atttypid = 'timestamptz'::regtype
      and pg_get_expr(d.adbin, d.adrelid) in ('now()', 'clock_timestamp()', 'private.clock()') and a.attname <> 'next_attempt_at'
  loop
    -- The conditions are looked at without calling anything: a booking writes a dozen rows.
    execute format(
      'create trigger at_latest_now before insert on %2$s for each row
         when (new.%1$I > clock_timestamp() + interval ''1 minute'') execute function private.refuse_days_to_come(%1$L)',
      v_column.name, v_column.of_table);
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
