-- The first five pages of each visitor of a day.
select pages, count() as visits, sum(reached) as led
from (
  select visitor, arraySlice(arrayCompact(arrayMap(seen -> seen.2, arraySort(groupArrayIf((at, concat(host, path)), kind = 'view')))), 1, 5) as pages,
    max(kind in ('goal', 'order-code', 'whatsapp-opened')) as reached
  from analytics_hits
where workspace_id = {shop:UUID} and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})
  and ({site:String} = '' or site_id = toUUIDOrZero({site:String}))
  group by toDate(at), visitor
)
group by pages order by visits desc limit 30
