-- Whole trail: nobody empties a table. A truncate would take rows without a line in the audit trail, and past every
-- rule about a row. Counters that are worth nothing after a crash (unlogged tables) may be emptied.

do $$
declare
  v_table regclass;
begin
  for v_table in
    select c.oid::regclass
    from pg_class c
    where c.relkind = 'r' and c.relpersistence = 'p' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
  loop
    execute format('create trigger refuse_truncate before truncate on %s for each statement execute function private.refuse_change()', v_table);
  end loop;
end;
$$;
