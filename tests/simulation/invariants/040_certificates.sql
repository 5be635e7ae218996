-- Units and certificates: what is not safe is out of service, and what is has its paper.

create view invariants.failed_lines_are_quoted as
  select v.id as visit_id
  from public.maintenance_visits v
  where v.state = 'done'
    and exists (select from public.checklist_results r where r.visit_id = v.id and r.result = 'fail')
    and not exists (select from public.work_orders w where w.visit_id = v.id);
comment on view invariants.failed_lines_are_quoted is 'What a visit found out of order has a repair, whatever became of it.';

create view invariants.certificates_are_of_safe_units as
  select i.number, i.visit_id
  from public.inspection_certificates i
  join public.maintenance_visits v on v.id = i.visit_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where i.revoked_at is null and (v.state <> 'done' or not k.safety_critical
    -- What one says never changes: it is read while it is new.
    or i.issued_at > private.clock() - interval '2 days' and exists (select from jsonb_array_elements(i.content -> 'lines') l
      where (l ->> 'safety_critical')::boolean and coalesce(l ->> 'result', 'fail') = 'fail'));
comment on view invariants.certificates_are_of_safe_units is 'A certificate that was not revoked is of a visit that was done, and nothing in it that is critical for safety failed.';

create view invariants.safe_units_have_certificates as
  select v.id as visit_id
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where v.state = 'done' and k.safety_critical and k.certificate_months is not null
    and not exists (select from public.inspection_certificates i where i.visit_id = v.id)
    and not exists (
      select from public.checklist_results r
      join public.checklist_items l on l.version_id = v.checklist_version_id and l.position = r.position and l.safety_critical
      where r.visit_id = v.id and r.result = 'fail');
comment on view invariants.safe_units_have_certificates is 'A visit to a unit of a safety-critical kind at which nothing critical failed has its certificate.';

create view invariants.one_certificate_is_current as
  select i.unit_id, count(*) as current
  from public.inspection_certificates i
  where i.revoked_at is null and i.expires_on >= private.company_day(private.clock())
    and not exists (
      select from public.maintenance_contracts c
      join public.maintenance_cycles y on y.contract_id = c.id
      join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done' and v.service_on > i.service_on
      where c.unit_id = i.unit_id)
  group by i.unit_id having count(*) > 1;
comment on view invariants.one_certificate_is_current is 'A unit has at most one certificate that holds.';

create view invariants.certificates_are_counted as
  select n.year, n.last_number, count(i.id) as certificates
  from private.certificate_years n
  left join public.inspection_certificates i on i.year = n.year
  group by n.year, n.last_number having count(i.id) <> n.last_number or max(i.number_in_year) <> n.last_number;
comment on view invariants.certificates_are_counted is 'The certificates of a year are counted from one without a hole.';
