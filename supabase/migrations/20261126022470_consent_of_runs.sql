-- Consent of runs: who of those that a run would enrol may be mailed, and why; who is to be called instead. Read before it
-- is executed.

create function private.consent_standing(consent_basis text, consent_on date, on_day date)
returns text
language sql immutable
return case when consent_basis = 'purchase' and private.consent_holds(consent_basis, consent_on, on_day) is not true then 'expired' else consent_basis end;
comment on function private.consent_standing is 'A consent as it stands on a day: express, contract, purchase, expired (a purchase more than two years ago, or nobody knows when), none.';

create function private.consents_of_run(run_id uuid)
returns table (customer_id uuid, units bigint, consent_basis text, consent_on date, standing text, has_address boolean)
language sql stable
set search_path = ''
set jit = off
as $$
  with bought as (
    select b.customer_id, count(*) as units, max(b.purchased_on) as latest_on
    from public.backfill_rows b where b.run_id = consents_of_run.run_id and b.outcome = 'new' group by b.customer_id
  ), will as (
    -- As enrolling will write it down (execute).
    select b.customer_id, b.units, c.email, is_renewed,
      case when is_renewed then 'purchase' else c.consent_basis end as basis,
      case when is_renewed then least(b.latest_on, r.today) else c.consent_on end as since, r.today
    from bought b
    join public.customers c on c.id = b.customer_id
    join public.backfill_runs r on r.id = consents_of_run.run_id
    cross join lateral (select coalesce(c.consent_basis in ('none', 'purchase') and b.latest_on > coalesce(c.consent_on, '-infinity'), false) as is_renewed) n
  )
  select w.customer_id, w.units, w.basis, w.since, private.consent_standing(w.basis, w.since, w.today), coalesce(private.is_usable_address(w.email), false)
  from will w;
$$;
comment on function private.consents_of_run is 'Each client of whom a run would enrol units: how many, why they may be mailed then and since when (private.consent_standing), and whether they have an address at all.';

create function private.backfill_consent(run_id uuid, most integer, after uuid)
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  v_rule text := (select s.consent_rule from public.company_settings s);
  v_told jsonb;
begin
  if not exists (select from public.backfill_runs r where r.id = backfill_consent.run_id) then
    raise exception 'no backfill run %', backfill_consent.run_id using errcode = 'PT404';
  end if;
  with clients as materialized (
    select * from private.consents_of_run(backfill_consent.run_id)
  ), page as (
    select c.*, m.name, m.email, m.phone from clients c join public.customers m on m.id = c.customer_id
    where backfill_consent.after is null or c.customer_id > backfill_consent.after
    order by c.customer_id limit least(greatest(coalesce(most, 50), 1), 1000)
  )
  select jsonb_build_object('status', 'ok', 'rule', v_rule,
    'standings', (
      select coalesce(jsonb_object_agg(s.standing, jsonb_build_object('clients', s.clients, 'units', s.units, 'mailable', s.mailable)), '{}')
      from (select c.standing, count(*) as clients, sum(c.units) as units, count(*) filter (where c.has_address) as mailable from clients c group by c.standing) s),
    -- Whom the rule keeps from being mailed, though they have an address.
    'called', (select count(*) from clients c where v_rule <> 'record' and c.has_address and c.standing in ('none', 'expired')),
    'no_address', (select count(*) from clients c where not c.has_address),
    'rows', (
      select coalesce(jsonb_agg(jsonb_build_object('customer_id', p.customer_id, 'name', p.name, 'email', p.email, 'phone', p.phone, 'units', p.units,
        'standing', p.standing, 'consent_on', p.consent_on) order by p.customer_id), '[]') from page p),
    'after', (
      select p.customer_id from page p
      where (select count(*) from clients c where backfill_consent.after is null or c.customer_id > backfill_consent.after) > (select count(*) from page)
      order by p.customer_id desc limit 1))
  into v_told;
  return v_told;
end;
$$;
comment on function private.backfill_consent is 'Who of a run may be mailed: see the door of the same name. PT404.';
