-- Whole trail: a truncate takes rows without a line in the audit trail and past every rule about a row, so no table
-- knows it. Counters that are worth nothing after a crash are no rows of anything.

do $$
declare
  v_table regclass;
begin
  for v_table in
    select c.oid::regclass
    from pg_class c
    where c.relkind = 'r' and c.relpersistence = 'p' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      -- Neither where another rule of the table refuses it already.
      and not exists (select from pg_trigger r where r.tgrelid = c.oid and r.tgtype & 32 <> 0)
  loop
    execute format('create trigger refuse_truncate before truncate on %s for each statement execute function private.refuse_change()', v_table);
  end loop;
end;
$$;
