-- Nobody asks within a closed month's rows: they are read whole, and jsonb would be written out anew each time.
alter table effort_closed_months alter column rows type json using rows::json;
