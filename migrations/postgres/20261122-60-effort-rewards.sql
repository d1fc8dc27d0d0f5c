-- What was given for a recommendation is a cost too, with what was given and to whom.
alter table effort_costs drop constraint effort_costs_kind_check;
alter table effort_costs add constraint effort_costs_kind_check check (kind in ('ads', 'tool', 'fee', 'reward', 'other'));
alter table effort_costs add column reward_given text check (reward_given in ('discount', 'goods', 'money'));
alter table effort_costs add column reward_person text;
alter table effort_costs add check (num_nonnulls(reward_given, reward_person) = case when kind = 'reward' then 2 else 0 end);
