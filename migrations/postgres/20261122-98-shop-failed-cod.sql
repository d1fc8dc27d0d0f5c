-- `cod-failed`: went out to be paid for at the door, and came back unpaid.
alter table shop_orders drop constraint shop_orders_state_check;
alter table shop_orders add constraint shop_orders_state_check check (state in ('placed', 'done', 'cancelled', 'returned', 'cod-failed'));

-- What its coming back cost the shop: delivery there and back. Null: nobody said.
alter table shop_orders add column return_cost bigint check (return_cost >= 0);
