-- Merged customers: who was two rows is one, and whatever names the row that went leads to the one that stayed.

create table private.customer_refs (
  former_id uuid primary key,
  customer_ref text unique check (private.on_one_line(customer_ref)),
  customer_id uuid not null references public.customers,
  constraint customer_refs_lead_on check (former_id <> customer_id)
);
comment on table private.customer_refs is 'Customers who were merged into another: bookmarks of their pages lead to the one that was kept, and so do rows of files that name them. A merge is not undone by the next file.';
comment on column private.customer_refs.former_id is 'The id that the customer had.';
comment on column private.customer_refs.customer_ref is 'Their reference in the system they were imported from, where the one that was kept has another.';
comment on column private.customer_refs.customer_id is 'Who was kept, also after they were merged once more.';

create index customer_refs_by_customer on private.customer_refs (customer_id);

create trigger only_by_merging before insert or update on private.customer_refs
  for each row execute function private.refuse_change('merge_customers', 'erase_customer');

-- Without a condition on either half: PostgreSQL looks no row of a half with one up by its key, but reads all of it, once for
-- each row that it is joined with.
create view private.customers_by_ref as
  select c.customer_ref, c.id as customer_id from public.customers c
  union all
  select r.customer_ref, r.customer_id from private.customer_refs r;
comment on view private.customers_by_ref is 'Which customer a reference means, their own or that of somebody who was merged into them.';

create function private.keep_ref_merged()
returns trigger
-- Definer: whoever writes customers need not be able to read who was merged.
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from private.customer_refs r where r.customer_ref = new.customer_ref) then
    raise exception 'this reference is that of a customer who was merged' using errcode = '23505';
  end if;
  return new;
end;
$$;
comment on function private.keep_ref_merged is 'Trigger: a reference means one customer (23505).';

create trigger keep_ref_merged before insert or update of customer_ref on public.customers
  for each row when (new.customer_ref is not null) execute function private.keep_ref_merged();

create function private.client_now(customer_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((select r.customer_id from private.customer_refs r where r.former_id = client_now.customer_id), customer_id);
end;
$$;
comment on function private.client_now is 'The customer that an id means: whoever was merged is the one that was kept.';
