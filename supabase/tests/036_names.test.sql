-- How clients are greeted: by a first name that is one, else without any.
begin;
select plan(12);

create function pg_temp.greeted(names text[]) returns text[] language sql as $$
  select array_agg(private.first_name(n) order by i) from unnest(names) with ordinality x (n, i) $$;

select is(pg_temp.greeted('{"Ada Lee", "  Ada   Lee ", "Lee, Ada", "Ada Lee Jr.", "Lee, Ada, R.N.", "Ada (Addie) Lee", "Ada \"Addie\" Lee", "ADA LEE", "ada lee", "Mary Ann Lee"}'),
  '{Ada, Ada, Ada, Ada, "", Ada, Ada, Ada, Ada, Mary}', 'a person is greeted by the first name, in whatever order and case it stands');
select is(pg_temp.greeted('{"Mrs. Ada Lee", "Mr Bo Ray", "Lee, Mrs. Ada", "Prof. Dr. Ada Lee", "Mme Marie Gagnon", "Miss Ada Lee, RN", "Mr.Bo Ray"}'),
  '{Ada, Bo, Ada, Ada, Marie, Ada, Bo}', 'titles are no names');
select is(pg_temp.greeted('{"Dr. Lee", "Dr. Lee and Ada Ray", "Mr Lee", "Mrs.", "Mr. and Mrs. Lee", "Mr. & Mrs. Bo Lee", "Lee, Mr.", "Lee", "J. Lee", "J.R. Lee", "Lee, A., B."}'),
  array_fill(''::text, '{11}'), 'what may be a family name, or is an initial, is greeted without a name');
select is(pg_temp.greeted('{"Ada and Bo Lee", "Ada & Bo Lee", "Lee, Ada and Bo", "Ada Lee & Bo Ray", "Jean et Marie Gagnon", "Ada Lee/Bo Ray"}'),
  '{"Ada and Bo", "Ada and Bo", "Ada and Bo", "Ada and Bo", "Jean and Marie", "Ada and Bo"}', 'couples are greeted together');
select is(pg_temp.greeted('{"Sunrise of Oakville", "Sunrise Senior Living", "Sunrise", "The Willows", "St. Joseph''s Villa", "Lakeview Long Term Care", "Acme Mobility Inc.", "1234567 Ontario Ltd", "City of Brampton", "Tim''s Place", "Smith & Sons", "C/O Bo Ray"}'),
  array_fill(''::text, '{12}'), 'homes and companies have no first name');
select is(pg_temp.greeted('{"Estate of Ada Lee", "Ada Lee (Estate)", "The late Ada Lee", "Succession Ada Lee", "Ada Lee Estate"}'),
  array_fill(''::text, '{5}'), 'nobody who has died is greeted');
select is(pg_temp.greeted('{"Élodie Gagnon", "JEAN-PAUL GAGNON", "Anne-Marie D''Arcy", "Siobhan O''Brien", "DeShawn Lee", "AL SMITH", "JP SMITH"}'),
  '{Élodie, Jean-Paul, Anne-Marie, Siobhan, DeShawn, Al, JP}', 'accents, hyphens and capitals stay');

select is(pg_temp.greeted('{"Lan Do", "Mei-Ling To", "Thi Nguyen", "Minh An", "Bill Ray", "Will Fox", "May Wong", "Grace Park", "Hope Hill", "Rose Woods", "Linda Hamilton", "Jack London", "Ron Silver",
  "Sunny Gill", "Art Hall", "Olive Green", "Xi Chen", "Yu Zhang", "Ly Tran", "NGOC TRAN", "MARIE-EVE ROY", "DO LAN, MINH", "O''Neil Brown", "Abdul-Rahman Khan", "Hans de Wit", "Royce West", "Norton Grand", "Mohammed Ali", "Jude Law", "Ann Ward", "Darnell Nurse", "Sienna Roy", "Dale Cross"}'),
  '{Lan, Mei-Ling, Thi, Minh, Bill, Will, May, Grace, Hope, Rose, Linda, Jack, Ron, Sunny, Art, Olive, Xi, Yu, Ly, Ngoc, Marie-Eve, Minh, O''Neil, Abdul-Rahman, Hans, Royce, Norton, Mohammed, Jude, Ann, Darnell, Sienna, Dale}',
  'short names, names that are words too, and family names of towns are people''s');
select is((select array_agg(n || ': ' || private.first_name(n)) from unnest('{"Amica Oakville", "ADP Funding", "To whom it may concern", "Do not call Ada Lee", "Handi Transit", "Legal Aid", "Vet Affairs", "To", "Do", "ADP", "Handi",
  "Legal", "VHA Rehab", "CCAC CENTRAL", "WSIB Claims", "DND BASE", "Call Daughter", "See Notes", "Use Cell", "Same As Above", "Per Ada Lee", "Attn Ada Lee", "Chartwell Brampton", "Hillcrest Two",
  "Golden Years", "Royal Oak", "North York", "Mount Sinai", "Red Cross", "Front Desk", "Nurse Station", "Property Mgmt", "Wheel Trans", "For Ada", "New Patient"}'::text[]) n where private.first_name(n) <> ''),
  null, 'brands, abbreviations, instructions and houses are nobody''s given name');
select is(pg_temp.greeted('{"Do Thi Lan", "To Ka Lee", "An Nguyen", "GAGNON Marie", "Do & Lan Nguyen", "JP Smith"}'), array_fill(''::text, '{6}'), 'what may be a person''s or not is greeted without a name');

insert into public.customers (id, name) values (tests.id('home'), 'Sunrise of Oakville');
insert into public.technicians (id, name) values (tests.id('tess'), 'Tess'), (tests.id('singh'), 'Singh, Priya');
select is(array(select c.first_name from public.customers c union all (select t.first_name from public.technicians t where t.id in (tests.id('tess'), tests.id('singh')) order by t.name)),
  '{"", Priya, Tess}', 'a technician always has a name that clients can be told');

select is(private.folded(e'L’Œuvre  d''Été\u200b Łucja Groß'), 'l''oeuvre d''ete lucja gross', 'letters are compared without accents, however they are joined or crossed');
select * from finish();
rollback;
