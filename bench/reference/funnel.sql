-- Any page, a category, a goal, an order: the engine's own funnel.
select level, count() as visitors
from (
  select visitor, windowFunnel(7776000)(toDateTime(at), kind = 'view', kind = 'view' and path like '/kategori/%', kind = 'goal', kind = 'order-code') as level
  from analytics_hits
where workspace_id = {shop:UUID} and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})
  and ({site:String} = '' or site_id = toUUIDOrZero({site:String}))
  group by visitor
)
group by level order by level
