-- Certify: what a certificate says, and when a visit earns one.

create function private.certificate_unit(unit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('kind', k.name, 'product', p.name, 'serial_number', u.serial_number,
      'order_line', l.line_ref || ' / ' || u.unit_number, 'site_type', u.site_type,
      'address_lines', to_jsonb(private.address_lines(u.street, u.apartment, u.city, u.province, u.postal_code)))
    from public.units u
    join public.equipment_categories k on k.id = u.category_id
    left join public.products p on p.id = u.product_id
    left join public.sales_order_lines l on l.id = u.source_line_id
    where u.id = certificate_unit.unit_id);
end;
$$;
comment on function private.certificate_unit is 'A unit as its certificate names it: {kind, product, serial_number, order_line: what it is known by without a serial, site_type, address_lines}.';

create function private.certificate_company()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('name', s.company_name, 'postal_address', s.postal_address, 'phone', s.phone, 'email', s.sender_email,
      'public_url', s.public_url, 'time_zone', s.time_zone)
    from public.company_settings s);
end;
$$;
comment on function private.certificate_company is 'Who answers for a certificate: {name, postal_address, phone, email, public_url, time_zone}.';

create function private.certificate_lines(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('position', l.position, 'section', l.section, 'label', l.label,
      'safety_critical', l.safety_critical, 'result', l.result, 'note', l.note) order by l.position), '[]')
    from private.checklist_since_repair l where l.visit_id = certificate_lines.visit_id);
end;
$$;
comment on function private.certificate_lines is 'What was checked at a visit and what was found, by a repair that followed where it answered a line again: [{position, section, label, safety_critical, result, note}].';

create function private.certificate_content(visit_id uuid, unit_id uuid, repair_order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('version', 1, 'company', private.certificate_company(), 'unit', private.certificate_unit(certificate_content.unit_id),
      'technician', (select jsonb_build_object('name', n.name, 'licence_number', n.licence_number)
        from public.technicians n where n.id = t.technician_id),
      'visit', jsonb_build_object('work_order', o.number, 'service_on', v.service_on, 'started_at', v.started_at, 'finished_at', v.finished_at),
      'repair', (select jsonb_build_object('work_order', w.number, 'repaired_on', r.repaired_on)
        from public.work_orders w left join public.repair_reports r on r.work_order_id = w.id where w.id = certificate_content.repair_order_id),
      'lines', private.certificate_lines(v.id),
      'signature', jsonb_build_object('name', v.signed_by, 'role', v.signed_as, 'method', v.signed_how, 'reason', v.unsigned_reason,
        'sha256', (select encode(f.sha256, 'hex') from public.visit_files f where f.report_id = v.report_id and f.kind = 'signature')))
    from public.maintenance_visits v
    join public.technician_tasks t on t.id = v.task_id
    left join public.work_orders o on o.id = t.work_order_id
    where v.id = certificate_content.visit_id);
end;
$$;
comment on function private.certificate_content is 'All that a certificate says but its number, code and last day: {version, company, unit, technician: {name, licence_number}, visit: {work_order, service_on, started_at, finished_at}, repair: {work_order, repaired_on} of the repair after which it was issued, lines, signature: {name, role, method, reason: why nobody could, sha256: of what was drawn, which stays with the visit}}.';

create function private.random_certificate_code()
returns text
language sql volatile
-- 32 characters: a byte falls on each of them equally often.
return (
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', get_byte(r.bytes, n) % 32 + 1, 1), '')
  from (select extensions.gen_random_bytes(16) as bytes) r, generate_series(0, 15) n);
comment on function private.random_certificate_code is 'Sixteen random characters of Crockford''s base 32.';

create function private.next_certificate_number(year integer)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_number integer;
begin
  insert into private.certificate_years as c (year, last_number) values (next_certificate_number.year, 1)
  on conflict on constraint certificate_years_pkey do update set last_number = c.last_number + 1
  returning c.last_number into v_number;
  return v_number;
end;
$$;
comment on function private.next_certificate_number is 'Counts a certificate of a year. Whoever asks holds that year''s counter until the end of the transaction.';

create function private.require_safe(lines jsonb)
returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if exists (
    select from jsonb_array_elements(lines) l
    where (l.value ->> 'safety_critical')::boolean and coalesce(l.value ->> 'result', 'fail') = 'fail') then
    raise exception 'a safety-critical line failed or was not answered' using errcode = 'MT031';
  end if;
end;
$$;
comment on function private.require_safe is 'Raises MT031 where a safety-critical line failed or was not answered.';

create function private.issue_certificate(visit_id uuid, as_of timestamptz, after_repair_of uuid default null)
returns public.inspection_certificates
language plpgsql volatile
set search_path = ''
set rules.made_by = 'issue_certificate'
as $$
declare
  v_visit record;
  v_content jsonb;
  v_year integer;
  v_number integer;
  v_code text := private.random_certificate_code();
  v_certificate public.inspection_certificates;
begin
  select v.state, v.service_on, c.id as contract_id, c.unit_id, k.safety_critical, k.certificate_months into v_visit
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where v.id = issue_certificate.visit_id;
  if not found then
    raise exception 'no such visit' using errcode = 'PT404';
  elsif v_visit.state <> 'done' then
    raise exception 'a visit that is % earns no certificate', v_visit.state using errcode = 'MT031';
  end if;
  v_content := private.certificate_content(visit_id, v_visit.unit_id, after_repair_of);
  if not v_visit.safety_critical or v_visit.certificate_months is null or v_content -> 'lines' = '[]' then
    return null;
  end if;
  perform private.require_safe(v_content -> 'lines');
  v_year := extract(year from v_visit.service_on);
  v_number := private.next_certificate_number(v_year);
  insert into public.inspection_certificates
    (year, number_in_year, code, visit_id, repair_order_id, unit_id, contract_id, service_on, expires_on, content, issued_at)
  values (v_year, v_number, v_code, issue_certificate.visit_id, after_repair_of, v_visit.unit_id, v_visit.contract_id, v_visit.service_on,
    v_visit.service_on + make_interval(months => v_visit.certificate_months), v_content, as_of)
  returning * into v_certificate;
  return v_certificate;
end;
$$;
comment on function private.issue_certificate is 'Issues the certificate of a visit that is done, whose unit''s kind is safety-critical and gets one (certificate_months); null where none is due, or nothing was checked. after_repair_of: the repair''s work order. PT404; MT031 for a visit that is not done, or where a safety-critical line failed or was not answered; 23505 for a second one.';
