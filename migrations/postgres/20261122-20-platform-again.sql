-- A reaction that failed waits before it is tried again (src/platform/db/outbox.ts).
alter table platform_outbox add column try_again_at timestamptz;

-- Whose answer was kept, so that it goes when the shop is removed; null for what stands outside any shop.
-- Bodies are sealed from here on: they may carry a buyer's name and phone number.
alter table platform_idempotency_keys add column workspace_id uuid;
create index platform_idempotency_keys_by_shop on platform_idempotency_keys (workspace_id);
delete from platform_idempotency_keys;
