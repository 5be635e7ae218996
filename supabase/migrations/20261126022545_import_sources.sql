-- Import sources: other systems that are asked, how far each was read, and what opens them.

create table private.import_cursors (
  source text not null check (source ~ '^[a-z][a-z0-9_-]{0,39}$'),
  model text not null check (length(model) between 1 and 100),
  written_at timestamptz not null,
  primary key (source, model)
);
comment on table private.import_cursors is 'How far another system was read: what it wrote until then has been applied here.';
comment on column private.import_cursors.model is 'What the other system calls the kind of records.';
comment on column private.import_cursors.written_at is 'When the newest record that was read had been written, by the other system''s clock.';

create function private.jobs_to_come(source text)
returns text[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(o.external_ref order by o.external_ref), array[]::text[])
  from private.external_jobs o
  where o.source = jobs_to_come.source
    and (exists (
      select from public.technician_tasks k
      where k.external_ref = o.external_ref and private.is_ahead(k.state) and lower(k.during) > private.clock())
      or exists (select from private.waiting_jobs() w where w.told ->> 'job' = o.external_ref));
$$;
comment on function private.jobs_to_come is 'The names of another system''s jobs that have not begun, or wait for a decision or their time: whoever reads that system sees which of them are gone.';

create function private.import_source(source text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_secrets jsonb := (
    select coalesce(jsonb_object_agg(s.name, s.decrypted_secret), '{}')
    from vault.decrypted_secrets s
    where s.name in (import_source.source || '_url', import_source.source || '_database', import_source.source || '_key'));
begin
  return jsonb_build_object(
    'url', nullif(v_secrets ->> (source || '_url'), ''),
    'database', nullif(v_secrets ->> (source || '_database'), ''),
    'key', nullif(v_secrets ->> (source || '_key'), ''),
    'time_zone', private.company_zone(),
    'cursors', (select coalesce(jsonb_object_agg(c.model, c.written_at), '{}') from private.import_cursors c where c.source = import_source.source),
    'jobs', to_jsonb(private.jobs_to_come(source)));
end;
$$;
comment on function private.import_source is 'What is needed to ask another system → {url, database, key: of the vault''s SOURCE_url, SOURCE_database, SOURCE_key, each null where it is not there; time_zone; cursors: model → instant; jobs: the names of those of it that are still to come}.';

create function private.keep_import_cursors(source text, cursors jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  -- A clock over there that is ahead must not make us skip what is written until ours has caught up.
  insert into private.import_cursors (source, model, written_at)
  select keep_import_cursors.source, c.key, least(c.value::timestamptz, private.clock())
  from jsonb_each_text(cursors) c
  on conflict on constraint import_cursors_pkey do update set written_at = excluded.written_at;
  return jsonb_build_object('status', 'kept');
end;
$$;
comment on function private.keep_import_cursors is 'Remembers how far another system was read, once that was applied. cursors: model → instant; what it does not name stays → {status: kept}.';

create function private.import_failed(source text, message text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.raise_activity('import_problem', private.import_job_key(source),
    jsonb_build_object('reason', 'not_read', 'message', left(message, 1000)));
  return jsonb_build_object('status', 'told');
end;
$$;
comment on function private.import_failed is 'The work list says that another system could not be read, and why, until an import of it goes through → {status: told}.';
