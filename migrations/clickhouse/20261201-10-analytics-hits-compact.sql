-- A block that just came is four files instead of a hundred and thirty, each of which the disk was waited for. The first
-- merge puts every column into files of its own, and does so column by column, which costs half of merging them together.
alter table analytics_hits modify setting min_level_for_wide_part = 1;
