-- Eight weeks: who came first in which week, and again in which.
select first, arrayJoin(weeks) as week, count() as visitors
from (
  select visitor, groupUniqArray(toMonday(toDate(at, 'Asia/Jakarta'))) as weeks, arrayMin(weeks) as first
  from analytics_hits
where workspace_id = {shop:UUID} and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})
  and ({site:String} = '' or site_id = toUUIDOrZero({site:String})) and kind = 'view'
  group by visitor
)
group by first, week order by first, week
