-- By whose video or live it was sold, `@name`. Null: by nobody's, or nobody said.
alter table shop_orders add column creator text;
