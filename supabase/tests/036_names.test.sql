-- How clients are greeted: by a first name that is one, else without any.
begin;
select plan(9);

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

insert into public.customers (id, name) values (tests.id('home'), 'Sunrise of Oakville');
insert into public.technicians (id, name) values (tests.id('tess'), 'Tess'), (tests.id('singh'), 'Singh, Priya');
select is(array(select c.first_name from public.customers c union all (select t.first_name from public.technicians t where t.id in (tests.id('tess'), tests.id('singh')) order by t.name)),
  '{"", Priya, Tess}', 'a technician always has a name that clients can be told');

select is(private.folded(e'L’Œuvre  d''Été\u200b Łucja Groß'), 'l''oeuvre d''ete lucja gross', 'letters are compared without accents, however they are joined or crossed');
select * from finish();
rollback;
