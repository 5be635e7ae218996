-- Kept keys: what a row is known by. The trail, links in mails, calendars and other systems name rows by their ids; a row
-- with another id would be a stranger to all of them.

do $$
declare
  v_table regclass;
begin
  for v_table in
    select i.indrelid::regclass
    from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relkind = 'r'
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) and a.attname = 'id'
    where i.indisprimary and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
  loop
    execute format(
      'create trigger keep_id before update of id on %s for each row when (new.id <> old.id) execute function private.refuse_change()',
      v_table);
  end loop;
end;
$$;
