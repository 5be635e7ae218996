-- Photos, as bytes: what is taken for one. A picture from a phone's camera says where and with what it was taken, and
-- may hold anything behind its end; nothing of that is kept.

create function private.decoded(content text)
returns bytea
language plpgsql immutable
set search_path = ''
as $$
begin
  return decode(content, 'base64');
exception when invalid_parameter_value then
  return ''::bytea;
end;
$$;
comment on function private.decoded is 'The bytes that base64 stands for; none for what is no base64, null for null.';

create function private.jpeg_scan_at(content bytea, most_pixels integer)
returns integer
language plpgsql immutable
set search_path = ''
as $$
declare
  v_at integer := 2;
  v_marker integer;
  v_length integer;
  v_sized boolean := false;
begin
  if octet_length(content) < 20 or substring(content from 1 for 2) <> '\xffd8' then
    return null;
  end if;
  -- Each part of the head: a mark of two bytes, then its own length, which counts itself.
  while v_at + 4 <= octet_length(content) loop
    v_marker := get_byte(content, v_at + 1);
    v_length := get_byte(content, v_at + 2) * 256 + get_byte(content, v_at + 3);
    if get_byte(content, v_at) <> 255 or v_length < 2 or v_at + 2 + v_length >= octet_length(content) then
      return null;
    elsif v_marker = 224 then
      -- What every picture begins with; a smaller picture in it would be one that nobody looked at.
      if v_length <> 16 or substring(content from v_at + 5 for 5) <> '\x4a46494600' then
        return -1;
      end if;
    elsif v_marker = 238 then
      -- How its colours are meant.
      if v_length <> 14 or substring(content from v_at + 5 for 5) <> '\x41646f6265' then
        return -1;
      end if;
    elsif v_marker between 225 and 239 or v_marker = 254 then
      return -1;
    elsif v_marker = any ('{192, 193, 194}') then
      if v_sized or v_length < 11
        or get_byte(content, v_at + 5) * 256 + get_byte(content, v_at + 6) not between 1 and most_pixels
        or get_byte(content, v_at + 7) * 256 + get_byte(content, v_at + 8) not between 1 and most_pixels then
        return null;
      end if;
      v_sized := true;
    elsif v_marker = 218 then
      return case when v_sized then v_at + 2 + v_length end;
    elsif v_marker <> all ('{196, 219, 221}') then
      return null;
    end if;
    v_at := v_at + 2 + v_length;
  end loop;
  return null;
end;
$$;
comment on function private.jpeg_scan_at is 'After how many bytes the head of a JPEG picture ends and its colours begin; -1 where the head says more than a picture needs (where it was taken, a comment, a smaller picture); null for what is no JPEG of at most so many pixels each way.';

create function private.jpeg_problem(content bytea, most_pixels integer)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_scan integer := private.jpeg_scan_at(content, most_pixels);
  v_rest bytea;
begin
  if coalesce(v_scan, -1) = -1 then
    return case v_scan when -1 then 'extra' else 'picture' end;
  end if;
  -- Among colours a byte of 255 is followed by 0, or by a mark: the first mark of the end is the end.
  v_rest := substring(content from v_scan + 1);
  return case
    when octet_length(v_rest) < 3 or position('\xffd9'::bytea in v_rest) <> octet_length(v_rest) - 1 then 'picture'
    when exists (
      select from generate_series(224, 254) m (mark)
      where (m.mark <= 239 or m.mark = 254) and position(set_byte('\xff00'::bytea, 1, m.mark) in v_rest) > 0) then 'extra' end;
end;
$$;
comment on function private.jpeg_problem is 'Why bytes are no photo that is kept: picture (not put together as a JPEG picture of at most so many pixels each way, whole and nothing behind it), extra (it says more than it shows: where and with what it was taken, a comment); null for nothing.';

create function private.is_photo(content bytea)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  -- 400 KB. Phones send them smaller than the pixels; what is larger would be a page that opens slowly, or never.
  return content is null or octet_length(content) <= 409600 and private.jpeg_problem(content, 4096) is null;
end;
$$;
comment on function private.is_photo is 'Whether bytes are a photo as it is kept: a JPEG picture of at most 400 KB and 4096 pixels each way that says nothing but what it shows; true for none.';
