-- A call of the API as one statement, for embedded/door_calls.ts: settings, call and what the call says of its
-- answer cost a round trip each otherwise. Whoever calls it has the rights of every role already.
create schema if not exists embedded;
revoke all on schema embedded from public;

create or replace function embedded.call(
  settings text, statement text, given text, out answer text, out status text, out headers text
)
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pg_catalog.set_config(setting.key, setting.value, true)
  from pg_catalog.json_each_text(settings::pg_catalog.json) setting;
  -- A statement of its own, prepared after the role is taken: it is that role that may call the function, or may not.
  execute statement into answer using given;
  status := pg_catalog.current_setting('response.status', true);
  headers := pg_catalog.current_setting('response.headers', true);
end;
$$;
revoke all on function embedded.call from public;
