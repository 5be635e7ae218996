-- The door of jobs and Edge Functions: the service role alone. Definers, because that role holds no rights in the
-- internals: links, address tokens, leases.

create function public.run_job(name text, as_of timestamptz default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.run_job(name, as_of);
end;
$$;
comment on function public.run_job is 'Runs a job: by the clock (as_of null) once a company day from the job''s hour on, else at once as of that instant, refused in the future where mail is live → {status: done | too_early | already_done | busy | refused | unknown (jobs: the names there are), counts…, more}. Call again while more.';

create function public.claim_messages(batch integer default 20, transports jsonb default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.claim_messages(batch, transports);
end;
$$;
comment on function public.claim_messages is 'Leases due messages to a sender, 3 minutes each. transports: delivery mode → {provider, deduplicates} of what the sender can and may use; a mode it does not list gets nothing, so live mail leaves only where the project''s own secret let the sender list it. → {status: claimed | off | paused | refused, mode, superseded, messages: [{id, lease_id, kind, recipient, attempt, rendered | facts}]}.';

create function public.freeze_message(message_id uuid, lease_id uuid, rendered jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.freeze_message(message_id, lease_id, rendered);
end;
$$;
comment on function public.freeze_message is 'Keeps the rendered mail before the provider hears of it and renews the lease → {status: frozen, rendered: what must be sent instead, byte for byte, or null when these bytes are kept} | {status: lost} when the lease had passed on, the link in it was replaced meanwhile, or nobody is to be written to under that name any more.';

create function public.settle_message(
  message_id uuid, lease_id uuid, outcome text, provider_id text default null, error text default null, retry_after_seconds integer default 0)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.settle_message(message_id, lease_id, outcome, provider_id, error, retry_after_seconds);
end;
$$;
comment on function public.settle_message is 'What became of an attempt. outcome: sent | failed (again later, dead after company_settings.message_attempts) | refused (never again) | uncertain (the answer was lost) → {status: the message''s state} | {status: lost} when the lease had passed on.';

-- Asked by the provider's webhook (docs/runbook.md).
create function public.record_bounce(address text, kind text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.record_bounce(address, kind);
end;
$$;
comment on function public.record_bounce is 'The provider says an address is dead (hard_bounce) or its owner complained (complaint): nothing goes there any more and the office is told, per customer → {status: suppressed, customers}.';

create function public.places_without_coordinates(batch integer default 20)
returns table (address text, street text, city text, province text, postal_code text)
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return query select * from private.places_without_coordinates(batch);
end;
$$;
comment on function public.places_without_coordinates is 'Addresses of customers and units that the geocoding service should be asked about now, each once. Also fills in what is known already.';

create function public.set_coordinates(address text, latitude double precision default null, longitude double precision default null)
returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.set_coordinates(address, latitude, longitude);
end;
$$;
comment on function public.set_coordinates is 'Files the service''s answer about an address (null: unknown to it) and returns how many customers and units it located. Raises 22023 for coordinates that are none.';

create function public.import_source(source text)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.import_source(source);
end;
$$;
comment on function public.import_source is 'What is needed to read another system (odoo) → {url, database, key: each null where the vault has no SOURCE_url, SOURCE_database, SOURCE_key; time_zone; cursors: kind of record → instant until which it was read and applied; jobs: the job_refs of it that have not begun}.';

create function public.keep_import_cursors(source text, cursors jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.keep_import_cursors(source, cursors);
end;
$$;
comment on function public.keep_import_cursors is 'Remembers how far another system was read, once that was applied. cursors: kind of record → instant; what it does not name stays → {status: kept}.';

create function public.import_failed(source text, message text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.import_failed(source, message);
end;
$$;
comment on function public.import_failed is 'The work list says that another system could not be read, and why, until an import of it goes through → {status: told}.';

grant execute on function public.import_source, public.keep_import_cursors, public.import_failed to service_role;
grant execute on function public.run_job, public.claim_messages, public.freeze_message, public.settle_message, public.record_bounce,
  public.places_without_coordinates, public.set_coordinates to service_role;
