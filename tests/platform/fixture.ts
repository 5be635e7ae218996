/** Scratch objects that show what the HTTP layer does with them; no part of the product. */
export const FIXTURE_SQL = `
  create table public.fixture_items (
    id integer primary key,
    price numeric(10, 2),
    info jsonb,
    at timestamptz,
    day date,
    during tstzrange,
    tags text[],
    constraint fixture_no_overlap exclude using gist (during with &&)
  );
  alter table public.fixture_items enable row level security;
  grant select, insert, update, delete on public.fixture_items to service_role;
  insert into public.fixture_items values
    (1, 12.50, '{"a": {"b": [1, "two"]}}', '2026-05-12 13:00:00.5+00', '2026-05-12',
      '[2026-05-12 13:00+00,2026-05-12 14:00+00)', '{x,"y z"}'),
    (2, null, '"text"', null, null, null, null);

  create table public.fixture_locked (id integer);
  revoke all on public.fixture_locked from anon, authenticated;

  create function public.fixture_raise(code text) returns void language plpgsql volatile set search_path = '' as $$
    begin raise exception 'raised %', code using errcode = code, detail = 'the detail'; end $$;
  create function public.fixture_echo(value jsonb) returns jsonb language sql volatile set search_path = '' as $$ select value $$;
  create function public.fixture_role() returns text language sql volatile set search_path = '' as $$ select current_user::text $$;
  create function public.fixture_keep(id integer) returns void language sql volatile set search_path = '' as $$
    insert into public.fixture_items (id) values (fixture_keep.id) $$;
  grant execute on function public.fixture_keep to service_role;
  grant execute on function public.fixture_raise, public.fixture_echo, public.fixture_role to anon, service_role;
`;
