-- Units: the devices, each at one service address.

create function private.said_serial(serial_number text)
returns text
language sql immutable
-- What systems and people write for none. The reader of files empties such cells of every column; this holds for
-- whoever writes a serial, in a form, in Studio or over HTTP, and knows more words, since only serials are meant.
return case when private.tidy(serial_number) !~*
  '^(true|false|vrai|faux|#?n ?[./]? ?a\.?|none( on file)?|no (serial( number)?|s/?n)|not available|null|nil|nan|tbd|tba|unk|unknown\.?|pending|missing|same|ditto|see (file|invoice)|\(blank\)|#(ref|value|name|num|null|div/0)[!?]?|x+|#+|0+|[-–—.?]+)$'
  then private.tidy(serial_number) end;
comment on function private.said_serial is 'A serial number as it was written, tidy; null when nothing is left, or only a word that stands for none.';

create function private.is_date_text(written text)
returns boolean
language sql immutable
return written ~* replace(
  '^(\d{1,2}[-/.]\d{1,2}[-/.](\d\d|\d{4})|(19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]+MONTH([-/., ]+\d{1,4})?|MONTH[-/., ]+\d{1,4}([, ]+\d{4})?)'
  '([ t]+\d{1,2}:\d\d(:\d\d)?([ .]?[ap]\.?m\.?)?)?$',
  'MONTH', '((jan(v|vier|uary)?|f[eé](b|v|bruary|vr|vrier)|mar(s|ch)?|a(pr|vr|pril|vril)|ma[iy]|june?|juin|july?|juil(let)?|a(ug|ugust|o[uû]t)|sept?(ember|embre)?|oct(ober|obre)?|nov(ember|embre)?|d[eé]c(ember|embre)?)\.?)');
comment on function private.is_date_text is 'Whether a text is a day or a month as spreadsheets write them.';

create function private.serial_weakness(serial_number text)
returns text
language sql immutable
return case
  when serial_number !~ '\d' then 'has no digit'
  when private.is_date_text(serial_number) then 'is a date'
  when serial_number !~ '[[:alpha:]]' and length(regexp_replace(serial_number, '\D', '', 'g')) < 5 then 'is too short' end;
comment on function private.serial_weakness is 'Why a serial number tells no two devices apart, as the end of a sentence; null for one that does. Whoever counts devices, or fills a column with the wrong thing, writes the same for many.';

create function private.serial_key(serial_number text)
returns text
language sql immutable
return case when private.serial_weakness(private.said_serial(serial_number)) is null then lower(private.said_serial(serial_number)) end;
comment on function private.serial_key is 'A serial number as it is compared: tidy and case-folded; null for none, and for one that tells no devices apart.';

create table public.units (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references public.customers,
  product_id uuid references public.products,
  category_id uuid not null references public.equipment_categories,
  serial_number text,
  serial_key text generated always as (private.serial_key(serial_number)) stored,
  source_line_id uuid references public.sales_order_lines,
  unit_number integer check (unit_number > 0),
  source_claim_id uuid references public.device_claims,
  condition text not null default 'in_service' check (condition in ('in_service', 'out_of_service', 'retired')),
  street text,
  apartment text,
  city text,
  province text,
  postal_code text,
  address_key text generated always as (private.address_key(street, apartment, postal_code)) stored,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  access_notes text,
  site_type text not null default 'private' check (site_type in ('private', 'regulated')),
  installed_on date,
  created_at timestamptz not null default now(),
  constraint units_located_or_not check ((latitude is null) = (longitude is null)),
  constraint units_line_has_number check ((source_line_id is null) = (unit_number is null)),
  constraint units_have_lengths check (
    coalesce(greatest(length(serial_number), length(street), length(city)), 0) <= 254
    and coalesce(greatest(length(apartment), length(province), length(postal_code)), 0) <= 60),
  constraint units_on_one_line check (private.on_one_line(serial_number) and private.on_one_line(street) and private.on_one_line(apartment)
    and private.on_one_line(city) and private.on_one_line(province) and private.on_one_line(postal_code))
);
comment on table public.units is 'One physical device at one service address, told apart by serial, or by sales-order line and number within the line.';
comment on column public.units.serial_key is 'The serial as it is compared: tidy and case-folded; null where it tells no devices apart.';
comment on column public.units.source_claim_id is 'The claim that the unit was enrolled from.';
comment on column public.units.street is 'Service address; it may differ from where the customer lives.';
comment on column public.units.address_key is 'The address as it is compared: units of one home have one key.';
comment on column public.units.apartment is 'Number of the flat at that address.';
comment on column public.units.site_type is 'For the record of an inspection: a private home, or a place whose equipment an authority regulates.';

-- A serial number that tells devices apart is one device, until that device is retired.
create unique index units_serial_key on public.units (serial_key) where condition <> 'retired';
create index units_retired_serial on public.units (serial_key) where condition = 'retired';
-- A line of quantity three is units 1, 2 and 3, once each.
create unique index units_source_key on public.units (source_line_id, unit_number);
-- A claimed device is one unit.
create unique index units_source_claim_key on public.units (source_claim_id);
create index units_by_customer on public.units (customer_id);

create function private.is_of_erased(unit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.units u where u.id = is_of_erased.unit_id and private.is_erased(u.customer_id));
end;
$$;
comment on function private.is_of_erased is 'Whether a unit is what is left of a client who was erased.';

create function private.fill_unit_address()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- A unit without an address of its own stands where its customer lives.
  if new.street is null and new.postal_code is null and new.latitude is null then
    select c.street, c.apartment, c.city, c.province, c.postal_code, c.latitude, c.longitude
    into new.street, new.apartment, new.city, new.province, new.postal_code, new.latitude, new.longitude
    from public.customers c where c.id = new.customer_id;
  end if;
  return new;
