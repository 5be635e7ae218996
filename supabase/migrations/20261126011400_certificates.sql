-- Certificates: the maintenance inspection record of a safety-critical unit. It is numbered, says for ever what was found
-- on that day, and can be verified by whoever holds it. What it says, and when one is due, is the next chapter.

create table private.certificate_years (
  year integer primary key check (year between 1900 and 2199),
  last_number integer not null check (last_number > 0)
);
comment on table private.certificate_years is 'The counters of certificates, one for each year of visits. Whoever issues one holds its row until the end, so that numbers have no holes.';

create table public.inspection_certificates (
  id uuid primary key default gen_random_uuid(),
  year integer not null references private.certificate_years,
  number_in_year integer not null check (number_in_year > 0),
  number text not null unique generated always as (
    'MIR-' || year::text || '-' || lpad(number_in_year::text, greatest(5, length(number_in_year::text)), '0')) stored,
  code text not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  visit_id uuid not null references public.maintenance_visits,
  repair_order_id uuid references public.work_orders,
  unit_id uuid not null references public.units,
  contract_id uuid not null references public.maintenance_contracts,
  service_on date not null,
  expires_on date not null,
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  pdf_sha256 bytea check (octet_length(pdf_sha256) = 32),
  issued_at timestamptz not null default private.clock(),
  revoked_at timestamptz,
  revoked_reason text check (private.says_why(revoked_reason) and length(revoked_reason) <= 500),
  -- One number, one certificate.
  constraint certificates_number_key unique (year, number_in_year),
  -- Counted in the year of its visit, whenever it is written down.
  constraint certificates_year_of_visit check (year = extract(year from service_on)),
  constraint certificates_last_a_while check (expires_on > service_on),
  -- Nobody withdraws one without saying why.
  constraint revoked_for_a_reason check ((revoked_at is null) = (revoked_reason is null))
);
comment on table public.inspection_certificates is 'Maintenance inspection records. Issued once and kept: all that may still happen to one is to be revoked.';
comment on column public.inspection_certificates.number is 'As people write it: MIR-2026-00001.';
comment on column public.inspection_certificates.code is 'What whoever holds the record types to verify it: 16 random characters of Crockford''s base 32, without I, L, O and U.';
comment on column public.inspection_certificates.repair_order_id is 'The repair that put right what the visit found, where the record was issued after it.';
comment on column public.inspection_certificates.content is 'All that the paper says, as it was on that day: the PDF is made of this and of nothing else.';
comment on column public.inspection_certificates.pdf_sha256 is 'Of the PDF as it was first made: whoever is shown a file can tell whether it is ours.';
comment on column public.inspection_certificates.expires_on is 'The last day on which it is current.';

-- A visit has one certificate; after one was revoked there may be another.
create unique index inspection_certificates_of_visit on public.inspection_certificates (visit_id) where revoked_at is null;
create index inspection_certificates_by_unit on public.inspection_certificates (unit_id, service_on);
create index inspection_certificates_by_expiry on public.inspection_certificates (expires_on) where revoked_at is null;
create index inspection_certificates_by_contract on public.inspection_certificates (contract_id);

-- What was issued stays ---------------------------------------------------------------------------------

create function private.guard_certificate()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  -- What each function may write into one that is there.
  v_writes text[] := case private.made_by()
    when 'keep_certificate_digest' then case when old.pdf_sha256 is null then '{pdf_sha256}' else '{}' end
    when 'revoke_certificate' then case when old.revoked_at is null then '{revoked_at,revoked_reason}' else '{}' end
    else '{}' end;
begin
  if tg_op = 'INSERT' and private.made_by() is distinct from 'issue_certificate' then
    raise exception 'certificates are issued by issue_certificate() alone' using errcode = 'MT002';
  -- Whatever column is added is frozen with the others. The number is computed after this.
  elsif tg_op = 'UPDATE' and to_jsonb(new) - v_writes - 'number' <> to_jsonb(old) - v_writes - 'number' then
    raise exception 'a certificate says for ever what it said, and is revoked once' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_certificate is 'Raises MT002 for a certificate that is not issued by issue_certificate, and when anything of one would change: but revoke_certificate revokes it once, and keep_certificate_digest writes down its first PDF. Whoever asks.';

create trigger guard_certificate before insert or update on public.inspection_certificates
  for each row execute function private.guard_certificate();
create trigger keep_certificates before delete on public.inspection_certificates
  for each row execute function private.refuse_change();

create function private.guard_certificate_year()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and new.last_number = 1 and private.made_by() = 'issue_certificate'
    or tg_op = 'UPDATE' and (new.year, new.last_number) = (old.year, old.last_number + 1) and private.made_by() = 'issue_certificate' then
    return new;
  end if;
  raise exception 'certificates are counted as they are issued' using errcode = 'MT002';
end;
$$;
comment on function private.guard_certificate_year is 'A year begins with its first certificate and is counted on one by one, in issue_certificate alone (MT002), whoever asks.';

create trigger guard_certificate_year before insert or update or delete on private.certificate_years
  for each row execute function private.guard_certificate_year();

create trigger audit after insert or update or delete on public.inspection_certificates for each row execute function private.record_change();

-- What becomes of one -----------------------------------------------------------------------------------

create function private.inspected_again_on(certificate public.inspection_certificates)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  -- A later visit that found it unsafe has no record of its own, and the older one says nothing any more all the same.
  return (
    select max(v.service_on)
    from public.maintenance_contracts c
    join public.maintenance_cycles y on y.contract_id = c.id
    join public.maintenance_visits v on v.cycle_id = y.id
    where c.unit_id = certificate.unit_id and v.state = 'done' and v.service_on > certificate.service_on);
