-- Whole trail: a truncate takes rows without a line in the audit trail, so no audited table knows it.

do $$
declare
  v_table regclass;
begin
  for v_table in
    select distinct t.tgrelid::regclass
    from pg_trigger t
    where t.tgfoid = 'private.record_change'::regproc
      -- Neither where another rule of the table refuses it already.
      and not exists (select from pg_trigger r where r.tgrelid = t.tgrelid and r.tgtype & 32 <> 0)
  loop
    execute format('create trigger refuse_truncate before truncate on %s for each statement execute function private.refuse_change()', v_table);
  end loop;
end;
$$;
