-- Texts: what people and programs write, read in one way: on one line, without what does not show, and what
-- an address of mail, a phone number and the origin of a site look like.

create function private.shown(written text)
returns text
language sql immutable
-- Controls, marks of writing direction, characters without width: they come along when text is copied, and can
-- make a name read as another. Tabs and line breaks stay.
return regexp_replace(written, '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+', '', 'g');
comment on function private.shown is 'A text without the characters that do not show.';

create function private.tidy(written text)
returns text
language sql immutable
return nullif(btrim(regexp_replace(private.shown(written), '[\s\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g')), '');
comment on function private.tidy is 'A text on one line, with single spaces and without invisible characters; null when nothing is left.';

create function private.written(typed text)
returns text
language sql immutable
return nullif(btrim(private.shown(typed)), '');
comment on function private.written is 'What somebody typed, without the space around it and without invisible characters; null when nothing is left.';

create function private.longest_text(is_list boolean)
returns integer
language sql immutable
-- A line of an order lists the serial numbers of all of its units, 999 of 100 characters each.
return case when is_list then 110000 else 4000 end;
comment on function private.longest_text is 'The most characters that any text of a public table has, or any list of texts as a whole.';

create function private.says_why(reason text)
returns boolean
-- plpgsql, as the next two: a check is read anew by every statement, and what an expression says would be read with it.
language plpgsql immutable strict
set search_path = ''
as $$
begin
  return length(reason) <= private.longest_text(is_list => false) and private.tidy(reason) is not null;
end;
$$;
comment on function private.says_why is 'Whether a reason, where one is given, says something, and not too much. The check of every column for one: supabase/tests/032_texts.test.sql finds them.';

create function private.on_one_line(written text)
returns boolean
language plpgsql immutable strict
set search_path = ''
as $$
begin
  return length(written) <= private.longest_text(is_list => false)
    and written !~ '[\u0001-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]';
end;
$$;
comment on function private.on_one_line is 'Whether a text is one line that shows all of itself, and not too long. The check of every name, number and address of people: supabase/tests/032_texts.test.sql lists the columns.';

create function private.is_one_line(text_value text, most integer)
returns boolean
language plpgsql immutable strict
set search_path = ''
as $$
begin
  return btrim(text_value) <> '' and length(text_value) <= most and private.on_one_line(text_value);
end;
$$;
comment on function private.is_one_line is 'Whether a text says something, on one line of at most so many characters: what goes into the head of a mail or a letter.';

create function private.is_usable_address(email text)
returns boolean
language sql immutable
return email ~ '^\s*[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]+\s*$' and lower(btrim(email)) !~ '\s' and private.on_one_line(email);
comment on function private.is_usable_address is 'Whether a text is written like an address that mail can go to.';

create function private.are_recipients(list text[])
returns boolean
language sql immutable
return not exists (
  select from unnest(list) r (recipient)
  where r.recipient is null or r.recipient <> btrim(r.recipient)
    or not private.is_usable_address(case when r.recipient like '@%' then 'anybody' else '' end || r.recipient));
comment on function private.are_recipients is 'Whether a list names addresses, or domains as @example.com; true without a list.';

create function private.is_phone(written text)
returns boolean
language sql immutable
return case
  when written !~* '^\+?[0-9(][-0-9() ./–]*[0-9](,?;? ?(extension|ext\.?|x|poste|#) ?[0-9]{1,7})?$' then false
  -- From abroad, else ten digits as North America gives them out.
  when written ~ '^\+(?!1)' then regexp_replace(substring(lower(written), '^[^a-z#,;]+'), '\D', '', 'g') ~ '^\d{8,15}$'
  else regexp_replace(substring(lower(written), '^[^a-z#,;]+'), '\D', '', 'g') ~ '^1?[2-9]\d\d[2-9]\d{6}$' end;
comment on function private.is_phone is 'Whether a text is a phone number that can be dialled, with or without extension.';

create function private.is_origin(written text)
returns boolean
language sql immutable
-- The last part of a name is no number: browsers take such a name for an address of four.
return written ~* ('^https?://((([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?)'
  '|((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]))'
  '(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?$');
comment on function private.is_origin is 'Whether a text is the origin of a site, such as https://book.example.com: nothing behind the port, nobody in front of the name.';

-- Checks, defaults and triggers run as whoever writes.
grant execute on function private.longest_text, private.shown, private.tidy, private.written, private.says_why, private.on_one_line, private.is_one_line, private.is_usable_address,
  private.are_recipients, private.is_phone, private.is_origin to authenticated, service_role;
