-- Certificate expiry: a unit whose record will soon not be current any more is work for the office, unless a visit is booked in time.

create function private.settle_expiry()
returns trigger
-- Definer: whoever issues a certificate need not be able to write activities.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.settle('certified', 'unit', array[new.unit_id::text], new.number);
  return null;
end;
$$;
comment on function private.settle_expiry is 'Trigger: a newer certificate settles that the older one expires.';

create trigger settle_expiry after insert on public.inspection_certificates
  for each row execute function private.settle_expiry();

create function private.expiring_certificates(as_of timestamptz)
returns setof public.inspection_certificates
language sql stable
set search_path = ''
as $$
  select i.*
  from public.inspection_certificates i
  cross join lateral (
    select private.company_day(expiring_certificates.as_of) as on_day, private.company_day(expiring_certificates.as_of) + s.certificate_notice_days as until
    from public.company_settings s) d
  join public.units u on u.id = i.unit_id and u.condition <> 'retired'
  join public.maintenance_contracts c on c.unit_id = u.id and c.state in ('active', 'paused')
  where i.revoked_at is null and i.expires_on <= d.until
    and private.certificate_state(i, d.on_day) in ('current', 'expired')
    and not exists (
      select from public.maintenance_cycles y
      join public.maintenance_visits v on v.cycle_id = y.id and private.is_expected(v.state)
      join public.technician_tasks t on t.id = v.task_id
      where y.contract_id = c.id and upper(t.during) > expiring_certificates.as_of
        and private.company_day(lower(t.during)) <= greatest(i.expires_on, d.until))
    and not exists (
      select from public.office_activities a
      where a.kind = 'certificate_expiring' and a.subject_key = private.subject_key('unit', i.unit_id::text) and a.state = 'open')
    and not private.rests_after_close('certificate_expiring', private.subject_key('unit', i.unit_id::text), null);
$$;
comment on function private.expiring_certificates is 'The newest certificates of units under contract that expire within certificate_notice_days, or have, with no visit booked by then, and that nobody is at work on, nor closed a little while ago (private.rests_after_close).';

create function private.run_certificates(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  -- More is left for the next call, so that none takes long.
  v_most constant integer := 500;
  v_raised integer;
begin
  select count(private.raise_activity('certificate_expiring', private.subject_key('unit', e.unit_id::text),
    jsonb_build_object('number', e.number, 'expires_on', e.expires_on), customer_id => u.customer_id, contract_id => e.contract_id))
  into v_raised
  from (select i.* from private.expiring_certificates(run_certificates.as_of) i order by i.expires_on, i.id limit v_most) e
  join public.units u on u.id = e.unit_id;
  return jsonb_build_object('activities', v_raised, 'more', v_raised = v_most);
end;
$$;
comment on function private.run_certificates is 'The day''s expiring certificates as of an instant → {activities, more}. A second run finds nothing.';