end;
$$;
comment on function private.fill_unit_address is 'Gives a new unit its customer''s address when it comes without one.';

-- Before the address is filled in: 0, 0 would count as a place, and the customer's would not be taken.
create trigger correct_place before insert or update of postal_code, latitude, longitude on public.units
  for each row execute function private.correct_place();
create trigger forget_old_place before update of street, postal_code on public.units
  for each row execute function private.forget_old_place();
create trigger fill_unit_address before insert on public.units
  for each row execute function private.fill_unit_address();

create function private.unit_of_key(
  serial_key text, source_line_id uuid, unit_number integer, source_claim_id uuid, out unit_id uuid, out is_retired boolean)
returns setof record
language sql stable
begin atomic
  select coalesce(by_serial.id, by_line.id, by_claim.id),
    by_serial.id is null and (coalesce(by_line.condition, by_claim.condition) = 'retired'
      or exists (select from public.units r where r.serial_key = unit_of_key.serial_key and r.condition = 'retired'))
  from (values (true)) one (row_is_there)
  left join public.units by_serial on by_serial.serial_key = unit_of_key.serial_key and by_serial.condition <> 'retired'
  left join public.units by_line on by_line.source_line_id = unit_of_key.source_line_id and by_line.unit_number = unit_of_key.unit_number
  left join public.units by_claim on by_claim.source_claim_id = unit_of_key.source_claim_id;
end;
comment on function private.unit_of_key is 'Which unit is meant by a serial as it is compared, a line with a number, or a claim: one row, with null for a new one. is_retired: the device of that serial, line or claim is retired, and none took its place.';

create function private.known_unit(
  serial_number text, source_line_id uuid, unit_number integer, source_claim_id uuid, out unit_id uuid, out is_retired boolean)
returns setof record
language sql stable
begin atomic
  select k.unit_id, k.is_retired
  from private.unit_of_key(private.serial_key(known_unit.serial_number), known_unit.source_line_id, known_unit.unit_number, known_unit.source_claim_id) k;
end;
comment on function private.known_unit is 'Which unit is meant by a serial as it is written, a line with a number, or a claim: private.unit_of_key.';

create function private.check_kind()
returns trigger
-- Definer: the rule holds for writers who may not read products.
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Of a claim the device type says what it was for, whichever product it names.
  if new.source_claim_id is null and exists (
    select from public.products p where p.id = new.product_id and p.category_id <> new.category_id) then
    raise exception 'a unit is of the category of its product' using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.check_kind is 'Raises 23514 for a unit of another category than its product, unless a claim said so.';

create trigger check_kind before insert on public.units
  for each row when (new.product_id is not null) execute function private.check_kind();
create trigger check_kind_anew before update of product_id, category_id on public.units
  for each row when (new.product_id is not null and (new.product_id, new.category_id) is distinct from (old.product_id, old.category_id))
  execute function private.check_kind();

-- What a unit came from is how the next import knows it: without that it would be enrolled once more.
create trigger keep_source_line before update of source_line_id, unit_number on public.units
  for each row when (old.source_line_id is not null and (new.source_line_id, new.unit_number) is distinct from (old.source_line_id, old.unit_number))
  execute function private.refuse_change();
create trigger keep_source_claim before update of source_claim_id on public.units
  for each row when (old.source_claim_id is not null and new.source_claim_id is distinct from old.source_claim_id)
  execute function private.refuse_change();

create function private.keep_source()
returns trigger
-- Definer: the rule holds for writers who may not read units.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_lines uuid[] := case tg_table_name
    when 'sales_orders' then array(select l.id from public.sales_order_lines l where l.order_id = new.id) else array[new.id] end;
begin
  if private.made_by() = 'merge_customers' then
    return new;
  elsif exists (select from public.units u where u.source_line_id = any (v_lines))
    or exists (select from public.units u where u.source_claim_id = new.id) then
    raise exception 'a unit came from this row of %, and is known by it', tg_table_name using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.keep_source is 'Raises MT002 when the reference, the order or the client of what a unit was enrolled from would change.';

create trigger keep_source before update of customer_id on public.sales_orders
  for each row when (new.customer_id <> old.customer_id) execute function private.keep_source();
create trigger keep_source before update of line_ref, order_id on public.sales_order_lines
  for each row when ((new.line_ref, new.order_id) <> (old.line_ref, old.order_id)) execute function private.keep_source();
create trigger keep_source before update of claim_ref on public.device_claims
  for each row when (new.claim_ref <> old.claim_ref) execute function private.keep_source();

create trigger audit after insert or update or delete on public.units for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

-- The generated column is computed as whoever writes.
grant execute on function private.said_serial, private.is_date_text, private.serial_weakness, private.serial_key to authenticated, service_role;
alter table public.units enable row level security;
create policy office_all on public.units for all to authenticated using ((select private.is_office()));
grant select on public.units to authenticated;
-- What comes from a line or a claim is enrolled by an import; a unit begins in service.
grant insert (id, customer_id, product_id, category_id, serial_number, street, apartment, city, province, postal_code, latitude, longitude,
  access_notes, site_type, installed_on) on public.units to authenticated;
-- Neither whose it is, nor its condition, nor where: set_unit_condition, transfer_unit, set_unit_address and place_pin.
grant update (product_id, category_id, serial_number, access_notes, site_type, installed_on) on public.units to authenticated;
grant select, insert, update, delete on public.units to service_role;
