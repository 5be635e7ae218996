-- Held files: one that lost many of its rows waits for a person; and what files said of somebody who was erased goes.

create function private.use_import_file(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'use_import_file'
as $$
begin
  update public.import_files f set state = 'taking_in' where f.id = use_import_file.file_id and f.state = 'held';
  if found then
    return jsonb_build_object('status', 'used');
  elsif not exists (select from public.import_files f where f.id = use_import_file.file_id) then
    raise exception 'no import file %', use_import_file.file_id using errcode = 'PT404';
  end if;
  return private.refused('state');
end;
$$;
comment on function private.use_import_file is 'A file that is held is to be taken in after all, which finish_import does: see the door of the same name.';

create function private.drop_import_file(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'drop_import_file'
as $$
begin
  update public.import_files f set state = 'dropped' where f.id = drop_import_file.file_id and f.state in ('receiving', 'held');
  if found then
    delete from private.staged_rows s where s.file_id = drop_import_file.file_id;
    return jsonb_build_object('status', 'dropped');
  elsif not exists (select from public.import_files f where f.id = drop_import_file.file_id) then
    raise exception 'no import file %', drop_import_file.file_id using errcode = 'PT404';
  end if;
  return private.refused('state');
end;
$$;
comment on function private.drop_import_file is 'A file of which nothing was applied is left out: see the door of the same name.';

-- Who was erased ------------------------------------------------------------------------------------------------------

create function private.forget_imported(customer_id uuid)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'erase_customer'
as $$
declare
  v_refs text[] := array(select c.customer_ref from private.customers_by_ref c where c.customer_id = forget_imported.customer_id and c.customer_ref is not null);
begin
  insert into private.erased_refs (digest) select private.ref_digest(ref) from unnest(v_refs) ref on conflict do nothing;
  update public.import_rows r set ref = null, fields = case when r.fields is not null then '{}'::jsonb end, notice = null
  from public.import_files f
  where f.id = r.file_id and (f.kind = 'customers' and r.ref = any (v_refs) or r.fields ->> 'customer_ref' = any (v_refs));
  delete from private.staged_rows s using public.import_files f
  where f.id = s.file_id and (f.kind = 'customers' and s.ref = any (v_refs) or s.fields ->> 'customer_ref' = any (v_refs)
    -- One that says what it said the last time.
    or exists (select from private.imported_values i where i.file_kind = f.kind and i.ref = s.ref and i.fields ->> 'customer_ref' = any (v_refs)));
  delete from private.imported_values i
  where i.file_kind = 'customers' and i.ref = any (v_refs) or i.fields ->> 'customer_ref' = any (v_refs);
  delete from private.imported_values i using public.sales_orders o
  where i.file_kind = 'sales_orders' and i.ref = o.order_number and o.customer_id = forget_imported.customer_id;
end;
$$;
comment on function private.forget_imported is 'Takes out what files said of a client, and keeps that they do not come back. Their references are there still.';
