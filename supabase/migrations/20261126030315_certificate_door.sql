-- The door to certificates: the office prints them, an administrator withdraws one. Whoever holds a code has the client's door.

create function public.certificate_facts(number text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_certificate public.inspection_certificates;
begin
  perform private.require_office();
  v_certificate := private.certificate_numbered(number);
  return private.certificate_facts(v_certificate)
    || jsonb_build_object('id', v_certificate.id, 'status', private.certificate_state(v_certificate, private.company_day(private.clock())));
end;
$$;
comment on function public.certificate_facts is 'All that a certificate''s PDF is drawn from, with its id and what it is worth today (status). 42501, PT404.';

create function public.keep_certificate_digest(certificate_id uuid, sha256 text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return jsonb_build_object('status', private.keep_certificate_digest(certificate_id, decode(sha256, 'hex')));
end;
$$;
comment on function public.keep_certificate_digest is 'Writes down the digest (hexadecimal) of a certificate''s PDF when it is first made: {status: same | differs}. 42501, PT404; 22023 and 23514 for what is no digest.';

create function public.revoke_certificate(number text, reason text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_certificate public.inspection_certificates;
begin
  perform private.require_admin();
  v_certificate := private.certificate_numbered(number);
  if private.written(reason) is null or length(reason) > 500 then
    return private.rejected('reason');
  elsif not private.revoke_certificate(v_certificate.id, reason) then
    return private.refused('revoked');
  end if;
  return jsonb_build_object('status', 'revoked');
end;
$$;
comment on function public.revoke_certificate is 'An administrator withdraws a certificate for good: {status: revoked | refused (reason: revoked, by somebody before) | rejected (reason: reason, none or over 500 characters)}. 42501, PT404.';

grant execute on function public.certificate_facts, public.keep_certificate_digest, public.revoke_certificate to authenticated, service_role;
