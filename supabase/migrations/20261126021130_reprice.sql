-- Reprice: other fees for contracts that are there already. Previewed, from a day to come on, and never for a price that a
-- client was told.

create table public.price_changes (
  id uuid primary key default gen_random_uuid(),
  contract_id uuid not null references public.maintenance_contracts,
  fee numeric(10, 2) not null check (fee >= 0),
  from_on date not null,
  applied_at timestamptz,
  created_at timestamptz not null default private.clock(),
  -- On one day one price begins.
  constraint price_changes_day_key unique (contract_id, from_on)
);
comment on table public.price_changes is 'Fees of contracts that begin on a day: what is told from then on is told at them.';
comment on column public.price_changes.applied_at is 'When it became the contract''s fee, before the first reminders of its day; null while that is to come.';

create index price_changes_to_come on public.price_changes (from_on) where applied_at is null;

-- What has begun is history; what is to come can be decided anew.
create trigger keep_price before update on public.price_changes
  for each row when (old.applied_at is not null or (new.contract_id, new.from_on) is distinct from (old.contract_id, old.from_on))
  execute function private.refuse_change();
create trigger keep_prices before delete on public.price_changes
  for each row execute function private.refuse_change();
create trigger audit after insert or update or delete on public.price_changes for each row execute function private.record_change();

create function private.fee_from(contract public.maintenance_contracts, on_day date)
returns numeric
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((
    select p.fee from public.price_changes p
    where p.contract_id = contract.id and p.applied_at is null and p.from_on <= on_day order by p.from_on desc limit 1), contract.fee);
end;
$$;
comment on function private.fee_from is 'The fee of a contract on a day, with the changes that begin until then.';

create function private.apply_price_changes(on_day date, most integer)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_due uuid[] := array(
    select p.id from public.price_changes p where p.applied_at is null and p.from_on <= on_day order by p.from_on, p.id limit most);
begin
  update public.maintenance_contracts c set fee = n.fee
  from (
    -- Of several that were missed the last one holds.
    select distinct on (p.contract_id) p.contract_id, p.fee from public.price_changes p
    where p.id = any (v_due) order by p.contract_id, p.from_on desc
  ) n
  where c.id = n.contract_id and c.state <> 'cancelled';
  update public.price_changes p set applied_at = private.clock() where p.id = any (v_due);
  return cardinality(v_due);
end;
$$;
comment on function private.apply_price_changes is 'Makes fees hold whose day has come, so many at most; returns how many those were.';

create type private.repriced as (contract_id uuid, customer text, kind text, product_name text, fee numeric, new_fee numeric, is_told boolean);
comment on type private.repriced is 'A contract and its fee, before and after; is_told: the price of its open cycle is told, and stays.';

create function private.to_reprice(category text, contract_ids uuid[], percent numeric, fee numeric, from_on date)
returns setof private.repriced
language sql stable
set search_path = ''
as $$
  select n.id, m.name, k.name, p.name, n.old_fee, n.new_fee, coalesce(y.price_frozen_at is not null, false)
  from (
    select c.*, o.old_fee, round(coalesce(to_reprice.fee, o.old_fee * (1 + to_reprice.percent / 100)), 2) as new_fee
    from public.maintenance_contracts c
    cross join lateral (select private.fee_from(c, to_reprice.from_on) as old_fee) o
    where c.state in ('active', 'paused') and (to_reprice.contract_ids is null or c.id = any (to_reprice.contract_ids))
  ) n
  join public.equipment_categories k on k.id = n.category_id and (to_reprice.category is null or k.code = to_reprice.category)
  join public.customers m on m.id = n.customer_id
  join public.units u on u.id = n.unit_id
  left join public.products p on p.id = u.product_id
  left join public.maintenance_cycles y on y.contract_id = n.id and y.closed_at is null
  where n.new_fee <> n.old_fee;
$$;
comment on function private.to_reprice is 'The contracts that go on, of a category or of this list or both, whose fee would become another.';

create function private.refuse_to_reprice(category text, contract_ids uuid[], percent numeric, fee numeric, from_on date, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when category is null and contract_ids is null
      or category is not null and not exists (select from public.equipment_categories k where k.code = refuse_to_reprice.category) then private.rejected('which')
    when num_nonnulls(percent, fee) <> 1 then private.rejected('how')
    when not percent between -50 and 100 then private.rejected('percent')
    when not fee between 0 and 99999.99 then private.rejected('fee')
    when not coalesce(from_on > on_day and from_on <= on_day + 731, false) then private.rejected('from_on') end;
end;
$$;
comment on function private.refuse_to_reprice is 'What of a new price cannot be meant, as an answer (see the door reprice); null where all can.';

create function private.reprice(category text, contract_ids uuid[], percent numeric, fee numeric, from_on date, dry_run boolean, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  -- More takes longer than a call may.
  v_most constant integer := 5000;
  v_refusal jsonb := private.refuse_to_reprice(category, contract_ids, percent, fee, from_on, private.company_day(as_of));
  v_rows private.repriced[];
  v_shown text;
  v_told jsonb;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  v_rows := array(
    select r from private.to_reprice(category, contract_ids, percent, reprice.fee, from_on) r order by r.customer, r.kind, r.contract_id limit v_most + 1);
  v_shown := (select md5(string_agg(concat_ws(' ', r.contract_id, r.fee, r.new_fee), ',' order by r.contract_id)) from unnest(v_rows) r);
  if cardinality(v_rows) > v_most then
    return private.refused('many') || jsonb_build_object('most', v_most);
  elsif not dry_run and reprice.shown <> coalesce(v_shown, '') then
    return private.refused('changed');
  elsif not dry_run then
    insert into public.price_changes (contract_id, fee, from_on) select r.contract_id, r.new_fee, reprice.from_on from unnest(v_rows) r
    on conflict on constraint price_changes_day_key do update set fee = excluded.fee;
  end if;
  select jsonb_build_object('contracts', count(*), 'told', count(*) filter (where r.is_told), 'before', coalesce(sum(r.fee), 0), 'after', coalesce(sum(r.new_fee), 0))
  into v_told from unnest(v_rows) r;
  return v_told || jsonb_build_object('status', case when dry_run then 'previewed' else 'repriced' end, 'from_on', from_on, 'shown', v_shown,
    'rows', (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from unnest(v_rows[1:50]) r));
end;
$$;
comment on function private.reprice is 'Other fees for contracts, from a day on: see the door of the same name.';

-- Access ------------------------------------------------------------------------------------------------------------

alter table public.price_changes enable row level security;
create policy office_reads on public.price_changes for select to authenticated using ((select private.is_office()));
grant select on public.price_changes to authenticated, service_role;
