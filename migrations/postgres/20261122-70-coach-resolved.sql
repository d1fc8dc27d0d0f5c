-- Whom the resolution is about, each from when: [{name, since}]. Named again after being left out, a person is to be talked to anew.
update coach_resolutions
set people = coalesce((select jsonb_agg(jsonb_build_object('name', name, 'since', changed_at)) from jsonb_array_elements_text(people) as name), '[]');