end;
$$;
comment on function private.inspected_again_on is 'The day on which a certificate''s unit was last looked at after it; null when it was not. A visit that was reversed does not count.';

create function private.certificate_state(certificate public.inspection_certificates, on_day date)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when certificate.revoked_at is not null then 'revoked'
    when private.inspected_again_on(certificate) is not null then 'superseded'
    when certificate.expires_on < on_day then 'expired'
    else 'current' end;
end;
$$;
comment on function private.certificate_state is 'What a certificate is worth on a day: revoked | superseded (its unit was inspected again since) | expired (from the day after expires_on) | current.';

create function private.verify_certificate(code text, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_certificate public.inspection_certificates;
  v_state text;
begin
  -- As people read it off paper: in any case, with dashes, O for 0, I and L for 1.
  if length(code) <= private.most('certificate_code') then
    select * into v_certificate from public.inspection_certificates i where i.code = private.as_read(verify_certificate.code);
  end if;
  if v_certificate.id is null then
    return jsonb_build_object('status', 'unknown');
  end if;
  v_state := private.certificate_state(v_certificate, on_day);
  return jsonb_build_object('status', v_state, 'number', v_certificate.number, 'kind', v_certificate.content #>> '{unit,kind}',
    'company', v_certificate.content #>> '{company,name}', 'serviced_on', v_certificate.service_on, 'expires_on', v_certificate.expires_on)
    || case v_state when 'superseded' then jsonb_build_object('inspected_again_on', private.inspected_again_on(v_certificate))
      when 'revoked' then jsonb_build_object('revoked_on', private.company_day(v_certificate.revoked_at)) else '{}' end;
end;
$$;
comment on function private.verify_certificate is 'What whoever holds a certificate''s code may know of it: {status: current | expired | superseded (inspected_again_on) | revoked (revoked_on), number, kind, company, serviced_on, expires_on} | {status: unknown}. Nothing personal: no address, and no name but the company''s.';

create function private.signature_on(certificate public.inspection_certificates)
returns text
language sql stable
return (
  select replace(encode(f.content, 'base64'), chr(10), '')
  from public.visit_files f
  where f.visit_id = certificate.visit_id and encode(f.sha256, 'hex') = certificate.content #>> '{signature,sha256}' limit 1);
comment on function private.signature_on is 'The drawn signature that a certificate names by its digest, in base64; null where nobody drew one.';

create function private.certificate_facts(certificate public.inspection_certificates)
returns jsonb
language sql stable
return certificate.content || jsonb_build_object('signature_png', private.signature_on(certificate), 'number', certificate.number, 'code', certificate.code, 'service_on', certificate.service_on,
  'expires_on', certificate.expires_on, 'issued_at', certificate.issued_at);
comment on function private.certificate_facts is 'All that a certificate''s PDF is drawn from: its content (private.certificate_content) with {signature_png, number, code, service_on, expires_on, issued_at}.';

create function private.certificate_numbered(number text)
returns public.inspection_certificates
language plpgsql stable
set search_path = ''
as $$
declare
  v_certificate public.inspection_certificates;
begin
  select * into v_certificate from public.inspection_certificates i where i.number = certificate_numbered.number;
  if not found then
    raise exception 'no such certificate' using errcode = 'PT404';
  end if;
  return v_certificate;
end;
$$;
comment on function private.certificate_numbered is 'The certificate of that number. PT404.';

create function private.revoke_certificate(certificate_id uuid, reason text)
returns boolean
language plpgsql volatile
set search_path = ''
set rules.made_by = 'revoke_certificate'
as $$
declare
  v_is_revoked boolean;
begin
  -- Held: of two at once the second sees that it was.
  select i.revoked_at is not null into v_is_revoked
  from public.inspection_certificates i where i.id = revoke_certificate.certificate_id for no key update;
  if not found then
    raise exception 'no such certificate' using errcode = 'PT404';
  elsif v_is_revoked then
    return false;
  end if;
  update public.inspection_certificates i
  set revoked_at = private.clock(), revoked_reason = private.written(revoke_certificate.reason)
  where i.id = revoke_certificate.certificate_id;
  return true;
end;
$$;
comment on function private.revoke_certificate is 'Withdraws a certificate for good; false for one that was revoked already, which stays as it is. PT404; 23514 without a reason, or one of over 500 characters.';

create function private.keep_certificate_digest(certificate_id uuid, pdf_sha256 bytea)
returns text
language plpgsql volatile
set search_path = ''
set rules.made_by = 'keep_certificate_digest'
as $$
declare
  v_kept bytea;
begin
  update public.inspection_certificates i set pdf_sha256 = coalesce(i.pdf_sha256, keep_certificate_digest.pdf_sha256)
  where i.id = keep_certificate_digest.certificate_id returning i.pdf_sha256 into v_kept;
  if not found then
    raise exception 'no such certificate' using errcode = 'PT404';
  end if;
  return case when v_kept = keep_certificate_digest.pdf_sha256 then 'same' else 'differs' end;
end;
$$;
comment on function private.keep_certificate_digest is 'Writes down the digest of a certificate''s PDF when it is first made; later: same, or differs, when a newer version of the program draws it otherwise. PT404.';

-- Access --------------------------------------------------------------------------------------------

alter table public.inspection_certificates enable row level security;
create policy office_reads on public.inspection_certificates for select to authenticated using ((select private.is_office()));
grant select on public.inspection_certificates to authenticated, service_role;
